"""A file of many texts while it is read."""

from dataclasses import dataclass

from scrapelint.files import Identity, Location, OpenFile
from scrapelint.records.framed import Framed


@dataclass
class Reading:
    """A file that is open, with what can be asked of it whatever is in it."""

    path: Location
    file: OpenFile | Framed

    @property
    def identity(self) -> Identity:
        """Return the identity of the file."""
        return self.file.identity

    @property
    def done(self) -> int:
        """Return about how many bytes of the file were read so far."""
        return self.file.done

    def see_unchanged(self) -> None:
        """Raise FileProblem if somebody wrote to the file since it was opened."""
        self.file.see_unchanged()

    def close(self) -> None:
        """Close the file."""
        self.file.close()
