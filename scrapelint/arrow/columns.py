"""The columns of a record batch that are looked at, whatever their types are."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from scrapelint.fields import nearest
from scrapelint.origin import Origin
from scrapelint.records.fields import Fields

_LONGEST = 2000
"""Characters of a value beside the text that are kept: an address or a title is shorter."""


class ColumnError(ValueError):
    """A column that is not there, or holds what cannot be looked at."""


class _AbsentError(ColumnError):
    """A column that is not there."""


def text_in(schema: pa.Schema, fields: Fields) -> str:
    """Return the path of the text. Raises ColumnError."""
    path = _first(schema, fields.text)
    if path is None:
        told = ", ".join(f"`{name}`" for name in fields.text[:-1])
        raise ColumnError(
            f"no column {told} or `{fields.text[-1]}`: name the text's with `text_field`"
        )
    return path


def needed(schema: pa.Schema, fields: Fields) -> list[str]:
    """Return the names of the columns that are looked at. Raises ColumnError."""
    paths = [text_in(schema, fields), *(_first(schema, names) for names in _beside(fields))]
    tops = [_steps(schema, path)[0] for path in paths if path is not None]
    return [schema.names[top] for top in dict.fromkeys(tops)]


def possible(names: Sequence[str], fields: Fields) -> list[str]:
    """Return those of the names of columns that may be looked at, whatever they hold."""
    paths = {*fields.text, *(name for names in _beside(fields) for name in names)}
    sought = paths | {path.partition(".")[0] for path in paths}
    return [name for name in dict.fromkeys(names) if name in sought]


def texts(batch: pa.RecordBatch, path: str) -> list[str | None]:
    """Return the texts in a column. Raises ColumnError where it holds something else."""
    column = _plain(_find(batch, path))
    if not (_is_text(column.type) or pa.types.is_null(column.type)):
        raise ColumnError(f"column `{path}` holds {column.type}, not text")
    return _values(column, path)


def origins(batch: pa.RecordBatch, fields: Fields) -> Iterator[Origin]:
    """Yield where each text comes from; the first record has the number 1."""
    field = text_in(batch.schema, fields)
    said = [_said(batch, names) for names in _beside(fields)]
    for number, values in enumerate(zip(*said, strict=True), 1):
        yield Origin(number, field, *values)


def replaced(batch: pa.RecordBatch, path: str, values: Sequence[str | None]) -> pa.RecordBatch:
    """Return the batch with other texts in a column, which keeps its type."""
    top, rest = _steps(batch.schema, path)
    column = _with(batch.column(top), rest, values)
    return batch.set_column(top, batch.schema.field(top), column)


def _beside(fields: Fields) -> tuple[tuple[str, ...], ...]:
    """Return the names of what is known of a text, in the order in which `Origin` has them."""
    return fields.id, fields.url, fields.lang, fields.title, fields.date


def _first(schema: pa.Schema, names: Sequence[str]) -> str | None:
    """Return the first path that is there. Raises ColumnError if the only one is not."""
    for path in names:
        try:
            _steps(schema, path)
        except _AbsentError:
            if len(names) == 1:
                raise
        else:
            return path
    return None


def _steps(schema: pa.Schema, path: str) -> tuple[int, list[str]]:
    """Return the number of a column and the names that lead on from it. Raises ColumnError."""
    names = [path] if path in schema.names else path.split(".")
    places = schema.get_all_field_indices(names[0])
    if not places:
        raise _AbsentError(f"no column `{path}`{nearest(path, schema.names)}")
    if len(places) > 1:
        raise ColumnError(f"several columns are called `{names[0]}`")
    kind = schema.field(places[0]).type
    for name in names[1:]:
        if not pa.types.is_struct(kind) or kind.get_field_index(name) < 0:
            raise _AbsentError(f"no column `{path}`: there is no `{name}` in {kind}")
        kind = kind.field(name).type
    return places[0], names[1:]


def _find(batch: pa.RecordBatch, path: str) -> pa.Array:
    top, rest = _steps(batch.schema, path)
    column = batch.column(top)
    return pc.struct_field(column, rest) if rest else column


def _with(column: pa.Array, path: Sequence[str], values: Sequence[str | None]) -> pa.Array:
    """Return a column, or one of structs, with other values at the end of a path."""
    if not path:
        return _typed(values, column.type)
    parts = [column.field(n) for n in range(column.type.num_fields)]
    at = column.type.get_field_index(path[0])
    parts[at] = _with(parts[at], path[1:], values)
    return pa.StructArray.from_arrays(parts, fields=list(column.type), mask=column.is_null())


def _typed(values: Sequence[str | None], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.array(values, kind)
    encoded = pa.array(values, kind.value_type).dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        encoded.indices.cast(kind.index_type), encoded.dictionary, ordered=kind.ordered
    )


def _said(batch: pa.RecordBatch, names: Sequence[str]) -> list[str | None]:
    """Return the values of the first column that is there, as strings; nothing without one."""
    path = _first(batch.schema, names)
    if path is None:
        return [None] * batch.num_rows
    return [_string(value) for value in _values(_plain(_find(batch, path)), path)]


def _string(value: object) -> str | None:
    if value is None or isinstance(value, (bytes, dict, list)):
        return None
    return str(value)[:_LONGEST]


def _plain(column: pa.Array) -> pa.Array:
    """Return a column without the dictionary or the extension type it may have."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _values(column: pa.Array, path: str) -> list[str | None]:
    try:
        values: list[str | None] = column.to_pylist()
    except UnicodeDecodeError as error:
        raise ColumnError(f"column `{path}` holds bytes that are no UTF-8") from error
    return values


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )
