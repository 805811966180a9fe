"""Several processes: the same outcomes in the same order, also when one of them dies."""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scrapelint import pool, processes
from scrapelint.cli import main
from scrapelint.looking import Seen
from scrapelint.pool import Task

DAMAGED, SOUND = "Il part.Elle reste.\n", "Il part. Elle reste.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pool, "_MANY", 2)
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(DAMAGED if number % 2 else SOUND, "utf-8")
    (tmp_path / "8.txt").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def run(*options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", "--isolated", "--lang", "fr", *options])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("options", [(), ("--output-format", "jsonl"), ("--diff",)])
def test_any_number_of_processes_tells_the_same(options: tuple[str, ...]) -> None:
    one = run(*options, "--jobs", "1")
    assert one[0] == 2
    assert "8.txt" in one[2]
    assert run(*options, "--jobs", "2") == run(*options, "--jobs", "7") == one


def test_any_number_of_processes_repairs_the_same(folder: Path) -> None:
    status, _, _ = run("--fix", "--jobs", "3")
    assert status == 2
    assert {(folder / f"{n}.txt").read_text("utf-8") for n in range(8)} == {SOUND}


def test_few_files_take_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pool, "_MANY", 64)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", none)
    assert run("--jobs", "8")[0] == 2


def test_one_block_of_records_takes_no_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise AssertionError

    (folder / "a.jsonl").write_text('{"text": "Il part.Elle reste."}\n', "utf-8")
    monkeypatch.setattr(pool, "_TASK", 1)  # the block is as much as a process is given
    monkeypatch.setattr(processes, "ProcessPoolExecutor", none)
    assert run("a.jsonl", "--jobs", "8")[0] == 1


def deadly(task: Task) -> list[list[Seen]]:
    if Path("3.txt") in task:
        os._exit(9)
    return processes._look_at(task)  # noqa: SLF001 - what is patched away


def test_a_process_that_dies_takes_one_file_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check it with forks, which take the patch along."""
    _, before, told_before = run("--jobs", "1", "--output-format", "jsonl")

    class Deadly(ProcessPoolExecutor):
        def submit(self, _: object, *arguments: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
            return super().submit(deadly, *arguments)

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Deadly)
    status, after, told = run("--jobs", "2", "--output-format", "jsonl")
    assert status == 2
    assert set(before.splitlines()) - set(after.splitlines()) == {
        line for line in before.splitlines() if "3.t" in line
    }
    assert set(told.splitlines()) - set(told_before.splitlines()) == {
        "error[process-died]: 3.txt: the process that looked at it died"
    }
