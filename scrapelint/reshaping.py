"""A Parquet file with other texts in one column, all else as it was, byte for byte.

`pyarrow` would write every column anew, with other row groups, encodings and codecs. So only the
texts of row groups in which something changes are encoded anew, as a file of one column; what it
wrote takes the place of the old column, and the footer learns where everything is now. What
would no longer be true, such as a sort order or a Bloom filter of the texts, is refused.
"""

import io
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapelint.files import FileProblem, OpenFile
from scrapelint.records import thrift
from scrapelint.records.parquet import Parquet, Rows, first_page, pages
from scrapelint.records.record import Block, Splice
from scrapelint.records.thrift import Struct
from scrapelint.rewriting import Target

if TYPE_CHECKING:
    import pyarrow as pa

_CODECS = {0: "none", 1: "snappy", 2: "gzip", 4: "brotli", 6: "zstd", 7: "lz4"}
"""Codecs that pyarrow writes as they were."""
_DICTIONARY = {2, 8}
_DELTAS = {6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY"}
_OLD_DICTIONARY = 2
_VERSION_2_PAGE = 3
_LARGEST = 1 << 30
"""Bytes of the texts of one row group above which it is not repaired: they must fit in memory."""
_COLUMNS, _TOTAL, _SORTED, _OFFSET, _COMPRESSED = 1, 2, 4, 5, 6
"""Fields of a row group."""
_CHUNK_OFFSET, _META, _PAGES_AT, _PAGES_LENGTH, _RANGES_AT, _RANGES_LENGTH = 2, 3, 4, 5, 6, 7
"""Fields of a column in a row group; two of them tell where the indexes of its pages are."""
_CODEC, _SIZE, _SQUEEZED, _DATA_AT, _INDEX_AT, _DICTIONARY_AT, _STATISTICS, _BLOOM_AT = (
    *(4, 6, 7, 9, 10, 11, 12, 14),
)
_TOLD_ANEW = (2, 5, _SIZE, _SQUEEZED, _DATA_AT, _DICTIONARY_AT, _STATISTICS, 13, 16)
"""Fields of what is said of a column that are told by the new one."""
_NEEDED = {2, 5, _SIZE, _SQUEEZED, _DATA_AT, _DICTIONARY_AT}


class _Encoded(NamedTuple):
    """A column as it was written anew."""

    data: bytes
    start: int
    """Where it stood in the file of one column, from which its offsets count."""
    meta: Struct
    pages: Struct | None
    ranges: bytes
    """The indexes of its pages."""


@dataclass
class Reshaped:
    """Where the rows of a Parquet file go."""

    source: Parquet
    target: Target
    _group: int = 0
    _row: int = 0
    """Rows of the group at hand that were taken."""
    _texts: dict[int, str] = field(default_factory=dict)
    """The new texts of the group at hand, by row."""
    _changed: dict[int, dict[int, str]] = field(default_factory=dict)
    _encoded: dict[int, _Encoded] = field(default_factory=dict)
    _copied: int = 0
    """Bytes of the old file that are in the new one, as they were or changed."""
    _ends: list[int] = field(default_factory=list)
    _grown: list[int] = field(default_factory=list)
    """How much more bytes there are from each of these ends on."""

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Take the next rows, and the texts that change in them. Raises FileProblem."""
        if not isinstance(block, Rows):
            return
        while self._row == self._rows(self._group):
            self._end_group()
        for row, _, new in splices:
            self._texts[self._row + row] = new.decode()
        self._row += len(block.rows)
        if self._row == self._rows(self._group):
            self._end_group()

    def finish(self) -> bool:
        """Take it that there are no more, and tell whether there is something to commit."""
        size = self.source.identity.size
        if not self._encoded:
            if not self.target.identity:
                self.target.copy(self.source.file, 0, size)
            return not self.target.identity
        footer = self._footer
        self._move(footer)
        self.target.copy(self.source.file, self._copied, size - 8 - self._footer_size)
        data = thrift.write(footer)
        self.target.begun().write(data + len(data).to_bytes(4, "little") + b"PAR1")
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
        return int.from_bytes(self.source.file.read_at(self.source.identity.size - 8, 4), "little")

    @property
    def _footer(self) -> Struct:
        """Return the footer. Raises FileProblem if it is not understood to its last byte."""
        size = self._footer_size
        data = self.source.file.read_at(self.source.identity.size - 8 - size, size)
        footer, end = thrift.read(data)
        if end != size or thrift.write(footer) != data:
            raise FileProblem("refused", "not repaired: its footer is written in an unusual way")
        return footer

    def _end_group(self) -> None:
        if self._texts:
            self._change(self._group, self._texts)
        self._group, self._row, self._texts = self._group + 1, 0, {}

    def _change(self, group: int, texts: dict[int, str]) -> None:
        """Write the texts of a row group anew. Raises FileProblem."""
        source, column = self.source.file, self._column(group)
        if column.total_uncompressed_size > _LARGEST:
            told = f"row group {group} holds more than {_LARGEST:,} bytes of texts; not repaired"
            raise FileProblem("too-large", told)
        start = first_page(column)
        if start < self._copied:
            raise FileProblem("refused", "not repaired: its row groups are not in order")
        encoded = _encode(source, column, self._table(group, texts))
        self.target.copy(source, self._copied, start)
        self.target.begun().write(encoded.data)
        self._copied = start + column.total_compressed_size
        self._ends.append(self._copied)
        grown = self._grown[-1] if self._grown else 0
        self._grown.append(grown + len(encoded.data) - column.total_compressed_size)
        self._changed[group], self._encoded[group] = texts, encoded

    def _column(self, group: int) -> Any:  # noqa: ANN401 - pyarrow has no types
        return self.source.reader.metadata.row_group(group).column(self.source.columns.index)

    def _table(self, group: int, texts: Mapping[int, str]) -> "pa.Table":
        """Return the column of texts in a row group, as it is to be."""
        return _replaced(_read(self.source.reader, group, self.source.columns.text), texts)

    def _moved(self, offset: int) -> int:
        """Return where something is in the new file that was not changed."""
        before = bisect_right(self._ends, offset)
        return offset + (self._grown[before - 1] if before else 0)

    def _move(self, footer: Struct) -> None:
        """Have the footer tell where things are now, and write the indexes of pages."""
        index = self.source.columns.index
        indexes: list[tuple[int, int, _Pointer, bytes]] = []
        for number, group in enumerate(footer.structs(4)):
            encoded = self._encoded.get(number)
            columns = group.structs(_COLUMNS)
            indexes += self._indexes(columns, encoded, index)
            for each, column in enumerate(columns):
                self._move_column(column, encoded if each == index else None)
            _move_field(group, _OFFSET, self._moved)
            if encoded:
                if any(each.number(1) == index for each in _sorted(group)):
                    raise FileProblem("refused", "not repaired: its rows are sorted by their texts")
                _weigh(group, self._column(number), encoded)
        for at, length, told, new in sorted(indexes, key=lambda each: each[0]):
            self._write_index(at, length, told, new)

    def _move_column(self, column: Struct, encoded: _Encoded | None) -> None:
        meta = column.struct(_META)
        if column.get(8) is not None:
            raise FileProblem("refused", "not repaired: it is encrypted")
        start = _first_page(meta)
        if column.number(_CHUNK_OFFSET, 0):
            _move_field(column, _CHUNK_OFFSET, self._moved)
        if encoded is None:
            for each in (_DATA_AT, _INDEX_AT, _DICTIONARY_AT, _BLOOM_AT):
                if meta.number(each, 0):
                    _move_field(meta, each, self._moved)
            return
        if meta.get(_BLOOM_AT) is not None:
            raise FileProblem("refused", "not repaired: it has a Bloom filter of the texts")
        by = self._moved(start) - encoded.start
        column.set(_META, _told_anew(meta, encoded.meta, by))

    def _indexes(
        self, columns: list[Struct], encoded: _Encoded | None, index: int
    ) -> list[tuple[int, int, "_Pointer", bytes]]:
        """Return the indexes of pages: where they are, who tells so, and what they become."""
        found = []
        for each, column in enumerate(columns):
            anew = encoded if each == index else None
            for at, length in ((_PAGES_AT, _PAGES_LENGTH), (_RANGES_AT, _RANGES_LENGTH)):
                if column.get(at) is None:
                    continue
                place, size = column.number(at), column.number(length)
                data = self.source.file.read_at(place, size)
                if anew and at == _RANGES_AT:
                    data = anew.ranges
                elif at == _PAGES_AT:
                    start = _first_page(column.struct(_META))
                    data = self._moved_pages(data, anew, self._moved(start))
                found.append((place, size, _Pointer(column, at, length), data))
        return found

    def _moved_pages(self, data: bytes, encoded: _Encoded | None, start: int) -> bytes:
        told, by = thrift.read(data)[0], None
        if encoded:
            if not encoded.pages:
                raise FileProblem("refused", "not repaired: its pages cannot be indexed anew")
            told, by = deepcopy(encoded.pages), start - encoded.start
        for page in told.structs(1):
            offset = page.number(1)
            page.set(1, self._moved(offset) if by is None else offset + by)
        return thrift.write(told)

    def _write_index(self, at: int, length: int, told: "_Pointer", new: bytes) -> None:
        if at < self._copied:
            raise FileProblem("refused", "not repaired: its indexes are not behind its rows")
        self.target.copy(self.source.file, self._copied, at)
        self._copied = at + length
        told.put(self.target.begun().size, len(new))
        self.target.begun().write(new)

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
            _replaced(_read(new.reader, group, name), {}).equals(self._table(group, texts))
            for group, texts in self._changed.items()
        )


@dataclass
class _Pointer:
    """Where a column says that one of its indexes is."""

    column: Struct
    at: int
    length: int

    def put(self, at: int, length: int) -> None:
        self.column.set(self.at, at)
        self.column.set(self.length, length)


def _move_field(struct: Struct, number: int, moved: Any) -> None:  # noqa: ANN401
    if struct.get(number) is not None:
        struct.set(number, moved(struct.number(number)))


def _sorted(group: Struct) -> list[Struct]:
    return group.structs(_SORTED) if group.get(_SORTED) is not None else []


def _first_page(meta: Struct) -> int:
    first, dictionary = meta.number(_DATA_AT), meta.number(_DICTIONARY_AT, 0)
    return dictionary if 0 < dictionary < first else first


def _weigh(group: Struct, old: Any, encoded: _Encoded) -> None:  # noqa: ANN401
    """Have a row group tell its new size."""
    grown = encoded.meta.number(_SIZE) - old.total_uncompressed_size
    group.set(_TOTAL, group.number(_TOTAL) + grown)
    if group.get(_COMPRESSED) is not None:
        grown = encoded.meta.number(_SQUEEZED) - old.total_compressed_size
        group.set(_COMPRESSED, group.number(_COMPRESSED) + grown)


def _told_anew(old: Struct, new: Struct, by: int) -> Struct:
    """Return what is said of a column that was written anew; nothing that was not said before."""
    told = {number: value for number, value in old.fields.items() if number not in _TOLD_ANEW}
    for number in _TOLD_ANEW:
        if number in new.fields and (number in _NEEDED or number in old.fields):
            told[number] = new.fields[number]
    struct = Struct(dict(sorted(told.items())))
    for number in (_DATA_AT, _DICTIONARY_AT):
        _move_field(struct, number, lambda offset: offset + by)
    return struct


def _read(reader: Any, group: int, path: str) -> "pa.Table":  # noqa: ANN401
    return reader.read_row_group(group, columns=[path], use_threads=False).combine_chunks()


def _replaced(table: "pa.Table", texts: Mapping[int, str]) -> "pa.Table":
    """Return a table of one column, which may lie in structs, with some of its texts replaced."""
    import pyarrow as pa  # noqa: PLC0415

    name, nullable = table.schema.field(0).name, table.schema.field(0).nullable
    column, done, chunks = table.column(0), 0, []
    for chunk in column.chunks or [column.combine_chunks()]:
        here = {row - done: new for row, new in texts.items() if 0 <= row - done < len(chunk)}
        chunks.append(_with_texts(chunk, here))
        done += len(chunk)
    kind = chunks[0].type
    schema = pa.schema([pa.field(name, kind, nullable)])
    return pa.Table.from_arrays([pa.chunked_array(chunks, kind)], schema=schema)


def _with_texts(array: "pa.Array", texts: Mapping[int, str]) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415

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


def _put(array: "pa.Array", texts: Mapping[int, str]) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if not texts:
        return array
    rows = sorted(texts)
    changes = set(rows)
    mask = pa.array([row in changes for row in range(len(array))], pa.bool_())
    return pc.replace_with_mask(array, mask, pa.array([texts[row] for row in rows], array.type))


def _encode(file: OpenFile, column: Any, table: "pa.Table") -> _Encoded:  # noqa: ANN401
    """Return a column as it is written anew, in the way of the old one. Raises FileProblem."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    out = io.BytesIO()
    with pq.ParquetWriter(out, table.schema, **_manner(file, column)) as writer:
        writer.write_table(table, row_group_size=max(1, table.num_rows))
    data = out.getvalue()
    size = int.from_bytes(data[-8:-4], "little")
    footer = thrift.read(data[-8 - size : -8])[0]
    chunk = footer.structs(4)[0].structs(_COLUMNS)[0]
    meta = chunk.struct(_META)
    start = _first_page(meta)
    told = thrift.read(_part(data, chunk, _PAGES_AT))[0] if chunk.get(_PAGES_AT) else None
    return _Encoded(
        data[start : start + meta.number(_SQUEEZED)],
        start,
        meta,
        told,
        _part(data, chunk, _RANGES_AT) if chunk.get(_RANGES_AT) else b"",
    )


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
    import pyarrow as pa  # noqa: PLC0415

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
