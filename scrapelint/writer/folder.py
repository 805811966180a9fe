"""Folders, each held by one scrapelint at a time, and swept of what a killed one left."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scrapelint.files import FileProblem, reason

try:
    import fcntl
except ImportError:  # Windows: no lock; the check of the identity remains
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".scrapelint-tmp"
"""What the names of files end with that are not whole yet."""
_PATIENCE = 5.0
"""Seconds to wait for another scrapelint that is writing in the same folder."""


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, if it is not there. Raises FileProblem."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem("refused", f"not written: {path}: {reason(error)}") from error


def sweep(folder: Path) -> None:
    """Remove what a killed scrapelint left in a folder, unless another is writing there.

    It reads the names of the whole folder, so a run does it once a folder, not once a file.
    """
    with suppress(OSError, FileProblem), locked(folder, patience=0.0) as handle:
        _sweep(handle)


@contextmanager
def locked(path: Path, patience: float = _PATIENCE) -> Iterator[int]:
    """Hold a folder open, alone among scrapelints."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        wait_for(folder, patience)
        yield folder
    finally:
        with suppress(OSError):  # nothing was written through it
            os.close(folder)


def wait_for(folder: int, patience: float = _PATIENCE) -> None:
    """Lock a folder or a file once no other scrapelint does. Raises FileProblem."""
    if fcntl is None:
        return
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise FileProblem("changed", "another scrapelint is writing here") from None
            time.sleep(0.02)
        else:
            return


def _sweep(folder: int) -> None:
    """Remove temporary files: whoever made them is gone, for the folder is locked.

    What grows for longer than the folder can be locked is locked itself.
    """
    for name in os.listdir(folder):
        if name.startswith(".") and name.endswith(SUFFIX):
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            ours = os.geteuid() in {0, status.st_uid}  # root's may have been given away already
            if stat.S_ISREG(status.st_mode) and ours and not _is_growing(folder, name):
                os.unlink(name, dir_fd=folder)


def keep(handle: int) -> None:
    """Keep others from sweeping away a file that grows."""
    if fcntl:
        fcntl.flock(handle, fcntl.LOCK_EX)


def _is_growing(folder: int, name: str) -> bool:
    """Tell whether somebody is writing a temporary file piece by piece."""
    if fcntl is None:
        return False
    handle = os.open(
        name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder
    )
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
