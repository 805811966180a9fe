"""Files in stores that have URLs, by way of `fsspec`: S3, Google Cloud, Hugging Face, the web.

A URL is followed only if it stands on the command line; no configuration can name one.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from scrapelint.files import FileProblem, Identity, OpenFile, Url
from scrapelint.late import late

_SCHEME = late(r"\A([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_LOCAL = ("file", "local")
_WEB = ("http", "https")
_BLOCK = 1 << 20
_BLOCKS = 32
"""How much of a file is kept in memory."""
_Result = TypeVar("_Result")


def is_url(name: str) -> bool:
    """Tell whether a name on the command line is a URL."""
    return "://" in name and _SCHEME.match(name) is not None


class RemoteFile(OpenFile):
    """A file in a store, read piece by piece. Raises FileProblem."""

    def __init__(self, url: Url) -> None:
        """Open the file; a store that does not tell its size cannot be read piece by piece."""
        self.done = 0
        self._store, self._path = _open(url)
        self._told = _asked(lambda: self._store.info(self._path))
        size = self._told.get("size")
        if not isinstance(size, int) or self._told.get("type") == "directory":
            raise FileProblem("unreadable", "no file, or one of a size that nobody tells")
        self.identity = Identity(0, 0, size, 0, 0)
        how = {"cache_type": "blockcache", "cache_options": {"maxblocks": _BLOCKS}}
        self._file = _asked(lambda: self._store.open(self._path, "rb", block_size=_BLOCK, **how))

    def read_at(self, offset: int, size: int) -> bytes:
        """Return bytes from an offset on, fewer than asked for only at the end of the file."""
        return _asked(lambda: self._read_at(offset, size))

    def _read_at(self, offset: int, size: int) -> bytes:
        self._file.seek(min(offset, self.identity.size))
        parts, wanted = [], size
        while wanted and (part := self._file.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def see_unchanged(self) -> None:
        """Raise FileProblem if the store tells of another file now."""
        _asked(self._store.invalidate_cache)
        if _mark(_asked(lambda: self._store.info(self._path))) != _mark(self._told):
            raise FileProblem("changed", "changed while it was read")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def opened(path: Any) -> OpenFile:  # noqa: ANN401 - a path or a URL
    """Open a file, wherever it is. Raises FileProblem."""
    return RemoteFile(path) if isinstance(path, Url) else OpenFile(path)


def read(url: Url, *, largest: int) -> bytes:
    """Return the bytes of a file in a store. Raises FileProblem."""
    file = RemoteFile(url)
    try:
        if file.identity.size > largest:
            raise FileProblem("too-large", f"{file.identity.size:,} bytes, more than {largest:,}")
        data = file.read(file.identity.size)
        file.see_unchanged()
    finally:
        file.close()
    return data


def put(local: str, url: Url) -> None:
    """Bring a local file into a store, where it is whole or not at all. Raises FileProblem."""
    store, path = _open(url)
    _asked(lambda: store.put_file(local, path))


def expand(url: Url, is_taken_in: Callable[[str], bool]) -> Iterator[Url]:
    """Yield the files that a URL stands for: itself, or those below it, or those of a pattern.

    Raises FileProblem.
    """
    store, path = _open(url)
    if url.scheme in _WEB:
        yield url
    elif "*" in path:
        found = sorted(_asked(lambda: store.glob(path)))
        if not found:
            raise FileProblem("unreadable", "no such file")
        yield from (Url(store.unstrip_protocol(name)) for name in found)
    elif _asked(lambda: store.isdir(path)):
        names = sorted(filter(is_taken_in, _asked(lambda: store.find(path))))
        yield from (Url(store.unstrip_protocol(name)) for name in names)
    else:
        yield url


def _open(url: Url) -> tuple[Any, str]:
    """Return the store of a URL, and the path in it. Raises FileProblem."""
    if url.scheme in _LOCAL or "::" in url.address:
        raise FileProblem("unreadable", "a local file is named by its path, not by a URL")
    try:
        import fsspec  # noqa: PLC0415 - slow to load
    except ImportError:
        told = "reading URLs needs fsspec: pip install 'scrapelint[cloud]'"
        raise FileProblem("unreadable", told) from None
    store, path = _asked(lambda: fsspec.core.url_to_fs(url.address))
    return store, str(path)


def _mark(told: dict[str, Any]) -> list[str]:
    """Return what tells a file from another that is put in its place."""
    keys = ("size", "ETag", "etag", "LastModified", "mtime", "updated", "generation", "created")
    return [str(told.get(key)) for key in keys]


def _asked(call: Callable[[], _Result]) -> _Result:
    """Return what a store says; its errors, of whatever library, as a problem."""
    try:
        return call()
    except Exception as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise FileProblem("unreadable", f"{type(error).__name__}: {told}") from error
