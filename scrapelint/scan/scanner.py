"""What all expressions need to match, looked for in one pass."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class Scanner(Protocol):
    """Looks for many pieces at once."""

    def scan(self, data: bytes) -> Mapping[int, Sequence[int] | None]:
        """Return where pieces end, by their numbers; in no order, some perhaps twice.

        None stands for a piece that may be there, nobody knows where.
        """
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
    run: bytes = b""
    """Bytes of characters that `most` does not count: any number of them may lie between."""


class Last(NamedTuple):
    """The bytes that a text ends in which an expression matches, white space aside if it strips."""

    bytes: frozenset[int]
    strips: bool


class Prepared(NamedTuple):
    """A scanner, and what it looks for by the expressions that need it.

    Those that match at the end of a text only are not looked for: `last` holds what tells of them.
    """

    scanner: Scanner
    sought: Mapping[str, Sought]
    last: Mapping[str, Last]


class Found(NamedTuple):
    """Where the pieces of an expression end in the data that was scanned."""

    sought: Sought
    ends: Sequence[int]
    data: bytes
    """The text as bytes, with a line end put before and behind it."""


class Hits:
    """Where the expressions of some rules may match in one text."""

    def __init__(
        self,
        sought: Mapping[str, Sought],
        ends: Mapping[int, Sequence[int] | None],
        labels: Mapping[str, Sequence[int]] | None = None,
        data: bytes = b"",
    ) -> None:
        """Take the places at which pieces end in the data that was scanned."""
        self._sought = sought
        self._ends = ends
        self._data = data
        self.labels = labels
        """The indexes of the filled lines that are labels of rules; None if nobody looked."""

    def rule_out(self, expression: str) -> bool:
        """Tell whether an expression was looked for in vain."""
        sought = self._sought.get(expression)
        return sought is not None and sought.number not in self._ends

    def of(self, expression: str) -> Found | None:
        """Return what was looked for and where it ends; None if nobody knows where."""
        sought = self._sought.get(expression)
        ends = self._ends.get(sought.number, ()) if sought else None
        return None if sought is None or ends is None else Found(sought, ends, self._data)

    def places(self, expression: str) -> list[int] | None:
        """Return a place in each match or right behind it, in no order; None if nobody knows."""
        found = self.of(expression)
        return None if found is None else [end - 2 for end in found.ends]
