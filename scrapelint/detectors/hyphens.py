"""Words with a hyphen at the end of a line: whether the hyphen is theirs or the line's."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Match, replacement
from scrapelint.document import Document
from scrapelint.wrapping import Halves, broken_words, wraps

_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")
_HYPHENATES = 0.03
"""Share of broken lines that end inside a word, from which a program hyphenated them; one that
only breaks at hyphens that are there finds fewer."""


@dataclass(frozen=True)
class Hyphens:
    """Words broken at a line end, to be joined.

    The hyphen goes or stays as in the same word elsewhere in the document. It belongs to the
    word after one of `prefixes`, before one of `suffixes`, a capital or a digit; else it goes
    if the document has many such words, and what to do is left open if its lines are not
    broken at a width. A hyphen before one of `conjunctions` ends no half of a word.
    """

    conjunctions: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the words, each with the word that it was, if that can be told."""
        words = list(broken_words(document, self.conjunctions))
        known = Counter(map(str.casefold, _TOKEN.findall(document.text))) if words else Counter()
        usual = _usual(document, len(words))
        for word in words:
            hyphen = self._hyphen(word, known, usual)
            if hyphen is None:
                yield Match(word.span)
            else:
                joined = word.first + hyphen + word.last
                yield Match(word.span, (replacement(document, word.span, joined),))

    def _hyphen(self, word: Halves, known: Counter[str], usual: str | None) -> str | None:
        """Return what stands between the halves once they are joined; None if it is unknown."""
        first, last = word.first.casefold(), word.last.casefold()
        without, with_it = known[first + last], known[f"{first}-{last}"]
        if without != with_it:
            return "" if without > with_it else "-"
        capitals = (word.first + word.last).isupper()
        if not capitals and (word.first.isupper() or not word.last[0].islower()):
            return "-"
        if word.first[-1].isdigit() or word.last[0].isdigit():
            return "-"
        if first in self.prefixes or last in self.suffixes:
            return "-"
        return usual


def _usual(document: Document, words: int) -> str | None:
    """Return what most hyphens at the line ends of the document stand for."""
    breaks = len(wraps(document))
    if not breaks:
        return None
    return "" if words >= _HYPHENATES * breaks else "-"
