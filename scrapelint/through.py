"""Standard input with records in it, and where they go from there once they are looked at."""

from collections.abc import Callable, Sequence
from typing import IO

from scrapelint.files import FileProblem, Identity, OpenFile, reason
from scrapelint.records.record import Block, Splice, spliced

_PIECE = 1 << 20


class Through(OpenFile):
    """What comes in by a pipe, and goes out by another as it is repaired, block after block.

    It can be read once, so what could not be repaired goes out as it came: nothing may get lost.
    """

    def __init__(self, stream: IO[bytes], out: Callable[[bytes], None] | None = None) -> None:
        """Take what is read, and what bytes go out by, if any do."""
        self._stream, self._out = stream, out
        self._kept = bytearray()
        """What was read and did not go out yet."""
        self.identity = Identity(0, 0, 0, 0, 0)
        self.done = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes: as many as asked for, fewer only at the end. Raises FileProblem.

        How much there is never depends on how fast it comes.
        """
        parts, wanted = [], size
        try:
            while wanted and (part := self._stream.read(wanted)):
                parts.append(part)
                wanted -= len(part)
        except OSError as error:
            raise FileProblem("unreadable", reason(error)) from error
        data = b"".join(parts)
        self.done += len(data)
        if self._out:
            self._kept += data
        return data

    def read_at(self, offset: int, size: int) -> bytes:
        """Refuse to. Raises FileProblem."""
        del offset, size
        raise FileProblem("unreadable", "cannot be read from a pipe: name the file")

    def see_unchanged(self) -> None:
        """Do nothing: nobody can write to what went by."""

    def close(self) -> None:
        """Do nothing: it was open before."""

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Have the next block go out, with what changes in it."""
        del self._kept[: len(block.data)]
        if self._out:
            self._out(spliced(block.data, splices))

    def finish(self) -> bool:
        """Tell that there is nothing to commit."""
        return False

    def commit(self) -> None:
        """Do nothing: it went out."""

    def drop(self) -> None:
        """Do nothing: what went out is gone."""

    def rest(self) -> None:
        """Have go out as it came what was not looked at, if there is any."""
        while self._out and (data := bytes(self._kept) or self._unread()):
            self._kept.clear()
            self._out(data)

    def _unread(self) -> bytes:
        try:
            return self.read(_PIECE)
        except FileProblem:  # why nothing more can be read was told
            return b""
