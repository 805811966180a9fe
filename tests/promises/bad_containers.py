"""Files of many texts that are bad, or only look so, by what must come of them."""

import gzip
import io
import pickle
from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from pyarrow.parquet import encryption

OLD, NEW = b"Il part.Elle reste.", b"Il part. Elle reste."
BAD, GOOD = b'{"text": "Il part.Elle reste."}\n', b'{"text": "Il part. Elle reste."}\n'
TOO_LONG = 34 << 20
"""Characters of a record that is longer than one may be."""


class Row(NamedTuple):
    """A file, and what must come of it."""

    name: str
    file: str
    data: bytes | Callable[[], bytes]
    check: int
    fix: int
    code: str = ""
    """The kind of error that is told, by a check as by a repair."""
    says: str = ""
    after: bytes | None = None
    """What a repair makes of it; if nothing is said, nothing."""


def line(name: str, bad: bytes, says: str, code: str = "bad-record") -> Row:
    """Return a row for a line that is told, between two that are repaired."""
    says = says.replace("LINE", "line 2")
    between = (BAD + bad + b"\n" + BAD, GOOD + bad + b"\n" + GOOD)
    return Row(name, "a.jsonl", between[0], 2, 2, code, says, between[1])


def kept(name: str, file: str, data: bytes) -> Row:
    """Return a row for a file in which the text is repaired and all else stays."""
    return Row(name, file, data, 1, 0, after=data.replace(OLD, NEW))


def told(name: str, file: str, data: bytes | Callable[[], bytes], code: str, says: str) -> Row:
    """Return a row for a file that is told, and stays."""
    return Row(name, file, data, 2, 2, code, says)


def parquet(table: pa.Table | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table or pa.table({"text": [OLD.decode()] * 9}), out, **options)
    return out.getvalue()


class _Keys(encryption.KmsClient):  # type: ignore[misc]
    """A service of keys that wraps them in nothing."""

    def __init__(self, _: object) -> None:
        super().__init__()

    def wrap_key(self, key: bytes, _: str) -> bytes:
        return key.hex().encode()

    def unwrap_key(self, key: bytes, _: str) -> bytes:
        return bytes.fromhex(key.decode())


def encrypted(*, plain_footer: bool) -> bytes:
    wanted = encryption.EncryptionConfiguration(
        footer_key="footer", column_keys={"column": ["text"]}, plaintext_footer=plain_footer
    )
    factory = encryption.CryptoFactory(_Keys)
    how = factory.file_encryption_properties(encryption.KmsConnectionConfig(), wanted)
    return parquet(encryption_properties=how)


def extended() -> bytes:
    """Return a file whose texts are of a type that only somebody else knows."""
    schema = pa.schema([pa.field("text", pa.string(), metadata={"ARROW:extension:name": "a.b"})])
    return parquet(pa.table([[OLD.decode()]], schema=schema))


def arrow(*, stream: bool) -> bytes:
    out, table = io.BytesIO(), pa.table({"text": [OLD.decode()] * 9})
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    with make(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


ODD = (
    b'{"a": 1, "a": 2, "n": 1e400, "m": -0, "o": 1.10E+2, "big": ' + b"9" * 5000 + b', "u": '
    b'"a\\/b \\u00e9 \\ud83d\\ude00", "text" :"Il part.Elle reste." , "t": [ 1,2 ]}\n'
)
TWO = gzip.compress(BAD, 9, mtime=7)
ROWS = (
    kept("blank lines", "a.jsonl", BAD + b"\n  \n\t\n" + BAD),
    line("a trailing comma", b'{"text": "x",}', "LINE"),
    line("NaN", b'{"text": "x", "n": NaN}', "LINE"),
    line("Infinity", b'{"text": "x", "n": -Infinity}', "LINE"),
    line("a line that is cut off", b'{"text": "Il part.Elle re', "LINE"),
    Row(
        *("a last line that is cut off", "a.jsonl", BAD + b'{"text": "Il part.Elle re', 2, 2),
        *("bad-record", "line 2", GOOD + b'{"text": "Il part.Elle re'),
    ),
    kept("CRLF", "a.jsonl", (BAD + BAD).replace(b"\n", b"\r\n")),
    kept("a byte order mark", "a.jsonl", b"\xef\xbb\xbf" + BAD),
    line("a byte order mark in the middle", b"\xef\xbb\xbf" + GOOD[:-1], "LINE"),
    kept("no final newline", "a.jsonl", BAD + BAD[:-1]),
    kept("what JSON libraries write anew", "a.jsonl", ODD),
    Row("the text twice", "a.jsonl", BAD[:-2] + b', "text": "Il part.Elle reste."}\n', 1, 1),
    kept("half a character", "a.jsonl", b'{"text": "Il part.Elle reste.\\ud800"}\n'),
    kept("a zero", "a.jsonl", b'{"text": "Il part.Elle reste.\\u0000"}\n'),
    line("nested deep", b'{"text": "x", "d": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "LINE"),
    *(
        Row(name, "a.jsonl", BAD + bad + BAD, 1, 0, says="1 of 3 records", after=GOOD + bad + GOOD)
        for name, bad in {
            "no text": b'{"title": "x"}\n',
            "a text that is null": b'{"text": null}\n',
            "a text that is a number": b'{"text": 7}\n',
            "a text that is a list": b'{"text": ["Il part.Elle reste."]}\n',
        }.items()
    ),
    told("no text in any record", "a.jsonl", b'{"text": null}\n' * 3, "no-text", "none of its 3"),
    line("a long line", b'{"text": "' + b"x" * TOO_LONG + b'"}', "LINE", "too-large"),
    told("cut off", "a.parquet", parquet()[:-20], "unreadable", "not Parquet"),
    told("no footer", "a.parquet", b"PAR1" + bytes(50), "unreadable", "not Parquet"),
    told("empty", "a.parquet", b"", "unreadable", "not Parquet"),
    told("encrypted", "a.parquet", lambda: encrypted(plain_footer=False), "unreadable", "encrypt"),
    told(
        *("encrypted texts", "a.parquet", lambda: encrypted(plain_footer=True)),
        *("unreadable", "encrypted"),
    ),
    told("no texts", "a.parquet", parquet(pa.table({"n": [1, 2]})), "no-text", "none of its 2"),
    told("texts that are numbers", "a.parquet", parquet(pa.table({"text": [1]})), "no-text", ""),
    told("a pickle", "a.jsonl", pickle.dumps(print), "bad-record", "line 1"),
    told("cut off", "a.jsonl.gz", TWO[:-12], "unreadable", "in the middle"),
    told("garbage at the end", "a.jsonl.gz", TWO + b"garbage", "unreadable", "not gzip"),
    told("a wrong sum", "a.jsonl.gz", TWO[:-8] + bytes(8), "unreadable", "not gzip"),
    told("a bomb", "a.jsonl.gz", lambda: gzip.compress(b"\n" * (1 << 27)), "too-large", "times"),
    told("cut off", "a.jsonl.zst", zstandard.compress(BAD * 9)[:-3], "unreadable", "in the middle"),
    told(
        *("a window of 2 GB", "a.jsonl.zst", b"\x28\xb5\x2f\xfd\x00\xa8" + bytes(9), "too-large"),
        "window",
    ),
    Row(
        *("skipped", "a.jsonl.zst", b"\x50\x2a\x4d\x18\1\0\0\0a" + zstandard.compress(BAD), 1, 2),
        *("refused", "tell of others"),
    ),
    told("a bomb", "a.jsonl.zst", lambda: zstandard.compress(b"\n" * (1 << 27)), "too-large", ""),
    told("not closed", "a.csv", b'text\n"Il part.Elle', "bad-record", "line 2"),
    Row("the text twice", "a.csv", b"text,text\n" + OLD + b"," + OLD + b"\n", 1, 1, says="twice"),
    Row(
        *("a cell too many", "a.csv", b"text,a\n" + OLD + b",1\n" + OLD + b",1,2\n", 2, 2),
        *("bad-record", "line 3", b"text,a\n" + NEW + b",1\n" + OLD + b",1,2\n"),
    ),
    kept("other line ends", "a.tsv", b"a\ttext\r\n1\t" + OLD + b"\r\n\r\n2\t\r\n"),
    told("not closed", "a.json", b'[{"text": "x"}, ', "bad-record", "not closed"),
    told("cut off", "a.arrow", arrow(stream=True)[:-30], "unreadable", "not Arrow"),
    told("cut off", "a.feather", arrow(stream=False)[:-30], "unreadable", "not Arrow"),
    told("garbage", "a.arrow", b"ARROW1\0\0" + bytes(99), "unreadable", "not Arrow"),
    Row("Arrow", "a.arrow", arrow(stream=True), 1, 2, "refused", "checked, not repaired"),
)
