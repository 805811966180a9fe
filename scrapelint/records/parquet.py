"""Parquet files, read a few rows at a time, by way of `pyarrow`.

Heads of pages are looked at before anything is decompressed: a file of some hundred bytes can
claim pages of gigabytes, and rows without end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.records import thrift
from scrapelint.records.fields import Fields
from scrapelint.records.reading import Reading
from scrapelint.records.record import LARGEST_RECORD, Block
from scrapelint.records.rows import Cutter, Rows, Seekable, is_text, without_text
from scrapelint.store import opened

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 256
"""Rows in a block, if they are short."""
_BATCH = 1 << 26
"""Bytes that the rows read at a time may come to, each as long as a page."""
_LARGEST_PAGE = 2 * LARGEST_RECORD
_LONGEST_FOOTER = 1 << 26
_MAGIC = b"PAR1"
_FREE_ROWS, _ROWS_PER_BYTE = 1 << 20, 64
"""How many rows a file may claim, and how many more for each of its bytes."""
_HEAD = 1 << 13


def _opened(path: Location, fields: Fields) -> "Parquet":
    return Parquet(path, opened(path), fields)


@dataclass
class Parquet(Reading):
    """A Parquet file that is read."""

    file: OpenFile
    fields: Fields

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, read by another process. Raises FileProblem."""
        from scrapelint.records.apart import apart  # noqa: PLC0415 - loads multiprocessing

        yield from apart(partial(_opened, self.path, self.fields), self.identity, self._at)

    def _at(self, done: int) -> None:
        self.file.done = done

    def read_blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, read by this process. Raises FileProblem."""
        import pyarrow as pa  # noqa: PLC0415 - slow to load

        try:
            yield from self._blocks()
        except (pa.ArrowException, thrift.BadThriftError, OSError, ValueError) as error:
            raise FileProblem("unreadable", f"not Parquet: {_first_line(error)}") from error
        except MemoryError:
            raise FileProblem("too-large", "a page that does not fit into memory") from None

    def _blocks(self) -> Iterator[Block]:
        columns = self.columns
        if not columns.text:
            yield from without_text(self.path, self.reader.metadata.num_rows)
            return
        number = 1
        cutter = Cutter(self.fields, columns.text, columns.read, self.identity.size)
        for group in range(self.reader.num_row_groups):
            if not self.reader.metadata.row_group(group).num_rows:
                continue
            for batch in self._batches(group):
                for rows in cutter.cut(batch, number):
                    yield Rows(self.path, rows)
                    number += len(rows)

    @cached_property
    def reader(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Return the file as pyarrow reads it."""
        import pyarrow.parquet as pq  # noqa: PLC0415

        size = self.identity.size
        end = self.file.read_at(max(0, size - 8), 8)
        if size < 12 or end[4:] != _MAGIC or self.file.read_at(0, 4) != _MAGIC:
            why = "encrypted" if end[4:] == b"PARE" else "no file with a footer"
            raise FileProblem("unreadable", f"not Parquet that can be read: {why}")
        if not 0 < int.from_bytes(end[:4], "little") <= min(size - 12, _LONGEST_FOOTER):
            raise FileProblem("unreadable", "not Parquet: a footer longer than it can be")
        reader = pq.ParquetFile(
            Seekable(self.file),
            pre_buffer=False,
            thrift_string_size_limit=_LONGEST_FOOTER,
            thrift_container_size_limit=1 << 20,
        )
        if reader.metadata.num_rows > _FREE_ROWS + _ROWS_PER_BYTE * size:
            raise FileProblem("too-large", f"claims {reader.metadata.num_rows:,} rows")
        return reader

    @cached_property
    def columns(self) -> "Columns":
        """Return which columns are read."""
        return Columns.of(self.reader, self.fields)

    def _batches(self, group: int) -> "Iterator[pa.RecordBatch]":
        rows = self._rows_at_a_time(group)
        yield from self.reader.iter_batches(
            batch_size=rows, row_groups=[group], columns=self.columns.read, use_threads=False
        )
        last = self.reader.metadata.row_group(group).column(self.columns.index)
        self.file.done = max(self.file.done, min(_end(last), self.identity.size))

    def _rows_at_a_time(self, group: int) -> int:
        """Return how many rows surely fit into memory: a value is never longer than a page."""
        largest = 1
        columns = self.reader.metadata.row_group(group)
        for number in range(columns.num_columns):
            column = columns.column(number)
            if column.path_in_schema in self.columns.read:
                largest = max(largest, largest_page(self.file, column))
        if largest > _LARGEST_PAGE:
            raise FileProblem("too-large", f"a page of {largest:,} bytes")
        return max(1, min(_ROWS, _BATCH // largest))


@dataclass(frozen=True)
class Columns:
    """The columns that are read, by their paths."""

    text: str
    """The one with the texts; empty if there is none."""
    index: int
    read: tuple[str, ...]

    @classmethod
    def of(cls, reader: Any, fields: Fields) -> "Columns":  # noqa: ANN401
        """Choose among the columns of a file; those within lists are no fields of a row."""
        leaves = {}
        for index in range(len(reader.schema)):
            column = reader.schema.column(index)
            if column.max_repetition_level == 0:
                leaves[column.path] = index
        names = {name.partition(".")[0] for name in leaves}
        text = next((name for name in fields.text if name in leaves or name in names), "")
        if text not in leaves or not is_text(reader.schema_arrow, text):
            return cls("", 0, ())
        wanted = (*fields.id, *fields.url, *fields.lang, *fields.title, *fields.date)
        others = [name for name in wanted if name in leaves and name != text]
        return cls(text, leaves[text], (text, *dict.fromkeys(others)))


def largest_page(file: OpenFile, column: Any) -> int:  # noqa: ANN401
    """Return the size of the largest page of a column, decompressed, as the pages say it.

    Raises FileProblem and BadThriftError for pages that do not fill the column.
    """
    return max((size for _, size in pages(file, column)), default=0)


def pages(file: OpenFile, column: Any) -> "Iterator[tuple[thrift.Struct, int]]":  # noqa: ANN401
    """Yield the heads of the pages of a column, and their size, decompressed."""
    at, end = first_page(column), _end(column)
    while at < end:
        head, length = _page_head(file, at)
        uncompressed, compressed = head.number(2), head.number(3)
        if uncompressed < 0 or compressed < 0:
            raise FileProblem("unreadable", "not Parquet: a page of no size")
        yield head, uncompressed
        at += length + compressed
    if at != end:
        raise FileProblem("unreadable", "not Parquet: pages that do not fill their column")


def _page_head(file: OpenFile, at: int) -> tuple[thrift.Struct, int]:
    data = file.read_at(at, _HEAD)
    try:
        return thrift.read(data)
    except thrift.BadThriftError:  # statistics of a page may hold whole values
        return thrift.read(file.read_at(at, _LARGEST_PAGE))


def first_page(column: Any) -> int:  # noqa: ANN401
    """Return where the pages of a column begin."""
    first = column.data_page_offset
    if column.has_dictionary_page and 0 < column.dictionary_page_offset < first:
        first = column.dictionary_page_offset
    return int(first)


def _end(column: Any) -> int:  # noqa: ANN401
    return first_page(column) + int(column.total_compressed_size)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
