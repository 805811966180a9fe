"""Reading files as they are: regular ones only, and so that a later change shows."""

import os
import stat
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import NamedTuple

LARGEST = 1 << 30
"""Bytes above which a file is not read unless asked for."""
_PIECE = 1 << 20


class Identity(NamedTuple):
    """What tells that a file is still the one that was read."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Identity":
        """Return the identity in a file's status; times are in nanoseconds."""
        return cls(
            status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )


class FileProblem(Exception):  # noqa: N818 - a problem is what it is, told by its code
    """Something that was asked for and not done; `code` says what kind of thing.

    The codes: `unreadable`, `not-utf8`, `too-large`, `changed`, `refused`, `not-stable`,
    `process-died`, `decided`, and for the records of a file `bad-record`, `no-text` and `stopped`.
    """

    def __init__(self, code: str, reason: str) -> None:
        """Keep the code beside the reason."""
        super().__init__(reason)
        self.code = code


class Problem(NamedTuple):
    """Something that was asked for and not done, with where it stands."""

    path: str
    code: str
    reason: str


def read(path: Path, *, largest: int = LARGEST) -> tuple[bytes, Identity]:
    """Return the bytes of a regular file, and its identity. Raises FileProblem.

    Links are followed here; what may be written through one is the writer's business. Pipes,
    devices and folders are refused without waiting for them.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _NONBLOCK | _CLOEXEC)
        try:
            before = _regular(handle, largest)
            data = _all(handle)
            after = os.fstat(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise FileProblem("unreadable", reason(error)) from error
    if Identity.of(before) != Identity.of(after) or len(data) != after.st_size:
        raise FileProblem("changed", "changed while it was read")
    return data, Identity.of(after)


class Url(NamedTuple):
    """The address of a file in a store; what may be secret in it is not shown."""

    address: str

    @property
    def scheme(self) -> str:
        """Return the kind of store."""
        return self.address.partition("://")[0].lower()

    @property
    def name(self) -> str:
        """Return the last part of its path."""
        return str(self).rstrip("/").rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """Return what the name ends with."""
        return PurePosixPath(self.name).suffix

    def below(self, name: str) -> "Url":
        """Return an address below this one."""
        return Url(f"{self.address.rstrip('/')}/{name}")

    def __str__(self) -> str:
        """Return the address without a query and without a user, which may be a key."""
        scheme, mark, rest = self.address.partition("://")
        rest = rest.partition("?")[0] if scheme in {"http", "https"} else rest
        host, slash, path = rest.partition("/")
        return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


class Piped(NamedTuple):
    """The name of what comes in by standard input."""

    name: str

    @property
    def suffix(self) -> str:
        """Return what the name ends with."""
        return PurePosixPath(self.name).suffix

    def __str__(self) -> str:
        """Return the name."""
        return self.name


Stored = Path | Url
"""Where a file is."""
Location = Stored | Piped
"""Where texts come from."""


class OpenFile:
    """A regular file of any size, read piece by piece. Raises FileProblem."""

    def __init__(self, path: Path) -> None:
        """Open the file; pipes, devices and folders are refused without waiting for them."""
        try:
            self._handle = os.open(path, os.O_RDONLY | _NONBLOCK | _CLOEXEC)
            try:
                self.identity = Identity.of(_regular(self._handle, None))
            except BaseException:
                os.close(self._handle)
                raise
        except OSError as error:
            raise FileProblem("unreadable", reason(error)) from error
        self.done = 0
        """Bytes read so far."""

    def read(self, size: int) -> bytes:
        """Return the next bytes: as many as asked for, fewer only at the end of the file."""
        data = self.read_at(self.done, size)
        self.done += len(data)
        return data

    def read_at(self, offset: int, size: int) -> bytes:
        """Return bytes from an offset on, fewer than asked for only at the end of the file."""
        parts, wanted = [], size
        try:
            os.lseek(self._handle, offset, os.SEEK_SET)
            while wanted and (part := os.read(self._handle, wanted)):
                parts.append(part)
                wanted -= len(part)
        except OSError as error:
            raise FileProblem("unreadable", reason(error)) from error
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def see_unchanged(self) -> None:
        """Raise FileProblem if somebody wrote to the file since it was opened."""
        if Identity.of(os.fstat(self._handle)) != self.identity:
            raise FileProblem("changed", "changed while it was read")

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def text(path: Path) -> Iterator[str]:
    """Yield the text of a file piece by piece; what is no UTF-8 is replaced. Raises FileProblem."""
    decoder = getincrementaldecoder("utf-8")("replace")
    with closing(OpenFile(path)) as file:
        while data := file.read(_PIECE):
            yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def reason(error: OSError) -> str:
    """Return what the system says of an error, in lower case."""
    return (error.strerror or str(error)).lower()


def _regular(handle: int, largest: int | None) -> os.stat_result:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem("unreadable", "not a regular file")
    if largest is not None and status.st_size > largest:
        raise FileProblem("too-large", f"{status.st_size:,} bytes, more than {largest:,}")
    return status


def _all(handle: int) -> bytes:
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read()


_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
