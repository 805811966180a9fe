"""Paragraphs and passages that stand in a document twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from scrapelint.detectors.base import Match, excision
from scrapelint.document import Document, Span, SpanSet

_WORD = re.compile(r"\w+")
_SHINGLE = 5
"""Words that must agree in a row for two places to be compared."""
_GAP = 4
"""Words that may differ between two runs of the same passage."""
_ALIKE = 0.7
"""Similarity (Ratcliff and Obershelp, as difflib has it) at which two words are one, misspelt."""


_SHORT = 3
"""Letters up to which a word that differs is another word."""
_WHOLE = 60
"""Characters from which a paragraph that comes again whole is no passage."""


class Passage(NamedTuple):
    """Words `first` to `first + size` that stand again from word `again` on."""

    first: int
    again: int
    size: int


@dataclass(frozen=True)
class Repetition:
    """A paragraph (letter for letter, white space and marks aside) or passage that comes again.

    `least` is its least length: characters for a paragraph, words for a passage. A passage may
    differ here and there by some words or their spelling; whole paragraphs that are the same
    are left to the other unit.
    """

    unit: Literal["paragraph", "passage"]
    least: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield each copy after the first; only whole paragraphs can be taken out."""
        if self.unit == "passage":
            return _passages(document, self.least)
        return (
            Match(span, (excision(document, span),), _first_on(document, first))
            for first, span in _paragraphs(document, self.least)
        )


def _paragraphs(document: Document, least: int) -> Iterator[tuple[int, Span]]:
    seen: dict[str, int] = {}
    for span in document.paragraphs:
        key = " ".join(_WORD.findall(document[span].casefold()))
        if len(key) < least:
            continue
        if key in seen:
            yield seen[key], span
        seen.setdefault(key, span.start)


def _passages(document: Document, least: int) -> Iterator[Match]:
    copies = SpanSet(span for _, span in _paragraphs(document, _WHOLE))
    spans = [Span(*match.span()) for match in _WORD.finditer(document.text)]
    words = [document[span].casefold() for span in spans]
    for first, again, size in passages(words, least):
        place = Span(spans[again].start, spans[again + size - 1].end)
        if not copies.overlaps(place):
            yield Match(place, (), _first_on(document, spans[first].start))


def _first_on(document: Document, offset: int) -> str:
    return f"first on line {document.position(offset).line}"


def passages(words: list[str], least: int) -> Iterator[Passage]:
    """Yield the passages of at least so many words that come again, by their second place.

    Five equal words in a row make two places comparable; from there the passage is followed
    both ways over single words that differ little and gaps of up to four words.
    """
    seen: dict[tuple[str, ...], int] = {}
    again = done = 0
    while again + _SHINGLE <= len(words):
        first = seen.setdefault(tuple(words[again : again + _SHINGLE]), again)
        if first + _SHINGLE > again:
            again += 1
            continue
        ahead = _agreeing(words, range(first, again), range(again, len(words)))
        back = _agreeing(words, range(first - 1, -1, -1), range(again - 1, max(done, first), -1))
        if ahead + back >= least:
            yield Passage(first - back, again - back, ahead + back)
        done = again + ahead
        for skipped in range(again, done - _SHINGLE + 1):
            seen.setdefault(tuple(words[skipped : skipped + _SHINGLE]), skipped)
        again = done


def _agreeing(words: list[str], one: range, other: range) -> int:
    """Return how many steps two walks over the words agree, up to the last pair that does."""
    agreed = 0
    for steps, (first, again) in enumerate(zip(one, other, strict=False), 1):
        if _same(words[first], words[again]):
            agreed = steps
        elif steps - agreed > _GAP:
            break
    return agreed


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    longer = max(len(one), len(other))
    return longer > _SHORT and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
