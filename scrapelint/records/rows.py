"""Rows of tables that are not written in characters, by way of `pyarrow`."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapelint.document import Position
from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.finding import Finding
from scrapelint.origin import Origin
from scrapelint.passes import Passes
from scrapelint.records.fields import Fields
from scrapelint.records.record import LARGEST_RECORD, Block, Fault, Record, Rewritten, Splice

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 1 << 18
"""Bytes of texts in a block."""
_FREE_TEXT, _RATIO = 1 << 26, 200
"""How much text a file may hold, and how many times its size if that is more."""
_MANY = 1 << 16


class Row(NamedTuple):
    """A row: its text, and what it says of it."""

    text: str | None
    origin: Origin
    fault: Fault | None = None


class Cell(NamedTuple):
    """A value in a column, which has neither lines nor a spelling."""

    row: int

    @property
    def begins(self) -> Position:
        """Return the start: it stands on no line."""
        return Position(1, 1)

    def placed(self, finding: Finding) -> Finding:
        """Return the finding, with the line and column in the text."""
        return finding

    def rewritten(self, text: str, _: Passes) -> Rewritten:
        """Return what another text changes."""
        return (Splice(self.row, self.row + 1, text.encode()),), self


@dataclass(frozen=True)
class Rows:
    """Rows that follow one another; splices of them count rows."""

    path: Location
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


@dataclass(frozen=True)
class Without:
    """Rows of a file that has no column of texts."""

    path: Location
    rows: int
    data: bytes = b""
    size: int = 0

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield that there is no text, for each row."""
        for _row in range(self.rows):
            yield Fault("no-text")


def without_text(path: Location, rows: int) -> Iterator[Block]:
    """Yield rows in which there is no text."""
    for start in range(0, rows, _MANY):
        yield Without(path, min(_MANY, rows - start))


@dataclass
class Cutter:
    """Cuts rows into pieces of about the same size."""

    fields: Fields
    text: str
    read: tuple[str, ...]
    """The paths of all columns that are read."""
    file_size: int
    _text_size: int = 0

    def cut(self, batch: "pa.RecordBatch", number: int) -> Iterator[tuple[Row, ...]]:
        """Yield the rows of a batch, in pieces of about the same size."""
        values = {name: values_of(batch, name) for name in self.read}
        rows: list[Row] = []
        size = 0
        for at in range(batch.num_rows):
            row = self._row(values, at, number + at)
            rows.append(row)
            size += len(row.text or "")
            if size > _BLOCK:
                yield tuple(rows)
                rows, size = [], 0
        if rows:
            yield tuple(rows)

    def _weigh(self, size: int) -> None:
        self._text_size += size
        if self._text_size > max(_FREE_TEXT, _RATIO * self.file_size):
            raise FileProblem("too-large", f"comes to more than {_RATIO} times its size when read")

    def _row(self, values: "dict[str, Any]", at: int, number: int) -> Row:
        record = {}
        for name in self.read:
            try:
                record[name] = values[name][at].as_py()
            except UnicodeDecodeError:
                if name == self.text:
                    told = Fault("bad-record", f"row {number}: `{name}` is not UTF-8")
                    return Row(None, Origin(number, name), told)
        text = record.get(self.text)
        origin = self.fields.origin(record, number, self.text)
        self._weigh(len(text or ""))
        if text is not None and len(text) > LARGEST_RECORD:
            told = Fault("too-large", f"row {number}: a text of {len(text):,} characters")
            return Row(None, origin, told)
        return Row(text, origin)


def is_text(schema: "pa.Schema", path: str) -> bool:
    """Tell whether there are texts under a path."""
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


def values_of(batch: "pa.RecordBatch", path: str) -> Any:  # noqa: ANN401
    """Return the values under a path, null where anything above them is."""
    import pyarrow.compute as pc  # noqa: PLC0415

    if path in batch.schema.names:
        return batch.column(path)
    first, *rest = path.split(".")
    return pc.struct_field(batch.column(first), rest)


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
