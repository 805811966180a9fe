"""Files of many texts with bytes changed at random: told or checked, never a crash."""

import gzip
import io
import json
import random
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from click.testing import CliRunner
from pyarrow import feather

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.rulebook import load_rules
from tests.promises.figures import record, size

RULES = load_rules()
TEXTS = ["Il part.Elle reste.", None, 'Il dit "non".Elle part,\nici.', "Oui é😀."]
TABLE = pa.table({"id": range(4), "text": TEXTS, "a": [{"b": "c", "d": [1]}] * 4})
LINES = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(TEXTS)).encode()


def _parquet(**options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(TABLE, out, **options)
    return out.getvalue()


def _feather() -> bytes:
    out = io.BytesIO()
    feather.write_feather(TABLE, out)
    return out.getvalue()


def _stream() -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, TABLE.schema) as stream:
        stream.write_table(TABLE)
    return out.getvalue()


WHOLE = {
    "a.jsonl": LINES,
    "a.jsonl.gz": gzip.compress(LINES) * 2,
    "a.jsonl.zst": zstandard.compress(LINES) * 2,
    "a.json": json.dumps([{"text": text} for text in TEXTS], indent=1).encode(),
    "a.csv": b'id,text\n1,"Il part.Elle ""reste"".\n"\n2,Il part.Elle reste.\n',
    "a.tsv": b"id\ttext\n1\tIl part.Elle reste.\n",
    "a.parquet": _parquet(write_page_index=True, row_group_size=2),
    "b.parquet": _parquet(data_page_version="2.0", compression="zstd", use_dictionary=False),
    "a.arrow": _stream(),
    "a.feather": _feather(),
}


ALL: Counter[int] = Counter()
"""How all runs ended."""


def garbled(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(out) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del out[at : at + chance.randrange(9)]
        elif kind == 2:
            out[at:at] = chance.choice((b'"', b"\n", b"\0", b"[", b"{", b"\\", b"\xff" * 5))
        else:
            out = out[: max(1, at)] if chance.random() < 0.2 else out
    return bytes(out)


@pytest.mark.parametrize("name", WHOLE)
def test_garbled_files_are_told_or_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    chance = random.Random(name)  # noqa: S311 - no secret
    path, ended = tmp_path / name, Counter[int]()
    for _ in range(size(60, 20_000)):
        data = garbled(WHOLE[name], chance)
        for options in ((), ("--fix",), ("--diff",)):
            path.write_bytes(data)
            command = ["check", "--isolated", "--jobs", "1", "--select", "glued-text", *options]
            result = CliRunner().invoke(main, [*command, str(path)])
            assert isinstance(result.exception, SystemExit | None), (data, result.exception)
            assert result.exit_code in {0, 1, 2}, data
            assert [*tmp_path.iterdir()] == [path], data
            if options != ("--fix",):
                assert path.read_bytes() == data
            ended[result.exit_code] += 1
    ALL.update(ended)
    told = f"{ALL[0]} with 0, {ALL[1]} with 1, {ALL[2]} with 2; 0 tracebacks, 0 leftovers"
    record("garbled files of many texts", f"{sum(ALL.values())} runs: {told}")
