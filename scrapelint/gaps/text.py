"""The prose of a document, in rows of words, and whether a table was made for it."""

import re
from dataclasses import dataclass

from scrapelint.document import Document, Span
from scrapelint.gaps.features import Line
from scrapelint.gaps.table import Table
from scrapelint.gaps.words import Word, split

_FEWEST_WORDS = 5
_HEADING = 12
"""A line of fewer words that does not end like a sentence is a heading or part of a list."""
_LIST = re.compile(r"\s*(?:[-–—*•·#|>^]|\w{1,4}[.)] )")
_END = re.compile(r"[.!?…:;,][\"'’”»)\]]*\s*$")
_KNOWN = 0.6
"""The share of words that a table knows in text of its own language."""
_BEGUN = 0.5
"""The share of sentences that begin with a capital in prose."""


@dataclass(frozen=True)
class Row:
    """A line of prose."""

    span: Span
    words: list[Word]

    def line(self, table: Table) -> Line:
        """Return the row as a table knows it."""
        return Line(self.words, table.lexicon)

    def word(self, index: int) -> Word | None:
        """Return a word, or None before the first and after the last."""
        return self.words[index] if 0 <= index < len(self.words) else None


def rows(document: Document, table: Table) -> list[Row]:
    """Return the lines of a document that are prose: no headings, lists, addresses or code."""
    found = []
    for span in document.lines:
        text = document[span]
        if _LIST.match(text) or document.masks.covers(span):
            continue
        words = split(text, table.apostrophe, span.start)
        if len(words) >= (_FEWEST_WORDS if _END.search(text) else _HEADING):
            found.append(Row(span, words))
    return found


def is_of_kind(prose: list[Row], table: Table) -> bool:
    """Tell whether text is in the table's language and written as prose is."""
    words = [word for row in prose for word in row.words if word.text[0].isalpha()]
    known = sum(map(table.lexicon.has, words))
    first = [word for word in words if word.first]
    begun = sum(word.text[0].isupper() for word in first)
    return known > _KNOWN * len(words) and begun >= _BEGUN * len(first)
