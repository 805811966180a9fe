"""The reports of a run, all fed from it at once, each on its way to its place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from scrapelint.cli.failure import Failure
from scrapelint.cli.output_options import STDOUT, Output
from scrapelint.cli.stream import Stream
from scrapelint.files import FileProblem
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Report, Totals, make, unpainted

_FOR_PEOPLE = ("full", "concise", "statistics")
_SEVERAL = 1 << 16
"""Characters that are written at a time."""


class _Sink(Protocol):
    @property
    def gone(self) -> bool:
        """Tell whether nobody takes any more."""

    def write(self, text: str) -> None:
        """Take a piece of a report."""

    def end(self) -> None:
        """Take it that there are no more."""


class Printed:
    """What goes to standard output, or to standard error where that is taken."""

    def __init__(
        self, stream: Stream, *, err: bool = False, quiet: bool = False, as_is: bool = False
    ) -> None:
        """Print nothing if `quiet`, and `as_is` with escape sequences that are not ours."""
        self._stream, self._err, self._quiet, self._as_is = stream, err, quiet, as_is

    @property
    def gone(self) -> bool:
        """Tell whether nobody reads any more."""
        return self._stream.closed and not self._err

    def write(self, text: str) -> None:
        """Print a piece. Raises Failure."""
        if not self._quiet:
            self._stream.write(text, err=self._err, as_is=self._as_is)

    def end(self) -> None:
        """Do nothing: all is printed."""


class Kept:
    """What goes to a file."""

    gone = False

    def __init__(self, path: Path) -> None:
        """See that the file can be written. Raises Failure, as all of this."""
        from scrapelint.writer import Draft  # noqa: PLC0415 - seldom needed

        self._path = path
        try:
            self._draft = Draft(path)
        except FileProblem as problem:
            raise self._failure(problem) from problem

    def write(self, text: str) -> None:
        """Add a piece."""
        try:
            self._draft.write(text.encode("utf-8", "backslashreplace"))
        except FileProblem as problem:
            raise self._failure(problem) from problem

    def end(self) -> None:
        """Let the file have its name."""
        try:
            self._draft.place()
        except FileProblem as problem:
            raise self._failure(problem) from problem

    def _failure(self, problem: FileProblem) -> Failure:
        return Failure(f"{self._path}: {problem}")


class Reports:
    """The reports of one run."""

    def __init__(self, outputs: Iterable[Output], about: About, printed: Printed) -> None:
        """Begin with nothing found. Raises Failure where a file cannot be written."""
        outputs = tuple(outputs)
        self.for_people = bool({Output(form) for form in _FOR_PEOPLE} & {*outputs})
        """Whether what is printed is for people."""
        plain = replace(about, paint=unpainted)
        self._reports: list[tuple[Report, _Sink]] = [
            (make(form, about), printed) if file == STDOUT else (make(form, plain), Kept(file))
            for form, file in outputs
        ]

    def feed(self, outcomes: Iterable[Outcome], *, although_gone: bool = False) -> None:
        """Tell of each text; end early when nobody takes any report any more, unless told."""
        for outcome in outcomes:
            for report, sink in self._reports:
                for text in _together(report.add(outcome)):
                    sink.write(text)
            if all(sink.gone for _, sink in self._reports) and not although_gone:
                return

    def end(self, totals: Totals) -> None:
        """Tell the rest."""
        for report, sink in self._reports:
            for text in _together(report.end(totals)):
                sink.write(text)
            sink.end()


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces joined, many at a time: each that is written is flushed.

    A large one, such as a text on one line, is not copied.
    """
    several: list[str] = []
    size = 0
    for piece in pieces:
        if several and size + len(piece) > _SEVERAL:
            yield "".join(several)
            several, size = [], 0
        several.append(piece)
        size += len(piece)
    if several:
        yield "".join(several)


def pour(told: Iterable[Iterable[str]], sink: _Sink) -> None:
    """Write the pieces of all that is told, unless nobody takes any more."""
    for pieces in told:
        for text in _together(pieces):
            sink.write(text)
            if sink.gone:
                return
    sink.end()
