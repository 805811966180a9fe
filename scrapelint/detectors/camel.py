"""Words joined where a small letter or a word in capitals meets a capital: `videoJanuary`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_RUN = re.compile(r"[^\W\d_]+")
_BORDER = re.compile(
    r"[^\W\d_A-ZÀ-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ])"
    r"|(?<![A-ZÀ-ÖØ-Þ])[A-ZÀ-ÖØ-Þ]{2,}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-ÖØ-Þ]{2})"
)
_SIGNS = (
    Expression(r"[^\W\d_A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ]"),
    Expression(r"[A-ZÀ-ÖØ-Þ]{3}[^\W\d_A-ZÀ-ÖØ-Þ]{2}"),
)
"""What is where there is a border."""
_LETTER = re.compile(r"[^\W\d_]")
_JOINED_SENTENCES = re.compile(
    r"[^\W\d_]{2}[)\]»”]?[.!?…]+[)\]»”]?[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-Þ]+[ ,'’]"
)
_PROOF = 2
"""Sentences joined without a space that prove the whole document to be put together so."""
_PROGRAM = re.compile(r"[a-z]_[a-z]|\w\(\)|[a-z]\.[a-z]+\(")
_LETTER_GOES_ON = re.compile(r"['’]\w| [^\W\d_A-ZÀ-ÖØ-Þ]")
_WORD_GOES_ON = re.compile(r"['’]\w| [“\"‘«„(]?\w")
_NAME_RUNS_ON = 8
"""Letters of a name after its inner capital: macOSas is macOS and as."""
_LONGEST_NAME = 4
"""Pieces of the longest name with capitals inside, as in JeVeuxAiderGouv."""


class _Joint(NamedTuple):
    """A border inside a run of letters and what stands on its two sides."""

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
    def _starts(self) -> frozenset[str]:
        return frozenset(self.starts)

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
        if not _joined_runs(document):
            return
        evidence = _Evidence(document)
        joints = [joint for run in evidence.runs for joint in self._joints(run, evidence)]
        evidence.starts = sum(joint.starts_small and joint.is_start for joint in joints)
        for joint in joints:
            certain = _is_certain(joint, evidence)
            if certain if self.beyond_doubt else not certain and _is_likely(joint, evidence):
                space = Edit(Span(joint.at, joint.at), " ")
                yield Match(Span(joint.at - 1, joint.at + 1), (space,))

    def _joints(self, run: re.Match[str], evidence: "_Evidence") -> Iterator[_Joint]:
        """Yield the borders in a run that are not inside a name."""
        pieces = _pieces(run.group())
        named = _inside_names(pieces, self._names)
        spelt = _inside_names(pieces, evidence.spelt_so)
        at = run.start()
        for index, (left, right) in enumerate(pairwise(pieces), 1):
            at += len(left)
            is_last = index == len(pieces) - 1  # no sentence starts InTwoCapitals
            is_start = is_last and self._is_start(run.string, at, right)
            sound = index in named or (index in spelt and not is_start)
            if not sound and right not in self.endings:
                goes_on = _WORD_GOES_ON.match(run.string, run.end()) is not None
                begins = is_start and goes_on and index not in spelt
                yield _Joint(at, left, right, pieces[0].islower(), is_start, begins)

    def _is_start(self, text: str, at: int, right: str) -> bool:
        if right in self._starts or (self._phrases and self._phrases.match(text, at)):
            return True
        return right in self.letters and _LETTER_GOES_ON.match(text, at + 1) is not None


def _is_certain(joint: _Joint, evidence: "_Evidence") -> bool:
    left, right = len(joint.left), len(joint.right)
    if joint.left.isupper():
        return left > 1 and (joint.begins or (right > 2 and joint.is_start and evidence.is_joined))
    if joint.starts_small:
        if joint.is_start:
            return left > (1 if evidence.is_joined else 2)
        return left > 2 and right > 1 and evidence.is_joined and not evidence.is_program
    known = evidence.is_joined or joint.left.casefold() in evidence
    return (left > 2 and joint.begins) or (left > 3 and joint.is_start and known)


def _is_likely(joint: _Joint, evidence: "_Evidence") -> bool:
    left, right = len(joint.left), len(joint.right)
    known = [word.casefold() in evidence for word in (joint.left, joint.right)]
    if joint.starts_small and left > 1 and (joint.is_start or evidence.is_joined):
        return right > 2 or joint.is_start
    if joint.starts_small:
        return left > 3 and right > 2 and any(known) and not evidence.is_program
    return min(left, right) > 2 and evidence.is_joined


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
        for length in range(1, _NAME_RUNS_ON):
            if pieces[first - 1] + pieces[first][:length] in names and first:
                inside.add(first)
    return inside


@lru_cache(maxsize=1)
def _joined_runs(document: Document) -> tuple[re.Match[str], ...]:
    """Return the runs of letters with a border inside."""
    found: dict[int, re.Match[str]] = {}
    text = document.text
    for sign in _SIGNS:
        done = 0
        for border in matches(document, sign):
            start = border.start()
            if start < done:
                continue
            while start > done and _LETTER.match(text, start - 1):
                start -= 1
            if run := _RUN.match(text, start):
                found[start] = run
                done = run.end()
    return tuple(run for _, run in sorted(found.items()) if _BORDER.search(run.group()))


class _Evidence:
    """What a document says of its own words; most of it is looked up when it is needed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._joined = _joined_runs(document)
        counts = Counter(run.group() for run in self._joined)
        self.spelt_so = frozenset(run for run, count in counts.items() if count > 1)
        self.starts = 0
        """How many joints there are before a word that begins sentences."""

    @cached_property
    def runs(self) -> list[re.Match[str]]:
        """Return the runs that are words."""
        masks = self._document.masks
        return [r for r in self._joined if _is_word(r) and not masks.overlaps(Span(*r.span()))]

    @cached_property
    def is_program(self) -> bool:
        """Tell whether the document speaks of programs."""
        return _PROGRAM.search(self._document.text) is not None

    @cached_property
    def _seams(self) -> int:
        seams = (Span(*m.span()) for m in _JOINED_SENTENCES.finditer(self._document.text))
        return sum(not self._document.masks.overlaps(seam) for seam in seams)

    @cached_property
    def _words(self) -> frozenset[str]:
        words = {run.casefold() for run in _RUN.findall(self._document.text)}
        return frozenset(words - {run.group().casefold() for run in self._joined})

    @property
    def is_joined(self) -> bool:
        """Tell whether pieces of the document were joined with nothing between."""
        return self._seams + self.starts >= _PROOF

    def __contains__(self, word: str) -> bool:
        """Tell whether the document has a word of its own."""
        return word in self._words


def _is_word(run: re.Match[str]) -> bool:
    """Tell whether a run is no part of an identifier, a formula or a path."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() :][:1]
    return not (before.isdigit() or before in list("_@#/\\$")) and after not in list("_/\\@=(")
