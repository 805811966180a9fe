"""The column of texts as pyarrow reads it."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def read(reader: Any, group: int, path: str) -> pa.Table:  # noqa: ANN401 - pyarrow has no types
    """Return a column of a row group."""
    return reader.read_row_group(group, columns=[path], use_threads=False).combine_chunks()


def replaced(table: pa.Table, texts: Mapping[int, bytes]) -> pa.Table:
    """Return a table of one column, which may lie in structs, with some of its texts replaced.

    The new ones are UTF-8.
    """
    name, nullable = table.schema.field(0).name, table.schema.field(0).nullable
    column, done, chunks = table.column(0), 0, []
    for chunk in column.chunks or [column.combine_chunks()]:
        here = {row - done: new for row, new in texts.items() if 0 <= row - done < len(chunk)}
        chunks.append(_with_texts(chunk, here))
        done += len(chunk)
    kind = chunks[0].type
    schema = pa.schema([pa.field(name, kind, nullable)])
    return pa.Table.from_arrays([pa.chunked_array(chunks, kind)], schema=schema)


def _with_texts(array: pa.Array, texts: Mapping[int, bytes]) -> pa.Array:
    if pa.types.is_struct(array.type):
        inner, below = _with_texts(array.field(0), texts), array.type.field(0)
        fields = [pa.field(below.name, inner.type, below.nullable)]
        mask = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays([inner], fields=fields, mask=mask)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string_view(array.type):
        array = array.cast(pa.large_string())
    return _put(array, texts)


def _put(array: pa.Array, texts: Mapping[int, bytes]) -> pa.Array:
    if not texts:
        return array
    rows = sorted(texts)
    changes = set(rows)
    mask = pa.array([row in changes for row in range(len(array))], pa.bool_())
    return pc.replace_with_mask(array, mask, pa.array([texts[row] for row in rows], array.type))


def digest(table: pa.Table) -> bytes:
    """Return a sum of the texts in a table of one column, and of their type."""
    total = blake2b(str(table.schema).encode())
    for value in table.column(0):
        text = value.as_py()
        data = (text if isinstance(text, str) else repr(text)).encode()
        total.update(f"{type(text).__name__} {len(data)} ".encode())
        total.update(data)
    return total.digest()
