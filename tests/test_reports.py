"""Reports: several from one run, each to its place."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.report.report import FORMATS
from tests.conftest import ROOT
from tests.promises.traps import LYING
from tests.test_formats import CHECKS, sarif

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


def started(folder: Path, *reports: str) -> subprocess.Popen[bytes]:
    """Return a run that waits until somebody reads its last report."""
    os.mkfifo(folder / "pipe")
    command = [sys.executable, "-m", "scrapelint", "check", "--jobs", "1"]
    options = [part for report in (*reports, "full:pipe") for part in ("--output", report)]
    return subprocess.Popen([*command, *options, "."], stderr=subprocess.PIPE)


def test_a_run_that_is_killed_leaves_no_half_report(folder: Path) -> None:
    (folder / "out.json").write_text("old", encoding="utf-8")
    before = sorted([*folder.iterdir(), folder / "pipe"])
    with started(folder, "json:out.json", "sarif:out.sarif") as process:
        os.close(os.open("pipe", os.O_RDONLY))
        process.kill()
    assert sorted(folder.iterdir()) == before
    assert (folder / "out.json").read_text(encoding="utf-8") == "old"


def test_a_run_that_is_stopped_says_so_in_its_reports(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.txt").write_text(DAMAGED * 300, encoding="utf-8")
    with started(folder, "sarif:out.sarif") as process:
        with (folder / "pipe").open("rb") as pipe:
            pipe.readline()
            process.send_signal(signal.SIGINT)
            pipe.read()
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert process.returncode == 130
    assert "error[stopped]: .: stopped before all was checked" in told
    log = json.loads((folder / "out.sarif").read_text(encoding="utf-8"))
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False


def test_files_are_written_though_nobody_reads_what_is_printed(folder: Path) -> None:
    command = [sys.executable, "-m", "scrapelint", "check", "--output", "full:-"]
    with subprocess.Popen([*command, "--output", "json:out.json"], stdout=subprocess.PIPE) as it:
        assert it.stdout is not None
        it.stdout.close()
    assert len(json.loads((folder / "out.json").read_text(encoding="utf-8"))) == 3


@pytest.mark.parametrize("place", ["examples", "hostile"])
def test_every_report_of_one_run_is_taken_by_its_readers(folder: Path, place: str) -> None:
    texts = ROOT / "examples"
    if place == "hostile":
        texts = folder / "hostile"
        texts.mkdir()
        (folder / "outside").mkdir()
        for lay in LYING.values():
            lay(texts)
    reports = [part for form in FORMATS for part in ("--output", f"{form}:{form}")]
    status = run(*reports, texts).exit_code
    for form, check in CHECKS.items():
        text = Path(form).read_text(encoding="utf-8")
        check(text)
        assert "glued-sentences" in text
    sarif().validate(json.loads(Path("sarif").read_text(encoding="utf-8")))
    counts = [json.loads(Path(form).read_text(encoding="utf-8")) for form in ("figures", "json")]
    assert status == (2 if "not checked" in Path("github").read_text(encoding="utf-8") else 1)
    assert counts[0]["findings"] == len(counts[1])
    errors = [rule["findings"] for rule in counts[0]["rules"] if rule["severity"] == "error"]
    assert sum(errors) == sum(found["severity"] == "error" for found in counts[1])


def test_the_same_texts_give_the_same_reports(folder: Path) -> None:
    for number in range(150):  # enough for two processes
        (folder / f"{number}.txt").write_text(DAMAGED * (number % 7), encoding="utf-8")
    reports = [part for form in FORMATS for part in ("--output", f"{form}:reports/{form}")]
    (folder / "reports").mkdir()
    seen = set()
    for seed, jobs in (("0", "1"), ("1", "2"), ("2", "2")):
        command = [sys.executable, "-m", "scrapelint", "check", "--jobs", jobs, *reports]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=False)
        seen.add(tuple((folder / "reports" / form).read_bytes() for form in FORMATS))
    assert len(seen) == 1
    assert all(len(report) > 50 for report in seen.pop())


@pytest.mark.parametrize(
    "form", sorted(set(FORMATS) - {"full", "concise", "json", "jsonl", "statistics"})
)
def test_a_format_is_loaded_only_when_it_is_asked_for(form: str) -> None:
    module = f"scrapelint.report.{FORMATS[form].partition(':')[0]}"
    code = f"import sys, scrapelint.cli; assert '{module}' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
