"""The prose of a document, in rows of words, and whether a table was made for it."""

import re
from array import array
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scrapelint.document import Document, Span
from scrapelint.gaps.features import Line
from scrapelint.gaps.table import Table
from scrapelint.gaps.words import Word, borders, forms, normal

_FEWEST_WORDS = 5
_HEADING = 12
"""A line of fewer words that does not end like a sentence is a heading or part of a list."""
_LIST = re.compile(r"\s*(?:[-–—*•·#|>^]|\w{1,4}[.)] )")
_END = re.compile(r"[.!?…:;,][\"'’”»)\]]*\s*$")
_KNOWN = 0.6
"""The share of words that a table knows in text of its own language."""
_BEGUN = 0.5
"""The share of sentences that begin with a capital in prose."""
_CAREFUL, _ENOUGH = 0.7, 5
"""The same from which a small letter there is no habit, in so many sentences or more."""


@dataclass(frozen=True)
class Row:
    """A line of prose; where its words stand is found out only when it is asked."""

    document: Document
    span: Span
    apostrophe: str
    line: Line

    @cached_property
    def borders(self) -> tuple["array[int]", "array[int]"]:
        """Return where the words start and end; a list of words would take much memory."""
        return borders(self.document.text, self.apostrophe, self.span.start, self.span.end)

    @cached_property
    def starts_small(self) -> bool:
        """Tell whether a sentence, no question, begins with a small letter."""
        text = self.document[self.span].rstrip()
        return text[:1].islower() and not text.endswith("?")

    def word(self, index: int) -> Word | None:
        """Return a word, or None before the first and after the last."""
        starts, ends = self.borders
        if not 0 <= index < len(starts):
            return None
        start, end = starts[index], ends[index]
        return Word(normal(self.document.text[start:end]), start, end, self.line.begins(index))


def is_promising(document: Document, table: Table, least: int, at_start: int) -> bool:
    """Tell whether any boundary scores so much, whatever kind of text it is."""
    read = (_read(document, s, table) for s in document.lines if not _LIST.match(document[s]))
    lines = [line for line in read if len(line) >= _FEWEST_WORDS]
    return any(
        score >= (least if index else at_start)
        for number, place in table.likely(lines, least, at_start)
        for index, score in table.scores(lines[number], [place])
    )


def rows(document: Document, table: Table) -> list[Row]:
    """Return the lines of a document that are prose: no headings, lists, addresses or code."""
    found = []
    for span in document.lines:
        text = document[span]
        if _LIST.match(text) or document.masks.covers(span):
            continue
        line = _read(document, span, table)
        if len(line) >= (_FEWEST_WORDS if _END.search(text) else _HEADING):
            found.append(Row(document, span, table.apostrophe, line))
    return found


def _read(document: Document, span: Span, table: Table) -> Line:
    return Line(table.lexicon.read(forms(document.text, table.apostrophe, *span)))


class Begun(NamedTuple):
    """How many sentences begin with a capital, and how many there are."""

    capitals: int
    sentences: int

    @classmethod
    def of(cls, prose: list[Row]) -> "Begun":
        """Count them."""
        first = [word for row in prose for word in row.line.known if word.is_word and word.begins]
        return cls(sum(word.form[0] == "^" for word in first), len(first))

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
    words = [word for row in prose for word in row.line.known if word.is_word]
    listed = sum(word.is_listed for word in words)
    return listed > _KNOWN * len(words)
