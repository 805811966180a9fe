"""A copy of a Parquet file with one more column, the findings in each row.

Schema, metadata, row groups and codecs stay; pages, encodings and statistics are written anew.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapelint.annotating import annotation, see_all
from scrapelint.arrow import FINDING
from scrapelint.files import FileProblem, OpenFile
from scrapelint.looking import Seen
from scrapelint.records.parquet import largest_page
from scrapelint.records.record import Block
from scrapelint.records.rows import Rows
from scrapelint.records.thrift import BadThriftError
from scrapelint.writer import Growing

_ROWS = 4096
_BATCH = 1 << 27
"""Bytes that the rows read at a time may come to, each as long as a page of each column."""
_LARGEST = 1 << 30
"""Bytes above which a row group is not copied."""


class Table:
    """A copy, a row group at a time, each of which must fit into memory."""

    def __init__(self, source: Path, target: Growing, field: str) -> None:
        """Begin. Raises FileProblem when there is a column of that name."""
        self._file, self._source = OpenFile(source), pq.ParquetFile(source)
        self._sink, self._field = _Sink(target), field
        self._found: list[list[dict[str, Any]] | None] = []
        self._group = 0
        if field in self._source.schema_arrow.names:
            raise FileProblem("refused", f"there is a column `{field}` already")

    def take(self, block: Block, seen: Sequence[Seen]) -> None:
        """Add the next rows. Raises FileProblem."""
        if not isinstance(block, Rows):
            raise FileProblem("no-text", "there is no column of texts")
        see_all(seen, len(block.rows))
        self._found += [annotation(s.outcome) if s.outcome else None for s in seen]
        self._write_groups()

    def finish(self) -> None:
        """Add what comes after the last row. Raises FileProblem."""
        self._write_groups()
        try:
            self._writer.close()
        except (pa.ArrowException, OSError) as error:
            raise FileProblem("refused", f"not written: {error}") from error

    def leave(self) -> None:
        """Write nothing any more, although pyarrow wants to end what it began."""
        self._sink.target = None
        with suppress(pa.ArrowException, OSError):
            self._writer.close()
        self._source.close()
        self._file.close()

    def _write_groups(self) -> None:
        """Write the row groups of which all rows were seen."""
        metadata = self._source.metadata
        while self._group < metadata.num_row_groups:
            rows = metadata.row_group(self._group).num_rows
            if len(self._found) < rows:
                return
            try:
                self._write_group(self._found[:rows])
            except (pa.ArrowException, BadThriftError, OSError, ValueError) as error:
                raise FileProblem("refused", f"not written: {error}") from error
            del self._found[:rows]
            self._group += 1

    def _write_group(self, found: list[list[dict[str, Any]] | None]) -> None:
        table = pa.Table.from_batches(self._batches(), self._source.schema_arrow)
        values = pa.array(found, pa.list_(FINDING))
        self._writer.write_table(table.append_column(self._column, values), max(1, len(found)))

    def _batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the group at hand, so few at a time that they fit into memory.

        Raises FileProblem for more than fits: a page of some bytes can stand for gigabytes.
        """
        group = self._source.metadata.row_group(self._group)
        if not group.num_rows:
            return
        columns = map(group.column, range(group.num_columns))
        width = sum(largest_page(self._file, column) for column in columns)
        rows, size = max(1, min(_ROWS, _BATCH // max(1, width))), 0
        for batch in self._source.iter_batches(rows, [self._group], use_threads=False):
            size += batch.nbytes
            if size > _LARGEST:
                raise FileProblem("too-large", f"row group {self._group + 1} is too large")
            yield batch

    @property
    def _column(self) -> pa.Field:
        return pa.field(self._field, pa.list_(FINDING))

    @cached_property
    def _writer(self) -> pq.ParquetWriter:
        schema = self._source.schema_arrow.append(self._column)
        return pq.ParquetWriter(pa.PythonFile(self._sink, "w"), schema, **self._codecs())

    def _codecs(self) -> dict[str, Any]:
        """Return how each column is compressed in the first row group; the new one as the first."""
        metadata = self._source.metadata
        if not metadata.num_row_groups:
            return {}
        group = metadata.row_group(0)
        columns = [group.column(number) for number in range(group.num_columns)]
        codecs = {c.path_in_schema: c.compression.replace("UNCOMPRESSED", "NONE") for c in columns}
        known = set(codecs.values())
        return {"compression": codecs if len(known) > 1 else known.pop()}


class _Sink(io.RawIOBase):
    """A growing file as pyarrow wants it."""

    def __init__(self, target: Growing) -> None:
        """Begin at the start of the file."""
        super().__init__()
        self.target: Growing | None = target
        self._size = 0

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes of any kind
        """Add bytes, or, once there is no file, none."""
        if self.target:
            self.target.write(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes there are."""
        return self._size
