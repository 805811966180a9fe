"""What every text of some length has and this one has not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, compiled
from scrapelint.document import Document, Span

_WORD = re.compile(r"[^\W\d_]+")
_LOWER = re.compile(r"[^\W\d_A-Z]{2,}")


@dataclass(frozen=True)
class Absence(Detector):
    """A document of at least so many words, not all capitals, in which `of` matches nothing."""

    of: Expression
    words: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield one place, the start of the document."""
        if compiled(self.of).search(document.text):
            return
        count = sum(1 for _ in _WORD.finditer(document.text))
        lower = sum(1 for _ in _LOWER.finditer(document.text))
        if count >= self.words and 2 * lower >= count:
            yield Match(Span(0, 0), (), f"none in {count:,} words")
