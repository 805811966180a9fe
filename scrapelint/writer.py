"""The only code that writes: a file is replaced whole or left as it was.

The new bytes go to a file of their own in the same folder, onto the disk, and then take the
name of the old file in one step, so that at every moment, through a kill, a full disk or a loss
of power, the name leads to all of the old bytes or all of the new ones.
"""

import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from scrapelint import store
from scrapelint.exchange import exchange
from scrapelint.files import FileProblem, Identity, Location, Url, reason

try:
    import fcntl
except ImportError:  # Windows: no lock; the check of the identity remains
    fcntl = None  # type: ignore[assignment]

_SUFFIX = ".scrapelint-tmp"
_PATIENCE = 5.0
"""Seconds to wait for another scrapelint that is writing in the same folder."""
_CHUNK = 1 << 20
"""Bytes of a report that are copied at once."""
_Mark = tuple[int, int, int]
"""Number, size and time of a file."""


def replace(path: Path, data: bytes, *, identity: Identity) -> None:
    """Put new bytes in place of a file that is still the one with that identity.

    The file keeps its mode, owner and extended attributes. Raises FileProblem: `refused` for
    links, files with several names and files that may not be written or cannot keep what they
    have; `changed` when somebody else wrote meanwhile. The old file is then untouched.
    """
    try:
        with _locked(path.parent) as folder:
            status = _check(folder, path.name, identity)
            _put(folder, path.name, [data], status, identity)
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error


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
            _fill(self._handle, data)
            self.size += len(data)

    def mend(self, offset: int, data: bytes) -> None:
        """Write over what was written at an offset."""
        with self._cautious():
            os.lseek(self._handle, offset, os.SEEK_SET)
            _fill(self._handle, data)
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
            with _locked(path.parent) as folder:
                if identity:
                    self._status = _check(folder, path.name, identity)
                self._temporary, self._handle = _begin(folder, self._status)
                if fcntl:
                    fcntl.flock(self._handle, fcntl.LOCK_EX)  # or others would sweep it away
        except OSError as error:
            raise FileProblem("refused", f"not written: {reason(error)}") from error

    @property
    def path(self) -> Path:
        """Return where it is for the time being."""
        return self._path.parent / self._temporary

    def commit(self) -> None:
        """Give the new file its name."""
        with self._cautious(), _locked(self._path.parent) as folder:
            _complete(self._handle, folder, self._path.name, self._status)
            if self._identity:
                _check(folder, self._path.name, self._identity)
            _take_place(folder, self._temporary, self._path.name, self._identity)
            os.close(self._handle)
            self._handle = -1
            _sync(folder)


class Upload(_Pieces):
    """A file that is written piece by piece on this machine and then brought into a store."""

    def __init__(self, url: Url) -> None:
        """Begin."""
        self._url = url
        from tempfile import mkstemp  # noqa: PLC0415 - slow to load, and seldom needed

        try:
            self._handle, self._name = mkstemp(_SUFFIX)
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


def sweep(folder: Path) -> None:
    """Remove what a killed scrapelint left in a folder, unless another is writing there.

    It reads the names of the whole folder, so a run does it once a folder, not once a file.
    """
    with suppress(OSError, FileProblem), _locked(folder, patience=0.0) as handle:
        _sweep(handle)


def create(path: Location, data: bytes | Iterable[bytes]) -> None:
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
            _fill(self._kept.fileno(), data)

    def place(self) -> None:
        """Give the file its name: the report is whole."""
        with _told(), self._kept:
            if not stat.S_ISREG(os.fstat(self._kept.fileno()).st_mode):
                return
            self._kept.seek(0)
            chunks = iter(lambda: self._kept.read(_CHUNK), b"")
            sweep(self._path.parent)
            with _locked(self._path.parent) as folder:
                _put(folder, self._path.name, chunks, None, None)


def _kept(path: Path) -> IO[bytes]:
    """Return a file without a name beside the one that will be, or the pipe or device itself."""
    if path.exists() and not path.is_file():
        flags = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC
        return os.fdopen(os.open(path, flags), "wb", buffering=0)
    from tempfile import TemporaryFile  # noqa: PLC0415 - slow to load, and seldom needed

    return TemporaryFile(buffering=0, dir=path.parent, prefix=".", suffix=_SUFFIX)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the system says as a problem."""
    try:
        yield
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, if it is not there. Raises FileProblem."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem("refused", f"not written: {path}: {reason(error)}") from error


def begin(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises FileProblem, `refused` if it is."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        raise FileProblem("refused", f"not written: {reason(error)}") from error
    try:
        _fill(handle, data)
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
            _wait_for(handle)
            _add_line(handle, line, strike, path.parent)
        finally:
            os.close(handle)
    except OSError as error:
        raise FileProblem("refused", f"journal not written: {reason(error)}") from error


def _add_line(handle: int, line: bytes, strike: bytes, parent: Path) -> None:
    size = os.fstat(handle).st_size
    cut_off = size and os.pread(handle, 1, size - 1) != b"\n"
    try:
        _fill(handle, strike + line if cut_off else line)
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


@contextmanager
def _locked(path: Path, patience: float = _PATIENCE) -> Iterator[int]:
    """Hold a folder open, alone among scrapelints."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _wait_for(folder, patience)
        yield folder
    finally:
        with suppress(OSError):  # nothing was written through it
            os.close(folder)


def _wait_for(folder: int, patience: float = _PATIENCE) -> None:
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
        if name.startswith(".") and name.endswith(_SUFFIX):
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            ours = os.geteuid() in {0, status.st_uid}  # root's may have been given away already
            if stat.S_ISREG(status.st_mode) and ours and not _is_growing(folder, name):
                os.unlink(name, dir_fd=folder)


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


def _check(folder: int, name: str, identity: Identity) -> os.stat_result:
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


def _put(
    folder: int,
    name: str,
    chunks: Iterable[bytes],
    status: os.stat_result | None,
    identity: Identity | None,
) -> None:
    temporary, handle = _begin(folder, status)
    try:
        try:
            for chunk in chunks:
                _fill(handle, chunk)
            _complete(handle, folder, name, status)
        finally:
            os.close(handle)
        if identity:
            _check(folder, name, identity)
        _take_place(folder, temporary, name, identity)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise
    _sync(folder)


def _begin(folder: int, status: os.stat_result | None) -> tuple[str, int]:
    """Open a new file for what is to take the place of another, or of none."""
    temporary = f".{os.urandom(8).hex()}{_SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return temporary, os.open(temporary, flags, 0o600 if status else 0o666, dir_fd=folder)


def _complete(handle: int, folder: int, name: str, status: os.stat_result | None) -> None:
    """Give the new file what the old one has, and see it onto the disk."""
    if status:
        _keep(handle, folder, name, status)
    os.fsync(handle)


def _take_place(folder: int, temporary: str, name: str, identity: Identity | None) -> None:
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


def _sync(folder: int) -> None:
    """See the new name onto the disk too."""
    try:
        os.fsync(folder)
    except OSError as error:
        told = f"written, but a loss of power may take it back: {reason(error)}"
        raise FileProblem("refused", told) from error


def _fill(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


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
