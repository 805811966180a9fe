"""Compressed files, as the frames they are made of: gzip has members, Zstandard has frames."""

import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from scrapelint.files import FileProblem, Identity, OpenFile

_EXPANDED = 1 << 26
_RATIO = 200
"""A file that comes to more bytes and to more times its size is made to fill memories."""
_HEAD = 1 << 17
"""Bytes that the head of a frame is in; a gzip member may carry a comment."""
_START = 1 << 5
"""Bytes of it that tell what follows; there may be millions of frames."""


class Decoder(Protocol):
    """What decompresses one frame."""

    @property
    def eof(self) -> bool:
        """Tell whether the frame has ended."""

    @property
    def unused_data(self) -> bytes:
        """Return what was given of what comes after it."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what some more bytes stand for."""


class Encoder(Protocol):
    """What compresses one frame; its size is written into its head if `patch` tells so."""

    def compress(self, data: bytes) -> bytes:
        """Return what can be said of some more bytes."""

    def flush(self) -> bytes:
        """Return what is left to say."""

    def patch(self) -> tuple[int, bytes] | None:
        """Return what has to be put where in the frame once all is known."""


class Codec(NamedTuple):
    """A way of compressing."""

    name: str
    piece: int
    """Bytes to decompress at a time, so that what they come to is never more than some MB."""
    decoder: Callable[[bytes], Decoder | int]
    """From the head of a frame, what decompresses it, or how many bytes to pass over."""
    encoder: Callable[[bytes], Encoder]
    """From the head of a frame, what compresses one of its kind. Raises FileProblem."""
    errors: tuple[type[Exception], ...]


@dataclass(slots=True)
class Frame:
    """A frame: where it begins and ends in the file, and what it stands for in all that."""

    raw_start: int
    start: int
    raw_end: int = 0
    end: int | None = None
    """Not known until the frame is read to its end."""


@dataclass
class Framed:
    """A compressed file that is read; notes where its frames are."""

    file: OpenFile
    codec: Codec
    keeps_frames: bool = False
    """Whether somebody wants to know where the frames are, and takes them away."""
    frames: deque[Frame] = field(default_factory=deque)
    """Frames that were begun and that nobody took away yet; those that stand for nothing are one
    if they follow each other."""
    has_passed_over: bool = False
    """Whether there are frames that stand for nothing and may tell of others."""
    _pieces: Iterator[bytes] | None = None
    _ready: bytearray = field(default_factory=bytearray)
    _done: int = 0
    _problem: FileProblem | None = None

    @property
    def identity(self) -> Identity:
        """Return the identity of the file."""
        return self.file.identity

    @property
    def done(self) -> int:
        """Return how many bytes of the file were read so far."""
        return self.file.done

    def read(self, size: int) -> bytes:
        """Return the next bytes: as many as asked for, fewer only at the end. Raises FileProblem.

        What is whole before a fault is returned first.
        """
        pieces = self._pieces = self._pieces or self._all()
        while len(self._ready) < size and not self._problem:
            try:
                piece = next(pieces, None)
            except self.codec.errors as error:
                self._problem = FileProblem("unreadable", f"not {self.codec.name}: {error}")
            except FileProblem as problem:
                self._problem = problem
            else:
                if piece is None:
                    break
                self._ready += piece
        if self._problem and not self._ready:
            raise self._problem
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def see_unchanged(self) -> None:
        """Raise FileProblem if somebody wrote to the file since it was opened."""
        self.file.see_unchanged()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def head(self, frame: Frame) -> bytes:
        """Return the head of a frame, and what follows it."""
        return self.file.read_at(frame.raw_start, _HEAD)

    def again(self, frame: Frame, size: int) -> Iterator[bytes]:
        """Yield once more the first bytes that a frame stands for."""
        decoder = self.codec.decoder(self.head(frame))
        at = frame.raw_start
        while size and not isinstance(decoder, int):
            data = self.file.read_at(at, self.codec.piece)
            at += len(data)
            piece = decoder.decompress(data)[:size]
            size -= len(piece)
            yield piece

    def _all(self) -> Iterator[bytes]:
        at = 0
        while head := self.file.read_at(at, _START):
            if self.codec.name == "gzip" and at and head.startswith(b"\0"):
                at = self._padding(at)
                continue
            frame = self._begun(at)
            decoder = self.codec.decoder(head)
            if isinstance(decoder, int):
                self.has_passed_over = True
                at += decoder
            else:
                at = yield from self._one(decoder, at)
            self._end(frame, at)

    def _padding(self, at: int) -> int:
        """Pass over zeros, which some tapes have at their end, and return where they end."""
        frame = self._begun(at)
        while data := self.file.read_at(at, _HEAD):
            if data.strip(b"\0"):
                raise FileProblem("unreadable", "something else follows the compressed data")
            at += len(data)
        self._end(frame, at)
        return at

    def _begun(self, at: int) -> Frame:
        """Return the frame that begins there."""
        frame = Frame(at, self._done)
        if self.keeps_frames:
            self.frames.append(frame)
        return frame

    def _end(self, frame: Frame, at: int) -> None:
        """Tell a frame, the last one, where it ends; one of nothing goes on another of nothing."""
        frame.raw_end, frame.end = at, self._done
        many = len(self.frames) > 2  # the first may be written just now
        if many and frame.start == self.frames[-2].start == self._done:
            self.frames.pop()
            self.frames[-1].raw_end = at

    def _one(self, decoder: Decoder, at: int) -> Generator[bytes, None, int]:
        """Yield what a frame stands for, and return where it ends."""
        while not decoder.eof:
            data = self.file.read_at(at, self.codec.piece)
            if not data:
                raise FileProblem("unreadable", "ends in the middle of its compressed data")
            at += len(data)
            self.file.done = at
            piece = decoder.decompress(data)
            self._done += len(piece)
            if self._done > _EXPANDED and self._done > _RATIO * at:
                told = f"comes to more than {_RATIO} times its size when it is decompressed"
                raise FileProblem("too-large", told)
            yield piece
        return at - len(decoder.unused_data)


def _gzip_decoder(_: bytes) -> Decoder:
    return zlib.decompressobj(wbits=31)


class _GzipMember:
    """A gzip member with the same head as another."""

    def __init__(self, head: bytes) -> None:
        self._head = _gzip_head(head)
        level = {2: 9, 4: 1}.get(head[8], 6)
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
        self._sum = self._size = 0

    def compress(self, data: bytes) -> bytes:
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        head, self._head = self._head, b""
        return head + self._deflate.compress(data)

    def flush(self) -> bytes:
        sums = self._sum.to_bytes(4, "little") + (self._size % (1 << 32)).to_bytes(4, "little")
        return self._head + self._deflate.flush() + sums

    def patch(self) -> None:
        return None


def _gzip_head(data: bytes) -> bytes:
    """Return the head of a gzip member (RFC 1952). Raises FileProblem."""
    flags, end = data[3], 10
    if flags & 4:
        told = "not repaired: its members carry extra fields (bgzip), which would no longer be true"
        raise FileProblem("refused", told)
    for flag in (8, 16):  # its name and a comment
        if flags & flag:
            end = data.index(b"\0", end) + 1
    return data[: end + 2 if flags & 2 else end]


GZIP = Codec("gzip", 1 << 14, _gzip_decoder, _GzipMember, (zlib.error, ValueError))
