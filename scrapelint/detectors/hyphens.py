"""Words with a hyphen at the end of a line: whether the hyphen is theirs or the line's."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, replacement
from scrapelint.document import Document
from scrapelint.gaps import tablefile
from scrapelint.wrapping import Halves, broken_words, wraps

_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")
_SOME, _MANY = 0.03, 0.06
"""Shares of the broken lines that end inside a word: below the first, a program only broke words
at hyphens that were there; from the second on, it may well have put them."""


@dataclass(frozen=True)
class Hyphens(Detector):
    """Words broken at a line end, to be joined.

    The hyphen goes or stays as in the same word elsewhere in the document. It belongs to the
    word after one of `prefixes`, before one of `suffixes`, a capital or a digit. Else it goes
    if the table `model` lists the word without it, or if the other words show that a program
    put such hyphens, stays if they show that it did not, and what to do is left open if they
    show neither. A hyphen before one of `conjunctions` ends no half of a word.
    """

    conjunctions: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    model: str | None = None

    def telltales(self) -> Telltales:
        """Return a hyphen at the end of a line."""
        return Telltales((Expression(r"\w-[ \t]*\n[ \t]*\w"),))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the words, each with the word that it was, if that can be told."""
        words = list(broken_words(document, self.conjunctions))
        known = Counter(map(str.casefold, _TOKEN.findall(document.text))) if words else Counter()
        usual = _usual(document, words, known)
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
        return "" if self._is_listed(word.first + word.last) else usual

    def _is_listed(self, word: str) -> bool:
        """Tell whether the language has a word, as far as the table knows."""
        return self.model is not None and tablefile.read(self.model).lexicon.lists(word)


def _usual(document: Document, words: list[Halves], known: Counter[str]) -> str | None:
    """Return what most hyphens at the line ends of the document stand for, if that shows."""
    breaks = len(wraps(document))
    if not words or not breaks:
        return None
    if len(words) < _SOME * breaks:
        return "-"
    whole = sum(known[(first + last).casefold()] > 0 for _, first, last in words)
    compound = sum(known[f"{first}-{last}".casefold()] > 0 for _, first, last in words)
    if whole > compound:
        return ""
    many = len(words) > 1 and len(words) >= _MANY * breaks
    return "" if many and not compound and _are_pieces(words, known) else None


def _are_pieces(words: list[Halves], known: Counter[str]) -> bool:
    """Tell whether the halves are more often no words of the document than words of it."""
    halves = [(known[first.casefold()] > 1, known[last.casefold()] > 1) for _, first, last in words]
    return halves.count((False, False)) > halves.count((True, True))
