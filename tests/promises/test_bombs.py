"""Small files cannot take big memory, and large ones of many texts take no more than small ones."""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import bombs
from tests.promises.figures import record, size
from tests.promises.test_memory import SCRIPT

LIMIT = 1 << 30
MOST = 500_000_000
"""Bytes that a run over a small file may hold, the program and pyarrow among them."""
BOMBED: list[int] = []

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is not told here"
)


def run(path: Path, *options: str) -> tuple[int, int, str]:
    """Return the exit status, the most bytes that were held at once, and what was said."""
    command = [sys.executable, "-c", SCRIPT, "check", "--isolated", "--jobs", "1", *options]
    ended = subprocess.run(
        [*command, "--output-format", "concise", str(path)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
        check=False,
    )
    found = re.search(r"VmHWM:\s*(\d+) kB", ended.stdout[-5000:])
    assert found, ended.stderr
    return ended.returncode, int(found[1]) * 1024, ended.stderr


@pytest.mark.parametrize("name", bombs.BOMBS)
def test_a_bomb_is_told_and_does_not_go_off(tmp_path: Path, name: str) -> None:
    file, make = bombs.BOMBS[name]
    path = tmp_path / file
    path.write_bytes(make())
    status, most, told = run(path, "--select", "glued-sentences")
    assert status == 2, told
    assert "Traceback" not in told
    assert re.search(r"error\[(too-large|unreadable|bad-record|no-text)\]", told), told
    assert most < MOST, f"{most / 1e6:.0f} MB"
    BOMBED.append(most)
    most = max(BOMBED) // 10**6
    record("bombs", f"{len(BOMBED)} files under a limit of 1 GB, all told, {most} MB at most")


@pytest.mark.parametrize("options", [(), ("--fix",)], ids=["check", "fix"])
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "native")  # or a scanner would come in on the way
    most = []
    for factor in (1, 8):
        path = tmp_path / f"{factor}.jsonl"
        with path.open("wb") as file:
            file.writelines(bombs.lines(size(30, 4000) * factor))
            file.writelines([json.dumps({"title": "x" * 900}).encode() + b"\n"] * 5000 * factor)
        status, held, told = run(path, "--lang", "fr", "--select", "glued-sentences", *options)
        assert status == (0 if options else 1), told
        most.append((path.stat().st_size, held))
    (small, held), (large, more) = most
    mode = options[0] if options else "check"
    told = f"{small / 1e6:.0f} MB: {held / 1e6:.0f} MB at most; {large / 1e6:.0f} MB: "
    record(f"memory for many records, {mode}", f"{told}{more / 1e6:.0f} MB at most")
    assert more < held + 20_000_000
