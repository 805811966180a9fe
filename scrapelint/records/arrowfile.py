"""Arrow's own files and streams (IPC, Feather), by way of `pyarrow`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.records.fields import Fields
from scrapelint.records.reading import Reading
from scrapelint.records.record import Block
from scrapelint.records.rows import Cutter, Rows, Seekable, is_text, without_text
from scrapelint.store import opened

if TYPE_CHECKING:
    import pyarrow as pa

_MAGIC = b"ARROW1"
_LARGEST = 1 << 30
"""Bytes of a record batch above which it is not read: it must fit in memory."""


def _opened(path: Location, fields: Fields) -> "Arrow":
    return Arrow(path, opened(path), fields)


@dataclass
class Arrow(Reading):
    """An Arrow file or stream that is read, a record batch at a time."""

    file: OpenFile
    fields: Fields

    @cached_property
    def is_file(self) -> bool:
        """Tell a file from a stream."""
        return self.file.read_at(0, len(_MAGIC)) == _MAGIC

    def batches(self) -> "Iterator[pa.RecordBatch]":
        """Yield the record batches. Raises FileProblem."""
        import pyarrow as pa  # noqa: PLC0415 - slow to load

        try:
            yield from self._batches()
        except (pa.ArrowException, OSError, ValueError) as error:
            told = str(error).partition("\n")[0]
            raise FileProblem("unreadable", f"not Arrow: {told}") from error
        except MemoryError:
            raise FileProblem("too-large", "a record batch that does not fit in memory") from None

    def _batches(self) -> "Iterator[pa.RecordBatch]":
        from pyarrow import ipc  # noqa: PLC0415

        source = Seekable(self.file)
        reader: Any = ipc.open_file(source) if self.is_file else ipc.open_stream(source)
        numbers = range(reader.num_record_batches) if self.is_file else None
        batches = map(reader.get_batch, numbers) if numbers is not None else reader
        for batch in batches:
            if batch.nbytes > _LARGEST:
                raise FileProblem("too-large", f"a record batch of {batch.nbytes:,} bytes")
            self.file.done = source.tell()
            yield batch

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, read by another process. Raises FileProblem."""
        from scrapelint.records.apart import apart  # noqa: PLC0415 - loads multiprocessing

        yield from apart(partial(_opened, self.path, self.fields), self.identity, self._at)

    def _at(self, done: int) -> None:
        self.file.done = done

    def read_blocks(self) -> Iterator[Block]:
        """Yield the rows in blocks, read by this process. Raises FileProblem."""
        number = 1
        cutter: Cutter | None = None
        for batch in self.batches():
            cutter = cutter or self._cutter(batch.schema)
            if not cutter.text:
                yield from without_text(self.path, batch.num_rows)
                continue
            for rows in cutter.cut(batch, number):
                yield Rows(self.path, rows)
                number += len(rows)

    def _cutter(self, schema: "pa.Schema") -> Cutter:
        paths = dict.fromkeys(_paths(schema))
        tops = {path.partition(".")[0] for path in paths}
        text = next((name for name in self.fields.text if name in paths or name in tops), "")
        if not text or not is_text(schema, text):
            return Cutter(self.fields, "", (), self.identity.size)
        roles = (self.fields.id, self.fields.url, self.fields.lang)
        wanted = [name for names in (*roles, self.fields.title, self.fields.date) for name in names]
        others = [name for name in wanted if name in paths and name != text]
        return Cutter(self.fields, text, (text, *dict.fromkeys(others)), self.identity.size)


def _paths(schema: "pa.Schema") -> Iterator[str]:
    """Yield the paths of all values that are not within lists."""
    import pyarrow as pa  # noqa: PLC0415

    waiting = [(field.name, field.type) for field in schema]
    while waiting:
        path, kind = waiting.pop()
        if pa.types.is_struct(kind):
            inner = [kind.field(n) for n in range(kind.num_fields)]
            waiting += [(f"{path}.{field.name}", field.type) for field in inner]
        else:
            yield path
