"""Only what was asked for is written, and it keeps what it had, or the file is let alone."""

import os
import random
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.promises.figures import record, size
from tests.promises.scene import (
    FIX,
    NEW,
    NOBODY,
    OLD,
    Child,
    become_nobody,
    open_to_nobody,
    scrapelint,
)

CHECK = ("check", *FIX[2:])
SAME = (1, 2, OLD)  # a check reads it, a repair is refused
REPAIRED = (1, 0, NEW)


def access_list(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


ALL = 0xFFFFFFFF
LIST = access_list((1, 6, ALL), (2, 6, 1234), (4, 4, ALL), (16, 6, ALL), (32, 4, ALL))


def kept(path: Path) -> object:
    """Return all that a file has beside its bytes and its times."""
    status = path.lstat()
    attributes = {
        name: os.getxattr(path, name, follow_symlinks=False)
        for name in os.listxattr(path, follow_symlinks=False)
    }
    return status.st_mode, status.st_uid, status.st_gid, status.st_nlink, attributes


def link(path: Path, folder: Path) -> None:
    path.rename(folder / "real.txt")
    path.symlink_to(folder / "real.txt")


def link_in_a_linked_folder(path: Path) -> None:
    outside = path.parent.parent / "outside"
    path.parent.rename(outside)
    path.parent.symlink_to(outside)


def run(*command: str | Path) -> None:
    if (
        not shutil.which(str(command[0]))
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip(f"{command[0]} does not work here")


def given_to(owner: int) -> Callable[[Path], None]:
    def give(path: Path) -> None:
        if os.geteuid():
            pytest.skip("only root can give files away")
        os.chown(path, owner, owner)

    return give


def inherits(path: Path) -> None:
    os.setxattr(path.parent, "system.posix_acl_default", LIST)


def bound(path: Path) -> None:
    other = path.parent.parent / "other"
    other.write_bytes(OLD)
    run("mount", "--bind", other, path)


CELLS: dict[str, tuple[Callable[[Path], object], tuple[int, int, bytes]]] = {
    "plain": (Path.stat, REPAIRED),
    "mode 0640": (lambda path: path.chmod(0o640), REPAIRED),
    "set-user-id": (lambda path: path.chmod(0o4755), REPAIRED),
    "other owner": (given_to(1234), REPAIRED),
    "attribute": (lambda path: os.setxattr(path, "user.origin", b"there"), REPAIRED),
    "access list": (lambda path: os.setxattr(path, "system.posix_acl_access", LIST), REPAIRED),
    "list of the folder": (inherits, REPAIRED),
    "link inside": (lambda path: link(path, path.parent), SAME),
    "link outside": (lambda path: link(path, path.parent.parent), SAME),
    "folder is a link": (link_in_a_linked_folder, REPAIRED),
    "two names": (lambda path: path.with_name("b").hardlink_to(path), SAME),
    "read-only": (lambda path: path.chmod(0o444), SAME),
    "immutable": (lambda path: run("chattr", "+i", path), SAME),
    "append-only": (lambda path: run("chattr", "+a", path), SAME),
    "bound": (bound, SAME),
}


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "folder" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    yield path
    subprocess.run(["umount", path], capture_output=True, check=False)
    if path.exists():
        subprocess.run(["chattr", "-ia", path], capture_output=True, check=False)


@pytest.mark.parametrize("name", CELLS)
def test_a_file_is_repaired_with_all_it_has_or_let_alone(path: Path, name: str) -> None:
    prepare, (check, fix, after) = CELLS[name]
    prepare(path)
    before, names = kept(path), sorted(path.parent.iterdir())
    for command, status, content in ((CHECK, check, OLD), (FIX, fix, after)):
        ended = scrapelint(*command, path)
        assert ended.status == status, ended.output
        assert path.read_bytes() == content
        assert kept(path) == before
        assert sorted(path.parent.iterdir()) == names
        assert ("error[refused]" in ended.output) == (status == 2)


def test_the_figure_of_the_matrix() -> None:
    refused = sum(fix == 2 for _, (_, fix, _) in CELLS.values())
    told = f"{len(CELLS) - refused} repaired with all they had, {refused} refused with a reason"
    record("kinds of files × check and --fix", f"{len(CELLS)} kinds: {told}; no check wrote")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("owner", [NOBODY, 1234], ids=["own", "of another"])
def test_who_may_not_keep_the_owner_writes_nothing(path: Path, owner: int) -> None:
    path.parent.chmod(0o777)
    path.chmod(0o666)
    os.chown(path, owner, owner)
    open_to_nobody(path.parent)
    ended = scrapelint(*FIX, path, prepare=become_nobody)
    own = owner == NOBODY
    assert ended.status == (0 if own else 2), ended.output
    assert path.read_bytes() == (NEW if own else OLD)
    assert path.stat().st_uid == owner
    assert list(path.parent.iterdir()) == [path]


@contextmanager
def swapping(path: Path, canary: Path) -> Iterator[list[int]]:
    """Turn a file into a link to a canary and back, all the time; yields the count."""
    swaps, over = [0], threading.Event()

    def swap() -> None:
        spare, aside = path.with_name("spare"), path.with_name("aside")
        while not over.is_set():
            spare.symlink_to(canary)
            path.replace(aside)
            spare.replace(path)
            aside.replace(path)
            swaps[0] += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield swaps
    finally:
        over.set()
        thread.join()


def unread(path: Path) -> tuple[int, ...]:
    """Return what only a change of a file or its metadata moves; reading moves its last reading."""
    found = path.stat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def test_a_link_swapped_in_leads_no_write_outside(path: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_bytes(OLD)
    before = unread(canary)
    ends = {0: 0, 2: 0}
    child = Child(*FIX, path)
    with swapping(path, canary) as swaps:
        while swaps[0] < size(2_000, 1_000_000):
            child.let_go()
            ends[child.end().status] += 1
            assert canary.read_bytes() == OLD
            child = Child(*FIX, path)
    child.let_go()
    child.end()
    assert canary.read_bytes() == OLD
    assert unread(canary) == before
    told = f"{swaps[0]} swaps, {sum(ends.values())} repairs tried: canary 0 changes"
    record("a file swapped for a link", told)


def is_there(path: Path, text: bytes) -> bool:
    return path.read_bytes().replace(b"part. Elle", b"part.Elle") == text


def test_an_editor_and_several_scrapelints_lose_no_edit(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    paths = [tmp_path / f"{number}.txt" for number in range(4)]
    written = dict.fromkeys(paths, OLD)
    for each in paths:
        each.write_bytes(OLD)
    saves, trials = 0, size(12, 2000)
    lost: list[bytes] = []
    for _ in range(trials):
        children = [Child(*FIX, tmp_path) for _ in range(3)]
        for child in children:
            child.let_go()
        until = time.monotonic() + 0.25
        while time.monotonic() < until:
            each = chance.choice(paths)
            if not is_there(each, written[each]):
                time.sleep(0.05)  # what was exchanged for it may be on its way back
                lost += [] if is_there(each, written[each]) else [written[each]]
            saves += 1
            written[each] = f"{saves}\n".encode() + OLD
            if chance.random() < 0.5:
                each.write_bytes(written[each])
            else:
                each.with_name("new").write_bytes(written[each])
                each.with_name("new").replace(each)
            time.sleep(chance.random() * 0.01)
        assert {child.end().status for child in children} <= {0, 2}
    for each in paths:
        lost += [] if is_there(each, written[each]) else [written[each]]
    assert scrapelint(*FIX, tmp_path).status == 0
    assert sorted(tmp_path.iterdir()) == paths
    assert not lost
    record("three scrapelints and an editor at once", f"{trials} times, {saves} saves: 0 lost")
