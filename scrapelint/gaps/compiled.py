"""Boundaries scored by the compiled core, which asks here what it cannot know itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapelint.gaps.features import (
    AROUND,
    BEFORE_MARK,
    END,
    IN_BRACKETS,
    NEIGHBOURS,
    PAUSES,
    START,
    Known,
    Lexicon,
)
from scrapelint.gaps.letters import letters
from scrapelint.gaps.scorer import Borders, Counts
from scrapelint.gaps.words import AFTER

if TYPE_CHECKING:
    from scrapelint._core import Model

_FOLLOWED_BY_FIRST, _OPENS, _CLOSES, _IS_WORD, _LISTED, _CAPITAL = (1 << n for n in range(6))
_MARK = 1 << 8
"""What the core is told of a word in one number; the number of a mark comes on top."""
_MARKS = (AFTER, *PAUSES)
_OF_MARKS = {mark: _MARK * number for number, mark in enumerate(_MARKS)}
_OF_MARKS["("] |= _OPENS
_OF_MARKS[")"] |= _CLOSES
_Parts = tuple[str, str, str, str, int]


class Compiled:
    """Hands texts to the core; see `Scorer`."""

    def __init__(self, model: "Model") -> None:
        """Take the model of a table."""
        self.reaching = model.reaching
        self.scores = model.scores
        self._counts = model.counts
        self._borders = model.borders

    def counts(self, text: str) -> list[Counts]:
        """Return what each line consists of."""
        return list(map(Counts._make, self._counts(text)))

    def borders(self, text: str, start: int, end: int) -> Borders:
        """Return where the words and marks in a range of a text start, and where they end."""
        both = memoryview(self._borders(text, start, end)).cast("I")
        return both[::2], both[1::2]  # two views of the same


def compiled(
    lexicon: Lexicon, weights: str, bias: int, gate: int, apostrophe: str
) -> Compiled | None:
    """Return a scorer for weights as they are written in a table.

    None stands for more words, or larger weights, than the core can hold. Raises ValueError for
    what are no weights.
    """
    from scrapelint._core import Model  # noqa: PLC0415 - not on every machine

    try:
        model = Model(
            weights=weights.encode(),
            bias=bias,
            gate=gate,
            is_left=apostrophe == "left",
            near=NEIGHBOURS,
            around=AROUND,
            before_mark=BEFORE_MARK,
            in_brackets=IN_BRACKETS,
            marks=_MARKS,
            classes=dict(lexicon.classes),
            know=_knower(lexicon),
            letters=letters,
        )
    except OverflowError:
        return None
    return Compiled(model)


def _knower(lexicon: Lexicon) -> Callable[[str, bool], _Parts]:
    """Return what the core asks about a word that it does not know from its letters.

    The empty one stands for the ends of a line.
    """

    def know(text: str, first: bool) -> _Parts:  # noqa: FBT001 - called from C
        if not text:
            return _parts(START if first else END)
        return _parts(lexicon.know(text, first=first))

    return know


def _parts(known: Known) -> _Parts:
    flags = _OF_MARKS.get(known.form, 0)
    if known.is_followed_by_first:
        flags |= _FOLLOWED_BY_FIRST
    if known.is_word:
        flags |= _IS_WORD
    if known.is_listed:
        flags |= _LISTED
    if known.is_capital:
        flags |= _CAPITAL
    return known.form, known.kind, known.initial, known.ending, flags
