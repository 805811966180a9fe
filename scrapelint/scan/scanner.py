"""Where in a text expressions may match, found for all of them in one pass."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

FARTHEST = 100
"""Characters before the end of a piece up to which beginnings are tried one by one."""


class Scanner(Protocol):
    """Looks for many pieces at once."""

    def scan(self, data: bytes) -> Mapping[int, Sequence[int]]:
        """Return where pieces end, by their numbers; in no order, some perhaps twice."""
        ...


class Store(Protocol):
    """Keeps what takes long to make; it may forget, and is trusted for nothing but speed."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept, if it still is."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Keep something if that can be done."""
        ...


class Forgetful:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002 - as stores have it
        """Return nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep nothing."""


class Sought(NamedTuple):
    """The number of an expression's piece, and how far before its end a match begins."""

    number: int
    least: int
    most: float


class Last(NamedTuple):
    """The bytes that a text ends in which an expression matches, white space aside if it strips."""

    bytes: frozenset[int]
    strips: bool


@dataclass(frozen=True)
class Prepared:
    """A scanner, and what it looks for by the expressions that need it.

    Those that match at the end of a text only are not looked for: `last` holds what tells of them.
    """

    scanner: Scanner
    sought: Mapping[str, Sought]
    last: Mapping[str, Last]


class Hits:
    """Where the expressions of some rules may match in one text."""

    def __init__(self, sought: Mapping[str, Sought], ends: Mapping[int, Iterable[int]]) -> None:
        """Take the places at which pieces end, counted with the line end put before the text."""
        self._sought = sought
        self._ends = ends

    def starts(self, expression: str) -> Iterator[int] | None:
        """Return where matches may begin, in order; None if that can be anywhere."""
        sought = self._sought.get(expression)
        if sought is None:
            return None
        ends = self._ends.get(sought.number)
        if not ends:
            return iter(())
        return None if sought.most > FARTHEST else _starts(ends, sought)


def _starts(ends: Iterable[int], sought: Sought) -> Iterator[int]:
    done = 0
    for end in sorted(set(ends)):
        first = max(done, end - 1 - int(sought.most))
        done = max(done, end - sought.least)
        yield from range(first, done)
