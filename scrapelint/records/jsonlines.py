"""JSON Lines: a record a line, read in blocks of whole lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scrapelint.files import Location
from scrapelint.records import jsontoken
from scrapelint.records.fields import Fields, steps
from scrapelint.records.jsontoken import BadJsonError, JsonText
from scrapelint.records.record import LARGEST_RECORD, Block, Fault, Place, Record, Spelled

BLOCK = 1 << 17
"""Bytes that are read at a time: a second or two of work, so that findings come at once."""
_MARK = b"\xef\xbb\xbf"
Read = Callable[[int], bytes]
"""Returns the next bytes of a file, as many as asked for unless it ends."""


@dataclass(frozen=True)
class JsonLines:
    """Whole lines, with the number of the first one and of the first record."""

    path: Location
    data: bytes
    line: int
    record: int

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return len(self.data)

    def records(self, fields: Fields) -> Iterator[Record | Fault]:
        """Yield the records; a blank line is none."""
        if _is_blank(self.data):
            return
        number = self.record
        for line, (start, raw) in enumerate(_lines(self.data), self.line):
            mark = len(_MARK) if line == 1 and raw.startswith(_MARK) else 0  # is no text
            if not _is_blank(raw[mark:]):
                yield record(fields, raw[mark:], number, Place(start + mark, line))
                number += 1

    def ends(self) -> Iterator[tuple[int, int]]:
        """Yield where each record stands in the bytes, without the white space after it."""
        for start, raw in _lines(self.data):
            if not _is_blank(raw):
                yield start, start + len(raw.rstrip(b" \t\r"))


@dataclass(frozen=True)
class Unread:
    """Part of a file that is not looked at, and why; only the first of several parts tells."""

    path: Location
    data: bytes
    fault: Fault | None = None
    size: int = 0

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield why there are no records."""
        if self.fault:
            yield self.fault


def blocks(path: Location, read: Read) -> Iterator[Block]:
    """Yield the blocks of a file, all of its bytes in their order.

    How much there is in a block depends on the bytes only, never on how fast they come.
    """
    line = record = 1
    rest = bytearray()
    while chunk := read(BLOCK):
        whole = chunk.rfind(b"\n") + 1
        if whole:
            data, rest = b"".join((rest, chunk[:whole])), bytearray(chunk[whole:])
            yield JsonLines(path, data, line, record)
            line, record = line + data.count(b"\n"), record + _count(data)
        else:
            rest += chunk
        if len(rest) > LARGEST_RECORD:
            told = f"line {line}: a record of more than {LARGEST_RECORD:,} bytes"
            yield Unread(path, bytes(rest), Fault("too-large", told))
            rest = bytearray()
            for part, ended in _to_the_end_of_the_line(read):
                yield Unread(path, part)
                rest = bytearray(ended)
            line, record = line + 1, record + 1
    if rest:
        yield JsonLines(path, bytes(rest), line, record)


def _to_the_end_of_the_line(read: Read) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is read up to the end of a line, and what was read beyond it."""
    while chunk := read(BLOCK):
        end = chunk.find(b"\n") + 1
        yield (chunk[:end], chunk[end:]) if end else (chunk, b"")
        if end:
            return


def _count(data: bytes) -> int:
    """Return how many lines are not blank."""
    return 0 if _is_blank(data) else sum(not _is_blank(line) for _, line in _lines(data))


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines, and where each begins, one at a time: there may be one that is long."""
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield start, data[start:end]
        start = end + 1
    yield start, data[start:]


def _is_blank(line: bytes) -> bool:
    return not line.strip(b" \t\r\n")


def record(fields: Fields, line: bytes, number: int, place: Place) -> Record | Fault:
    """Return the record that is written in some bytes."""
    where = f"line {place.line}"
    try:
        value = jsontoken.load(line.decode())
    except UnicodeDecodeError as error:
        return Fault("bad-record", f"{where}: not UTF-8: byte 0x{line[error.start]:02x}")
    except BadJsonError as error:
        return Fault("bad-record", f"{where}: {error}")
    found = fields.text_in(value)
    if found is None or type(found.value) is not str:  # a number is one too
        return Fault("no-text")
    origin = fields.origin(value, number, found.path)
    spelling = JsonText(line, steps(value, found.path))
    return Record(found.value, origin, Spelled(spelling, place))
