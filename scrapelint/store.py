"""Files in stores that have URLs, by way of `fsspec`: S3, Google Cloud, Hugging Face, the web.

A URL is followed only if it stands on the command line; no configuration can name one.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from zlib import crc32

from scrapelint import web
from scrapelint.files import FileProblem, Identity, OpenFile, Url
from scrapelint.late import late

_SCHEME = late(r"\A([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_NOT_FOUND = 404
_LOCAL = ("file", "local")
_BLOCK = 1 << 20
_BLOCKS = 32
"""How much of a file is kept in memory."""
_SECRET = late(r"(://)[^/\s'\"@]*@|\?[^\s'\")]*")
"""A user and a password in an address, and its query."""
_Result = TypeVar("_Result")


def is_url(name: str) -> bool:
    """Tell whether a name on the command line is a URL."""
    return "://" in name and _SCHEME.match(name) is not None


class RemoteFile(OpenFile):
    """A file in a store, read piece by piece. Raises FileProblem."""

    def __init__(self, url: Url, *, largest: int | None = None) -> None:
        """Open the file, unless it has more bytes than `largest`.

        What a web server sends only whole is brought to this machine.
        """
        self.done = 0
        self._store, self._path = _open(url)
        self._told = _asked(lambda: self._store.info(self._path))
        self._largest = largest
        opened = self._in_parts(url) or (self._whole() if web.is_web(url) else None)
        if opened is None:
            raise FileProblem("unreadable", "no file, or one of a size that nobody tells")
        self._file, size = opened
        self.identity = Identity(0, 0, size, crc32(repr(_mark(self._told)).encode()), 0)

    def _in_parts(self, url: Url) -> tuple[Any, int] | None:
        """Return the file and its size, if parts of it can be asked for."""
        size = self._told.get("size")
        has_parts = self._told.get("type") != "directory" and self._told.get("partial", True)
        if not has_parts or not isinstance(size, int):
            return None
        if self._largest is not None and size > self._largest:
            raise FileProblem("too-large", f"{size:,} bytes, more than {self._largest:,}")
        how = {"cache_type": "blockcache", "cache_options": {"maxblocks": _BLOCKS}}
        file = _asked(lambda: self._store.open(self._path, "rb", block_size=_BLOCK, **how))
        if web.is_web(url) and not _asked(lambda: web.sends_parts(file, size, _BLOCK)):
            file.close()
            return None
        return file, size

    def _whole(self) -> tuple[Any, int]:
        """Return a copy of the file, and its size."""
        with _asked(lambda: self._store.open(self._path, "rb", block_size=0)) as file:
            copy = web.whole(lambda size: _asked(lambda: file.read(size)), largest=self._largest)
        return copy, copy.tell()

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
    file = RemoteFile(url, largest=largest)
    try:
        data = file.read(file.identity.size)
        file.see_unchanged()
    finally:
        file.close()
    return data


def put(local: str, url: Url) -> None:
    """Bring a local file into a store, where it is whole or not at all. Raises FileProblem."""
    if web.is_web(url):
        raise FileProblem("refused", web.READ_ONLY)
    store, path = _open(url)
    _asked(lambda: store.put_file(local, path))


def expand(url: Url, is_taken_in: Callable[[str], bool]) -> Iterator[Url]:
    """Yield the files that a URL stands for: itself, or those below it, or those of a pattern.

    Raises FileProblem.
    """
    store, path = _open(url)
    if "*" in path.partition("?")[0]:
        found = sorted(_asked(lambda: store.glob(path)))
        if not found:
            raise FileProblem("unreadable", "no such file")
        yield from (Url(store.unstrip_protocol(name)) for name in found)
    elif not web.is_web(url) and _asked(lambda: store.isdir(path)):
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
    how = _asked(lambda: web.manners(url)) if web.is_web(url) else {}
    store, path = _asked(lambda: fsspec.core.url_to_fs(url.address, **how))
    return store, str(path)


def _mark(told: dict[str, Any]) -> list[str]:
    """Return what tells a file from another that is put in its place."""
    keys = (
        *("size", "ETag", "etag", "LastModified", "Last-Modified", "Content-MD5", "Digest"),
        *("mtime", "updated", "generation", "created", "blob_id", "xet_hash"),
    )
    return [str(told.get(key)) for key in keys]


def _asked(call: Callable[[], _Result]) -> _Result:
    """Return what a store says; its errors, of whatever library, as a problem."""
    try:
        return call()
    except Exception as error:
        raise FileProblem("unreadable", _said(error)) from error


def _said(error: Exception) -> str:
    """Return what an error says, without what may be secret in addresses."""
    cause = error.__cause__
    if isinstance(error, FileNotFoundError) and isinstance(cause, Exception):
        error = cause  # some take whatever happens for a sign that there is no file
    if isinstance(error, FileNotFoundError) or getattr(error, "status", 0) == _NOT_FOUND:
        return "no such file"
    if isinstance(error, ImportError):
        return f"{error}: pip install 'scrapelint[cloud]'"
    told = _SECRET.sub(r"\1", " ".join(str(error).split()))[:200]
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
