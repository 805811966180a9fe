"""Whatever kills it, a file is the old one or the new one, and the next run finishes the work."""

import gzip
import io
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapelint.records import jsonlines
from tests.promises.figures import record, size
from tests.promises.scene import FIX, NEW, OLD, Child, calls, can_trace, scrapelint, traced


@pytest.mark.skipif(not can_trace(), reason="strace cannot run here")
def test_killed_at_every_system_call(path: Path, tmp_path: Path) -> None:
    log, journal = tmp_path / "log", tmp_path / "journal"
    work = (*FIX, "--journal", journal, path)
    assert traced(log, [], *work).status == 0
    points = list(calls(log))
    left: Counter[bytes] = Counter()
    for name, nth in points:
        path.write_bytes(OLD)
        journal.unlink(missing_ok=True)
        ended = traced(log, [f"{name}:signal=KILL:when={nth}"], *work)
        assert ended.status == -signal.SIGKILL, (name, nth)
        left[path.read_bytes()] += 1
        assert set(left) <= {OLD, NEW}, (name, nth)
        assert scrapelint(*work).status == 0
        assert path.read_bytes() == NEW
        assert list(path.parent.iterdir()) == [path], (name, nth)
        assert scrapelint("undo", journal).status == 0
        assert path.read_bytes() == OLD
    assert left[OLD]
    assert left[NEW]
    told = f"{left[OLD]} old, {left[NEW]} new, 0 lost, 0 leftovers after the next run"
    record("killed at every system call", f"{len(points)} calls: {told}")


RECORD = b'{"text": "Il part.Elle reste, et la ville dort."}\n' * 8


def table() -> bytes:
    out = io.BytesIO()
    rows = pa.table({"text": ["Il part.Elle reste."] * 8, "n": range(8)})
    pq.write_table(rows, out, row_group_size=3)
    return out.getvalue()


@pytest.mark.skipif(not can_trace(), reason="strace cannot run here")
@pytest.mark.parametrize(
    ("name", "old", "step"),
    [
        ("a.jsonl", RECORD, 1),
        ("a.jsonl.gz", gzip.compress(RECORD * 2, mtime=0) * 2, size(5, 1)),
        ("a.parquet", table(), size(6, 1)),
    ],
    ids=["jsonl", "gz", "parquet"],
)
def test_files_of_many_texts_killed_at_system_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: bytes, step: int
) -> None:
    monkeypatch.setattr(jsonlines, "BLOCK", 100)
    path, log = tmp_path / "folder" / name, tmp_path / "log"
    path.parent.mkdir()
    path.write_bytes(old)
    assert traced(log, [], *FIX, path).status == 0
    new = path.read_bytes()
    left: Counter[bytes] = Counter()
    points = list(calls(log))[::step]
    for call, nth in points:
        path.write_bytes(old)
        ended = traced(log, [f"{call}:signal=KILL:when={nth}"], *FIX, path)
        assert ended.status in {-signal.SIGKILL, 0}, (call, nth)  # pyarrow varies in its calls
        left[path.read_bytes()] += 1
        assert set(left) <= {old, new}, (call, nth)
        assert scrapelint(*FIX, path).status == 0
        assert path.read_bytes() == new
        assert list(path.parent.iterdir()) == [path], (call, nth)
    assert left[old]
    assert left[new]
    told = f"{left[old]} old, {left[new]} new, 0 lost, 0 leftovers after the next run"
    record(f"{name}, killed at system calls", f"{len(points)} calls: {told}")


def test_killed_at_random_over_a_folder(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number:03d}.txt" for number in range(40)]
    chance = random.Random(7)  # noqa: S311 - no secret
    left: Counter[bytes] = Counter()
    leftovers, kills = 0, size(25, 5000)
    for each in paths:
        each.write_bytes(OLD)
    began = time.monotonic()
    scrapelint(*FIX, tmp_path)
    whole = time.monotonic() - began
    for _ in range(kills):
        for each in paths:
            each.write_bytes(OLD)
        child = Child(*FIX, tmp_path)
        child.let_go()
        time.sleep(chance.random() * whole)
        os.kill(child.pid, signal.SIGKILL)
        child.end()
        left += Counter(each.read_bytes() for each in paths)
        leftovers += len(list(tmp_path.iterdir())) - len(paths)
        assert scrapelint(*FIX, tmp_path).status == 0
        assert {each.read_bytes() for each in paths} == {NEW}
        assert sorted(tmp_path.iterdir()) == paths
    assert set(left) <= {OLD, NEW}
    told = f"{left[OLD]} old, {left[NEW]} new, 0 lost; {leftovers} temporary files, all swept"
    record("killed at random", f"{kills} kills × {len(paths)} files: {told}")
