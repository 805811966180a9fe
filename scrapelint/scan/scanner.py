"""What all expressions need to match, looked for in one pass."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

_Expression = TypeVar("_Expression", bound=str)


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


class Pieces(dict[str, Sought]):
    """What is looked for, by the expressions that need it."""

    def __init__(self, pieces: Iterable[tuple[str, Sought]]) -> None:
        """Take the expressions and their pieces."""
        super().__init__(pieces)
        self._numbers: dict[tuple[str, ...], tuple[int | None, ...]] = {}

    def numbers(self, expressions: tuple[str, ...]) -> tuple[int | None, ...]:
        """Return the numbers of the pieces of some expressions; None if one is not looked for."""
        found = self._numbers.get(expressions)
        if found is None:
            pieces = map(self.get, expressions)
            found = tuple(None if piece is None else piece.number for piece in pieces)
            self._numbers[expressions] = found
        return found


class Last(NamedTuple):
    """The bytes that a text ends in which an expression matches, white space aside if it strips."""

    bytes: frozenset[int]
    strips: bool


class Prepared(NamedTuple):
    """A scanner, and what it looks for by the expressions that need it.

    Those that match at the end of a text only are not looked for: `last` holds what tells of them.
    """

    scanner: Scanner
    sought: Pieces
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
        sought: Pieces,
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

    def possible(self, expressions: tuple[_Expression, ...]) -> list[_Expression]:
        """Return those of some expressions that were not looked for in vain."""
        ends, numbers = self._ends, self._sought.numbers(expressions)
        return [
            expression
            for expression, number in zip(expressions, numbers, strict=True)
            if number is None or number in ends
        ]

    def of(self, expression: str) -> Found | None:
        """Return what was looked for and where it ends; None if nobody knows where."""
        sought = self._sought.get(expression)
        ends = self._ends.get(sought.number, ()) if sought else None
        return None if sought is None or ends is None else Found(sought, ends, self._data)

    def places(self, expression: str) -> list[int] | None:
        """Return a place in each match or right behind it, in no order; None if nobody knows."""
        found = self.of(expression)
        return None if found is None else [end - 2 for end in found.ends]
