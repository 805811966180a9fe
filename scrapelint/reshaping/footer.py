"""The footer of a Parquet file, told where everything is now."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from scrapelint.files import FileProblem, OpenFile
from scrapelint.records import thrift
from scrapelint.records.thrift import Struct
from scrapelint.reshaping.encoding import Encoded
from scrapelint.reshaping.numbers import (
    BLOOM_AT,
    CHUNK_OFFSET,
    COLUMNS,
    COMPRESSED,
    DATA_AT,
    DICTIONARY_AT,
    ENCRYPTED,
    GROUPS,
    INDEX_AT,
    META,
    OFFSET,
    PAGES_AT,
    PAGES_LENGTH,
    RANGES_AT,
    RANGES_LENGTH,
    SIZE,
    SORTED,
    SQUEEZED,
    STATISTICS,
    TOTAL,
    first_page,
)

_TOLD_ANEW = (2, 5, SIZE, SQUEEZED, DATA_AT, DICTIONARY_AT, STATISTICS, 13, 16)
"""Fields of what is said of a column that are told by the new one."""
_NEEDED = {2, 5, SIZE, SQUEEZED, DATA_AT, DICTIONARY_AT}


@dataclass
class Shifts:
    """How far things are moved that stand behind columns written anew."""

    _ends: list[int] = field(default_factory=list)
    _grown: list[int] = field(default_factory=list)
    """How much more bytes there are from each of these ends on."""

    def add(self, end: int, more: int) -> None:
        """Note that what stands from an offset on is moved by so many bytes more."""
        self._ends.append(end)
        self._grown.append(more + (self._grown[-1] if self._grown else 0))

    def moved(self, offset: int) -> int:
        """Return where something is in the new file that was not changed."""
        before = bisect_right(self._ends, offset)
        return offset + (self._grown[before - 1] if before else 0)


@dataclass
class Index:
    """An index of the pages of a column: where it was, what it becomes, and who tells of it."""

    start: int
    size: int
    data: bytes
    _column: Struct
    _at: int
    _length: int

    def put(self, start: int) -> None:
        """Have the footer tell where it is now."""
        self._column.set(self._at, start)
        self._column.set(self._length, len(self.data))


@dataclass
class Footer:
    """A footer on its way from the old file to the new one."""

    struct: Struct
    source: OpenFile
    column: int
    """The number of the column of texts."""
    encoded: Mapping[int, Encoded]
    """That column in the row groups where it was written anew."""
    shifts: Shifts

    def move(self) -> list[Index]:
        """Have it tell where things are now, and return the indexes in the order they stand in.

        Raises FileProblem where something would no longer be true.
        """
        indexes: list[Index] = []
        for number, group in enumerate(self.struct.structs(GROUPS)):
            encoded = self.encoded.get(number)
            columns = group.structs(COLUMNS)
            for each, column in enumerate(columns):
                indexes += self._indexes(column, encoded if each == self.column else None)
            before = self._sizes(columns[self.column])
            for each, column in enumerate(columns):
                self._move_column(column, encoded if each == self.column else None)
            _move_field(group, OFFSET, self.shifts.moved)
            if encoded:
                self._see_that_it_is_not_sorted(group)
                _weigh(group, before, encoded)
        return sorted(indexes, key=lambda index: index.start)

    def _sizes(self, column: Struct) -> tuple[int, int]:
        meta = column.struct(META)
        return meta.number(SIZE), meta.number(SQUEEZED)

    def _see_that_it_is_not_sorted(self, group: Struct) -> None:
        told = group.structs(SORTED) if group.get(SORTED) is not None else []
        if any(each.number(1) == self.column for each in told):
            raise FileProblem("refused", "not repaired: its rows are sorted by their texts")

    def _move_column(self, column: Struct, encoded: Encoded | None) -> None:
        meta = column.struct(META)
        if column.get(ENCRYPTED) is not None:
            raise FileProblem("refused", "not repaired: it is encrypted")
        start = first_page(meta)
        if column.number(CHUNK_OFFSET, 0):
            _move_field(column, CHUNK_OFFSET, self.shifts.moved)
        if encoded is None:
            for each in (DATA_AT, INDEX_AT, DICTIONARY_AT, BLOOM_AT):
                if meta.number(each, 0):
                    _move_field(meta, each, self.shifts.moved)
            return
        if meta.get(BLOOM_AT) is not None:
            raise FileProblem("refused", "not repaired: it has a Bloom filter of the texts")
        by = self.shifts.moved(start) - encoded.start
        column.set(META, _told_anew(meta, encoded.meta, by))

    def _indexes(self, column: Struct, encoded: Encoded | None) -> Iterator[Index]:
        for at, length in ((PAGES_AT, PAGES_LENGTH), (RANGES_AT, RANGES_LENGTH)):
            if column.get(at) is None:
                continue
            place, size = column.number(at), column.number(length)
            data = self.source.read_at(place, size)
            if encoded and at == RANGES_AT:
                data = encoded.ranges
            elif at == PAGES_AT:
                start = first_page(column.struct(META))
                data = self._moved_pages(data, encoded, self.shifts.moved(start))
            yield Index(place, size, data, column, at, length)

    def _moved_pages(self, data: bytes, encoded: Encoded | None, start: int) -> bytes:
        told, by = thrift.read(data)[0], None
        if encoded:
            if not encoded.pages:
                raise FileProblem("refused", "not repaired: its pages cannot be indexed anew")
            told, by = deepcopy(encoded.pages), start - encoded.start
        for page in told.structs(1):
            offset = page.number(1)
            page.set(1, self.shifts.moved(offset) if by is None else offset + by)
        return thrift.write(told)


def read(data: bytes) -> Struct:
    """Return a footer. Raises FileProblem if it is not understood to its last byte."""
    footer, end = thrift.read(data)
    if end != len(data) or thrift.write(footer) != data:
        raise FileProblem("refused", "not repaired: its footer is written in an unusual way")
    return footer


def _move_field(struct: Struct, number: int, moved: Callable[[int], int]) -> None:
    if struct.get(number) is not None:
        struct.set(number, moved(struct.number(number)))


def _weigh(group: Struct, before: tuple[int, int], encoded: Encoded) -> None:
    """Have a row group tell its new size."""
    size, squeezed = before
    group.set(TOTAL, group.number(TOTAL) + encoded.meta.number(SIZE) - size)
    if group.get(COMPRESSED) is not None:
        grown = encoded.meta.number(SQUEEZED) - squeezed
        group.set(COMPRESSED, group.number(COMPRESSED) + grown)


def _told_anew(old: Struct, new: Struct, by: int) -> Struct:
    """Return what is said of a column that was written anew; nothing that was not said before."""
    told = {number: value for number, value in old.fields.items() if number not in _TOLD_ANEW}
    for number in _TOLD_ANEW:
        if number in new.fields and (number in _NEEDED or number in old.fields):
            told[number] = new.fields[number]
    struct = Struct(dict(sorted(told.items())))
    for number in (DATA_AT, DICTIONARY_AT):
        _move_field(struct, number, lambda offset: offset + by)
    return struct
