"""The only code that writes: a file is replaced whole or left as it was."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


class WriteError(Exception):
    """A file that was not written; the message says why, the old one is untouched."""


def replace(path: Path, data: bytes, *, expected: bytes) -> None:
    """Put new bytes in place of a file that still holds the expected ones.

    The bytes go to a new file in the same folder, onto the disk, and then take the name of the
    old file in one step. Raises WriteError for links, files with several names, files that may
    not be written, and files that changed since they were read.
    """
    try:
        _check(path, expected)
        _write(path, data, stat.S_IMODE(path.stat().st_mode))
    except OSError as error:
        raise WriteError(error.strerror or str(error)) from error


def create(path: Path, data: bytes) -> None:
    """Write a report to a file, new or not. Raises WriteError."""
    try:
        _write(path, data, stat.S_IMODE(path.stat().st_mode) if path.exists() else _new_mode())
    except OSError as error:
        raise WriteError(error.strerror or str(error)) from error


def _check(path: Path, expected: bytes) -> None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("a link or no regular file; not changed")
    if status.st_nlink > 1:
        raise WriteError("has several names (hard links); not changed")
    if not os.access(path, os.W_OK) or not status.st_mode & stat.S_IWUSR:
        raise WriteError("may not be written; not changed")
    if path.read_bytes() != expected:
        raise WriteError("changed since it was read; not changed again")


def _write(path: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(prefix=".scrapelint-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power failure, where the system lets folders be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _new_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
