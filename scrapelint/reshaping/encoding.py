"""A column written anew in the way of another: its codec, encodings, pages and statistics."""

import io
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from scrapelint.files import FileProblem, OpenFile
from scrapelint.records import thrift
from scrapelint.records.parquet import pages
from scrapelint.records.thrift import Struct
from scrapelint.reshaping.numbers import (
    COLUMNS,
    GROUPS,
    META,
    PAGES_AT,
    RANGES_AT,
    SQUEEZED,
    first_page,
)

_CODECS = {0: "none", 1: "snappy", 2: "gzip", 4: "brotli", 6: "zstd", 7: "lz4"}
"""Codecs that pyarrow writes as they were."""
_DELTAS = {6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY"}
_OLD_DICTIONARY = 2
_VERSION_2_PAGE = 3


class Encoded(NamedTuple):
    """What is said of a column that was written anew."""

    start: int
    """Where it stood in the file of one column, from which its offsets count."""
    meta: Struct
    pages: Struct | None
    ranges: bytes
    """The indexes of its pages."""


def encode(
    file: OpenFile,
    column: Any,  # noqa: ANN401 - pyarrow has no types
    table: pa.Table,
) -> tuple[bytes, Encoded]:
    """Return a column written anew in the way of the old one, and what is said of it.

    Raises FileProblem.
    """
    out = io.BytesIO()
    with pq.ParquetWriter(out, table.schema, **_manner(file, column)) as writer:
        writer.write_table(table, row_group_size=max(1, table.num_rows))
    data = out.getvalue()
    size = int.from_bytes(data[-8:-4], "little")
    footer = thrift.read(data[-8 - size : -8])[0]
    chunk = footer.structs(GROUPS)[0].structs(COLUMNS)[0]
    meta = chunk.struct(META)
    start = first_page(meta)
    told = thrift.read(_part(data, chunk, PAGES_AT))[0] if chunk.get(PAGES_AT) else None
    ranges = _part(data, chunk, RANGES_AT) if chunk.get(RANGES_AT) else b""
    written = data[start : start + meta.number(SQUEEZED)]
    return written, Encoded(start, meta, told, ranges)


def _part(data: bytes, chunk: Struct, at: int) -> bytes:
    start = chunk.number(at)
    return data[start : start + chunk.number(at + 1)]


def _manner(file: OpenFile, column: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the options by which pyarrow writes a column in the way of another."""
    heads = list(pages(file, column))
    data_pages = [(head, size) for head, size in heads if head.get(5) or head.get(8)]
    encodings = _encodings([head for head, _ in heads])
    codec = _codec(column)
    has_dictionary = column.has_dictionary_page
    delta = next((name for code, name in _DELTAS.items() if code in encodings), None)
    first = data_pages[0] if data_pages else heads[0]
    manner: dict[str, Any] = {
        "compression": codec,
        "use_dictionary": has_dictionary,
        "write_statistics": column.is_stats_set,
        "version": "1.0" if _OLD_DICTIONARY in encodings else "2.6",
        "data_page_version": "2.0" if first[0].number(1) == _VERSION_2_PAGE else "1.0",
        "write_page_index": column.has_offset_index,
        "write_page_checksum": first[0].get(4) is not None,
        "store_schema": False,
    }
    if len(data_pages) > 1:
        manner["data_page_size"] = max(1, first[1])
    if delta and not has_dictionary:
        manner["column_encoding"] = delta
    return manner


def _codec(column: Any) -> str:  # noqa: ANN401
    name: str = {"uncompressed": "none"}.get(column.compression.lower(), column.compression.lower())
    if name not in _CODECS.values() or (name != "none" and not pa.Codec.is_available(name)):
        raise FileProblem("refused", f"not repaired: texts compressed by {column.compression}")
    return name


def _encodings(heads: list[Struct]) -> set[int]:
    """Return the encodings of pages, by their codes."""
    found = set()
    for head in heads:
        for kind, number in ((5, 2), (7, 2), (8, 4)):
            if isinstance(head.get(kind), Struct):
                found.add(head.struct(kind).number(number))
    return found
