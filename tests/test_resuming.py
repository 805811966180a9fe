"""A run that was stopped goes on where it was, and its report is that of one run."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.linter import Linter
from scrapelint.records import jsonlines, rows
from scrapelint.rulebook import load_rules
from tests.promises.articles import article

RULES = load_rules()
TEXTS = [article(random.Random(seed)) for seed in range(60)]  # noqa: S311 - no secret


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.setattr(jsonlines, "BLOCK", 2000)
    monkeypatch.setattr(rows, "_BLOCK", 2000)
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps({"text": text}) + "\n" for text in TEXTS]
    lines.insert(7, "not json\n")
    lines.insert(20, '{"n": 1}\n')
    Path("a.jsonl").write_text("".join(lines), encoding="utf-8")
    pq.write_table(pa.table({"text": TEXTS}), "b.parquet", row_group_size=9)
    for number, text in enumerate(TEXTS[:9]):
        Path(f"{number}.txt").write_bytes(text.encode())
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", "--lang", "fr", *arguments])


class Stopped(BaseException):
    """What a kill is to a run in the same process."""


@pytest.mark.parametrize("form", ["full", "jsonl"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_was_stopped_goes_on_and_tells_what_one_run_tells(
    monkeypatch: pytest.MonkeyPatch, form: str, jobs: str
) -> None:
    paths = ("a.jsonl", "b.parquet", *(f"{n}.txt" for n in range(9)))
    expected = run("--output-format", form, *paths)
    check, seen = Linter.check, []

    def checked(self: Linter, text: str) -> object:
        seen.append(text)
        if len(seen) == 40:
            raise Stopped
        return check(self, text)

    monkeypatch.setattr(Linter, "check", checked)
    with pytest.raises(Stopped):
        CliRunner().invoke(
            main, ["check", "--isolated", "--lang", "fr", "--resume", "state", *paths]
        )
    state = Path("state").read_bytes()
    Path("state").write_bytes(state + b"half a li")
    seen[:] = TEXTS
    resumed = run("--output-format", form, "--resume", "state", "--jobs", jobs, *paths)
    assert (resumed.stdout, resumed.stderr) == (expected.stdout, expected.stderr)
    assert resumed.exit_code == expected.exit_code == 2
    if jobs == "1":
        assert len(TEXTS) < len(seen) - len(TEXTS) < 2 * len(TEXTS) + 9 - 20
    seen[:] = TEXTS
    again = run("--output-format", form, "--resume", "state", *paths)
    assert (again.stdout, len(seen)) == (expected.stdout, len(TEXTS))


def test_a_repair_goes_on_too() -> None:
    before = Path("a.jsonl").read_bytes()
    run("--fix", "--resume", "state", "a.jsonl")
    expected = Path("a.jsonl").read_bytes()
    assert expected != before
    for length in (3, 6):
        Path("a.jsonl").write_bytes(before)
        lines = Path("state").read_bytes().splitlines(keepends=True)
        Path("state").write_bytes(b"".join(lines[:length]))
        run("--fix", "--resume", "state", "a.jsonl")
        assert Path("a.jsonl").read_bytes() == expected


def test_what_changed_meanwhile_is_looked_at_again() -> None:
    run("--resume", "state", "a.jsonl")
    lines = Path("a.jsonl").read_text("utf-8").splitlines(keepends=True)
    lines[30] = '{"text": "Il part.Elle reste."}\n'
    Path("a.jsonl").write_text("".join(lines), encoding="utf-8")
    assert run("--resume", "state", "a.jsonl").stdout == run("a.jsonl").stdout


def test_a_state_of_other_options_is_refused() -> None:
    run("--resume", "state", "0.txt")
    result = run("--resume", "state", "--select", "spacing", "0.txt")
    assert result.exit_code == 2
    assert "Error: state: of a run with other options, rules or fields" in result.stderr
    Path("junk").write_bytes(b"junk\n")
    assert run("--resume", "junk", "0.txt").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_leaves_a_file_of_many_texts_as_it_was() -> None:
    line = json.dumps({"text": "Il part.Elle reste. " * 500}) + "\n"
    Path("long.jsonl").write_text(line * 400, encoding="utf-8")
    before = Path("long.jsonl").read_bytes()
    command = ["check", "--isolated", "--lang", "fr", "--fix", "--jobs", "1", "long.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "scrapelint", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        while not any(name.endswith("-tmp") for name in os.listdir()):  # noqa: PTH208
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == 130
    assert b"error[stopped]: long.jsonl: stopped before its end; not changed" in told
    assert Path("long.jsonl").read_bytes() == before
    assert not any(name.endswith("-tmp") for name in os.listdir())  # noqa: PTH208
