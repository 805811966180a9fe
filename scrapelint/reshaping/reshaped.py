"""The new file as it grows with the rows that come back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from scrapelint.files import FileProblem, OpenFile
from scrapelint.records import thrift
from scrapelint.records.parquet import Parquet, first_page
from scrapelint.records.record import Block, Splice
from scrapelint.records.rows import Rows
from scrapelint.records.thrift import Struct
from scrapelint.reshaping import footer
from scrapelint.reshaping.column import digest, read, replaced
from scrapelint.reshaping.encoding import Encoded, encode
from scrapelint.reshaping.footer import Footer, Index, Shifts
from scrapelint.rewriting import Target

_LARGEST = 1 << 30
"""Bytes of the texts of one row group above which it is not repaired: they must fit in memory."""
_END = b"PAR1"
_TAIL = 8
"""Bytes behind the footer: its size, and the mark of a Parquet file."""


@dataclass
class Reshaped:
    """Where the rows of a Parquet file go; of row groups that are written little is kept."""

    source: Parquet
    target: Target
    _group: int = 0
    _row: int = 0
    """Rows of the group at hand that were taken."""
    _texts: dict[int, bytes] = field(default_factory=dict)
    """The new texts of the group at hand, by row, as UTF-8."""
    _digests: dict[int, bytes] = field(default_factory=dict)
    """What stands for all texts of the groups that were written anew."""
    _encoded: dict[int, Encoded] = field(default_factory=dict)
    _copied: int = 0
    """Bytes of the old file that are in the new one, as they were or changed."""
    _shifts: Shifts = field(default_factory=Shifts)

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Take the next rows, and the texts that change in them. Raises FileProblem."""
        if isinstance(block, Rows):
            with _told():
                self._take(block, splices)

    def _take(self, block: Rows, splices: Sequence[Splice]) -> None:
        while self._row == self._rows(self._group):
            self._end_group()
        for row, _, new in splices:
            self._texts[self._row + row] = new
        self._row += len(block.rows)
        if self._row == self._rows(self._group):
            self._end_group()

    def finish(self) -> bool:
        """Take it that there are no more, and tell whether there is something to commit.

        Raises FileProblem.
        """
        with _told():
            return self._finish()

    def _finish(self) -> bool:
        size = self.source.identity.size
        if not self._encoded:
            if not self.target.identity:
                self.target.copy(self.source.file, 0, size)
            return not self.target.identity
        length = self._footer_size
        struct = footer.read(self.source.file.read_at(size - _TAIL - length, length))
        self._move(struct)
        self.target.copy(self.source.file, self._copied, size - _TAIL - length)
        data = thrift.write(struct)
        self.target.begun().write(data + len(data).to_bytes(4, "little") + _END)
        self._see_that_all_is_well()
        return True

    def commit(self) -> None:
        """Give the new file its name. Raises FileProblem."""
        self.target.commit()

    def drop(self) -> None:
        """Leave nothing of it."""
        self.target.drop()

    def _rows(self, group: int) -> int:
        metadata = self.source.reader.metadata
        return int(metadata.row_group(group).num_rows) if group < metadata.num_row_groups else -1

    @property
    def _footer_size(self) -> int:
        tail = self.source.file.read_at(self.source.identity.size - _TAIL, 4)
        return int.from_bytes(tail, "little")

    def _end_group(self) -> None:
        if self._texts:
            self._change(self._group, self._texts)
        self._group, self._row, self._texts = self._group + 1, 0, {}

    def _change(self, group: int, texts: Mapping[int, bytes]) -> None:
        """Write the texts of a row group anew. Raises FileProblem."""
        source, column = self.source.file, self._column(group)
        if column.total_uncompressed_size > _LARGEST:
            told = f"row group {group} holds more than {_LARGEST:,} bytes of texts; not repaired"
            raise FileProblem("too-large", told)
        start = first_page(column)
        if start < self._copied:
            raise FileProblem("refused", "not repaired: its row groups are not in order")
        table = replaced(read(self.source.reader, group, self.source.columns.text), texts)
        data, self._encoded[group] = encode(source, column, table)
        self._digests[group] = digest(table)
        self.target.copy(source, self._copied, start)
        self.target.begun().write(data)
        self._copied = start + column.total_compressed_size
        self._shifts.add(self._copied, len(data) - column.total_compressed_size)

    def _column(self, group: int) -> Any:  # noqa: ANN401 - pyarrow has no types
        return self.source.reader.metadata.row_group(group).column(self.source.columns.index)

    def _move(self, struct: Struct) -> None:
        """Have the footer tell where things are now, and write the indexes of pages."""
        index = self.source.columns.index
        there = Footer(struct, self.source.file, index, self._encoded, self._shifts)
        for each in there.move():
            self._write_index(each)

    def _write_index(self, index: Index) -> None:
        if index.start < self._copied:
            raise FileProblem("refused", "not repaired: its indexes are not behind its rows")
        self.target.copy(self.source.file, self._copied, index.start)
        self._copied = index.start + index.size
        index.put(self.target.begun().size)
        self.target.begun().write(index.data)

    def _see_that_all_is_well(self) -> None:
        """Read what was written, and refuse it if it is not what was meant. Raises FileProblem."""
        file = OpenFile(self.target.begun().path)
        try:
            new = Parquet(self.source.path, file, self.source.fields)
            well = self._is_well(new)
        finally:
            file.close()
        if not well:
            raise FileProblem("refused", "not repaired: it would not be read as it was meant")

    def _is_well(self, new: Parquet) -> bool:
        before, after = self.source.reader.metadata, new.reader.metadata
        if before.schema != after.schema or before.metadata != after.metadata:
            return False
        name = self.source.columns.text
        return all(
            digest(replaced(read(new.reader, group, name), {})) == meant
            for group, meant in self._digests.items()
        )


@contextmanager
def _told() -> Iterator[None]:
    """Tell as a problem what is wrong with the inside of a file."""
    try:
        yield
    except (pa.ArrowException, thrift.BadThriftError, LookupError, OSError, ValueError) as error:
        told = str(error).partition("\n")[0]
        raise FileProblem("refused", f"not repaired: its inside is unusual: {told}") from error
