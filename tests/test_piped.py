"""Records on standard input: checked as those of a file, and repaired on their way out."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.records import csvfile, jsonlines, jsonlist
from scrapelint.through import Through

SOUND, DAMAGED = "All is well on the river today.", "The ferry left at ten.It came back , late."
REPAIRED = "The ferry left at ten. It came back, late."
LINES = "".join(
    json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate([SOUND, DAMAGED])
)
LONG = (json.dumps({"text": f"{SOUND} " * 300 + DAMAGED}) + "\n").encode()
NAMES = {
    "a.jsonl": LINES,
    "a.json": f'[{{"text": "{SOUND}"}},\n {{"text": "{DAMAGED}"}} ]\n',
    "a.csv": f'id,text\n1,"{SOUND}"\n2,"{DAMAGED}"\n',
    "a.tsv": f"id\ttext\n1\t{SOUND}\n2\t{DAMAGED}\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*options: str, stdin: str | bytes, name: str = "a.jsonl") -> Result:
    command = ["check", "--isolated", *options, "--stdin-filename", name, "-"]
    return CliRunner().invoke(main, command, input=stdin)


def found(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found_is_what_is_found_in_a_file(name: str, folder: Path) -> None:
    (folder / name).write_text(NAMES[name], encoding="utf-8")
    command = ["check", "--isolated", "--output-format", "jsonl", name]
    there = CliRunner().invoke(main, command)
    piped = check("--output-format", "jsonl", stdin=NAMES[name], name=name)
    assert piped.stdout == there.stdout
    assert {finding["record"] for finding in found(piped)} == {2}
    assert piped.exit_code == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("jobs", "12")
def test_repaired_records_go_out(
    name: str, jobs: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (jsonlines, jsonlist, csvfile):
        monkeypatch.setattr(module, "BLOCK", 64)
    result = check("--fix", "--jobs", jobs, stdin=NAMES[name], name=name)
    assert result.stdout == NAMES[name].replace(DAMAGED, REPAIRED)
    assert "Repaired 2 places in 1 text" in result.stderr
    assert result.exit_code == 0
    assert not list(folder.iterdir())


def test_a_diff_changes_nothing() -> None:
    lines = check("--diff", stdin=LINES).stdout.splitlines()
    assert lines[0] == "--- a.jsonl"
    assert [line[0] for line in lines[3:]] == ["-", "+"]


@pytest.mark.parametrize(
    ("name", "stdin", "told"),
    [
        ("a.jsonl", LINES + '{"text": 1e400, \n' + LINES, "error[bad-record]: a.jsonl: line 3"),
        ("a.jsonl", LINES + '{"text": "caf\udce9"}', "line 3: not UTF-8"),
        ("a.json", '[{"text": "Well."}, {"text": "b.C', "the list is not closed"),
        ("a.csv", "id,caf\udce9\n1,2\n", "not UTF-8"),
        ("a.jsonl", '\ufeff{"text": "One, two."}\r\n\r\n{"text": "a"}', ""),
        ("a.jsonl", "", ""),
    ],
)
def test_what_cannot_be_read_goes_out_as_it_came(name: str, stdin: str, told: str) -> None:
    data = stdin.encode("utf-8", "surrogateescape")
    result = check("--fix", stdin=data, name=name)
    assert told in result.stderr
    assert result.exit_code == 2 * bool(told)
    assert result.stdout_bytes == data.replace(DAMAGED.encode(), REPAIRED.encode())


def test_nothing_is_lost_if_the_end_is_not_looked_at() -> None:
    here, out = os.pipe()
    os.write(out, b"".join(b"%d\n" % number for number in range(100)))
    os.close(out)
    gone: list[bytes] = []
    with os.fdopen(here, "rb") as stream:
        through = Through(stream, gone.append)
        first, *_ = jsonlines.blocks(Path("a"), lambda _: through.read(50))
        through.take(first, [])
        through.rest()
    assert b"".join(gone) == b"".join(b"%d\n" % number for number in range(100))


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.jsonl.gz", "decompress it on the way"), ("a.parquet", "name the file")],
)
def test_what_must_be_read_from_any_place_is_refused(name: str, told: str) -> None:
    result = check("--fix", stdin=b"PAR1", name=name)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_there_is_nothing_to_undo_in_a_pipe(name: str, folder: Path) -> None:
    result = check("--fix", "--journal", "journal", stdin=LINES, name=name)
    assert result.exit_code == 2
    assert "--journal is for files" in result.stderr
    assert result.stdout == ""
    assert not list(folder.iterdir())


def test_any_other_name_is_that_of_a_text() -> None:
    result = check("--output-format", "jsonl", stdin=LINES, name="a.txt")
    assert all("record" not in finding for finding in found(result))


def started(*options: str) -> "subprocess.Popen[bytes]":
    command = (sys.executable, "-m", "scrapelint", "check", "--isolated", *options)
    return subprocess.Popen(
        (*command, "--stdin-filename", "a.jsonl", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"SCRAPELINT_ENGINE": "pure"},  # compiling takes longer than they do
    )


def feed(stdin: IO[bytes], ended: threading.Event) -> None:
    """Write more than a block, and leave standard input open until that is wanted no more."""
    stdin.write(LONG * (3 * jsonlines.BLOCK // len(LONG)))
    stdin.flush()
    ended.wait(60)
    stdin.close()


@pytest.mark.parametrize("options", [("--fix",), ("--output-format", "concise")])
def test_what_came_is_told_before_there_is_more(options: tuple[str, ...]) -> None:
    ended = threading.Event()
    with started("--jobs", "1", "--select", "spacing", *options) as run:
        assert run.stdin
        assert run.stdout
        writer = threading.Thread(target=feed, args=(run.stdin, ended))
        writer.start()
        assert run.stdout.readline()
        assert not ended.is_set()
        ended.set()
        run.stdout.read()
        writer.join()


def test_it_ends_when_nobody_reads() -> None:
    with started("--jobs", "1", "--fix", "--select", "spacing") as run:
        assert run.stdin
        assert run.stdout
        run.stdout.close()
        with suppress(BrokenPipeError):
            for _ in range(1000):
                run.stdin.write(LONG)
            pytest.fail("all was read")
        with suppress(BrokenPipeError):
            run.stdin.close()
        assert run.wait() == 2
