"""What comes again in a text: paragraphs, copies of them, and passages."""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import chain, pairwise
from operator import itemgetter
from struct import pack
from typing import NamedTuple, Protocol

from scrapelint.document import Document, once
from scrapelint.scan import engine

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SHINGLE = 5
"""Words that must agree in a row for two places to be compared."""
_MANY = 50_000
"""Words of a long text."""
_GAP = 4
"""Words that may differ between two runs of the same passage."""
_ALIKE = 0.7
"""Similarity (Ratcliff and Obershelp, as difflib has it) at which two words are one, misspelt."""
_SHORT = 3
"""Letters up to which a word that differs is another word."""
_ODD = 0.1
"""Share of the words of a copy that may be misspelt or left out."""


class Repeats(Protocol):
    """The paragraphs of a text as words, whose case and the marks between do not matter."""

    def again(self, least: int, /) -> Sequence[tuple[int, int]]:
        """Return the paragraphs of at least so many characters that are an earlier one.

        Each comes as the number of the first and its own; one space counts between words.
        """
        ...

    def copies(self, least: int, /) -> Sequence[tuple[int, int]]:
        """Return those that are nearly an earlier one: that with most pairs of words."""
        ...

    def passages(self, least: int, /) -> Sequence[tuple[int, int, int]]:
        """Return the passages of at least so many words that come again, by their second place.

        Each comes as the offset at which it stood first, and those at which it starts and ends.
        """
        ...


@once
def repeats(document: Document) -> Repeats:
    """Return what tells which paragraphs and passages of a document come again."""
    if not engine.compiled():
        return Pure(document.text, document.paragraphs)
    from scrapelint import _core  # noqa: PLC0415 - not on every machine

    return _core.Repeats(document.text, document.paragraphs, folded)


@cache
def folded(page: int) -> bytes:
    """Return what the core is told of each of 256 characters: see `core/repeats.c`."""
    return pack("256Q", *map(_fold, map(chr, range(page << 8, (page + 1) << 8))))


def _fold(character: str) -> int:
    if not _WORD.match(character):
        return 0
    letters = enumerate(character.casefold())
    return sum(ord(letter) << 21 * place for place, letter in letters) | character.isdecimal() << 63


class Pure:
    """Says it in Python; see `Repeats`."""

    def __init__(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> None:
        """Split the paragraphs into words; of equal ones one is kept."""
        self._text, self._spans = text, paragraphs
        known: dict[str, str] = {}
        self._words = [
            [known.setdefault(word, word) for word in map(str.casefold, _WORD.findall(text, *span))]
            for span in paragraphs
        ]
        self._keys = [" ".join(words) for words in self._words]

    def again(self, least: int, /) -> list[tuple[int, int]]:
        """Return the paragraphs that are an earlier one."""
        seen: dict[str, int] = {}
        return [
            (first, number)
            for number, key in enumerate(self._keys)
            if len(key) >= least and (first := seen.setdefault(key, number)) != number
        ]

    def copies(self, least: int, /) -> list[tuple[int, int]]:
        """Return the paragraphs that are nearly an earlier one."""
        seen: dict[tuple[str, str], int] = {}
        exact = {number for _, number in self.again(least)}
        found = []
        for number, words in enumerate(self._words):
            if number in exact or len(self._keys[number]) < least:
                continue
            pairs = [*pairwise(words)]
            votes = Counter(seen[pair] for pair in pairs if pair in seen)
            first, count = max(votes.items(), key=itemgetter(1), default=(number, 0))
            if count * 2 >= len(words) and is_copy(self._words[first], words):
                found.append((first, number))
            else:
                for pair in pairs:
                    seen.setdefault(pair, number)
        return found

    def passages(self, least: int, /) -> list[tuple[int, int, int]]:
        """Return the passages that come again."""
        found = [*passages([*chain.from_iterable(self._words)], least)]
        if not found:
            return []
        starts, ends = array("q"), array("q")
        for match in chain.from_iterable(_WORD.finditer(self._text, *s) for s in self._spans):
            starts.append(match.start())
            ends.append(match.end())
        return [(starts[one], starts[again], ends[again + size - 1]) for one, again, size in found]


class Passage(NamedTuple):
    """Words `first` to `first + size` that stand again from word `again` on."""

    first: int
    again: int
    size: int


def is_copy(words: list[str], others: list[str]) -> bool:
    """Tell whether two texts are one, some words misspelt or left out; numbers must agree."""
    odd = 0
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        one, other = "".join(words[start:end]), "".join(others[other_start:other_end])
        if _DIGIT.search(one + other):
            return False
        if kind == "replace" and not _alike(one, other):
            return False
        odd += max(end - start, other_end - other_start)
    return odd <= max(1, _ODD * min(len(words), len(others)))


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are one, misspelt; most are not for the letters they have."""
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) / both < _ALIKE:
        return False
    shared = sum(min(one.count(letter), other.count(letter)) for letter in set(one))
    if 2 * shared / both < _ALIKE:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def passages(words: list[str], least: int) -> Iterator[Passage]:
    """Yield the passages of at least so many words that come again, by their second place.

    Five equal words in a row make two places comparable; from there the passage is followed
    both ways over single words that differ little and gaps of up to four words.
    """
    seen: dict[tuple[str, ...], int] = {}
    recurring = _recurring(words)
    done = 0
    again = recurring.find(1)
    while again >= 0:
        shingle = tuple(words[again : again + _SHINGLE])
        first = seen.setdefault(shingle, again)
        if first + _SHINGLE > again:
            again = recurring.find(1, again + 1)
            continue
        ahead = _agreeing(words, range(first, again), range(again, len(words)))
        back = _agreeing(words, range(first - 1, -1, -1), range(again - 1, max(done, first), -1))
        if ahead + back >= least:
            yield Passage(first - back, again - back, ahead + back)
        done = again + ahead
        for skipped in range(again, done - _SHINGLE + 1):
            seen.setdefault(tuple(words[skipped : skipped + _SHINGLE]), skipped)
        again = recurring.find(1, done)


def _recurring(words: list[str]) -> bytearray:
    """Return 1 for each place at which a shingle stands that may stand elsewhere too.

    Of a long text only the hashes are kept: its shingles would fill the memory.
    """
    if len(words) < _MANY:
        shingles = list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
        counts = Counter(shingles)
        if len(counts) == len(shingles):
            return bytearray()
        return bytearray(counts[shingle] > 1 for shingle in shingles)
    met = bytearray(4 * len(words) + 1)
    for place in _places(words, len(met)):
        met[place] = min(2, met[place] + 1)
    return bytearray(met[place] > 1 for place in _places(words, len(met)))


def _places(words: list[str], size: int) -> Iterator[int]:
    """Yield a place for each shingle in a table of some size."""
    for at in range(len(words) - _SHINGLE + 1):
        yield hash(tuple(words[at : at + _SHINGLE])) % size


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
    return longer > _SHORT and _alike(one, other)
