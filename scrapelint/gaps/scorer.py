"""What is asked of a table about a text, however it is worked out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

Borders = tuple[Sequence[int], Sequence[int]]
"""Where words and marks start, and where they end."""


class Counts(NamedTuple):
    """What a line consists of: words and marks, those of letters, those the table lists."""

    words: int
    letters: int
    listed: int
    begun: int
    """Words of letters with which a sentence begins."""
    capitals: int
    """Those of them that begin with a capital."""


class Scorer(Protocol):
    """Reads the lines of a text; the boundaries of each are counted from before its first word."""

    def counts(self, text: str) -> list[Counts]:
        """Return what each line consists of."""
        ...

    def reaching(
        self, text: str, least: int, at_start: int, scar: int, fewest: int
    ) -> Iterable[tuple[int, int]]:
        """Return each boundary that scores so much: which line, and which of its boundaries.

        `at_start` is what one before a first word must score; lines of fewer words are left out,
        and boundaries whose neighbours alone do not reach the table's gate. `scar`, if it is not
        0, is added where two spaces follow a word, or one begins the line; no gate keeps such
        boundaries out.
        """
        ...

    def scores(self, line: str, boundaries: list[int]) -> list[int]:
        """Return what boundaries of a line score, which are given in order."""
        ...

    def borders(self, text: str, start: int, end: int) -> Borders:
        """Return where the words and marks in a range of a text start, and where they end."""
        ...
