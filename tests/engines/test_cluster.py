"""`scrapelint check --engine`: what one process prints and writes, byte for byte."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.engines.conftest import Timer
from tests.engines.corpus import MANY, WORKERS, articles

ENGINES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(not find_spec(package), reason="needs the extra `engines`"),
    )
    for name, package in (("ray", "ray"), ("spark", "pyspark"))
]
HOSTILE = [
    b'{"id": 1, "text": "Il a dit non.Puis oui."}',
    b"",
    b'{"id": 2, "text": "half a pair: \\ud83d, and a\\u00e9b.Un"}\r',
    b'{"id": 3, "text": "cut off',
    b'{"id": 4, "title": "no text"}',
    b'{"id": 5, "text": "\xff"}',
    b'{"id": 6, "text": "::error::Il part.Elle reste.\\n\\nEt , puis  rien"}',
]
SCRAPELINT = (sys.executable, "-m", "scrapelint")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with records in files of several kinds, and texts that are files."""
    folder = tmp_path_factory.mktemp("cluster") / "corpus"
    (folder / "texts").mkdir(parents=True)
    rows = [row for row in articles(MANY).to_pylist() if row["text"]]
    lines = [json.dumps(row, ensure_ascii=bool(n % 2)).encode() for n, row in enumerate(rows)]
    third = len(lines) // 3
    write(folder / "a.jsonl", [*lines[:third], *HOSTILE, *lines[third : 2 * third]])
    write(folder / "b.jsonl.gz", lines[2 * third :])
    write(folder / "hostile.ndjson", HOSTILE[::-1])
    write(folder / "empty.jsonl", [])
    for row in rows[:40]:
        path = folder / "texts" / f"{row['id']}.txt"
        path.write_text(row["text"] + "\n", encoding="utf-8")
    (folder / "texts" / "no-text.txt").write_bytes(b"a\0\xff\n")
    return folder


def write(path: Path, lines: list[bytes]) -> None:
    data = b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def run(*arguments: str, cwd: Path) -> tuple[int, bytes]:
    done = subprocess.run(
        [*SCRAPELINT, "check", "--lang", "fr", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": ""},
    )
    assert done.returncode in {0, 1, 2}, done.stderr.decode()
    return done.returncode, done.stdout


def clustered(engine: str) -> tuple[str, ...]:
    return ("--engine", engine, "--jobs", str(WORKERS))


ARGUMENTS = ("--output-format", "jsonl", "corpus", "corpus/texts/no-text.txt")


@pytest.fixture(scope="module")
def printed(corpus: Path) -> tuple[int, bytes]:
    """Return what one process prints."""
    told = run("--jobs", "1", *ARGUMENTS, cwd=corpus.parent)
    assert told[1].count(b"\n") > MANY / 6
    return told


@pytest.fixture(scope="module")
def repaired(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object]:
    """Return what one process prints and writes."""
    other = tmp_path_factory.mktemp("alone") / "corpus"
    shutil.copytree(corpus, other)
    told = run("--jobs", "1", "--fix", "corpus", cwd=other.parent)
    assert b"Repaired" in told[1]
    return told, contents(other)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cluster_prints_what_one_process_does(
    corpus: Path, printed: tuple[int, bytes], engine: str, timed: Timer
) -> None:
    with timed(f"check --engine {engine}"):
        there = run(*clustered(engine), *ARGUMENTS, cwd=corpus.parent)
    assert there == printed


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cluster_repairs_what_one_process_does(
    corpus: Path, repaired: tuple[object, object], engine: str, tmp_path: Path
) -> None:
    shutil.copytree(corpus, tmp_path / "corpus")
    told = run(*clustered(engine), "--fix", "corpus", cwd=tmp_path)
    assert (told, contents(tmp_path / "corpus")) == repaired


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_worker_that_is_killed_changes_nothing(
    corpus: Path, printed: tuple[int, bytes], engine: str, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(
            [*SCRAPELINT, "check", "--lang", "fr", *clustered(engine), *ARGUMENTS],
            cwd=corpus.parent,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        kill_a_worker(process.pid, engine)
        status = process.wait(timeout=600)
    assert (status, (tmp_path / "out").read_bytes()) == printed


def kill_a_worker(root: int, engine: str) -> None:
    """Kill the first process below another that is at a task."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for pid in below(root):
            if is_at_a_task(pid, engine):
                os.kill(pid, signal.SIGKILL)
                return
        time.sleep(0.01)
    raise AssertionError("no worker was seen at a task")


def is_at_a_task(pid: int, engine: str) -> bool:
    if engine == "ray":
        return said(pid, "cmdline").startswith("ray::attempt")
    return "pyspark.daemon" in said(pid, "cmdline") and "pyspark.daemon" in said(
        parent(pid), "cmdline"
    )


def below(root: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    parents = {
        int(p.name): parent(int(p.name)) for p in Path("/proc").iterdir() if p.name.isdigit()
    }
    found, fresh = set(), {root}
    while fresh:
        found |= fresh
        fresh = {pid for pid, above in parents.items() if above in fresh} - found
    return sorted(found - {root})


def parent(pid: int) -> int:
    stat = said(pid, "stat")
    return int(stat.rpartition(")")[2].split()[1]) if stat else 0


def said(pid: int, what: str) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def test_an_engine_that_is_not_installed_is_told(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['ray'] = None\nfrom scrapelint.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", hidden, "check", "--engine", "ray"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--engine ray: not installed: pip install 'scrapelint[ray]'" in done.stderr
