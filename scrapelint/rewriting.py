"""What becomes of a large file, written piece by piece while its blocks come back.

Nothing is written until the first byte changes: the file is begun then, with all that is before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scrapelint.files import FileProblem, Identity, Location, OpenFile, Url
from scrapelint.records.arrowfile import Arrow
from scrapelint.records.framed import Encoder, Frame, Framed
from scrapelint.records.opening import Source
from scrapelint.records.parquet import Parquet
from scrapelint.records.record import Block, Splice, spliced
from scrapelint.writer import Growing, Upload

_PIECE = 1 << 20


class Output(Protocol):
    """Where the blocks of a file go."""

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Take the next block of the file, and what changes in it. Raises FileProblem."""

    def finish(self) -> bool:
        """Take it that there are no more, and tell whether there is something to commit."""

    def commit(self) -> None:
        """Give the new file its name. Raises FileProblem."""

    def drop(self) -> None:
        """Leave nothing of it."""


@dataclass
class Target:
    """The file to be written: in place of one with that identity, or, without one, of any."""

    path: Location
    identity: Identity | None
    file: Growing | Upload | None = None

    def begun(self) -> Growing | Upload:
        """Return the file, begun if it was not. Raises FileProblem."""
        if self.file is None and isinstance(self.path, Url):
            self.file = Upload(self.path)
        elif self.file is None and isinstance(self.path, Path):
            self.file = Growing(self.path, identity=self.identity)
        assert self.file
        return self.file

    def copy(self, source: OpenFile, start: int, end: int) -> None:
        """Write bytes of another file as they are. Raises FileProblem."""
        file = self.begun()
        while start < end:
            piece = source.read_at(start, min(_PIECE, end - start))
            if not piece:
                raise FileProblem("changed", "changed while it was read")
            file.write(piece)
            start += len(piece)

    def commit(self) -> None:
        """Give the new file its name, if there is one. Raises FileProblem."""
        if self.file:
            self.file.commit()

    def drop(self) -> None:
        """Leave nothing of it."""
        if self.file:
            self.file.drop()
            self.file = None


@dataclass
class Plain:
    """A file that is not compressed."""

    source: OpenFile
    target: Target
    _done: int = 0

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Take the next block of the file, and what changes in it. Raises FileProblem."""
        if splices and not self.target.file:
            self.target.copy(self.source, 0, self._done)
        if self.target.file:
            self.target.file.write(spliced(block.data, splices))
        self._done += len(block.data)

    def finish(self) -> bool:
        """Take it that there are no more, and tell whether there is something to commit."""
        if not self.target.file and not self.target.identity:
            self.target.copy(self.source, 0, self._done)
        return bool(self.target.file)

    def commit(self) -> None:
        """Give the new file its name. Raises FileProblem."""
        self.target.commit()

    def drop(self) -> None:
        """Leave nothing of it."""
        self.target.drop()


@dataclass
class Unwritten(Plain):
    """A file that cannot be written anew but can be copied."""

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Refuse anything that changes. Raises FileProblem."""
        del block
        if splices:
            raise FileProblem("refused", "Arrow files are checked, not repaired; Parquet is")
        self._done = self.source.identity.size


@dataclass
class Recompressed:
    """A compressed file: frames in which nothing changes stay as they are, byte for byte."""

    source: Framed
    target: Target
    _done: int = 0
    _encoder: Encoder | None = None
    _start: int = 0
    """Where the frame at hand begins in the new file."""
    _changes: bool = False
    """Whether anything in the frame at hand changes."""

    def __post_init__(self) -> None:
        """Have the frames noted."""
        self.source.keeps_frames = True

    def take(self, block: Block, splices: Sequence[Splice]) -> None:
        """Take the next block of the file, and what changes in it. Raises FileProblem."""
        done, data = 0, block.data
        for start, end, new in splices:
            self._keep(data[done:start])
            self._change(end - start, new)
            done = end
        self._keep(data[done:])

    def finish(self) -> bool:
        """Take it that there are no more, and tell whether there is something to commit."""
        while self.source.frames:
            self._end_frame()
        if self.target.file:
            self._see_that_frames_are_alone()
        if not self.target.file and not self.target.identity:
            self.target.copy(self.source.file, 0, self.source.file.identity.size)
        return bool(self.target.file)

    def commit(self) -> None:
        """Give the new file its name. Raises FileProblem."""
        self.target.commit()

    def drop(self) -> None:
        """Leave nothing of it."""
        self.target.drop()

    def _keep(self, data: bytes) -> None:
        while data:
            size = self._to_the_end(len(data))
            if self._encoder:
                self._compress(data[:size])
            self._done += size
            data = data[size:]

    def _change(self, size: int, new: bytes) -> None:
        """Put some bytes where so many stand; if these go on in other frames, into the first."""
        self._to_the_end(1)
        while True:
            if not self._changes:
                self._begin_to_change()
            self._compress(new)
            part = self._to_the_end(size) if size else 0
            self._done, size, new = self._done + part, size - part, b""
            if not size:
                return
            self._to_the_end(1)

    def _to_the_end(self, size: int) -> int:
        """Return how many of so many bytes are in the frame at hand, the next if it has ended."""
        while self.source.frames[0].end == self._done and len(self.source.frames) > 1:
            self._end_frame()
        end = self.source.frames[0].end
        return size if end is None else min(size, end - self._done)

    def _begin_to_change(self) -> None:
        frame = self.source.frames[0]
        self._see_that_frames_are_alone()
        self._changes = True
        if self._encoder:
            return
        if not self.target.file:
            self.target.copy(self.source.file, 0, frame.raw_start)
        self._begin_frame(frame)
        for piece in self.source.again(frame, self._done - frame.start):
            self._compress(piece)

    def _see_that_frames_are_alone(self) -> None:
        """Refuse where what is not read may tell where frames are. Raises FileProblem."""
        if self.source.has_passed_over:
            told = "not repaired: it has frames that tell of others, which would no longer be true"
            raise FileProblem("refused", told)

    def _begin_frame(self, frame: Frame) -> None:
        self._encoder = self.source.codec.encoder(self.source.head(frame))
        self._start = self.target.begun().size

    def _compress(self, data: bytes) -> None:
        assert self._encoder
        self.target.begun().write(self._encoder.compress(data))

    def _end_frame(self) -> None:
        """End the frame at hand as it was or as it is."""
        frame = self.source.frames.popleft()
        if self._encoder:
            file = self.target.begun()
            file.write(self._encoder.flush())
            if patch := self._encoder.patch():
                file.mend(self._start + patch[0], patch[1])
        elif self.target.file:
            self.target.copy(self.source.file, frame.raw_start, frame.raw_end)
        self._encoder, self._changes = None, False


def output(source: Source, target: Target) -> Output:
    """Return where the blocks of a file go that was opened this way."""
    if isinstance(source, Parquet):
        from scrapelint.reshaping import Reshaped  # noqa: PLC0415 - loads pyarrow

        return Reshaped(source, target)
    if isinstance(source, Arrow):
        return Unwritten(source.file, target)
    if isinstance(source.file, OpenFile):
        return Plain(source.file, target)
    return Recompressed(source.file, target)
