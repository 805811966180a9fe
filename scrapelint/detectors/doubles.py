"""Short lines that say the same twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Match
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_LONGEST = 160


@dataclass(frozen=True)
class Doubles(Detector):
    """Lines that are one text two times: a label and its copy for screen readers.

    With a space between them the text has at least so many `words`: names and cries are said
    twice. With nothing between them it begins with a capital, ends with another letter, and
    has at least `least` characters.
    """

    words: int = 3
    least: int = 5

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the second half of each line, to be taken out."""
        text = document.text
        for start, end in document.filled_lines:
            middle = (start + end) // 2
            if middle - start < self.least or end - start > _LONGEST:
                continue
            again = start + end - middle  # behind the space between, where there is one
            if text.startswith(text[start], again) and self._is_double(
                text[start:middle], text[middle:end]
            ):
                copy = Span(middle, end)
                yield Match(copy, (Edit(copy, ""),))

    def _is_double(self, half: str, rest: str) -> bool:
        """Tell whether the rest of a line says its first half again."""
        if not half[:1].isalpha():
            return False
        if rest == half:
            return half[0].isupper() and half[-1].islower()
        return rest == f" {half}" and len(half.split()) >= self.words
