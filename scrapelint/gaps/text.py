"""The prose of a document, in rows of words, and whether a table was made for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scrapelint.document import Document, Span
from scrapelint.gaps.scorer import Borders, Counts, Scorer
from scrapelint.gaps.table import Table
from scrapelint.gaps.words import normal
from scrapelint.ink import end_of
from scrapelint.late import late

FEWEST_WORDS = 5
_HEADING = 12
"""A line of fewer words that does not end like a sentence is a heading or part of a list."""
_LIST = late(r"\s*(?:[-–—*•·#|>^]|\w{1,4}[.)] )")
_ENDS = tuple(".!?…:;,")
_CLOSERS = "\"'’”»)]"
_KNOWN = 0.6
"""The share of words that a table knows in text of its own language."""
_BEGUN = 0.5
"""The share of sentences that begin with a capital in prose."""
_CAREFUL, _ENOUGH = 0.7, 5
"""The same from which a small letter there is no habit, in so many sentences or more."""


class Form(NamedTuple):
    """A word, number or mark, and where in the document it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Row:
    """A line of prose; where its words stand is found out only when it is asked."""

    document: Document
    number: int
    """Which line of the document it is, from 0."""
    span: Span
    scorer: Scorer
    counts: Counts

    @cached_property
    def borders(self) -> Borders:
        """Return where the words start and end; a list of words would take much memory."""
        return self.scorer.borders(self.document.text, self.span.start, self.span.end)

    @cached_property
    def starts_small(self) -> bool:
        """Tell whether a sentence, no question, begins with a small letter."""
        text, end = self.document.text, end_of(self.document.text, *self.span)
        return text[self.span.start].islower() and not text.endswith("?", self.span.start, end)

    def word(self, index: int) -> Form | None:
        """Return a word, or None before the first and after the last."""
        starts, ends = self.borders
        if not 0 <= index < len(starts):
            return None
        start, end = starts[index], ends[index]
        return Form(normal(self.document.text[start:end]), start, end)


def is_promising(document: Document, table: Table, least: int, at_start: int, scar: int) -> bool:
    """Tell whether any boundary scores so much, whatever kind of text it is."""
    found = table.scorer.reaching(document.text, least, at_start, scar, FEWEST_WORDS)
    return any(not _LIST.match(document.text, *document.lines[number]) for number, _ in found)


def rows(document: Document, table: Table) -> list[Row]:
    """Return the lines of a document that are prose: no headings, lists, addresses or code."""
    found, scorer = [], table.scorer
    for number, counts in enumerate(scorer.counts(document.text)):
        if counts.words < FEWEST_WORDS:
            continue
        span = document.lines[number]
        if counts.words < _HEADING and not _is_ended(document.text, span):
            continue
        if not (_LIST.match(document.text, *span) or document.masks.covers(span)):
            found.append(Row(document, number, span, scorer, counts))
    return found


def _is_ended(text: str, line: Span) -> bool:
    """Tell whether a line ends in a mark, whatever closes behind it."""
    closed = end_of(text, line.start, end_of(text, *line), _CLOSERS)
    return text.endswith(_ENDS, line.start, closed)


class Begun(NamedTuple):
    """How many sentences begin with a capital, and how many there are."""

    capitals: int
    sentences: int

    @classmethod
    def of(cls, prose: list[Row]) -> "Begun":
        """Count them."""
        return cls(
            sum(row.counts.capitals for row in prose), sum(row.counts.begun for row in prose)
        )

    @property
    def is_prose(self) -> bool:
        """Tell whether half of them or more do, as in prose."""
        return self.capitals >= _BEGUN * self.sentences

    @property
    def is_careful(self) -> bool:
        """Tell whether nearly all do, so that one that does not lost its start."""
        return self.sentences >= _ENOUGH and self.capitals >= _CAREFUL * self.sentences


def is_of_language(prose: list[Row]) -> bool:
    """Tell whether text is in the table's language."""
    listed = sum(row.counts.listed for row in prose)
    return listed > _KNOWN * sum(row.counts.letters for row in prose)
