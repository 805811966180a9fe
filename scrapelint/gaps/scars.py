"""White space that a lost name left behind, where the rest of the document has none like it."""

from dataclasses import dataclass
from itertools import pairwise

from scrapelint.document import Document
from scrapelint.gaps.text import Row

_MOST = 0.04
"""The share of boundaries with such white space above which it is the document's habit."""
_FEW = 2
"""So many are never a habit."""
_ENDS = frozenset(".!?:;-\"'")


@dataclass(frozen=True)
class Scars:
    """The boundaries of a document with white space that no writer leaves.

    A single space before a mark is none: scrapers that join with spaces put it everywhere.
    """

    starts: frozenset[int]
    """Where the words begin that follow them."""

    @classmethod
    def of(cls, document: Document, prose: list[Row]) -> "Scars":
        """Look at all the white space in rows of prose; what is a habit is no scar."""
        doubled, indented = [], []
        for row in prose:
            if document.text[row.span.start] == " ":
                indented.append(row.words[0].start)
            for left, right in pairwise(row.words):
                between = document.text[left.end : right.start]
                if len(between) > 1 and not between.strip(" ") and left.text not in _ENDS:
                    doubled.append(right.start)
        boundaries = sum(len(row.words) for row in prose)
        kinds = ((doubled, boundaries), (indented, 5 * len(prose)))
        return cls(frozenset(n for found, of in kinds if _is_rare(found, of) for n in found))

    def within(self, row: Row) -> frozenset[int]:
        """Return the boundaries of a row that carry a scar."""
        if not self.starts:
            return frozenset()
        return frozenset(n for n, word in enumerate(row.words) if word.start in self.starts)


def _is_rare(found: list[int], among: int) -> bool:
    return len(found) <= max(_FEW, _MOST * among)
