"""Paragraphs that are longer than any writer makes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Expression, Match, compiled
from scrapelint.document import Document


@dataclass(frozen=True)
class Size:
    """Paragraphs of more than so many characters that hold at least so many `parts`."""

    more_than: int
    part: Expression
    parts: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the paragraphs whole."""
        for span in document.paragraphs:
            length = span.end - span.start
            if length > self.more_than:
                parts = sum(1 for _ in compiled(self.part).finditer(document.text, *span))
                if parts >= self.parts:
                    yield Match(span, (), f"{length:,} characters")
