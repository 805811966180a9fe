"""A full or failing disk costs nothing, and is told."""

import errno
import os
import resource
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.figures import CAMPAIGN, record
from tests.promises.scene import FIX, NEW, OLD, Ended, calls, can_trace, scrapelint, traced

ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EPERM", "EINTR")
FALLIBLE = {
    *("access", "close", "faccessat2", "fchmod", "fchown", "fgetxattr", "flistxattr", "flock"),
    *("fsetxattr", "fsync", "getdents64", "lseek", "newfstatat", "openat", "read", "readlink"),
    *("renameat", "renameat2", "unlinkat", "write"),
}


def check(path: Path, ended: Ended, *, once: bool, at: object) -> bool:
    """See that nothing is lost, silent or left over; tell whether the file is the old one."""
    left = path.read_bytes()
    assert left in {OLD, NEW}, at
    if left == OLD:
        assert ended.status == 2 if once else ended.status, (at, ended)
    if left == OLD and once:
        assert str(path) in ended.output or ended.output.startswith("Error: "), (at, ended)
    if once:
        assert list(path.parent.iterdir()) == [path], at
    return left == OLD


def injections(points: list[tuple[str, int]], at: int, error: str, *, once: bool) -> Iterator[str]:
    """Yield what makes one call fail, or it and all that come later."""
    name, nth = points[at]
    if once:
        yield f"{name}:error={error}:when={nth}"
        return
    made = Counter(name for name, _ in points[:at])
    for each in sorted({name for name, _ in points}):
        yield f"{each}:error={error}:when={made[each] + 1}+"


@pytest.mark.skipif(not can_trace(), reason="strace cannot run here")
@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
def test_an_error_of_every_system_call(path: Path, tmp_path: Path, *, once: bool) -> None:
    log, journal = tmp_path / "log", tmp_path / "journal"
    work = (*FIX, "--journal", journal, path)
    assert traced(log, [], *work).status == 0
    points = [(name, nth) for name, nth in calls(log) if name in FALLIBLE]
    errors = ERRORS if once else ERRORS[:-1]  # interrupted for ever, any program would try for ever
    runs = old = 0
    for at in range(len(points)):
        for error in errors if CAMPAIGN else [errors[at % len(errors)]]:
            path.write_bytes(OLD)
            journal.unlink(missing_ok=True)
            ended = traced(log, list(injections(points, at, error, once=once)), *work)
            assert "(INJECTED)" in log.read_text(encoding="utf-8"), (points[at], error)
            runs += 1
            clean = once and points[at][0] != "unlinkat"  # else the next run sweeps
            old += check(path, ended, once=clean, at=(points[at], error))
            assert scrapelint(*work).status == 0
            assert path.read_bytes() == NEW
            assert list(path.parent.iterdir()) == [path], (points[at], error)
            assert scrapelint("undo", journal).status == 0, (points[at], error)
            assert path.read_bytes() == OLD
    when = "once" if once else "from then on"
    told = f"{runs} runs: {old} old and told, {runs - old} new, 0 lost, 0 silent, 0 leftovers"
    record(f"an error of every system call, {when}", told)


def smaller_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(OLD), len(OLD)))


def test_a_file_may_not_grow(path: Path) -> None:
    ended = scrapelint(*FIX, path, prepare=smaller_files)
    assert check(path, ended, once=True, at="limit")
    assert os.strerror(errno.EFBIG).lower() in ended.output


def test_writes_that_come_short(path: Path, tmp_path: Path) -> None:
    def short() -> None:
        vars(os)["write"] = lambda handle, data: write(handle, data[:7])

    write = os.write
    assert scrapelint(*FIX, "--journal", tmp_path / "journal", path, prepare=short).status == 0
    assert path.read_bytes() == NEW
    assert scrapelint("undo", tmp_path / "journal").status == 0
    assert path.read_bytes() == OLD


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(disk: Path) -> None:
    left: Counter[str] = Counter()
    for pages in range(9, 16):
        path = disk / "a.txt"
        path.write_bytes(OLD)
        filler = disk / "filler"
        filler.write_bytes(b"-" * pages * 4096)
        journal = disk / "journal"
        ended = scrapelint(*FIX, "--journal", journal, path)
        filler.unlink()
        journal.unlink(missing_ok=True)
        told = "old and told" if check(path, ended, once=True, at=pages) else "new"
        left[told] += 1
        path.unlink()
    assert len(left) == 2, left
    new, old = left["new"], left["old and told"]
    record("a full disk", f"{new} new, {old} old and told, 0 lost, 0 silent")


def test_a_journal_that_met_a_full_disk_still_undoes_the_rest(disk: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(60)]
    for each in paths:
        each.write_bytes(OLD)
    (disk / "filler").write_bytes(b"-" * 50_000)
    journal = disk / "journal"
    assert scrapelint(*FIX, "--journal", journal, *paths).status == 2
    changed = [each for each in paths if each.read_bytes() == NEW]
    assert 0 < len(changed) < len(paths)
    (disk / "filler").unlink()
    assert scrapelint(*FIX, "--journal", journal, *paths).status == 0
    assert {each.read_bytes() for each in paths} == {NEW}
    assert scrapelint("undo", journal).status == 0
    assert {each.read_bytes() for each in paths} == {OLD}


def test_a_journal_whose_last_line_was_cut_off_is_carried_on(path: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    journal.write_bytes(b'{"version": 1, "pa')
    assert scrapelint(*FIX, "--journal", journal, path).status == 0
    assert scrapelint("undo", journal).status == 0
    assert path.read_bytes() == OLD
