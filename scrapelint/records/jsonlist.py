"""JSON that is not in lines: a list of records, or records one after another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from scrapelint.files import FileProblem, Location
from scrapelint.records import jsonlines, jsontoken
from scrapelint.records.fields import Fields
from scrapelint.records.jsonlines import BLOCK, Read, Unread
from scrapelint.records.jsontoken import BadJsonError
from scrapelint.records.record import LARGEST_RECORD, Block, Fault, Place, Record

_MARK = b"\xef\xbb\xbf"
_SIGN = re.compile(rb'"(?:[^"\\]++|\\.)*+(")?|[\[\]{},]', re.DOTALL)
"""A string, which may be cut off, or a sign between values."""
_SPACE = b" \t\r\n"
_SAMPLE = 1 << 17
"""Bytes that are looked at to tell what kind of JSON it is."""


@dataclass(frozen=True)
class JsonValues:
    """Whole values, with the place of the first character and the number of the first record."""

    path: Location
    data: bytes
    line: int
    column: int
    record: int
    depth: int
    """In how many brackets the first character stands."""
    floor: int
    """In how many brackets the records stand."""

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return len(self.data)

    def records(self, fields: Fields) -> Iterator[Record | Fault]:
        """Yield the records."""
        scan = Scan(self.floor, self.depth)
        done, line, column = 0, self.line, self.column
        spans = chain(scan.spans(self.data), scan.rest(self.data))
        for number, (start, end) in enumerate(spans, self.record):
            line, column = after(self.data[done:start], line, column)
            place = Place(start, line, column)
            yield jsonlines.record(fields, self.data[start:end], number, place)
            done = start


@dataclass
class Scan:
    """A search for the values that stand in so many brackets, piece by piece."""

    floor: int
    depth: int = 0
    at: int = 0
    """Where in the bytes it is."""
    start: int = 0
    """Where in the bytes the value at hand begins, or the space before it."""
    ended: bool = False
    """Whether the list has ended."""

    def spans(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where values begin and end that are whole; call it again with more bytes."""
        for match in _SIGN.finditer(data, self.at):
            sign = match[0]
            if sign.startswith(b'"') and not match[1]:
                return
            self.at = match.end()
            if sign.startswith(b'"'):
                continue
            if sign in b"[{":
                self.depth += 1
                if self.depth == self.floor and not self.ended:
                    self.start = self.at
            elif sign in b"]}":
                self.depth -= 1
                if self.depth == self.floor == 0:
                    yield from self._value(data, self.at)
                elif self.depth < self.floor:
                    yield from self._value(data, match.start())
                    self.ended = True
            elif self.depth == self.floor:
                yield from self._value(data, match.start())

    def rest(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the last value is, if it is not whole or no list is closed behind it."""
        if not self.ended:
            yield from self._value(data, len(data))

    def _value(self, data: bytes, end: int) -> Iterator[tuple[int, int]]:
        start, self.start = self.start, self.at
        length = len(data[start:end].strip(_SPACE))
        first = end - len(data[start:end].lstrip(_SPACE))
        if length and not self.ended:
            yield first, first + length


def after(data: bytes, line: int, column: int) -> tuple[int, int]:
    """Return the line and the column after some bytes."""
    last = data.rfind(b"\n")
    characters = len(data[last + 1 :].decode("utf-8", "replace"))
    if last < 0:
        return line, column + characters
    return line + data.count(b"\n"), 1 + characters


def blocks(path: Location, read: Read) -> Iterator[Block]:
    """Yield the blocks of a file, all of its bytes in their order. Raises FileProblem."""
    first = read(_SAMPLE)
    mark = _MARK if first.startswith(_MARK) else b""
    body = first[len(mark) :].lstrip(_SPACE)
    again = _pushed_back(first, read)
    if not body.startswith(b"[") and _is_lines(body):
        yield from jsonlines.blocks(path, again)
        return
    if mark:
        again = _pushed_back(first[len(mark) :], read)
        yield Unread(path, mark)
    yield from _blocks(path, again, int(body.startswith(b"[")))


def _is_lines(body: bytes) -> bool:
    """Tell whether a file begins with a record on a line of its own."""
    try:
        return isinstance(jsontoken.load(body.partition(b"\n")[0].decode()), dict)
    except (UnicodeDecodeError, BadJsonError):
        return False


def _pushed_back(first: bytes, read: Read) -> Read:
    """Return what reads once more what was read, and then on."""
    rest = [first]

    def again(size: int) -> bytes:
        data = rest.pop() if rest else b""
        if len(data) > size:
            rest.append(data[size:])
            return data[:size]
        return data + read(size - len(data)) if len(data) < size else data

    return again


def _blocks(path: Location, read: Read, floor: int) -> Iterator[Block]:
    scan, line, column, record, depth = Scan(floor), 1, 1, 1, 0
    data, ended = b"", False
    while not ended and not scan.ended:
        asked = max(BLOCK, len(data))  # a string is looked at again each time it is not whole
        chunk = read(asked)
        ended = len(chunk) < asked
        data += chunk
        found = sum(1 for _ in scan.spans(data))
        if ended:
            found += sum(1 for _ in scan.rest(data))
        cut = scan.at if scan.ended else len(data) if ended else scan.start
        if cut:
            block = JsonValues(path, data[:cut], line, column, record, depth, floor)
            data = data[cut:]
            yield block
            line, column = after(block.data, line, column)
            record, depth = record + found, floor
            scan.at, scan.start = scan.at - cut, 0
        if len(data) > LARGEST_RECORD and not scan.ended:
            told = f"line {line}: a record of more than {LARGEST_RECORD:,} bytes"
            yield Unread(path, data, Fault("too-large", f"{told}; what follows was not read"))
            while data := read(BLOCK):
                yield Unread(path, data)
            return
    if floor and not scan.ended:
        raise FileProblem("bad-record", "the list is not closed at the end of the file")
    yield from _unread(path, data, read)


def _unread(path: Location, data: bytes, read: Read) -> Iterator[Block]:
    """Yield what follows the end of the list, and tell if it is more than space."""
    told = False
    while data or (data := read(BLOCK)):
        fault = None if told or not data.strip(_SPACE) else _FOLLOWS
        told = told or fault is not None
        yield Unread(path, data, fault)
        data = b""


_FOLLOWS = Fault("bad-record", "something follows the end of the list")
