"""One record: its text, where that comes from, and where it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from scrapelint.document import Position, Span
from scrapelint.finding import Edit, Finding
from scrapelint.origin import Origin
from scrapelint.records.fields import Fields

LARGEST_RECORD = 1 << 25
"""Bytes above which a record is not read: articles are much smaller."""


class Fault(NamedTuple):
    """A record that could not be read; without a reason, one that is only counted."""

    code: str
    reason: str = ""


class Splice(NamedTuple):
    """Bytes of a block to be replaced."""

    start: int
    end: int
    new: bytes


class Spelling(Protocol):
    """How a text is written in what is around it."""

    @property
    def raw(self) -> str:
        """Return what is around it."""

    @property
    def doubled(self) -> bool:
        """Tell whether the field is there twice; readers do not agree on which one counts."""

    def offset(self, at: int) -> int:
        """Return where a character of the text stands in `raw`."""

    def escaped(self, text: str) -> str:
        """Return another text as it would be written there."""

    def edited(self, edits: tuple[Edit, ...]) -> Self:
        """Return what edits of `raw`, inside the text, make of it."""

    def decoded(self) -> str:
        """Return the text."""


class Place(NamedTuple):
    """Where a record begins: its offset in the block, in bytes, and where that is in the file."""

    start: int
    line: int
    column: int = 1


@dataclass(frozen=True)
class Written:
    """How a text is written, and where the record begins that it is written in."""

    spelling: Spelling
    place: Place

    def placed(self, finding: Finding) -> Finding:
        """Return a finding with the line and the column in the file."""
        first, last = map(self._position, finding.span)
        return replace(
            finding,
            line=first.line,
            column=first.column,
            end_line=last.line,
            end_column=last.column,
        )

    def edited(self, edits: Iterable[Edit]) -> tuple[tuple[Splice, ...], Self]:
        """Return which bytes of the block edits of the text change, and what is written then."""
        spelling, raw = self.spelling, self.spelling.raw
        written = tuple(
            Edit(Span(*map(spelling.offset, span)), spelling.escaped(new)) for span, new in edits
        )
        return tuple(self._splices(raw, written)), replace(self, spelling=spelling.edited(written))

    def _splices(self, raw: str, edits: tuple[Edit, ...]) -> Iterator[Splice]:
        done, at = 0, self.place.start
        for (start, end), new in sorted(edits):
            first = at + len(raw[done:start].encode())
            at = first + len(raw[start:end].encode())
            done = end
            yield Splice(first, at, new.encode())

    def _position(self, at: int) -> Position:
        offset, raw = self.spelling.offset(at), self.spelling.raw
        lines = raw.count("\n", 0, offset)
        if not lines:
            return Position(self.place.line, self.place.column + offset)
        return Position(self.place.line + lines, offset - raw.rindex("\n", 0, offset))


@dataclass(frozen=True)
class Record:
    """A text of a file of many."""

    text: str
    origin: Origin
    written: Written | None = None
    """Where it is written, if it is; a column of binary values has no lines."""


class Block(Protocol):
    """Some records of a file that follow one another, small enough to be handed on."""

    @property
    def path(self) -> Path:
        """Return the file."""

    @property
    def data(self) -> bytes:
        """Return what is written there, byte for byte."""

    def records(self, fields: Fields) -> Iterator[Record | Fault]:
        """Yield the records; of those that cannot be read, why."""


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return bytes with some of them replaced; the splices come in their order."""
    parts, done = [], 0
    for start, end, new in splices:
        parts += [data[done:start], new]
        done = end
    return b"".join([*parts, data[done:]])
