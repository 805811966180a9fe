"""A document as it is looked at among others, and what is told of it."""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from scrapelint.document import Position
from scrapelint.origin import Origin

_WORD = re.compile(r"\w+")
_LONG = 1_000_000
"""Characters of a long text."""


class Place(NamedTuple):
    """Where a document is from, and where in it something stands; nowhere, it is all of it."""

    number: int
    """How many documents came before it."""
    name: str
    origin: Origin | None
    position: Position
    """The line and column in the file; of a record, those it begins at."""
    sound: bool
    """Nothing had been found in it."""
    start: int = 0
    end: int = 0
    text: str = ""


class Told(NamedTuple):
    """What is found once all documents are known: where, and what to add to the message."""

    place: Place
    note: str


@dataclass(frozen=True)
class Reading:
    """A document as it is looked at among others.

    `site` is that of its address; without one the folder it lies in stands for it. `week` is the
    Monday of the week of its date. `rules` are those that found something in it.
    """

    number: int
    name: str
    text: str
    origin: Origin | None
    begins: Position
    """Where its record begins in the file, if it is one."""
    site: str
    week: str | None
    rules: frozenset[str]

    @property
    def is_long(self) -> bool:
        """Tell whether it is longer than articles are, and its words would fill the memory."""
        return len(self.text) > _LONG

    @cached_property
    def words(self) -> list[str]:
        """Return its words in small letters."""
        return _WORD.findall(self.text.casefold())

    @cached_property
    def digest(self) -> int:
        """Return 64 bits that stand for its words, or for each letter if it is long."""
        return digest(self.text if self.is_long else " ".join(self.words))

    @property
    def place(self) -> Place:
        """Return where it is from: all that is kept of it, and not its title."""
        origin = self.origin and self.origin._replace(title=None)
        return Place(self.number, self.name, origin, self.begins, sound=not self.rules)


def digest(text: str) -> int:
    """Return 64 bits that stand for a text: two of a million texts are one in 10 million runs."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
