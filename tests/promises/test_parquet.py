"""A Parquet file keeps every other value and its layout, by what pyarrow tells of both."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.rulebook import load_rules
from tests.promises.articles import article
from tests.promises.figures import record, size

RULES = load_rules()
ROWS = size(60, 2000)


@pytest.fixture(autouse=True)
def _rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", *map(str, arguments)])


def texts(seed: int) -> list[str | None]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [None if n % 7 == 3 else article(chance) for n in range(ROWS)]


def table(kind: pa.DataType | None = None) -> pa.Table:
    kind = kind or pa.string()
    words = pa.array(texts(1), pa.string())
    text = words.dictionary_encode() if pa.types.is_dictionary(kind) else words.cast(kind)
    metadata = {"huggingface": '{"info": {"features": {}}}', "pandas": '{"index_columns": []}'}
    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int64()),
            "text": text,
            "score": pa.array([n / 7 for n in range(ROWS)]),
            "tags": pa.array([["a", None, "b" * (n % 5)] for n in range(ROWS)]),
            "other": pa.array([f"Il part.Elle reste {n}." for n in range(ROWS)]),
            "blob": pa.array([bytes([n % 256]) * 9 for n in range(ROWS)], pa.binary(9)),
            "when": pa.array([n * 10**9 for n in range(ROWS)], pa.timestamp("ns", "UTC")),
        }
    ).replace_schema_metadata(metadata)


def nested() -> pa.Table:
    words = texts(2)
    inner: list[dict[str, Any] | None] = [
        None if n % 5 == 1 else {"body": word, "n": n, "more": {"x": [n]}}
        for n, word in enumerate(words)
    ]
    return pa.table({"n": range(ROWS), "article": inner, "z": ["z"] * ROWS})


def required() -> pa.Table:
    words = [word or "" for word in texts(3)]
    schema = pa.schema([pa.field("text", pa.string(), nullable=False), ("n", pa.int32())])
    return pa.table([words, list(range(ROWS))], schema=schema)


VARIANTS: dict[str, tuple[pa.Table, dict[str, Any]]] = {
    "plain": (table(), {}),
    **{
        codec: (table(), {"compression": codec})
        for codec in ("none", "snappy", "gzip", "brotli", "zstd", "lz4")
    },
    "a codec a column": (table(), {"compression": {"id": "gzip", "text": "zstd", "blob": "none"}}),
    "13 row groups": (table(), {"row_group_size": -(-ROWS // 13)}),
    "groups of 1": (table(), {"row_group_size": 1}),
    "no dictionary": (table(), {"use_dictionary": False}),
    "dictionary of others": (table(), {"use_dictionary": ["other"]}),
    "no statistics": (table(), {"write_statistics": False}),
    "some statistics": (table(), {"write_statistics": ["id"]}),
    "pages 2.0": (table(), {"data_page_version": "2.0"}),
    "pages 2.0, zstd": (table(), {"data_page_version": "2.0", "compression": "zstd"}),
    "version 1.0": (table(), {"version": "1.0"}),
    "page index": (table(), {"write_page_index": True, "row_group_size": 17}),
    "checksums": (table(), {"write_page_checksum": True}),
    "small pages": (table(), {"data_page_size": 2000, "write_batch_size": 5}),
    "small pages, index": (
        table(),
        {"data_page_size": 2000, "write_batch_size": 5, "write_page_index": True},
    ),
    "delta lengths": (
        table(),
        {"use_dictionary": False, "column_encoding": {"text": "DELTA_LENGTH_BYTE_ARRAY"}},
    ),
    "delta bytes": (
        table(),
        {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
    ),
    "a small dictionary": (table(), {"dictionary_pagesize_limit": 500, "write_batch_size": 3}),
    "sorted by another": (table(), {"sorting_columns": [pq.SortingColumn(0)]}),
    "large strings": (table(pa.large_string()), {}),
    "dictionary type": (table(pa.dictionary(pa.int32(), pa.string())), {}),
    "no arrow schema": (table(), {"store_schema": False}),
    "nested": (nested(), {"row_group_size": 11}),
    "nested, index": (nested(), {"row_group_size": 11, "write_page_index": True}),
    "required": (required(), {"data_page_version": "2.0"}),
    "empty groups": (table().slice(0, 0), {}),
    "one row": (table().slice(0, 1), {}),
}


def layout(path: Path) -> Iterator[tuple[object, ...]]:
    """Yield what a file says of its groups and columns, sizes and places aside."""
    metadata = pq.ParquetFile(path).metadata
    yield (metadata.num_rows, metadata.num_columns, metadata.created_by, metadata.format_version)
    yield (metadata.metadata, metadata.schema.to_arrow_schema().metadata)
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        yield (group.num_rows, group.sorting_columns)
        for column in map(group.column, range(group.num_columns)):
            yield (
                *(column.path_in_schema, column.compression, column.encodings),
                *(column.has_dictionary_page, column.is_stats_set, column.num_values),
                *(column.has_offset_index, column.has_column_index, column.physical_type),
            )


def chunks(path: Path, text: str) -> Iterator[bytes]:
    """Yield the bytes of all columns but that of the texts."""
    metadata, data = pq.ParquetFile(path).metadata, path.read_bytes()
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            start = column.dictionary_page_offset or column.data_page_offset
            if column.path_in_schema != text:
                yield data[start : start + column.total_compressed_size]


def without(table_: pa.Table, path: str) -> pa.Table:
    flat = table_.flatten().flatten()
    return flat.drop_columns([path])


@pytest.mark.parametrize("name", VARIANTS)
def test_everything_but_the_texts_stays(tmp_path: Path, name: str) -> None:
    made, options = VARIANTS[name]
    path, text = tmp_path / "a.parquet", "article.body" if "nested" in name else "text"
    pq.write_table(made, path, **options)
    before, told, raw = pq.read_table(path), [*layout(path)], [*chunks(path, text)]
    result = run("--fix", "--quiet", "--unsafe-fixes", "--text-field", text, path)
    assert result.exit_code in {0, 1}, result.output
    after = pq.ParquetFile(path, page_checksum_verification=True).read()
    after.validate(full=True)
    assert [*layout(path)] == told
    assert [*chunks(path, text)] == raw
    assert after.schema.equals(before.schema, check_metadata=True)
    assert without(after, text).equals(without(before, text))
    words = [each.flatten().flatten().column(text).to_pylist() for each in (before, after)]
    changed = sum(old != new for old, new in zip(*words, strict=True))
    assert not made.num_rows or changed
    assert all((old is None) == (new is None) for old, new in zip(*words, strict=True))
    again = run("--fix", "--quiet", "--unsafe-fixes", "--text-field", text, path)
    assert again.exit_code == result.exit_code
    _see_statistics(path, text)
    properties = sum(map(len, told))
    DONE.append((properties, changed))
    told_ = f"{len(DONE)} variants, {sum(c for _, c in DONE)} texts changed: 0 of"
    record("Parquet", f"{told_} {sum(p for p, _ in DONE)} properties lost, 0 other bytes changed")


DONE: list[tuple[int, int]] = []


def _see_statistics(path: Path, text: str) -> None:
    """See that what a file says of its texts is true, and that a page can be found by it."""
    file = pq.ParquetFile(path)
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        columns = [group.column(n) for n in range(group.num_columns)]
        column = next(each for each in columns if each.path_in_schema == text)
        words = file.read_row_group(number, columns=[text]).flatten().column(0).to_pylist()
        found = [word for word in words if word is not None]
        if column.is_stats_set and column.statistics.has_min_max and found:
            assert column.statistics.min <= min(found, key=str.encode)
            assert column.statistics.max >= max(found, key=str.encode)
        if column.is_stats_set:
            assert column.statistics.null_count == words.count(None)


def test_what_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(table(), path, sorting_columns=[pq.SortingColumn(1)])
    before = path.read_bytes()
    result = run("--fix", "--quiet", path)
    assert (result.exit_code, path.read_bytes()) == (2, before)
    assert "its rows are sorted by their texts" in result.stderr
    assert [*tmp_path.iterdir()] == [path]
