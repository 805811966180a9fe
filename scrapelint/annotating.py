"""Findings beside the texts they are in: a copy of a file of many texts, while it is checked."""

import importlib.util
import json
import re
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from scrapelint.anywhere import told
from scrapelint.files import FileProblem
from scrapelint.looking import Done, Given, Item, Seen
from scrapelint.pool import Pool
from scrapelint.records import forms, jsontoken
from scrapelint.records.jsonlines import JsonLines
from scrapelint.records.record import Block, Fault, Splice, spliced
from scrapelint.report.outcome import Outcome
from scrapelint.writer import Growing

SUFFIXES = (".jsonl", ".ndjson", ".parquet")
"""Kinds of files that can be copied with findings."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class Copy(Protocol):
    """A copy that grows with the blocks of a file. Its methods raise FileProblem."""

    def take(self, block: Block, seen: Sequence[Seen]) -> None:
        """Add the next block, and what was seen of its records."""

    def finish(self) -> None:
        """Add what comes after the last block."""

    def leave(self) -> None:
        """Write nothing any more."""


@dataclass(frozen=True)
class Annotating(Pool):
    """A pool that also writes a copy of the one file it looks at, with findings in each record.

    The copy gets its name once the whole file is in it.
    """

    inner: Pool
    field: str
    copy: Path

    def over(self, items: Iterable[Item]) -> Generator[tuple[Item, list[Seen]]]:
        """Yield the items as the inner pool does; what is wrong with the copy ends the file."""
        copying = _Copying(self.field, self.copy)
        try:
            with closing(self.inner.over(items)) as looked_at:
                for item, seen in looked_at:
                    yield copying.take(item, seen), seen
        finally:
            copying.leave()


@dataclass
class _Copying:
    """A copy on the way."""

    field: str
    path: Path
    problem: Fault | None = None
    _target: Growing | None = None
    _copy: Copy | None = None

    def take(self, item: Item, seen: Sequence[Seen]) -> Item:
        """Take an item, and return it; the end of the file tells of the copy too."""
        block = item.item if isinstance(item, Done) else item
        try:
            if not (self.problem or isinstance(block, (Path, Given))):
                self._take(block, seen)
        except FileProblem as problem:
            self.problem = Fault(problem.code, f"no copy in {self.path}: {problem}")
            self.leave()
        if isinstance(item, forms.End):
            return item._replace(problem=item.problem or self.problem)
        return item

    def _take(self, item: Block, seen: Sequence[Seen]) -> None:
        assert isinstance(item.path, Path)
        copy = self._begun(item.path)
        if not isinstance(item, forms.End):
            copy.take(item, seen)
        elif item.problem is None and self._target:
            copy.finish()
            target, self._target = self._target, None
            target.commit()

    def _begun(self, source: Path) -> Copy:
        if self._copy is None:
            self._target = Growing(self.path, identity=None)
            self._copy = _copy(source, self._target, self.field)
        return self._copy

    def leave(self) -> None:
        """Leave nothing of a copy that did not come to its end."""
        target, self._target = self._target, None
        copy, self._copy = self._copy, None
        if copy:
            copy.leave()
        if target:
            target.drop()


def _copy(source: Path, target: Growing, field: str) -> Copy:
    if source.suffix.lower() != ".parquet":
        return _Lines(target, field)
    if importlib.util.find_spec("pyarrow") is None:
        raise FileProblem("unreadable", "it needs pyarrow: pip install 'scrapelint[corpora]'")
    from scrapelint.annotatedparquet import Table  # noqa: PLC0415 - loads pyarrow

    return Table(source, target, field)


@dataclass
class _Lines:
    """JSON Lines, to which only a last key in each record is added."""

    target: Growing
    field: str

    def take(self, block: Block, seen: Sequence[Seen]) -> None:
        """Add the next lines."""
        data = block.data
        splices: list[Splice] = []
        if isinstance(block, JsonLines):
            ends = list(block.ends())
            see_all(seen, len(ends))
            for (start, end), each in zip(ends, seen, strict=True):
                if each.outcome:
                    self._see_that_it_is_free(data[start:end])
                    splices.append(Splice(end - 1, end - 1, self._member(each.outcome)))
        self.target.write(spliced(data, splices))

    def finish(self) -> None:
        """Add nothing."""

    def leave(self) -> None:
        """Write nothing any more."""

    def _see_that_it_is_free(self, line: bytes) -> None:
        if jsontoken.locate(line.decode(), [self.field]):
            raise FileProblem("refused", f"a record has a `{self.field}` already")

    def _member(self, outcome: Outcome) -> bytes:
        return f", {json.dumps(self.field)}: {json.dumps(annotation(outcome))}".encode()


def see_all(seen: Sequence[Seen], records: int) -> None:
    """Refuse where something was not seen of each record. Raises FileProblem."""
    if len(seen) != records:
        problem = next((each.problem for each in seen if each.problem), None)
        raise FileProblem(*(problem or ("process-died", "some records were not looked at")))


def annotation(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the findings in a text, their lines and columns counted in the text alone."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(outcome.text))]
    return [told(finding) | dict(_places(starts, finding.span)) for finding in outcome.findings]


def _places(starts: Sequence[int], span: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Yield the lines and columns of a span, by the offsets at which lines begin."""
    for prefix, at in zip(("", "end_"), span, strict=True):
        line = bisect_right(starts, at)
        yield f"{prefix}line", line
        yield f"{prefix}column", at - starts[line - 1] + 1
