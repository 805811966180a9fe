"""Words joined where a small letter or a word in capitals meets a capital: `videoJanuary`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from scrapelint.detectors.base import Detector, Match, Telltales
from scrapelint.detectors.joints import (
    RUN,
    SIGNS,
    Joint,
    Vocabulary,
    joined_words,
    joints,
    vocabulary,
)
from scrapelint.document import Document, Span, once
from scrapelint.finding import Edit
from scrapelint.late import late

_JOINED_SENTENCES = late(  # a mark is sooner found than the letters before one
    r"[.!?…](?:(?<=([^\W\d_]{2}).)|(?<=([^\W\d_]{2}[)\]»”]).))"
    r"[.!?…]{0,500}[)\]»”]?[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-Þ]+[ ,'’]"
)
_PROOF = 2
"""Sentences joined without a space that prove the whole document to be put together so."""
_PROGRAM = {
    "_": late(r"_(?<=[a-z]_)[a-z]"),
    "()": late(r"\((?<=\w\()\)"),
    "(": late(r"\.(?<=[a-z]\.)[a-z]+\("),
}
"""Names and calls in programs, by what a text must hold to have any."""


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
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(self.names, self.starts, self.letters, self.endings)

    def telltales(self) -> Telltales:
        """Return the borders between a small letter and a capital."""
        return Telltales(SIGNS)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the joints by the letters beside them, with the space to be put in."""
        found = joints(document, self._vocabulary)
        evidence = _Evidence(document, sum(j.starts_small and j.is_start for j in found))
        for joint in found:
            certain = _is_certain(joint, evidence)
            if certain if self.beyond_doubt else not certain and _is_likely(joint, evidence):
                space = Edit(Span(joint.at, joint.at), " ")
                yield Match(Span(joint.at - 1, joint.at + 1), (space,))


def _is_certain(joint: Joint, evidence: "_Evidence") -> bool:
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


def _is_likely(joint: Joint, evidence: "_Evidence") -> bool:
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
    found = _JOINED_SENTENCES.finditer(document.text)
    seams = (Span(match.start(match.lastindex or 0), match.end()) for match in found)
    return len([*islice((s for s in seams if not document.masks.overlaps(s)), _PROOF)])


@once
def _words(document: Document) -> frozenset[str]:
    words = {run.casefold() for run in set(RUN.findall(document.text))}
    return frozenset(words - set(map(str.casefold, joined_words(document))))
