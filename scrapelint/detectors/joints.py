"""Borders inside words, between a small letter and a capital, that names do not explain."""

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from scrapelint.detectors.base import Expression, compiled
from scrapelint.document import Document, Span, once
from scrapelint.late import late

RUN = late(r"[^\W\d_]+")
_BORDER = late(
    r"[^\W\d_A-ZÀ-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ])"
    r"|(?<![A-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ]{2,}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-ÖØ-Þ]{2})"
)
SIGNS = (
    Expression(r"[^\W\d_A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ]"),
    Expression(r"[A-ZÀ-ÖØ-Þ]{3}[^\W\d_A-ZÀ-ÖØ-Þ]{2}"),
)
"""What is where there is a border."""
_LETTER_GOES_ON = late(r"['’]\w| [^\W\d_A-ZÀ-ÖØ-Þ]")
_WORD_GOES_ON = late(r"['’]\w| [“\"‘«„(]?\w")
_NAME_RUNS_ON = 8
"""Letters of a name after its inner capital: macOSas is macOS and as."""
_SHORTEST = 2
"""Letters of the shortest word behind a joint that begins no sentence."""
_AT_ONCE = 32
"""Characters that are gone back over at a time: more than most runs of letters have."""
_LONGEST_NAME = 4
"""Pieces of the longest name with capitals inside, as in JeVeuxAiderGouv."""


class _Border(NamedTuple):
    """A border in a word that is inside no name, and what stands on its two sides."""

    at: int
    left: str
    right: str
    starts_small: bool
    is_spelt: bool
    """Whether the document spells the word so more than once."""
    may_start: bool
    """Whether a sentence may start there."""


class Joint(NamedTuple):
    """A border where it stands in a document."""

    at: int
    left: str
    right: str
    starts_small: bool
    is_start: bool
    begins: bool
    """Whether a sentence surely starts there: it goes on, and the run is not spelt so twice."""


class Vocabulary:
    """How words are written: names with capitals inside, and what begins sentences."""

    def __init__(
        self,
        names: tuple[str, ...],
        starts: tuple[str, ...],
        letters: tuple[str, ...],
        endings: tuple[str, ...],
    ) -> None:
        """Take the words; see `Camel`."""
        self._names = frozenset(names)
        self._starts = frozenset(starts)
        self._letters = frozenset(letters)
        self._endings = frozenset(endings)

    @cached_property
    def _fronts(self) -> frozenset[str]:
        """Return all that names begin with."""
        return frozenset(name[:length] for name in self._names for length in range(1, len(name)))

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """Return the words that begin sentences, and those of the starts of more than a word."""
        words = (RUN.match(start) for start in (*self._starts, *self._letters))
        return frozenset(word.group() for word in words if word)

    @cached_property
    def _phrases(self) -> re.Pattern[str] | None:
        """Return the starts of more than a word; what follows them is another word."""
        phrases = [re.escape(start) for start in sorted(self._starts) if not start.isalpha()]
        return re.compile(rf"(?:{'|'.join(phrases)})\ ") if phrases else None

    def joints(self, document: Document) -> Iterator[Joint]:
        """Yield the borders that are not inside a name, word by word."""
        words = joined_words(document)
        spelt_so = frozenset(word for word, starts in words.items() if len(starts) > 1)
        for word, starts in words.items():
            borders = list(self._borders(word, spelt_so))
            for start in starts if borders else ():
                span = Span(start, start + len(word))
                joints = list(self._in_place(borders, document.text, span))
                if joints and _is_word(document.text, span) and not document.masks.overlaps(span):
                    yield from joints

    def _borders(self, word: str, spelt_so: frozenset[str]) -> Iterator[_Border]:
        """Yield the borders in a word that may be joints."""
        pieces, at = _pieces(word), 0
        starts = pieces[-1] in self._first_words
        if not starts and max(map(len, pieces[1:])) < _SHORTEST:
            return
        named = _inside_names(word, pieces, self._names, self._fronts)
        spelt = _inside_names(word, pieces, spelt_so) if spelt_so else ()
        for index, (left, right) in enumerate(pairwise(pieces), 1):
            at += len(left)
            may_start = starts and index == len(pieces) - 1  # no sentence starts InTwoCapitals
            may_be_word = len(right) >= _SHORTEST and index not in spelt
            sound = index in named or right in self._endings
            if not sound and (may_start or may_be_word):
                yield _Border(at, left, right, pieces[0].islower(), index in spelt, may_start)

    def _in_place(self, borders: list[_Border], text: str, word: Span) -> Iterator[Joint]:
        """Yield the borders of a word where it stands, those left out that it is spelt with."""
        for border in borders:
            at = word.start + border.at
            is_start = border.may_start and self._is_start(text, at, border.right)
            if is_start or not border.is_spelt:
                goes_on = is_start and _WORD_GOES_ON.match(text, word.end) is not None
                begins = goes_on and not border.is_spelt
                sides = border.left, border.right, border.starts_small
                yield Joint(at, *sides, is_start, begins)

    def _is_start(self, text: str, at: int, right: str) -> bool:
        if right in self._starts or (self._phrases and self._phrases.match(text, at)):
            return True
        return right in self._letters and _LETTER_GOES_ON.match(text, at + 1) is not None


@lru_cache(maxsize=16)
def vocabulary(*words: tuple[str, ...]) -> Vocabulary:
    """Return the vocabulary of some words, the same one for the same."""
    return Vocabulary(*words)


@once
def joints(document: Document, known: Vocabulary) -> list[Joint]:
    """Return the borders of a document that are not inside a name, in its order."""
    return sorted(known.joints(document))


def _pieces(word: str) -> list[str]:
    borders = [0, *(match.end() for match in _BORDER.finditer(word)), len(word)]
    return [word[start:end] for start, end in pairwise(borders)]


def _inside_names(
    word: str, pieces: list[str], names: frozenset[str], fronts: frozenset[str] | None = None
) -> Container[int]:
    """Return the borders, counted from 1, that lie inside a name; `fronts` begin them all."""
    if len(pieces) <= _LONGEST_NAME and word in names:
        return range(1, len(pieces))
    inside: set[int] = set()
    for first, piece in enumerate(pieces[:-1]):
        if fronts is not None and piece not in fronts:
            continue
        for last in range(first + 2, min(first + _LONGEST_NAME, len(pieces)) + 1):
            if "".join(pieces[first:last]) in names:
                inside |= set(range(first + 1, last))
        after = pieces[first + 1]
        if any(piece + after[:length] in names for length in range(1, _NAME_RUNS_ON)):
            inside.add(first + 1)
    return inside


@once
def joined_words(document: Document) -> dict[str, list[int]]:
    """Return where runs of letters with a border inside begin, by the runs."""
    found: dict[str, list[int]] = {}
    text, done = document.text, 0
    for place in _places(document):
        if place < done:
            continue
        start = _start_of(text, place, done)
        if run := RUN.match(text, start):
            found.setdefault(run.group(), []).append(start)
            done = run.end()
    return {word: starts for word, starts in found.items() if _BORDER.search(word)}


def _start_of(text: str, place: int, done: int) -> int:
    """Return where the letters begin that stand before a place, those before `done` left out."""
    while place > done:
        before = max(done, place - _AT_ONCE)
        letters = RUN.match(text[before:place][::-1])
        place -= letters.end() if letters else 0
        if place > before:
            break
    return place


def _places(document: Document) -> list[int]:
    """Return a place in each run with a border inside, or in more runs."""
    places: set[int] = set()
    for sign in SIGNS:
        found = document.hits.places(sign) if document.hits else None
        if found is None:
            found = [match.end() - 1 for match in compiled(sign).finditer(document.text)]
        places.update(found)
    return sorted(places)


def _is_word(text: str, run: Span) -> bool:
    """Tell whether a run is no part of an identifier, a formula or a path."""
    before, after = text[max(0, run.start - 1) : run.start], text[run.end : run.end + 1]
    return not (before.isdigit() or before in list("_@#/\\$")) and after not in list("_/\\@=(")
