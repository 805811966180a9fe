"""What web servers need that other stores do not: some know no sizes, some send no parts."""

from collections.abc import Callable
from typing import IO, Any

from scrapelint.files import LARGEST, FileProblem, Url

READ_ONLY = "the web is read, not written to"
_PATIENCE = 60
"""Seconds a server may be silent for."""
_PIECE = 1 << 20


def is_web(url: Url) -> bool:
    """Tell whether a URL is answered by a web server."""
    return url.scheme in {"http", "https"}


def manners(url: Url) -> dict[str, Any]:
    """Return how fsspec is to ask for a file; what the user's settings of fsspec say comes first.

    The file is wanted as it is stored, because parts of what a server compresses on the way are
    no parts of it. It may take as long as it likes, but not stand still.
    """
    import aiohttp  # noqa: PLC0415 - slow to load
    import fsspec  # noqa: PLC0415

    headers: dict[str, Any] = {"Accept-Encoding": "identity"}
    client: dict[str, Any] = {
        "timeout": aiohttp.ClientTimeout(total=None, sock_connect=_PATIENCE, sock_read=_PATIENCE),
        "trust_env": True,  # proxies
        "auto_decompress": not url.name.lower().endswith(".gz"),
    }
    for scheme in ("http", "https"):
        said = fsspec.config.conf.get(scheme, {})
        headers |= said.get("headers", {})
        client |= said.get("client_kwargs", {})
    return {"headers": headers, "client_kwargs": client}


def sends_parts(file: Any, size: int, block: int) -> bool:  # noqa: ANN401 - fsspec has no types
    """Tell whether a server sends parts of a file: some do not, and do not say so either."""
    if size <= block:
        return size > 0  # it is one part; and some servers say 0 where they do not know
    try:
        file.seek(size - 1)
        return bool(file.read(1))
    except ValueError:  # it sent all of it
        return False


def whole(read: Callable[[int], bytes], *, largest: int | None = None) -> IO[bytes]:
    """Return what is read to its end as a file on this machine, without a name.

    Raises FileProblem for more bytes than `largest` and than files may have.
    """
    from tempfile import TemporaryFile  # noqa: PLC0415 - slow to load, and seldom needed

    copy = TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    try:
        _fill(copy, read, LARGEST if largest is None else min(largest, LARGEST))
    except BaseException:
        copy.close()
        raise
    return copy


def _fill(copy: IO[bytes], read: Callable[[int], bytes], most: int) -> None:
    while piece := read(_PIECE):
        copy.write(piece)
        if copy.tell() > most:
            told = "which its server sends only all at once: download it first"
            raise FileProblem("too-large", f"more than {most:,} bytes, {told}")
