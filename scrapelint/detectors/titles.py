"""Documents that are lists of titles."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Match
from scrapelint.document import Document, Span
from scrapelint.late import late

_SENTENCE = late(r"[.!?…][)\]»”“\"'’]*(?:\s|$)")
_NO_TITLE_ENDS_IN = ".!?…,;:"
_WORDS_OF_A_TITLE = range(3, 17)


@dataclass(frozen=True)
class Titles(Detector):
    """A document of at least so many lines, nearly all of them titles.

    A title has three to sixteen words, begins with a capital and holds no end of a sentence;
    `share` is the percentage of such lines from which the document is taken for a list.
    """

    at_least: int
    share: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield one place, the start of the document."""
        lines = document.filled_lines
        if len(lines) < self.at_least:
            return
        titles = len(lines)
        for line in lines:
            titles -= not _is_title(document[line])
            if titles * 100 < self.share * len(lines):
                return
        yield Match(Span(0, 0), (), f"{titles} of {len(lines)} lines")


def _is_title(line: str) -> bool:
    return (
        line[-1] not in _NO_TITLE_ENDS_IN
        and line.lstrip("«“\"'‘„¿¡")[:1].isupper()
        and len(line.split()) in _WORDS_OF_A_TITLE
        and not _SENTENCE.search(line)
    )
