"""How far a run is, and that it is told on a terminal only."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scrapelint.cli.progress import line


@pytest.mark.parametrize(
    ("done", "total", "seconds", "told"),
    [
        (0, 1000, 1.0, "0 bytes, 0 bytes/s"),
        (500, 1000, 1.0, " 50% of 1 kB, 500 bytes/s, 1 s left"),
        (3_000_000, 4_300_000_000, 1.0, "  0% of 4.3 GB, 3 MB/s, 23 min 52 s left"),
        (3_000, 43_000_000, 1.0, "  0% of 43 MB, 3 kB/s, 3 h 58 min left"),
        (5_000_000, None, 2.0, "5 MB, 2 MB/s"),
    ],
)
def test_it_tells_how_far_how_fast_and_how_long(
    done: int, total: int | None, seconds: float, told: str
) -> None:
    assert line(done, total, seconds) == told


def on_a_terminal(*options: str) -> tuple[str, str]:
    """Return what a run prints on stdout and on a terminal that is its stderr."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "scrapelint", "check", "--isolated", "--lang", "fr", *options],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    told = b""
    try:
        while piece := os.read(ours, 10_000):
            told += piece
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    return ended.stdout.decode(), told.decode()


def test_it_is_shown_on_a_terminal_and_gone_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    record = json.dumps({"text": "Il part.Elle reste. " * 100}) + "\n"
    Path("a.jsonl").write_text(record * 300, encoding="utf-8")
    printed, shown = on_a_terminal("--jobs", "1", "--output-format", "concise", "a.jsonl")
    assert "left" in shown
    assert "\x1b" not in printed
    assert shown.endswith("\r\x1b[2K")
    printed, shown = on_a_terminal("--jobs", "1", "--quiet", "a.jsonl")
    assert (printed, shown) == ("", "")
