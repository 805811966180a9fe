"""Large files, written piece by piece."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scrapelint import store
from scrapelint.files import FileProblem, Identity, Url, reason
from scrapelint.writer.folder import SUFFIX, keep, locked
from scrapelint.writer.whole import begun, check, complete, fill, sync, take_place


class _Pieces:
    """A new file that is written piece by piece.

    All methods raise FileProblem, and nothing is left of the new file when one does.
    """

    _handle = -1
    size = 0
    """Bytes written so far."""

    @property
    def path(self) -> Path:
        """Return where it is for the time being."""
        raise NotImplementedError

    def write(self, data: bytes) -> None:
        """Add some bytes."""
        with self._cautious():
            fill(self._handle, data)
            self.size += len(data)

    def mend(self, offset: int, data: bytes) -> None:
        """Write over what was written at an offset."""
        with self._cautious():
            os.lseek(self._handle, offset, os.SEEK_SET)
            fill(self._handle, data)
            os.lseek(self._handle, self.size, os.SEEK_SET)

    def drop(self) -> None:
        """Leave nothing of the new file."""
        handle, self._handle = self._handle, -1
        with suppress(OSError):
            os.close(handle)
        with suppress(OSError):
            self.path.unlink()

    @contextmanager
    def _cautious(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.drop()
            raise FileProblem("refused", f"not written: {reason(error)}") from error
        except BaseException:
            self.drop()
            raise


class Growing(_Pieces):
    """A file that is written piece by piece and then takes the place of another, or of none.

    What `replace` promises holds here too: until `commit` the old file is as it was.
    """

    def __init__(self, path: Path, *, identity: Identity | None) -> None:
        """Begin beside a file with that identity, or, without one, where anything may stand."""
        self._path, self._identity = path, identity
        self._status: os.stat_result | None = None
        try:
            with locked(path.parent) as folder:
                if identity:
                    self._status = check(folder, path.name, identity)
                self._temporary, self._handle = begun(folder, self._status)
                keep(self._handle)
        except OSError as error:
            raise FileProblem("refused", f"not written: {reason(error)}") from error

    @property
    def path(self) -> Path:
        """Return where it is for the time being."""
        return self._path.parent / self._temporary

    def commit(self) -> None:
        """Give the new file its name."""
        with self._cautious(), locked(self._path.parent) as folder:
            complete(self._handle, folder, self._path.name, self._status)
            if self._identity:
                check(folder, self._path.name, self._identity)
            take_place(folder, self._temporary, self._path.name, self._identity)
            os.close(self._handle)
            self._handle = -1
            sync(folder)


class Upload(_Pieces):
    """A file that is written piece by piece on this machine and then brought into a store."""

    def __init__(self, url: Url) -> None:
        """Begin."""
        self._url = url
        from tempfile import mkstemp  # noqa: PLC0415 - slow to load, and seldom needed

        try:
            self._handle, self._name = mkstemp(SUFFIX)
        except OSError as error:
            raise FileProblem("refused", f"not written: {reason(error)}") from error

    @property
    def path(self) -> Path:
        """Return where it is for the time being."""
        return Path(self._name)

    def commit(self) -> None:
        """Bring the file into the store."""
        try:
            store.put(self._name, self._url)
        finally:
            self.drop()
