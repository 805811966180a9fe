"""White space that a lost name left behind, where the rest of the document has none like it."""

from bisect import bisect_left
from typing import NamedTuple

from scrapelint.document import Document
from scrapelint.gaps.text import Row

_MOST = 0.04
"""The share of boundaries with two spaces above which that is the document's habit."""
_SOME = 0.2
"""The same for lines that begin with a space."""
_FEW = 2
"""So many are never a habit."""
_DENSEST = 1 / 15
"""In a few words even one of them may be a habit."""
_ENDS = frozenset(".!?:;-\"'")


class Scars(NamedTuple):
    """The boundaries of a document with white space that no writer leaves.

    A single space before a mark is none: scrapers that join with spaces put it everywhere.
    """

    starts: tuple[int, ...]
    """Where the words begin that follow them, in order."""

    @classmethod
    def of(cls, document: Document, prose: list[Row]) -> "Scars":
        """Look at all the white space in rows of prose; what is a habit is no scar."""
        if not _are_possible(document.text):
            return cls(())
        doubled, indented = [], []
        for row in prose:
            if document.text[row.span.start] == " ":
                indented.append(row.borders[0][0])
            if "  " not in document[row.span]:
                continue
            starts, ends = row.borders
            for index, (end, start) in enumerate(zip(ends, starts[1:], strict=False)):
                if start - end > 1 and not document.text[end:start].strip(" "):
                    left = row.word(index)
                    if left and left.text not in _ENDS:
                        doubled.append(start)
        words = sum(row.counts.words for row in prose)
        few = min(_FEW, _DENSEST * words)
        kinds = ((doubled, max(few, _MOST * words)), (indented, max(_FEW, _SOME * len(prose))))
        return cls(tuple(sorted({n for found, most in kinds if len(found) <= most for n in found})))

    def within(self, row: Row) -> frozenset[int]:
        """Return the boundaries of a row that carry a scar."""
        if not self.starts:
            return frozenset()
        first, last = (bisect_left(self.starts, side) for side in row.span)
        starts = set(self.starts[first:last])
        if not starts:
            return frozenset()
        return frozenset(n for n, start in enumerate(row.borders[0]) if start in starts)


def _are_possible(text: str) -> bool:
    """Tell whether there is any white space that could be one."""
    return text.startswith(" ") or "\n " in text or "  " in text
