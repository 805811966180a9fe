"""One new file in place of an old one, or of none, in one step."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from scrapelint.exchange import exchange
from scrapelint.files import FileProblem, Identity, reason
from scrapelint.writer.folder import SUFFIX, locked

_Mark = tuple[int, int, int]
"""Number, size and time of a file."""


def replace(path: Path, data: bytes, *, identity: Identity) -> None:
    """Put new bytes in place of a file that is still the one with that identity.

    The file keeps its mode, owner and extended attributes. Raises FileProblem: `refused` for
    links, files with several names and files that may not be written or cannot keep what they
    have; `changed` when somebody else wrote meanwhile. The old file is then untouched.
    """
    try:
        with locked(path.parent) as folder:
            status = check(folder, path.name, identity)
            put(folder, path.name, [data], status, identity)
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error


def put(
    folder: int,
    name: str,
    chunks: Iterable[bytes],
    status: os.stat_result | None,
    identity: Identity | None,
) -> None:
    """Write a file in a folder that is locked: what may be there has that status and identity."""
    temporary, handle = begun(folder, status)
    try:
        try:
            for chunk in chunks:
                fill(handle, chunk)
            complete(handle, folder, name, status)
        finally:
            os.close(handle)
        if identity:
            check(folder, name, identity)
        take_place(folder, temporary, name, identity)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise
    sync(folder)


def begun(folder: int, status: os.stat_result | None) -> tuple[str, int]:
    """Open a new file for what is to take the place of another, or of none."""
    temporary = f".{os.urandom(8).hex()}{SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return temporary, os.open(temporary, flags, 0o600 if status else 0o666, dir_fd=folder)


def fill(handle: int, data: bytes) -> None:
    """Write bytes, all of them."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def check(folder: int, name: str, identity: Identity) -> os.stat_result:
    """Return the status of a file that may be replaced. Raises FileProblem."""
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem(
            "refused", "a link, not changed; --follow-symlinks changes what it leads to"
        )
    if status.st_nlink > 1:
        raise FileProblem("refused", "has several names (hard links), not changed")
    if not status.st_mode & stat.S_IWUSR or not os.access(name, os.W_OK, dir_fd=folder):
        raise FileProblem("refused", "may not be written, not changed")
    if Identity.of(status) != identity:
        raise FileProblem("changed", "changed since it was read, not changed again")
    return status


def complete(handle: int, folder: int, name: str, status: os.stat_result | None) -> None:
    """Give the new file what the old one has, and see it onto the disk."""
    if status:
        _keep(handle, folder, name, status)
    os.fsync(handle)


def _keep(handle: int, folder: int, name: str, status: os.stat_result) -> None:
    """Give the new file the owner, mode and extended attributes of the old one."""
    mine = os.fstat(handle)
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if not hasattr(os, "listxattr"):
        return
    old = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        kept = os.listxattr(old)
        for attribute in set(os.listxattr(handle)).difference(kept):
            os.removexattr(handle, attribute)  # an access list that the folder gives new files
        for attribute in kept:
            os.setxattr(handle, attribute, os.getxattr(old, attribute))
    finally:
        os.close(old)


def take_place(folder: int, temporary: str, name: str, identity: Identity | None) -> None:
    """Give the new file the name of the old one, unless that turns out to be another by now.

    Where the system can exchange two names, the old file is looked at once more afterwards: what
    was saved at the very moment gets its name back.
    """
    ours = _mark(folder, temporary)
    if not identity or not exchange(folder, temporary, name):
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    elif _mark(folder, temporary) == _mark_of(identity):
        with suppress(OSError):  # the next run sweeps it away
            os.unlink(temporary, dir_fd=folder)
    else:
        exchange(folder, temporary, name)
        if _mark(folder, temporary) != ours:  # saved once more, over ours: that is the last word
            exchange(folder, temporary, name)
        raise FileProblem("changed", "changed since it was read, not changed again")


def _mark(folder: int, name: str) -> _Mark | None:
    """Return what tells a file and its content from others, or None where it cannot be known."""
    try:
        return _mark_of(Identity.of(os.stat(name, dir_fd=folder, follow_symlinks=False)))
    except OSError:
        return None


def _mark_of(identity: Identity) -> _Mark:
    return identity[1:4]  # a change of name shows in its last time


def sync(folder: int) -> None:
    """See the new name onto the disk too."""
    try:
        os.fsync(folder)
    except OSError as error:
        told = f"written, but a loss of power may take it back: {reason(error)}"
        raise FileProblem("refused", told) from error
