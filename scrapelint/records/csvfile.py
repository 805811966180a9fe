"""Comma- and tab-separated values (RFC 4180): a record a row, read in blocks of whole rows."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple, Self

from scrapelint.document import Span
from scrapelint.files import FileProblem, Location
from scrapelint.records.fields import Fields
from scrapelint.records.jsonlines import BLOCK, Read, Unread
from scrapelint.records.record import LARGEST_RECORD, Block, Fault, Place, Record, Spelled

_COMMAS = (",", ";", "\t", "|")
"""What may stand between cells; the first of them that brings out a field of texts is taken."""
_NOT_CLOSED = "a quotation mark that is not closed"


class Header(NamedTuple):
    """The names of the columns, and what stands between cells."""

    names: tuple[str, ...]
    comma: str


@cache
def _cells(comma: str) -> re.Pattern[bytes]:
    """Return the expression of a cell and what ends it."""
    sign = re.escape(comma.encode())
    return re.compile(
        rb'("[^"]*+(?:""[^"]*+)*+(?:"[^%b\r\n]*+|\Z)|[^%b\r\n]*+)(%b|\r\n|\r|\n|\Z)'
        % (sign, sign, sign)
    )


@dataclass(frozen=True)
class CsvRows:
    """Whole rows, with the number of the first line and of the first record."""

    path: Location
    data: bytes
    header: Header
    line: int
    record: int
    headed: bool
    """Whether the first row is that of the names."""

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return len(self.data)

    def records(self, fields: Fields) -> Iterator[Record | Fault]:
        """Yield the records; the row of names and blank rows are none."""
        number, line = self.record, self.line
        for start, end, spans in rows(self.data, self.header.comma):
            raw = self.data[start:end]
            if (start or not self.headed) and raw.strip(b"\r\n"):
                cells = [(first - start, last - start) for first, last in spans]
                yield self._record(fields, raw, cells, number, Place(start, line))
                number += 1
            line += raw.count(b"\n")

    def _record(
        self,
        fields: Fields,
        data: bytes,
        spans: list[tuple[int, int]],
        number: int,
        place: Place,
    ) -> Record | Fault:
        where = f"line {place.line}"
        try:
            cells = [data[start:end].decode() for start, end in spans]
        except UnicodeDecodeError as error:
            return Fault(
                "bad-record", f"{where}: not UTF-8: byte 0x{error.object[error.start]:02x}"
            )
        names = self.header.names
        if len(cells) != len(names):
            return Fault("bad-record", f"{where}: {len(cells)} cells in a table of {len(names)}")
        values = {name: _decoded(cell) for name, cell in zip(names, cells, strict=True)}
        found = fields.text_in(values)
        if found is None:
            return Fault("no-text")
        if found.value is None:
            return Fault("bad-record", f"{where}: {_NOT_CLOSED}")
        column = max(n for n, name in enumerate(names) if name == found.path)
        first, last = (len(data[:at].decode()) for at in spans[column])
        doubled = names.count(found.path) > 1
        spelling = Cell(data, Span(first, last), self.header.comma, doubled)
        origin = fields.origin(values, number, found.path)
        return Record(found.value, origin, Spelled(spelling, place))


@dataclass(frozen=True)
class Cell:
    """A cell of a row, its quotes included."""

    data: bytes
    span: Span
    comma: str
    doubled: bool = False

    def unsure(self) -> str:
        """Return that there are two columns of that name, or an empty text if there are not."""
        return "is there twice" if self.doubled else ""

    @property
    def _written(self) -> str:
        return self.data.decode()[self.span.start : self.span.end]

    @cached_property
    def _is_quoted(self) -> bool:
        return self._written.startswith('"')

    @cached_property
    def _pairs(self) -> "array[int]":
        """Return where in the text of a quoted cell there are quotes that are written twice."""
        written, pairs = self._written, array("q")
        at = written.find('""', 1)
        while at >= 0:
            pairs.append(at - 1 - len(pairs))
            at = written.find('""', at + 2)
        return pairs

    def offset(self, at: int) -> int:
        """Return where a character of the text stands in the row."""
        if not self._is_quoted:
            return self.span.start + at
        return self.span.start + 1 + at + bisect_left(self._pairs, at)

    def escaped(self, text: str) -> str:
        """Return a text as it stands in the cell."""
        return text.replace('"', '""') if self._is_quoted else text

    def within(self, data: bytes, grown: int) -> Self:
        """Return the same cell in another row, where it is so many characters longer."""
        return replace(self, data=data, span=Span(self.span.start, self.span.end + grown))

    def decoded(self) -> str:
        """Return the text, or an empty one where what is written is no cell of its own."""
        written = self._written
        data = written.encode()
        match = _cells(self.comma).fullmatch(data)
        if match is None or match.span(1) != (0, len(data)):
            return ""
        return _decoded(written) or ""


def _decoded(cell: str) -> str | None:
    """Return what a cell stands for, or None if its quotes are not closed.

    What follows the quotes is part of it, as `csv` has it.
    """
    if not cell.startswith('"'):
        return cell
    inside, closed, rest = cell[1:].replace('""', "\0\0").partition('"')
    return (inside + rest).replace("\0\0", '"') if closed else None


def rows(data: bytes, comma: str) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield where each row begins and ends, with its line end, and where its cells do."""
    start, cells = 0, list[tuple[int, int]]()
    for cell in _cells(comma).finditer(data):
        if cell.start() == len(data) and not cells:
            return
        cells.append(cell.span(1))
        if cell[2] != comma.encode():
            yield start, cell.end(), cells
            start, cells = cell.end(), []
            if start == len(data):
                return


def header(data: bytes, fields: Fields, comma: str | None) -> Header:
    """Return the names in the first row of a table. Raises FileProblem."""
    found = [_header(data, each) for each in ([comma] if comma else _COMMAS)]
    return next((each for each in found if _has_text(each, fields)), found[0])


def _has_text(found: Header, fields: Fields) -> bool:
    return fields.text_in(dict.fromkeys(found.names, "")) is not None


def _header(data: bytes, comma: str) -> Header:
    _, _, spans = next(rows(data, comma), (0, 0, []))
    try:
        cells = [data[start:end].decode() for start, end in spans]
    except UnicodeDecodeError as error:
        told = f"not UTF-8: byte 0x{data[error.start]:02x} in the names of its columns"
        raise FileProblem("not-utf8", told) from None
    return Header(tuple(_decoded(cell.removeprefix("\ufeff")) or "" for cell in cells), comma)


def cutter(fields: Fields, comma: str | None) -> Callable[[Location, Read], Iterator[Block]]:
    """Return what cuts a table into blocks of whole rows."""

    def blocks(path: Location, read: Read) -> Iterator[Block]:
        names: Header | None = None
        line, record, headed = 1, 1, True
        rest, ended = b"", False
        while not ended:
            asked = max(BLOCK, len(rest))  # a row is looked at again each time it is not whole
            chunk = read(asked)
            ended = len(chunk) < asked
            data = rest + chunk
            if names is None and (ended or _last_end(data, comma or _COMMAS[0])):
                names = header(data, fields, comma)
            if names is None:
                rest = data
                continue
            cut = len(data) if ended else _last_end(data, names.comma)
            if cut:
                yield CsvRows(path, data[:cut], names, line, record, headed)
                record += _count(data[:cut], names.comma) - headed
                line, headed = line + data.count(b"\n", 0, cut), False
            rest = data[cut:]
            if len(rest) > LARGEST_RECORD:
                told = f"line {line}: a row of more than {LARGEST_RECORD:,} bytes: {_NOT_CLOSED}?"
                yield Unread(path, rest, Fault("too-large", told))
                while chunk := read(BLOCK):
                    yield Unread(path, chunk)
                return

    return blocks


def _last_end(data: bytes, comma: str) -> int:
    r"""Return where the last row ends that surely does; after a `\r`, a `\n` may follow."""
    return max((end for _, end, _ in rows(data, comma) if end < len(data)), default=0)


def _count(data: bytes, comma: str) -> int:
    """Return how many rows are not blank."""
    return sum(bool(data[start:end].strip(b"\r\n")) for start, end, _ in rows(data, comma))
