"""Checking a folder runs nothing in it, and lets it decide nothing but what is checked."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.promises.bad_places import BAD, GOOD
from tests.promises.figures import record
from tests.promises.oracles import UNSEEN, acts, commands
from tests.promises.traps import LYING, SECRET, SETTINGS

WATCHED = ROOT / "tests" / "promises" / "watched.py"
TEMPORARY = re.compile(r"/\.[0-9a-f]{16}\.scrapelint-tmp\Z")


@dataclass(frozen=True)
class Seen:
    """What came of a run: its exit status, what it printed, and what it did, by kind."""

    status: int
    output: str
    did: dict[str, list[str]]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder, outside = tmp_path / "hostile", tmp_path / "outside"
    folder.mkdir()
    (outside / "boilerplate").mkdir(parents=True)
    (outside / "secret.txt").write_bytes(SECRET)
    (outside / "settings.toml").write_text("fix = true\n", encoding="utf-8")
    for lay in LYING.values():
        lay(folder)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "SCRAPELINT_CACHE_DIR": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def watched(folder: Path, *command: str) -> Seen:
    """Run scrapelint in a folder as its script does, and return what it did."""
    ended = run(folder, str(WATCHED), *command)
    output, _, account = ended.stdout.rpartition("\n")
    seen = json.loads(account)
    did: defaultdict[str, list[str]] = defaultdict(list)
    for kind, what in seen["did"]:
        did[kind].append(what)
    return Seen(seen["status"], output + ended.stderr, dict(did))


def state(top: Path) -> dict[str, object]:
    """Return what is in a folder and beside it, and all that a change would move."""
    found: dict[str, object] = {}
    for path in [top, *top.rglob("*")]:
        status = path.lstat()
        moved = (
            status.st_mode,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        found[str(path.relative_to(top))] = moved
    return found


def judge(folder: Path, seen: Seen) -> None:
    """See that nothing in the folder was run or led outside, and that no output acts."""
    assert not {"process", "socket", "pickle.find_class"} & set(seen.did), seen.did
    assert not [name for name in seen.did.get("run", ()) if name.startswith(str(folder))]
    outside = str(folder.parent / "outside")
    touched = [name for kind in ("read", "write", "list") for name in seen.did.get(kind, ())]
    assert not [name for name in touched if name.startswith(outside) or name == "/"]
    assert commands(seen.output) == []
    assert acts(seen.output) == set()
    assert not UNSEEN.search(seen.output)
    assert "Traceback" not in seen.output


def test_a_check_does_nothing_but_read(hostile: Path) -> None:
    before = state(hostile.parent)
    seen = watched(hostile, "check", "--output-format", "concise", ".")
    judge(hostile, seen)
    assert seen.status == 2, seen.output
    told = [line for line in seen.output.splitlines() if line.startswith("error[")]
    assert {line.partition(": line")[0] for line in told} == {"error[bad-record]: a.jsonl"}
    assert not {"write", "change", "ctypes.dlopen"} & set(seen.did), seen.did
    assert "passed over: " in seen.output
    assert state(hostile.parent) == before


def test_a_repair_writes_what_was_found_damaged_and_nothing_else(hostile: Path) -> None:
    before = state(hostile.parent)
    damaged = {path for path in hostile.iterdir() if path.is_file() and not path.is_symlink()}
    damaged = {path for path in damaged if path.suffix == ".txt" and path.read_bytes() == BAD}
    seen = watched(hostile, "check", "--fix", "--select", "glued-sentences", ".")
    judge(hostile, seen)
    assert len(damaged) == 16
    assert [name for name in seen.did["write"] if not TEMPORARY.search(name)] == []
    assert len(seen.did["write"]) == len(damaged)
    assert {path for path in damaged if path.read_bytes() != GOOD} == set()
    after = state(hostile.parent)
    names = {str(path.relative_to(hostile.parent)) for path in damaged}
    changed = {name for name in before.keys() | after if before.get(name) != after.get(name)}
    assert changed == {*names, hostile.name}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_cannot_make_it_write_run_or_look_elsewhere(hostile: Path, name: str) -> None:
    SETTINGS[name](hostile)
    before = state(hostile.parent)
    seen = watched(hostile, "check", "--fix", ".")
    judge(hostile, seen)
    assert seen.status == 2, seen.output
    assert re.match(r"Error: .*\.toml: ", seen.output), seen.output
    assert not {"write", "change", "ctypes.dlopen"} & set(seen.did), seen.did
    assert state(hostile.parent) == before


def test_modules_in_the_current_folder_are_not_imported(hostile: Path) -> None:
    (hostile / "scrapelint.py").unlink()  # Python itself takes these first
    for path in (hostile / "scrapelint").iterdir():
        path.unlink()
    (hostile / "scrapelint").rmdir()
    ended = run(hostile, "-m", "scrapelint", "check", "CON.txt")
    assert "CON.txt:1:8: error glued-sentences" in ended.stdout, ended.stderr
    assert not (hostile / "TRAPPED").exists()


def test_the_watch_sees_what_is_done(hostile: Path) -> None:
    deeds = (
        "import sys, json; from tests.promises import watched; sys.addaudithook(watched.watch)",
        "import conftest, pickle, socket, subprocess, ctypes, os",
        "pickle.load(open('pickle.txt', 'rb')); socket.socket(); subprocess.run(['true'])",
        "ctypes.CDLL(None); open('new', 'w'); os.remove('new'); os.listdir('..')",
        "print(json.dumps(watched.did))",
    )
    for name in ("json.py", "re.py", "ctypes.py", "sitecustomize.py", "usercustomize.py"):
        (hostile / name).unlink()  # they would end this before it begins
    (hostile / "tests" / "conftest.py").unlink()
    (hostile / "tests").rmdir()
    ended = run(hostile, "-c", "\n".join(deeds))
    done = {kind for kind, _ in json.loads(ended.stdout)}
    assert done >= {"run", "process", "socket", "write", "read", "change", "list"}, ended.stderr
    assert done >= {"ctypes.dlopen", "pickle.find_class"}
    assert ["run", str(hostile / "conftest.py")] in json.loads(ended.stdout)


def test_the_figure_of_the_traps() -> None:
    record(
        "a hostile folder",
        f"{len(LYING) + len(SETTINGS)} traps: 0 files written, 0 processes, 0 sockets, 0 files "
        "read outside, 0 imports from the linted folder",
    )
