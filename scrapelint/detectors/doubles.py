"""Short lines that say the same twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Match
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_LONGEST = 160
_GAPS = (" ", "")


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
        for span in map(document.strip, document.lines):
            if not 2 * self.least <= span.end - span.start <= _LONGEST:
                continue
            line = document[span]
            if any(self._is_double(line, gap) for gap in _GAPS):
                half = Span(span.start + len(line) // 2, span.end)
                yield Match(half, (Edit(half, ""),))

    def _is_double(self, line: str, gap: str) -> bool:
        size = (len(line) - len(gap)) // 2
        half = line[:size]
        if line != half + gap + half or not half[:1].isalpha():
            return False
        if gap:
            return len(half.split()) >= self.words
        return half[0].isupper() and half[-1].islower()
