"""The option that has exactly those repairs made that a person accepted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scrapelint import files
from scrapelint.cli.failure import Failure
from scrapelint.files import FileProblem, Problem
from scrapelint.late import late
from scrapelint.report.outcome import Outcome

if TYPE_CHECKING:
    from scrapelint.decisions import Decisions, Key

_Command = Callable[..., Any]
_RECORD = late(r"record (\d+): ")


def decisions_option(command: _Command) -> _Command:
    """Add the option to a command."""
    return click.option(
        "--decisions",
        type=click.Path(path_type=Path),
        help="With --fix, make the repairs accepted in this file, and no others.",
    )(command)


def decisions(options: Mapping[str, Any]) -> "Decisions | None":
    """Return the decisions that are asked for. Raises UsageError and Failure."""
    path = options["decisions"]
    if path is None:
        return None
    if not (options["fix"] or options["diff"]):
        raise click.UsageError("--decisions needs --fix or --diff")
    if options["unsafe_fixes"]:
        raise click.UsageError("--decisions makes what was accepted, --unsafe-fixes all: say one")
    from scrapelint.decisionsfile import DecisionsError, read  # noqa: PLC0415 - seldom needed

    try:
        return read(files.read(path)[0])
    except (FileProblem, DecisionsError) as error:
        raise Failure(f"{path}: {error}") from error


class Watch:
    """Which of the texts that were decided about come by."""

    def __init__(self, decisions: "Decisions | None") -> None:
        """Begin before the first text."""
        self.decisions = decisions
        self._seen: set[Key] = set()

    def over(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes as they come."""
        if not self.decisions:
            yield from outcomes
            return
        from scrapelint.decisions import Key  # noqa: PLC0415 - seldom needed

        for outcome in outcomes:
            record = outcome.origin.record if outcome.origin else None
            self._seen.add(Key.of(outcome.name, record))
            yield outcome

    def missing(self, told: Iterable[Problem]) -> Iterator[Problem]:
        """Yield what was decided about texts that did not come by, if nothing is told of them."""
        if not self.decisions:
            return
        from scrapelint.decisions import Key  # noqa: PLC0415 - seldom needed

        known = {(Key.of(problem.path, None).path, _record(problem)) for problem in told}
        for key, decided in self.decisions.besides(self._seen):
            if decided.changes and key not in known:
                where = "" if key.record is None else f"record {key.record}: "
                yield Problem(decided.path, "decided", f"{where}decided about, but not checked")


def _record(problem: Problem) -> int | None:
    """Return which record of a file a problem is told of."""
    found = _RECORD.match(problem.reason)
    return int(found[1]) if found else None
