"""Fixed copies: what is copied where, and that nothing else is touched."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.records import jsonlines
from scrapelint.rulebook import load_rules

RULES = load_rules()
OLD, NEW = "Il part.Elle reste.\n", "Il part. Elle reste.\n"
RECORDS = "".join(json.dumps({"n": n, "text": OLD}) + "\n" for n in range(30))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "in/a.jsonl": RECORDS,
        "in/b.jsonl": '{"text": "Oui."}\n',
        "in/deep/c.txt": OLD,
        "in/deep/d.txt": "Oui.\n",
        "in/e.json": "{}",
        "f/c.txt": OLD,
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    (tmp_path / "in/deep/g.txt").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", "--lang", "fr", *arguments])


def below(folder: str) -> dict[str, bytes]:
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_folder_is_copied_with_repairs_and_left_alone() -> None:
    before = below("in")
    result = run("--fixed-copy", "out", "in")
    assert result.exit_code == 2  # one file is no text
    assert below("in") == before
    assert below("out") == {
        "a.jsonl": RECORDS.replace("part.E", "part. E").encode(),
        "b.jsonl": before["b.jsonl"],
        "deep/c.txt": NEW.encode(),
        "deep/d.txt": before["deep/d.txt"],
        "deep/g.txt": before["deep/g.txt"],
    }


@pytest.mark.parametrize("to", ["new.jsonl", "new/x.jsonl"])
def test_one_file_is_copied_to_a_file(to: str) -> None:
    assert run("--fixed-copy", to, "in/a.jsonl").exit_code == 0
    assert Path(to).read_text("utf-8") == RECORDS.replace("part.E", "part. E")


def test_one_file_is_copied_into_a_folder_that_is_there() -> None:
    Path("out").mkdir()
    assert run("--fixed-copy", "out", "in/b.jsonl").exit_code == 0
    assert [*below("out")] == ["b.jsonl"]


def test_no_copy_takes_the_place_of_its_file_or_of_another_copy() -> None:
    before = below(".")
    for arguments in (("in", "in"), ("in/a.jsonl", "in/a.jsonl")):
        result = run("--fixed-copy", *arguments)
        assert result.exit_code == 2
        assert "its fixed copy would take its place" in result.stderr
        assert below(".") == before
    result = run("--fixed-copy", "out", "in/deep/c.txt", "f/c.txt")
    assert "another fixed copy has that name already" in result.stderr
    assert [*below("out")] == ["c.txt"]


@pytest.mark.parametrize("other", [("--fix",), ("--diff",), ("--journal", "j")])
def test_what_makes_no_sense_with_it_is_refused(other: tuple[str, ...]) -> None:
    result = run("--fixed-copy", "out", *other, "in")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not here")
def test_a_diff_of_records_is_what_a_repair_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "BLOCK", 100)
    text = RECORDS.replace('{"n": 7', '\n{"n": 7').replace('"n": 11', "bad")
    Path("a.jsonl").write_text(text, encoding="utf-8")
    told = run("--diff", "a.jsonl").stdout
    assert told.count("--- a.jsonl") == 1
    subprocess.run(["patch", "-p0", "--quiet"], input=told.encode(), check=True)
    patched = Path("a.jsonl").read_text("utf-8")
    Path("a.jsonl").write_text(text, encoding="utf-8")
    run("--fix", "a.jsonl")
    assert patched == Path("a.jsonl").read_text("utf-8") != text
