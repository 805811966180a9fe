"""What documents that came before are called, a few bytes each."""

from array import array
from bisect import bisect_right

from scrapelint.origin import Origin


class Labels:
    """The names of documents by their number; records of one file share its name."""

    def __init__(self) -> None:
        """Begin with no document."""
        self._names: list[str] = []
        self._starts = array("Q")
        """The number of the first document of each name."""
        self._records = array("Q")

    def add(self, name: str, origin: Origin | None) -> None:
        """Keep what the next document is called."""
        if not self._names or self._names[-1] != name:
            self._names.append(name)
            self._starts.append(len(self._records))
        self._records.append(origin.record if origin else 0)

    def __getitem__(self, number: int) -> str:
        """Return what a document is called: its file, and which of its records it is."""
        name = self._names[bisect_right(self._starts, number) - 1]
        record = self._records[number]
        return f"{name}, record {record}" if record else name
