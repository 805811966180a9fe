"""Reports and other files of which nobody needs to know what was there before."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scrapelint.files import FileProblem, Stored, Url, reason
from scrapelint.writer.folder import SUFFIX, locked, sweep
from scrapelint.writer.growing import Upload
from scrapelint.writer.whole import fill, put

_CHUNK = 1 << 20
"""Bytes of a report that are copied at once."""


def create(path: Stored, data: bytes | Iterable[bytes]) -> None:
    """Write a file, new or not, or to a pipe, a device or a store. Raises FileProblem.

    The bytes may come in pieces, of which only one at a time is in memory.
    """
    pieces = [data] if isinstance(data, bytes) else data
    if isinstance(path, Url):
        _upload(path, pieces)
        return
    draft = Draft(path)
    for piece in pieces:
        draft.write(piece)
    draft.place()


def _upload(url: Url, pieces: Iterable[bytes]) -> None:
    file = Upload(url)
    try:
        for piece in pieces:
            file.write(piece)
    except BaseException:
        file.drop()
        raise
    file.commit()


class Draft:
    """A report that grows, on its way to a file, new or not, or to a pipe or device.

    A file takes its name only when the report is whole. Until then its bytes stand on the same
    disk without a name, so that nothing is left of them if the run ends. All raise FileProblem.
    """

    def __init__(self, path: Path) -> None:
        """Make room for it."""
        with _told():
            self._path = path if path.exists() and not path.is_file() else path.resolve()
            self._kept = _kept(self._path)

    def write(self, data: bytes) -> None:
        """Add what comes next."""
        with _told():
            fill(self._kept.fileno(), data)

    def place(self) -> None:
        """Give the file its name: the report is whole."""
        with _told(), self._kept:
            if not stat.S_ISREG(os.fstat(self._kept.fileno()).st_mode):
                return
            self._kept.seek(0)
            chunks = iter(lambda: self._kept.read(_CHUNK), b"")
            sweep(self._path.parent)
            with locked(self._path.parent) as folder:
                put(folder, self._path.name, chunks, None, None)


def _kept(path: Path) -> IO[bytes]:
    """Return a file without a name beside the one that will be, or the pipe or device itself."""
    if path.exists() and not path.is_file():
        flags = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC
        return os.fdopen(os.open(path, flags), "wb", buffering=0)
    from tempfile import TemporaryFile  # noqa: PLC0415 - slow to load, and seldom needed

    return TemporaryFile(buffering=0, dir=path.parent, prefix=".", suffix=SUFFIX)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the system says as a problem."""
    try:
        yield
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error
