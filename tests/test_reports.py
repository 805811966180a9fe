"""Reports: several from one run, each to its place."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.report.report import FORMATS

DAMAGED = "Il part.Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
NOT_YET = "Le pont.Il est là.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "b.txt").write_text(NOT_YET, encoding="utf-8")
    (tmp_path / "sound.md").write_text("Il part. Elle reste.\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", *map(str, arguments)])


def alone(form: str) -> str:
    """Return what a report is in a run of its own, without the figures for people."""
    result = run("--output", f"{form}:alone")
    assert result.exit_code == 1, result.output
    return Path("alone").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_whatever_others_are_written(form: str) -> None:
    others = [part for each in FORMATS for part in ("--output", f"{each}:together-{each}")]
    assert run(*others).exit_code == 1
    assert alone(form) == Path(f"together-{form}").read_text(encoding="utf-8")


def test_one_goes_to_standard_output_and_others_to_files() -> None:
    result = run("--output", "concise:-", "--output", "json:out.json")
    lines = [line for line in result.stdout.splitlines() if line[:2] in {"a.", "b."}]
    assert lines == alone("concise").splitlines()
    assert len(json.loads(Path("out.json").read_text(encoding="utf-8"))) == len(lines)
    assert "3 findings in 2 of 3 files." in result.stdout


def test_the_format_for_standard_output_is_kept_beside_others() -> None:
    result = run("--output-format", "jsonl", "--output", "json:out.json")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert read == json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert run("--output", "json:out.json").stdout == ""


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--output", "jsn:x"], "no format is called `jsn`; did you mean `json`?"),
        (["--output", "json"], "`json` names no file; `json:-` is standard output"),
        (["--output", "json:"], "`json:` names no file"),
        (["--output", "json:-", "--output", "full:-"], "two reports are to go to standard output"),
        (["--output", "json:x", "-o", "x"], "two reports are to go to `x`"),
        (["--output", "json:x", "--diff"], "--diff shows changes, --output takes reports"),
        (["--output", "json:none/x"], "none/x: not written: no such file or directory"),
    ],
)
def test_what_cannot_be_written_is_said_before_any_file_is_read(
    options: list[str], reason: str
) -> None:
    result = run(*options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_a_report_in_the_folder_that_is_repaired(folder: Path) -> None:
    result = run("--fix", "--output", "jsonl:out.jsonl")
    assert result.exit_code == 1
    assert Path("out.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert "Le pont. Il est là." in Path("b.txt").read_text(encoding="utf-8")
    assert not list(folder.glob(".*"))


def test_an_old_report_stays_until_the_new_one_is_whole() -> None:
    Path("out.json").write_text("old", encoding="utf-8")
    assert run("none.txt", "--output", "json:out.json").exit_code == 2
    assert Path("out.json").read_text(encoding="utf-8") == "[]\n"
    Path("out.json").write_text("old", encoding="utf-8")
    assert run("--select", "nonsense", "--output", "json:out.json").exit_code == 2
    assert Path("out.json").read_text(encoding="utf-8") == "old"


def test_a_report_goes_into_a_pipe(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "scrapelint", "check", "--output", "concise:pipe"]
    with subprocess.Popen([*command, "--output", "json:/dev/stdout"], stdout=subprocess.PIPE) as it:
        assert pipe.read_text(encoding="utf-8").count("\n") == 3
        assert it.stdout is not None
        assert len(json.load(it.stdout)) == 3
    assert it.returncode == 1


def test_files_are_written_though_nobody_reads_what_is_printed(folder: Path) -> None:
    command = [sys.executable, "-m", "scrapelint", "check", "--output", "full:-"]
    with subprocess.Popen([*command, "--output", "json:out.json"], stdout=subprocess.PIPE) as it:
        assert it.stdout is not None
        it.stdout.close()
    assert len(json.loads((folder / "out.json").read_text(encoding="utf-8"))) == 3


@pytest.mark.parametrize("form", set(FORMATS) - {"full", "concise", "json", "jsonl", "statistics"})
def test_a_format_is_loaded_only_when_it_is_asked_for(form: str) -> None:
    module = f"scrapelint.report.{FORMATS[form].partition(':')[0]}"
    code = f"import sys, scrapelint.cli; assert '{module}' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
