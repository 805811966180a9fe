"""Journals, to which line after line is added, and files that are begun."""

import os
from contextlib import suppress
from pathlib import Path

from scrapelint.files import FileProblem, reason
from scrapelint.writer.folder import wait_for
from scrapelint.writer.whole import fill


def begin(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises FileProblem, `refused` if it is."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error
    try:
        fill(handle, data)
        os.fsync(handle)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise FileProblem("refused", f"not written: {reason(error)}") from error
    finally:
        os.close(handle)


def append(path: Path, line: bytes, *, strike: bytes) -> None:
    """Add a line to a journal, and see it onto the disk. Raises FileProblem.

    A line that a kill or a full disk left half written is first ended with the mark that
    strikes it out.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o666)
        try:
            wait_for(handle)
            _add_line(handle, line, strike, path.parent)
        finally:
            os.close(handle)
    except OSError as error:
        raise FileProblem("refused", f"journal not written: {reason(error)}") from error


def _add_line(handle: int, line: bytes, strike: bytes, parent: Path) -> None:
    size = os.fstat(handle).st_size
    cut_off = size and os.pread(handle, 1, size - 1) != b"\n"
    try:
        fill(handle, strike + line if cut_off else line)
        os.fsync(handle)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise
    if not size:
        _keep_name(parent)


def _keep_name(parent: Path) -> None:
    """See the name of a new journal onto the disk, before any file is changed."""
    folder = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
