"""Paragraphs that are longer than any writer makes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, compiled
from scrapelint.document import Document, Span
from scrapelint.late import late

_ITEM = late(r"^[ \t]*(?:[-*•–]|\d{1,3}[.)]) ", re.MULTILINE)
_MARK = len("999. ")
"""Characters of the longest mark of an item."""
_LIST = 3
"""Lines that begin with a bullet or number, from which a paragraph is a list."""


@dataclass(frozen=True)
class Size(Detector):
    """Paragraphs of more than so many characters that hold at least so many `parts`; no lists."""

    more_than: int
    part: Expression
    parts: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the paragraphs whole."""
        for span in document.paragraphs:
            length = span.end - span.start
            if length > self.more_than and _items(document.text, span) < _LIST:
                parts = sum(1 for _ in compiled(self.part).finditer(document.text, *span))
                if parts >= self.parts:
                    yield Match(span, (), f"{length:,} characters")


def _items(text: str, paragraph: Span) -> int:
    """Return how many lines of a paragraph begin with a bullet or number."""
    start, end = paragraph
    first = _ITEM.match(text[start : min(start + _MARK, end)])
    return bool(first) + sum(1 for _ in _ITEM.finditer(text, start + 1, end))
