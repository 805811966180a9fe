"""Words joined where a small letter or a word in capitals meets a capital: `videoJanuary`."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, compiled
from scrapelint.document import Document, Span, once
from scrapelint.finding import Edit
from scrapelint.late import late

_RUN = late(r"[^\W\d_]+")
_BORDER = late(
    r"[^\W\d_A-ZÀ-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ])"
    r"|(?<![A-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ]{2,}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-ÖØ-Þ]{2})"
)
_SIGNS = (
    Expression(r"[^\W\d_A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ]"),
    Expression(r"[A-ZÀ-ÖØ-Þ]{3}[^\W\d_A-ZÀ-ÖØ-Þ]{2}"),
)
"""What is where there is a border."""
_SEAM = late(r"[.!?…)\]»”][A-ZÀ-ÖØ-Þ]")
"""What is in every pair of joined sentences, and sooner looked for."""
_JOINED_SENTENCES = late(r"[^\W\d_]{2}[)\]»”]?[.!?…]+[)\]»”]?[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-Þ]+[ ,'’]")
_PROOF = 2
"""Sentences joined without a space that prove the whole document to be put together so."""
_PROGRAM = {
    "_": late(r"_(?<=[a-z]_)[a-z]"),
    "()": late(r"\((?<=\w\()\)"),
    "(": late(r"\.(?<=[a-z]\.)[a-z]+\("),
}
"""Names and calls in programs, by what a text must hold to have any."""
_LETTER_GOES_ON = late(r"['’]\w| [^\W\d_A-ZÀ-ÖØ-Þ]")
_WORD_GOES_ON = late(r"['’]\w| [“\"‘«„(]?\w")
_NAME_RUNS_ON = 8
"""Letters of a name after its inner capital: macOSas is macOS and as."""
_SHORTEST = 2
"""Letters of the shortest word behind a joint that begins no sentence."""
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


class _Joint(NamedTuple):
    """A border where it stands in a document."""

    at: int
    left: str
    right: str
    starts_small: bool
    is_start: bool
    begins: bool
    """Whether a sentence surely starts there: it goes on, and the run is not spelt so twice."""


@dataclass(frozen=True)
class Camel(Detector):
    """A small letter directly before a capital, where two words were joined.

    `names` are written so and sound, and so is whatever the document spells so twice; `starts`
    are words that begin sentences, `letters` those of one letter, `endings` what is put to a
    word with a capital (StudentInnen).
    Evidence is the document: whether other sentences in it are joined, whether the two words
    stand in it elsewhere. With `beyond_doubt` only the joints are reported that nothing speaks
    against, without it only the others.
    """

    names: tuple[str, ...]
    starts: tuple[str, ...]
    letters: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    beyond_doubt: bool = False

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _fronts(self) -> frozenset[str]:
        """Return all that names begin with."""
        return frozenset(name[:length] for name in self.names for length in range(1, len(name)))

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(self.starts)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """Return the words that begin sentences, and those of the starts of more than a word."""
        words = (_RUN.match(start) for start in (*self.starts, *self.letters))
        return frozenset(word.group() for word in words if word)

    @cached_property
    def _phrases(self) -> re.Pattern[str] | None:
        """Return the starts of more than a word; what follows them is another word."""
        phrases = [re.escape(start) for start in self.starts if not start.isalpha()]
        return re.compile(rf"(?:{'|'.join(phrases)})\ ") if phrases else None

    def telltales(self) -> Telltales:
        """Return the borders between a small letter and a capital."""
        return Telltales(_SIGNS)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the joints by the letters beside them, with the space to be put in."""
        joints = sorted(self._joints(document))
        evidence = _Evidence(document, sum(j.starts_small and j.is_start for j in joints))
        for joint in joints:
            certain = _is_certain(joint, evidence)
            if certain if self.beyond_doubt else not certain and _is_likely(joint, evidence):
                space = Edit(Span(joint.at, joint.at), " ")
                yield Match(Span(joint.at - 1, joint.at + 1), (space,))

    def _joints(self, document: Document) -> Iterator[_Joint]:
        """Yield the borders that are not inside a name, word by word."""
        words = _joined_words(document)
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
            sound = index in named or right in self.endings
            if not sound and (may_start or may_be_word):
                yield _Border(at, left, right, pieces[0].islower(), index in spelt, may_start)

    def _in_place(self, borders: list[_Border], text: str, word: Span) -> Iterator[_Joint]:
        """Yield the borders of a word where it stands, those left out that it is spelt with."""
        for border in borders:
            at = word.start + border.at
            is_start = border.may_start and self._is_start(text, at, border.right)
            if is_start or not border.is_spelt:
                goes_on = is_start and _WORD_GOES_ON.match(text, word.end) is not None
                begins = goes_on and not border.is_spelt
                sides = border.left, border.right, border.starts_small
                yield _Joint(at, *sides, is_start, begins)

    def _is_start(self, text: str, at: int, right: str) -> bool:
        if right in self._starts or (self._phrases and self._phrases.match(text, at)):
            return True
        return right in self.letters and _LETTER_GOES_ON.match(text, at + 1) is not None


def _is_certain(joint: _Joint, evidence: "_Evidence") -> bool:
    left, right = len(joint.left), len(joint.right)
    if joint.left.isupper():
        return left > 1 and (joint.begins or (right > 2 and joint.is_start and evidence.is_joined))
    if joint.starts_small and joint.is_start:
        return left > 2 or (left > 1 and evidence.is_joined)
    if joint.starts_small:
        return left > 2 and right > 1 and evidence.is_joined and not evidence.is_program
    if left > 2 and joint.begins:
        return True
    return left > 3 and joint.is_start and (evidence.is_joined or evidence.knows(joint.left))


def _is_likely(joint: _Joint, evidence: "_Evidence") -> bool:
    left, right = len(joint.left), len(joint.right)
    if joint.starts_small and left > 1 and (joint.is_start or evidence.is_joined):
        return right > 2 or joint.is_start
    if joint.starts_small:
        return (
            (left > 3 and right > 2)
            and (evidence.knows(joint.left) or evidence.knows(joint.right))
            and not evidence.is_program
        )
    return min(left, right) > 2 and evidence.is_joined


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
def _joined_words(document: Document) -> dict[str, list[int]]:
    """Return where runs of letters with a border inside begin, by the runs."""
    found: dict[str, list[int]] = {}
    text, done = document.text, 0
    for place in _places(document):
        if place < done:
            continue
        start = place
        while start > done and _is_letter(text[start - 1]):
            start -= 1
        if run := _RUN.match(text, start):
            found.setdefault(run.group(), []).append(start)
            done = run.end()
    return {word: starts for word, starts in found.items() if _BORDER.search(word)}


def _places(document: Document) -> list[int]:
    """Return a place in each run with a border inside, or in more runs."""
    places: set[int] = set()
    for sign in _SIGNS:
        found = document.hits.places(sign) if document.hits else None
        if found is None:
            found = [match.end() - 1 for match in compiled(sign).finditer(document.text)]
        places.update(found)
    return sorted(places)


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


class _Evidence(NamedTuple):
    """What a document says of its own words; most of it is looked up when it is needed."""

    document: Document
    starts: int
    """How many joints there are before a word that begins sentences."""

    @property
    def is_program(self) -> bool:
        """Tell whether the document speaks of programs."""
        return _is_program(self.document)

    @property
    def is_joined(self) -> bool:
        """Tell whether pieces of the document were joined with nothing between."""
        return self.starts >= _PROOF or self.starts + _seams(self.document) >= _PROOF

    def knows(self, word: str) -> bool:
        """Tell whether the document has a word of its own."""
        return word.casefold() in _words(self.document)


@once
def _is_program(document: Document) -> bool:
    text = document.text
    return any(sign in text and shape.search(text) for sign, shape in _PROGRAM.items())


@once
def _seams(document: Document) -> int:
    """Return how many sentences were joined without a space, as far as that matters."""
    if not _SEAM.search(document.text):
        return 0
    seams = (Span(*match.span()) for match in _JOINED_SENTENCES.finditer(document.text))
    return len([*islice((s for s in seams if not document.masks.overlaps(s)), _PROOF)])


@once
def _words(document: Document) -> frozenset[str]:
    words = {run.casefold() for run in set(_RUN.findall(document.text))}
    return frozenset(words - set(map(str.casefold, _joined_words(document))))


def _is_word(text: str, run: Span) -> bool:
    """Tell whether a run is no part of an identifier, a formula or a path."""
    before, after = text[max(0, run.start - 1) : run.start], text[run.end : run.end + 1]
    return not (before.isdigit() or before in list("_@#/\\$")) and after not in list("_/\\@=(")
