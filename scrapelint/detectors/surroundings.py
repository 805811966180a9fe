"""What stands around an article on its page: menus, bars of buttons, forms, lists of teasers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, excision, in_one
from scrapelint.detectors.shape import LONGEST, alone, is_text, labelled, plain, whole
from scrapelint.document import Document, Span
from scrapelint.scan.reach import read

_WORDS, _LETTERS = 4, 40
"""Words and characters of the longest entry of a menu; a longer line may be the title."""
_GAP = 8
"""How many entries may stand between two labels."""
_MENU = 4
"""So many sections together are a menu without any label."""
_TEASERS = 3
"""So many titles in a block are teasers, but for the last, which may be the article's own."""
_WEIGHT = 3
"""What a block must weigh: two labels, or one with a hint."""
_LONG = 100
"""Characters from which a sentence is a paragraph; a teaser is shorter."""
_ENDLESS = LONGEST + 1
"""Characters from which a line counts as text whatever it ends in."""
_PARAGRAPHS = 3
"""So many paragraphs in a row are the article, whatever stands before them."""
_MARKS = 2
"""How many labels and hints the end of a document needs to be no article."""
_SHARE = 0.3
"""The share of a document's text up to which what follows a label is not the article."""


class Kind(Enum):
    """What a line is."""

    TEXT = "a sentence or long"
    TITLE = "too long for a menu"
    ENTRY = "may stand in a menu"
    BREAK = "interrupts an article"
    HINT = "stands around articles, but in them too"
    SECTION = "a section of the site, but a heading too"
    LABEL = "never the text of an article"
    BUTTON = "a label that can go on its own"
    LAST = "stands under an article only"


_WEIGHTS = dict.fromkeys((Kind.HINT, Kind.SECTION), 1) | dict.fromkeys(
    (Kind.BREAK, Kind.LABEL, Kind.BUTTON, Kind.LAST), 2
)
_PROOF = (Kind.BREAK, Kind.LABEL, Kind.BUTTON, Kind.LAST)
_ALONE = (Kind.BUTTON, Kind.BREAK)


class Line(NamedTuple):
    """A line that is not blank, and what it is."""

    span: Span
    kind: Kind


@dataclass(frozen=True)
class Surroundings(Detector):
    """Blocks of short lines around labels, and all that follows the article.

    `labels` (and lines that match one of `patterns` whole), `buttons`, `breaks` and `last` are
    never the text of an article; a block of only `buttons` and `breaks` is left to their rules.
    `sections`, and lines that match one of `hints` whole, may be headings and tell only beside
    labels. The article ends before one of `last`, or a line that matches one of `closing`, if
    little text follows and never three paragraphs in a row; before one of `labels` or `buttons`
    if no paragraph follows at all; before a hint or section if a label but no text follows.
    """

    labels: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    patterns: tuple[Expression, ...] = ()
    breaks: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    hints: tuple[Expression, ...] = ()
    closing: tuple[Expression, ...] = ()

    @cached_property
    def _known(self) -> dict[str, Kind]:
        lists = (
            (self.sections, Kind.SECTION),
            (self.labels, Kind.LABEL),
            (self.breaks, Kind.BREAK),
            (self.buttons, Kind.BUTTON),
            (self.last, Kind.LAST),
        )
        return {plain(label): kind for labels, kind in lists for label in labels}

    def telltales(self) -> Telltales:
        """Return what never is the text of an article, or is a heading."""
        return Telltales(tuple(map(alone, (*self.patterns, *self.closing))), frozenset(self._known))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield each block, to be taken out."""
        told = self._told(document)
        if not _may_be_block(list(told.values())):
            return
        lines = [
            Line(span, self._kind(document[span], told.get(index)))
            for index, span in enumerate(document.filled_lines)
        ]
        end = _end(lines)
        if not any(_is_paragraph(line) for line in lines[:end]):
            end = len(lines)  # without an article nothing is behind it
        for block in [*_blocks(lines[:end]), lines[end:]]:
            if any(line.kind not in _ALONE for line in block):
                span = Span(block[0].span.start, block[-1].span.end)
                yield Match(span, (excision(document, span),), f"{len(block)} lines")

    def _told(self, document: Document) -> dict[int, Kind]:
        """Return what labels and shapes tell of lines, by the indexes of those they speak of."""
        told = dict.fromkeys(whole(document, self.patterns), Kind.LABEL)
        told |= dict.fromkeys(whole(document, self.closing), Kind.LAST)
        for index, label in labelled(document, self._known.keys(), LONGEST):
            if self._known[label] is not Kind.SECTION or index not in told:
                told[index] = self._known[label]
        return told

    @cached_property
    def _long_hints(self) -> tuple[Expression, ...]:
        """Return the hints that a line may match which is longer than any label."""
        return tuple(hint for hint in self.hints if read(hint).longest > LONGEST)

    def _kind(self, text: str, told: Kind | None) -> Kind:
        hints = self.hints if len(text) <= LONGEST else self._long_hints
        if told in (None, Kind.SECTION) and _is_one_of(hints, text):
            return Kind.HINT
        return told or _unknown(text)


def _is_one_of(expressions: tuple[Expression, ...], text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in in_one(expressions))


def _may_be_block(told: list[Kind]) -> bool:
    """Tell whether lines prove enough for any block, or for an end of the article."""
    return told.count(Kind.SECTION) >= _MENU or any(kind in _PROOF for kind in told)


def _unknown(text: str) -> Kind:
    if is_text(text, _ENDLESS):
        return Kind.TEXT
    short = len(text) <= _LETTERS and len(text.split()) <= _WORDS
    return Kind.ENTRY if short else Kind.TITLE


def _end(lines: list[Line]) -> int:
    """Return the index of the first line after the article, or the number of lines."""
    end, rest = len(lines), _Rest()
    limit = _SHARE * sum(_length(line.span) for line in lines)
    for index in range(len(lines) - 1, -1, -1):
        rest.take(lines[index])
        if rest.resumes or rest.row == _PARAGRAPHS or rest.length > limit:
            break
        if rest.may_begin(lines[index].kind):
            end = index
    return end


class _Rest:
    """The lines from one to the end of a document, taken from the end."""

    def __init__(self) -> None:
        self.lines = self.marks = self.texts = self.paragraphs = 0
        self.row = self.length = 0
        self.proven = self.resumes = False
        self._below = Kind.ENTRY

    def take(self, line: Line) -> None:
        """Take in the line above."""
        is_text = line.kind is Kind.TEXT
        self.lines += 1
        self.marks += line.kind in _WEIGHTS
        self.proven |= line.kind in (Kind.LABEL, Kind.BUTTON, Kind.LAST)
        self.texts += is_text
        self.paragraphs += _is_paragraph(line)
        self.row = self.row + 1 if is_text else 0
        self.length += is_text * _length(line.span)
        self.resumes = (line.kind, self._below) == (Kind.BREAK, Kind.TEXT)
        self._below = line.kind

    def may_begin(self, kind: Kind) -> bool:
        """Tell whether what follows the article may begin with the line taken last."""
        if self.marks < _MARKS or self.texts * 3 > self.lines:
            return False
        if kind in (Kind.LABEL, Kind.BUTTON):
            return not self.paragraphs
        if kind in (Kind.HINT, Kind.SECTION):
            return self.proven and not self.texts
        return kind is Kind.LAST


def _is_paragraph(line: Line) -> bool:
    return line.kind is Kind.TEXT and _length(line.span) >= _LONG


def _length(span: Span) -> int:
    return span.end - span.start


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the blocks within a document; one at its start takes in the entries before it."""
    for first, last in _runs(lines):
        block = lines[first : last + 1]
        kinds = [line.kind for line in block]
        if _may_be_block(kinds) and sum(_WEIGHTS.get(kind, 0) for kind in kinds) >= _WEIGHT:
            at_start = all(line.kind is Kind.ENTRY for line in lines[:first])
            yield lines[: last + 1] if at_start else block


def _runs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last marked line of each run that may be a block."""
    for first, last in _stretches(lines):
        titles = [i for i in range(first, last) if lines[i].kind is Kind.TITLE]
        breaks = any(lines[i].kind is Kind.BREAK for i in range(first, last))
        if len(titles) >= _TEASERS and not breaks:
            titles = titles[-1:]
        starts = [first, *(title + 1 for title in titles)]
        for start, end in zip(starts, [*titles, last + 1], strict=True):
            marked = [i for i in range(start, end) if lines[i].kind in _WEIGHTS]
            if marked:
                yield marked[0], marked[-1]


def _stretches(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last marked line of each stretch of marked and short lines."""
    first = last = -1
    for index, line in enumerate(lines):
        if line.kind in _WEIGHTS:
            first, last = (index if first < 0 else first), index
        elif first >= 0 and (line.kind is Kind.TEXT or index - last > _GAP):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last
