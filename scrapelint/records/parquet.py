"""Parquet files, read a few rows at a time, by way of `pyarrow`.

Heads of pages are looked at before anything is decompressed: a file of some hundred bytes can
claim pages of gigabytes, and rows without end.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapelint.files import FileProblem, Identity, OpenFile
from scrapelint.finding import Finding
from scrapelint.origin import Origin
from scrapelint.passes import Passes
from scrapelint.records import thrift
from scrapelint.records.fields import Fields
from scrapelint.records.record import (
    LARGEST_RECORD,
    Block,
    Fault,
    Record,
    Rewritten,
    Splice,
)

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 256
"""Rows in a block, if they are short."""
_BLOCK = 1 << 18
"""Bytes of texts in a block."""
_BATCH = 1 << 26
"""Bytes that the rows read at a time may come to, each as long as a page."""
_LARGEST_PAGE = 2 * LARGEST_RECORD
_LONGEST_FOOTER = 1 << 26
_MAGIC = b"PAR1"
_FREE_ROWS, _ROWS_PER_BYTE = 1 << 20, 64
"""How many rows a file may claim, and how many more for each of its bytes."""
_FREE_TEXT, _RATIO = 1 << 26, 200
"""How much text a file may hold, and how many times its size if that is more."""
_HEAD = 1 << 13


class Row(NamedTuple):
    """A row: its text, and what it says of it."""

    text: str | None
    origin: Origin
    fault: Fault | None = None


class Cell(NamedTuple):
    """A value in a column, which has neither lines nor a spelling."""

    row: int

    def placed(self, finding: Finding) -> Finding:
        """Return the finding, with the line and column in the text."""
        return finding

    def rewritten(self, text: str, _: Passes) -> Rewritten:
        """Return what another text changes."""
        return (Splice(self.row, self.row + 1, text.encode()),), self


@dataclass(frozen=True)
class Rows:
    """Rows that follow one another; splices of them count rows."""

    path: Path
    rows: tuple[Row, ...]
    data: bytes = b""

    @property
    def size(self) -> int:
        """Return about how many bytes the texts are."""
        return sum(len(row.text or "") for row in self.rows)

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield the records; a row whose text is null is told as one without a text."""
        for number, row in enumerate(self.rows):
            if row.fault or row.text is None:
                yield row.fault or Fault("no-text")
            else:
                yield Record(row.text, row.origin, Cell(number))


@dataclass
class Parquet:
    """A Parquet file that is read."""

    path: Path
    file: OpenFile
    fields: Fields
    squeezed: str = ""
    _text_size: int = 0

    @property
    def identity(self) -> Identity:
        """Return the identity of the file."""
        return self.file.identity

    @property
    def done(self) -> int:
        """Return about how many bytes of the file were read so far."""
        return self.file.done

    def see_unchanged(self) -> None:
        """Raise FileProblem if somebody wrote to the file since it was opened."""
        self.file.see_unchanged()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks. Raises FileProblem."""
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
            for start in range(0, self.reader.metadata.num_rows, 1 << 16):
                rows = min(1 << 16, self.reader.metadata.num_rows - start)
                yield Without(self.path, rows)
            return
        number = 1
        for group in range(self.reader.num_row_groups):
            if not self.reader.metadata.row_group(group).num_rows:
                continue
            for batch in self._batches(group):
                for rows in self._cut(batch, number):
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

    def _cut(self, batch: "pa.RecordBatch", number: int) -> Iterator[tuple[Row, ...]]:
        """Yield the rows of a batch, in pieces of about the same size."""
        values = {name: _values(batch, name) for name in self.columns.read}
        rows: list[Row] = []
        size = 0
        for at in range(batch.num_rows):
            row = self._row(values, at, number + at)
            rows.append(row)
            size += len(row.text or "")
            if size > _BLOCK:
                self._weigh(size)
                yield tuple(rows)
                rows, size = [], 0
        self._weigh(size)
        if rows:
            yield tuple(rows)

    def _weigh(self, size: int) -> None:
        self._text_size += size
        if self._text_size > max(_FREE_TEXT, _RATIO * self.identity.size):
            raise FileProblem("too-large", f"comes to more than {_RATIO} times its size when read")

    def _row(self, values: "dict[str, Any]", at: int, number: int) -> Row:
        record = {}
        for name in self.columns.read:
            try:
                record[name] = values[name][at].as_py()
            except UnicodeDecodeError:
                if name == self.columns.text:
                    told = Fault("bad-record", f"row {number}: `{name}` is not UTF-8")
                    return Row(None, Origin(number, name), told)
        text = record.get(self.columns.text)
        origin = self.fields.origin(record, number, self.columns.text)
        if text is not None and len(text) > LARGEST_RECORD:
            told = Fault("too-large", f"row {number}: a text of {len(text):,} characters")
            return Row(None, origin, told)
        return Row(text, origin)


@dataclass(frozen=True)
class Without:
    """Rows of a file that has no column of texts."""

    path: Path
    rows: int
    data: bytes = b""
    size: int = 0

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield that there is no text, for each row."""
        for _row in range(self.rows):
            yield Fault("no-text")


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
        if text not in leaves or not _is_text(reader.schema_arrow, text):
            return cls("", 0, ())
        wanted = (*fields.id, *fields.url, *fields.lang, *fields.title, *fields.date)
        others = [name for name in wanted if name in leaves and name != text]
        return cls(text, leaves[text], (text, *dict.fromkeys(others)))


def _is_text(schema: "pa.Schema", path: str) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    kind = _type(schema, path)
    if kind is not None and pa.types.is_dictionary(kind):
        kind = kind.value_type
    return kind is not None and (
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _type(schema: "pa.Schema", path: str) -> "pa.DataType | None":
    """Return the type of the values under a path."""
    import pyarrow as pa  # noqa: PLC0415

    if path in schema.names:
        return schema.field(path).type
    first, *rest = path.split(".")
    kind = schema.field(first).type if first in schema.names else None
    for step in rest:
        if kind is None or not pa.types.is_struct(kind) or kind.get_field_index(step) < 0:
            return None
        kind = kind.field(step).type
    return kind


def _values(batch: "pa.RecordBatch", path: str) -> Any:  # noqa: ANN401
    """Return the values under a path, null where anything above them is."""
    import pyarrow.compute as pc  # noqa: PLC0415

    if path in batch.schema.names:
        return batch.column(path)
    first, *rest = path.split(".")
    return pc.struct_field(batch.column(first), rest)


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


class Seekable(io.RawIOBase):
    """A file as pyarrow wants it."""

    def __init__(self, file: OpenFile) -> None:
        """Begin at its start."""
        super().__init__()
        self._file, self._at = file, 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that any place of it can be read."""
        return True

    def tell(self) -> int:
        """Return where it is at."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        size = self._file.identity.size
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        left = max(0, self._file.identity.size - self._at)
        data = self._file.read_at(self._at, left if size < 0 else min(size, left))
        self._at += len(data)
        return data
