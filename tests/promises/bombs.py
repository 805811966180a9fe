"""Small files of many texts that would fill memories, by what they come to or what they claim."""

import gzip
import io
import json
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from scrapelint.records import thrift

SOUND = b'{"text": "Il vient. Elle sort."}\n'
MANY = 1 << 27


def gz_of_blank_lines() -> bytes:
    return gzip.compress(SOUND) + gzip.compress(b"\n" * MANY)


def gz_of_one_line() -> bytes:
    return gzip.compress(SOUND) + gzip.compress(b'{"text": "' + b"a" * MANY)


def zst_of_blank_lines() -> bytes:
    return zstandard.compress(SOUND) + zstandard.compress(b"\n" * MANY)


def zst_of_one_line() -> bytes:
    return zstandard.compress(SOUND) + zstandard.compress(b'{"text": "' + b"a" * MANY)


def gz_of_gz() -> bytes:
    return gzip.compress(gzip.compress(b"\n" * MANY) * 200)


def a_long_line() -> bytes:
    return SOUND + b'{"text": "' + b"Il vient. " * 10_000_000 + b'"}\n' + SOUND


def a_deep_line() -> bytes:
    return SOUND + b'{"text": "a", "b": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}\n"


def a_deep_list() -> bytes:
    return b"[" + b"[" * 300_000 + b"]" * 300_000 + b"]"


def a_string_without_end() -> bytes:
    return b'[{"text": "' + b"a" * 100_000_000


def a_cell_without_end() -> bytes:
    return b'text\n"' + b"Oui\n" * 25_000_000


def parquet(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def a_dictionary_of_one() -> bytes:
    """Return a text, longer than one may be, in a million rows."""
    one = pa.array(["a" * (1 << 25) + "b"])
    rows = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), one)
    return parquet(pa.table({"text": rows}), compression="zstd")


def a_large_page() -> bytes:
    return parquet(pa.table({"text": ["a" * MANY]}), compression="zstd", use_dictionary=False)


def footer(data: bytes) -> tuple[thrift.Struct, int]:
    size = int.from_bytes(data[-8:-4], "little")
    return thrift.read(data[-8 - size : -8])[0], len(data) - 8 - size


def with_footer(data: bytes, change: Callable[[thrift.Struct], None]) -> bytes:
    told, start = footer(data)
    change(told)
    new = thrift.write(told)
    return data[:start] + new + len(new).to_bytes(4, "little") + b"PAR1"


SMALL = parquet(pa.table({"text": ["Il part.Elle reste."] * 9}), use_dictionary=False)


def claimed_rows() -> bytes:
    def change(told: thrift.Struct) -> None:
        told.set(3, 1 << 60)
        told.structs(4)[0].set(3, 1 << 60)

    return with_footer(SMALL, change)


def claimed_chunk() -> bytes:
    def change(told: thrift.Struct) -> None:
        told.structs(4)[0].structs(1)[0].struct(3).set(7, 1 << 40)

    return with_footer(SMALL, change)


def claimed_page() -> bytes:
    """Return a page that says that it comes to two gigabytes."""
    head, length = thrift.read(SMALL[4:])
    head.set(2, (1 << 31) - 1)
    new = thrift.write(head)
    grown = len(new) - length

    def change(told: thrift.Struct) -> None:
        meta = told.structs(4)[0].structs(1)[0].struct(3)
        meta.set(7, meta.number(7) + grown)

    return with_footer(SMALL[:4] + new + SMALL[4 + length :], change)


def claimed_footer() -> bytes:
    return SMALL[:-8] + (1 << 30).to_bytes(4, "little") + b"PAR1"


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip, blank lines": ("a.jsonl.gz", gz_of_blank_lines),
    "gzip, one line": ("a.jsonl.gz", gz_of_one_line),
    "gzip in gzip": ("a.jsonl.gz", gz_of_gz),
    "zstd, blank lines": ("a.jsonl.zst", zst_of_blank_lines),
    "zstd, one line": ("a.jsonl.zst", zst_of_one_line),
    "a line of 100 MB": ("a.jsonl", a_long_line),
    "a million brackets": ("a.jsonl", a_deep_line),
    "a list of brackets": ("a.json", a_deep_list),
    "a string without end": ("a.json", a_string_without_end),
    "a cell without end": ("a.csv", a_cell_without_end),
    "a text in a million rows": ("a.parquet", a_dictionary_of_one),
    "a page of 128 MB": ("a.parquet", a_large_page),
    "claimed rows": ("a.parquet", claimed_rows),
    "claimed chunk": ("a.parquet", claimed_chunk),
    "claimed page": ("a.parquet", claimed_page),
    "claimed footer": ("a.parquet", claimed_footer),
}


def lines(number: int) -> Iterator[bytes]:
    """Yield records in which there is a lot to find."""
    record = json.dumps({"text": "Il part.Elle reste. " * 40}).encode() + b"\n"
    for _ in range(number):
        yield record
