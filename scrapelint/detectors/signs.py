"""A verdict on a short document from phrases that give away where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches
from scrapelint.document import Document, Span
from scrapelint.late import late

_WORD = late(r"\S+")


@dataclass(frozen=True)
class Signs(Detector):
    """A document of at most so many words in which at least so many of the signs are found.

    Each sign counts once. A longer document is about such pages, or has them at its edges.
    """

    signs: tuple[Expression, ...]
    at_most: int
    at_least: int = 1

    def telltales(self) -> Telltales:
        """Return the signs."""
        return Telltales(self.signs, at_least=self.at_least)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield one place, the start of the document, and tell which sign is the first."""
        if any(islice(_WORD.finditer(document.text), self.at_most, None)):
            return
        signs = (next(matches(document, sign), None) for sign in document.possible(self.signs))
        found = list(filter(None, signs))
        if len(found) >= self.at_least:
            first = min(found, key=lambda match: match.start())
            yield Match(Span(0, 0), (), f"it says “{first[0].strip()}”")
