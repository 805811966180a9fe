"""Findings beside texts, in a copy: nothing else in it is other than it was."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import scrapelint
from scrapelint.anywhere import told
from scrapelint.cli import main
from scrapelint.looking import OF_FILES

TEXTS = ["Il a dit non.Puis oui.", "Il part.\r\n\r\nElle reste , dit-il.\nEt.Puis", "Sain et sauf."]
LINES = [
    '{"id": 1, "text": "Il a dit non.Puis oui."}',
    "",
    '  {"n":1e400,"n":-0,"text":"Il part.\\r\\n\\r\\nElle reste , dit-il.\\nEt.Puis"}  \r',
    '{"text": "\\u0053ain et sauf.", "a/b": "\\/"}',
    '{"text": "half \\ud83d.Et"}',
    '{"title": "none"}',
    '{"text": 5}',
    "not JSON",
    '{"text": "é \\"}\\" .Et", "more": {"found": 1}}',
]
DATA = b"\xef\xbb\xbf" + "\n".join(LINES).encode()  # and no line end at the end


def check(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", "--lang", "fr", *map(str, arguments)])


def annotate(source: Path, copy: Path, *arguments: object) -> Result:
    return check(source, "--annotate", "found", "--annotate-to", copy, *arguments)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(DATA)
    return path


def expected(text: str) -> list[dict[str, Any]]:
    return [told(finding) for finding in scrapelint.check(text, "fr", ignore=[*OF_FILES])]


def test_a_last_key_is_added_and_nothing_else_changes(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    assert annotate(source, copy).exit_code == 2  # there is a line that is no JSON
    after = copy.read_bytes()
    members = re.findall(rb', "found": \[.*\](?=\})', after)
    assert len(members) == 5
    assert re.sub(rb', "found": \[.*\](?=\})', b"", after) == DATA
    assert source.read_bytes() == DATA


def test_the_findings_are_those_of_the_text_alone(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    annotate(source, copy)
    checked = 0
    for line in copy.read_text(encoding="utf-8-sig").split("\n"):
        record = json.loads(line) if line.strip() and line != "not JSON" else {}
        if isinstance(record.get("text"), str):
            assert list(record)[-1] == "found"
            assert record["found"] == expected(record["text"])
            checked += len(record["found"])
    assert checked >= 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_records_are_copied_by_any_number_of_processes(tmp_path: Path, jobs: int) -> None:
    source, copy = tmp_path / "a.ndjson", tmp_path / "copy.ndjson"
    rows = [{"id": n, "text": f"{TEXTS[n % 3]} Article {n}.", "x": "y" * 300} for n in range(1500)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert annotate(source, copy, "--jobs", jobs, "--output-format", "jsonl").exit_code == 1
    copied = [json.loads(line) for line in copy.read_text(encoding="utf-8").splitlines()]
    assert copied == [row | {"found": expected(row["text"])} for row in rows]  # type: ignore[arg-type]


def table(texts: list[str | None]) -> pa.Table:
    ids = pa.array(range(len(texts)), pa.int16())
    when = pa.array(range(len(texts)), pa.timestamp("ms", tz="UTC"))
    made = pa.table({"id": ids, "text": pa.array(texts, pa.large_string()), "when": when})
    return made.replace_schema_metadata({"made": "by hand"})


def test_a_column_is_added_to_parquet(tmp_path: Path) -> None:
    source, copy = tmp_path / "a.parquet", tmp_path / "copy.parquet"
    texts = [*TEXTS, None] * 50
    codecs = {"id": "snappy", "text": "zstd", "when": "none"}
    pq.write_table(table(texts), source, row_group_size=70, compression=codecs)
    assert annotate(source, copy).exit_code == 1
    after = pq.ParquetFile(copy)
    read = after.read()
    assert read.drop_columns(["found"]).equals(table(texts), check_metadata=True)
    found = [None if text is None else expected(text) for text in texts]
    assert read.column("found").to_pylist() == found
    groups = [after.metadata.row_group(n) for n in range(after.metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [70, 70, 60]
    assert [groups[0].column(n).compression for n in range(3)] == ["SNAPPY", "ZSTD", "UNCOMPRESSED"]


@pytest.mark.parametrize("texts", [[], [None, None]])
def test_parquet_without_findings_gets_the_column_too(
    tmp_path: Path, texts: list[str | None]
) -> None:
    source, copy = tmp_path / "a.parquet", tmp_path / "copy.parquet"
    pq.write_table(table(texts), source)
    annotate(source, copy)
    read = pq.read_table(copy)
    assert read.column_names == ["id", "text", "when", "found"]
    assert read.column("found").to_pylist() == [None] * len(texts)


def test_what_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    source, copy = tmp_path / "a.jsonl", tmp_path / "copy.jsonl"
    source.write_text('{"text": "Il part."}\n{"text": "Il.Et", "found": 1}\n', encoding="utf-8")
    result = annotate(source, copy)
    assert result.exit_code == 2
    assert "no copy in" in result.stderr
    assert "a record has a `found` already" in result.stderr
    pq.write_table(pa.table({"text": ["Il part."], "found": [1]}), tmp_path / "a.parquet")
    result = annotate(tmp_path / "a.parquet", copy)
    assert "there is a column `found` already" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.parquet"]


def test_a_file_that_cannot_be_read_to_its_end_leaves_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    pq.write_table(table([*TEXTS] * 200), source, row_group_size=200)
    data = bytearray(source.read_bytes())
    middle = pq.ParquetFile(source).metadata.row_group(2).column(1).data_page_offset
    data[middle : middle + 40] = b"\xff" * 40
    source.write_bytes(data)
    assert annotate(source, tmp_path / "copy.parquet").exit_code == 2
    assert list(tmp_path.iterdir()) == [source]


def test_a_column_that_is_made_to_fill_memories_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    junk = pa.DictionaryArray.from_arrays(pa.array([0] * 9000, pa.int32()), ["x" * 900_000])
    made = pa.table({"text": ["Sain et sauf."] * 9000, "junk": junk})
    pq.write_table(made, source, compression="zstd", store_schema=False)
    assert source.stat().st_size < 20_000
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30));"
        "from scrapelint.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--jobs", "1", source.name]
        + ["--annotate", "found", "--annotate-to", "copy.parquet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "error[too-large]: a.parquet: no copy in copy.parquet: row group 1" in done.stderr
    assert list(tmp_path.iterdir()) == [source]


def test_a_copy_that_cannot_be_written_is_told(source: Path, tmp_path: Path) -> None:
    result = annotate(source, tmp_path / "no-folder" / "copy.jsonl")
    assert result.exit_code == 2
    assert "not written: no such file or directory" in result.stderr


WRONG = [
    (("a.jsonl", "--annotate", "found"), "--annotate and --annotate-to need each other"),
    (("a.jsonl", "--annotate-to", "b.jsonl"), "--annotate and --annotate-to need each other"),
    (("a.jsonl", "--annotate", "x", "--annotate-to", "b", "--fix"), "not with --fix or --diff"),
    (("a.txt", "--annotate", "x", "--annotate-to", "b"), "takes one file, which ends in .jsonl"),
    (("a.jsonl.gz", "--annotate", "x", "--annotate-to", "b"), "takes one file"),
    (("a.jsonl", "b.jsonl", "--annotate", "x", "--annotate-to", "c"), "takes one file"),
    (("a.jsonl", "--annotate", "x", "--annotate-to", "./a.jsonl"), "must name another file"),
]


@pytest.mark.parametrize(("arguments", "why"), WRONG, ids=lambda value: str(value)[:40])
def test_what_cannot_be_meant_is_told(
    source: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(source.parent)
    result = check(*arguments)
    assert result.exit_code == 2
    assert why in result.stderr


def test_dolma_has_a_line_for_each_text(source: Path) -> None:
    lines = check(source, "--output-format", "dolma").stdout.splitlines()
    told_ = [json.loads(line) for line in lines]
    assert [each["id"] for each in told_[:2]] == ["1", f"{source}:2"]
    assert len(told_) == 5
    first = told_[0]["attributes"]
    assert first == {"scrapelint__glued-sentences": [[12, 13, 1.0]]}
    assert told_[2]["attributes"] == {}
