"""What kind of file of many texts a name stands for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scrapelint.records import jsonlines
from scrapelint.records.fields import Fields
from scrapelint.records.record import Block, Fault, Record

FOUND = (".jsonl", ".ndjson")
"""Names that a walk through a folder takes in; any other file must be named."""
Blocks = Callable[[Path, Callable[[int], bytes]], Iterator[Block]]
"""Cuts what is read of a file into blocks."""
_FORMS: dict[str, Blocks] = {".jsonl": jsonlines.blocks, ".ndjson": jsonlines.blocks}


class End(NamedTuple):
    """The end of a file of many texts, and what kept it from being read to its end."""

    path: Path
    problem: Fault | None = None
    data: bytes = b""

    def records(self, _: Fields) -> Iterator[Record | Fault]:
        """Yield what kept the file from being read."""
        if self.problem:
            yield self.problem


def form(path: Path) -> Blocks | None:
    """Return how a file is cut into blocks, or None if it is one text."""
    return _FORMS.get(path.suffix.lower())
