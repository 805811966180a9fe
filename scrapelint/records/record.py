"""One record: its text, where that comes from, and where it is written."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol, Self

from scrapelint.document import Position, Span
from scrapelint.files import Location
from scrapelint.finding import Edit, Finding
from scrapelint.origin import Origin
from scrapelint.passes import Passes, merged
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
    """How a text is written in what is around it, which may be long and is kept as bytes."""

    @property
    def data(self) -> bytes:
        """Return what is around it, as UTF-8."""

    def unsure(self) -> str:
        """Return why it cannot be said what is written there, or an empty text if it can."""

    def offset(self, at: int) -> int:
        """Return which character of `data` a character of the text is."""

    def escaped(self, text: str) -> str:
        """Return another text as it would be written there."""

    def within(self, data: bytes, grown: int) -> Self:
        """Return the same in other bytes, where it is so many characters longer."""

    def decoded(self) -> str:
        """Return the text."""


class Place(NamedTuple):
    """Where a record begins: its offset in the block, in bytes, and where that is in the file."""

    start: int
    line: int
    column: int = 1


class NotRewrittenError(Exception):
    """A text that cannot be put where another is written; the message says why."""


class Written(Protocol):
    """Where a text is written, and what has to change there if it changes."""

    @property
    def begins(self) -> Position:
        """Return where its record begins in the file."""

    def placed(self, finding: Finding) -> Finding:
        """Return a finding with the line and the column in the file."""

    def rewritten(self, text: str, passes: Passes) -> "Rewritten":
        """Return what has to change for the text to be what passes of edits make of it.

        Raises NotRewrittenError.
        """


Rewritten = tuple[tuple[Splice, ...], Written]
"""What changes in a block, and what is written there then."""


@dataclass(frozen=True)
class Spelled:
    """How a text is written, and where the record begins that it is written in."""

    spelling: Spelling
    place: Place

    @property
    def begins(self) -> Position:
        """Return where the record begins in the file."""
        return Position(self.place.line, self.place.column)

    def placed(self, finding: Finding) -> Finding:
        """Return a finding with the line and the column in the file."""
        first, last = self._position(finding.start), self._position(finding.end)
        return finding._replace(
            line=first.line,
            column=first.column,
            end_line=last.line,
            end_column=last.column,
        )

    def rewritten(self, text: str, passes: Passes) -> Rewritten:
        """Return which bytes of the block change. Raises NotRewrittenError."""
        if why := self.spelling.unsure():
            raise NotRewrittenError(why)
        splices, after = self._edited(merged(self.spelling.decoded(), passes))
        if after.spelling.decoded() != text:
            raise NotRewrittenError("would not be read as it was meant")
        return splices, after

    def _edited(self, edits: Iterable[Edit]) -> tuple[tuple[Splice, ...], Self]:
        spelling = self.spelling
        written = [
            Edit(Span(*map(spelling.offset, span)), spelling.escaped(new)) for span, new in edits
        ]
        splices = tuple(self._splices(written))
        grown = sum(len(new) - (end - start) for (start, end), new in written)
        after = spelling.within(spliced(spelling.data, splices), grown)
        begins = self.place.start
        moved = (Splice(begins + start, begins + end, new) for start, end, new in splices)
        return tuple(moved), replace(self, spelling=after)

    def _splices(self, edits: list[Edit]) -> Iterator[Splice]:
        """Yield edits of what is around the text as splices of its bytes."""
        raw = self.spelling.data.decode()
        done = at = 0
        for (start, end), new in sorted(edits):
            first = at + len(raw[done:start].encode())
            at = first + len(raw[start:end].encode())
            done = end
            yield Splice(first, at, new.encode())

    def _position(self, at: int) -> Position:
        offset = self.spelling.offset(at)
        lines = bisect_left(self._line_ends, offset)
        if not lines:
            return Position(self.place.line, self.place.column + offset)
        return Position(self.place.line + lines, offset - self._line_ends[lines - 1])

    @cached_property
    def _line_ends(self) -> list[int]:
        """Return where the lines end that the record is written on, but for the last one."""
        if b"\n" not in self.spelling.data:
            return []
        return [found.start() for found in re.finditer("\n", self.spelling.data.decode())]


class Record(NamedTuple):
    """A text of a file of many."""

    text: str
    origin: Origin
    written: Written


class Block(Protocol):
    """Some records of a file that follow one another, small enough to be handed on."""

    @property
    def path(self) -> Location:
        """Return the file."""

    @property
    def data(self) -> bytes:
        """Return what is written there, byte for byte, if it is."""

    @property
    def size(self) -> int:
        """Return about how many bytes the texts are."""

    def records(self, fields: Fields) -> Iterator[Record | Fault]:
        """Yield the records; of those that cannot be read, why."""


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return bytes with some of them replaced; the splices come in their order."""
    parts, done = [], 0
    for start, end, new in splices:
        parts += [data[done:start], new]
        done = end
    return b"".join([*parts, data[done:]])
