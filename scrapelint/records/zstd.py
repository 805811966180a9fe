"""Zstandard frames (RFC 8878), by way of `zstandard`."""

from typing import TYPE_CHECKING

from scrapelint.files import FileProblem
from scrapelint.records.framed import Codec, Decoder

if TYPE_CHECKING:
    import zstandard

_WIDEST = 27
"""The window that a reader must keep is two to the power of this at most, 128 MB."""
_SKIPPED = range(0x184D2A50, 0x184D2A60)
"""Marks of frames that stand for nothing."""
_LEVEL = 3
"""Frames do not say how hard they were compressed; this is what most tools do unless told."""
_HEAD = 6
"""Bytes of the head of a frame that does not say its size."""


def codec() -> Codec:
    """Return how to read and write Zstandard. Raises FileProblem where that is not there."""
    try:
        import zstandard  # noqa: PLC0415 - not everybody has it
    except ImportError:
        told = "reading it needs zstandard: pip install 'scrapelint[corpora]'"
        raise FileProblem("unreadable", told) from None
    return Codec("zstd", 1 << 9, _decoder, _Frame, (zstandard.ZstdError, ValueError))


def _decoder(head: bytes) -> Decoder | int:
    import zstandard  # noqa: PLC0415

    if int.from_bytes(head[:4], "little") in _SKIPPED:
        return 8 + int.from_bytes(head[4:8], "little")
    if zstandard.get_frame_parameters(head[:18]).window_size > 1 << _WIDEST and not _is_whole(head):
        raise FileProblem(
            "too-large", f"a frame needs a window of more than {1 << _WIDEST:,} bytes"
        )
    return zstandard.ZstdDecompressor(max_window_size=1 << _WIDEST).decompressobj()


def _is_whole(head: bytes) -> bool:
    """Tell whether a frame has no window of its own, but is one."""
    return bool(head[4] & 0x20)


class _Frame:
    """A frame of the same kind as another: with a checksum and its size, if that has them."""

    def __init__(self, head: bytes) -> None:
        import zstandard  # noqa: PLC0415

        self._like = zstandard.get_frame_parameters(head[:18])
        self._tells_its_size = self._like.content_size not in {
            zstandard.CONTENTSIZE_UNKNOWN,
            zstandard.CONTENTSIZE_ERROR,
        }
        self._object = zstandard.ZstdCompressor(
            compression_params=self._parameters(is_whole=_is_whole(head))
        ).compressobj()
        self._size = 0
        self._head: bytes | None = b""

    def _parameters(self, *, is_whole: bool) -> "zstandard.ZstdCompressionParameters":
        import zstandard  # noqa: PLC0415

        window = {} if is_whole else {"window_log": (self._like.window_size - 1).bit_length()}
        return zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, write_content_size=0, write_checksum=self._like.has_checksum, **window
        )

    def compress(self, data: bytes) -> bytes:
        self._size += len(data)
        return self._headed(self._object.compress(data))

    def flush(self) -> bytes:
        return self._headed(self._object.flush())

    def _headed(self, data: bytes) -> bytes:
        """Put room for the size into the head, once that is there."""
        if self._head is None or not self._tells_its_size:
            return data
        self._head += data
        if len(self._head) < _HEAD:
            return b""
        head, rest = self._head[:_HEAD], self._head[_HEAD:]
        self._head = None
        return head[:4] + bytes([head[4] | 0xC0]) + head[5:] + bytes(8) + rest

    def patch(self) -> tuple[int, bytes] | None:
        return (_HEAD, self._size.to_bytes(8, "little")) if self._tells_its_size else None
