"""Words joined where a small letter or a word in capitals meets a capital: `videoJanuary`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_RUN = re.compile(r"[^\W\d_]+")
_BORDER = re.compile(
    r"[^\W\d_A-ZÀ-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ])|[A-ZÀ-ÖØ-Þ]{4,}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-ÖØ-Þ]{2})"
)
_JOINED_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?…]+[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-Þ]{2}")
_PROOF = 2
"""Sentences joined without a space that prove the whole document to be put together so."""
_PROGRAM = re.compile(r"[a-z]_[a-z]|\w\(\)|[a-z]\.[a-z]+\(")
_LETTER_GOES_ON = re.compile(r"['’]\w| [^\W\d_A-ZÀ-ÖØ-Þ]")
_LONGEST_NAME = 4
"""Pieces of the longest name with capitals inside, as in JeVeuxAiderGouv."""


class _Joint(NamedTuple):
    """A border inside a run of letters and what stands on its two sides."""

    at: int
    left: str
    right: str
    starts_small: bool


@dataclass(frozen=True)
class Camel:
    """A small letter directly before a capital, where two words were joined.

    `names` are written so and sound, and so is whatever the document spells so twice; `starts`
    are words that begin sentences, `letters` those of one letter, `endings` what is put to a word with a capital (StudentInnen).
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
    def _starts(self) -> frozenset[str]:
        return frozenset(self.starts)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the joints by the letters beside them, with the space to be put in."""
        if not _BORDER.search(document.text):
            return
        evidence = _Evidence(document)
        for run in evidence.runs:
            for joint in self._joints(run, self._names | evidence.spelt_so):
                certain = self._is_certain(document, joint, evidence)
                if certain if self.beyond_doubt else not certain and _is_likely(joint, evidence):
                    place = Span(joint.at, joint.at)
                    yield Match(Span(joint.at - 1, joint.at + 1), (Edit(place, " "),))

    def _joints(self, run: re.Match[str], names: frozenset[str]) -> Iterator[_Joint]:
        """Yield the borders in a run that are not inside a name."""
        pieces = _pieces(run.group())
        inside = _inside_names(pieces, names)
        small = len(pieces[0]) > 2 and pieces[0][0].islower()
        at = run.start()
        for index, (left, right) in enumerate(pairwise(pieces), 1):
            at += len(left)
            if index not in inside and right not in self.endings:
                yield _Joint(at, left, right, small)

    def _is_certain(self, document: Document, joint: _Joint, evidence: "_Evidence") -> bool:
        least = 3 if joint.starts_small else 4
        if len(joint.left) < least:
            return False
        if joint.right in self._starts or self._is_letter(document.text, joint):
            return joint.starts_small or evidence.is_joined or joint.left.casefold() in evidence
        return joint.starts_small and evidence.is_joined and not evidence.is_program

    def _is_letter(self, text: str, joint: _Joint) -> bool:
        goes_on = _LETTER_GOES_ON.match(text, joint.at + 1)
        return joint.right in self.letters and goes_on is not None


def _is_likely(joint: _Joint, evidence: "_Evidence") -> bool:
    known = [word.casefold() in evidence for word in (joint.left, joint.right)]
    if min(len(joint.left), len(joint.right)) < 3:
        return False
    if joint.starts_small:
        return not evidence.is_program and any(known) and len(joint.left) > 3
    return evidence.is_joined


def _pieces(run: str) -> list[str]:
    borders = [0, *(match.end() for match in _BORDER.finditer(run)), len(run)]
    return [run[start:end] for start, end in pairwise(borders)]


def _inside_names(pieces: list[str], names: frozenset[str]) -> set[int]:
    """Return the borders, counted from 1, that lie inside a name."""
    inside: set[int] = set()
    for first in range(len(pieces)):
        for last in range(first + 2, min(first + _LONGEST_NAME, len(pieces)) + 1):
            if "".join(pieces[first:last]) in names:
                inside |= set(range(first + 1, last))
    return inside


class _Evidence:
    """What a document says of its own words."""

    def __init__(self, document: Document) -> None:
        text, masks = document.text, document.masks
        runs = list(_RUN.finditer(text))
        joined = [run for run in runs if _BORDER.search(run.group())]
        counts = Counter(run.group() for run in joined)
        self.spelt_so = frozenset(run for run, count in counts.items() if count > 1)
        self.runs = [
            run for run in joined if not masks.overlaps(Span(*run.span())) and _is_word(run)
        ]
        seams = (Span(*match.span()) for match in _JOINED_SENTENCES.finditer(text))
        self.is_joined = sum(not masks.overlaps(seam) for seam in seams) >= _PROOF
        self.is_program = bool(_PROGRAM.search(text))
        self._words = frozenset(run.group().casefold() for run in runs) - frozenset(
            run.group().casefold() for run in joined
        )

    def __contains__(self, word: str) -> bool:
        """Tell whether the document has a word of its own."""
        return word in self._words


def _is_word(run: re.Match[str]) -> bool:
    """Tell whether a run is no part of an identifier, a formula or a path."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() :][:1]
    return not (before.isdigit() or before in list("_@#/\\$")) and after not in list("_/\\@=(")
