"""Which finding gives way to which, so that no repair removes the trace of a worse defect.

The families are taken in the order of `rule.FAMILIES`. What touches broken characters cannot be
judged yet, nor can words at a line end that a program put; a space beside a lost name is the trace
of that name, not a spacing defect; text in an embed, an address or code keeps its own rules.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span, SpanSet
from scrapelint.finding import Edit
from scrapelint.masks import marked_code, masks
from scrapelint.wrapping import broken_words, hanging, wraps

_CHARACTERS = ("encoding", "markup")
_TEXT = ("missing-text", "glued-text", "spacing")

_SHOWN_IN_CODE = (*_CHARACTERS, "embeds")
"""Families whose damage is an example, not damage, where text is marked as code."""

_MENDS_LINES = ("spacing", "structure")
"""Families that join the lines which the others then see whole."""

PROTECTED = (*_CHARACTERS, "embeds", *_TEXT)
"""Families whose findings the repairs of later families must leave in sight."""


_Of = TypeVar("_Of")


class Evidence:
    """The places of the families taken so far."""

    def __init__(self, document: Document) -> None:
        """Begin with nothing found in a document."""
        self.document = document
        """The document as the rules see it now."""
        self._kept = self._embedded = SpanSet()
        self._code = SpanSet(marked_code(document))
        self._masked = SpanSet()
        self._torn = SpanSet()

    def mask(self) -> None:
        """Give the document the embeds found, its addresses and its code as masks."""
        self._masked = self._embedded.union(chain(self._code, masks(self.document)))
        self.document = self.document.masked(self._masked)
        self._torn = SpanSet(_torn(self.document))

    def add(self, family: str, spans: Iterable[Span]) -> None:
        """Remember the places of a family."""
        if family == "embeds":
            self._embedded = SpanSet(spans)
        elif family in PROTECTED and family != "spacing":  # white space is no evidence
            self._kept = self._kept.union(spans)

    def admit(
        self, family: str, matches: Iterable[tuple[_Of, Match]]
    ) -> Iterator[tuple[_Of, Match]]:
        """Yield the matches of a family, without the edits that would repair evidence away.

        What stands where the family has nothing to say is left out. Each match comes with
        whatever is told of it.
        """
        hides = self._hiding(family)
        for of, match in matches:
            if not (hides and hides(match.span)):
                yield of, self._sparing(family, match) if match.edits else match

    def _hiding(self, family: str) -> Callable[[Span], bool] | None:
        """Return what tells whether a place is no matter of a family; None if each place is one."""
        if family in _SHOWN_IN_CODE:
            return self._code.overlaps if self._code else None
        if family == "missing-text":
            return lambda span: self._is_damaged(span) or self._torn.touches(span)
        if family in _TEXT:
            return self._is_damaged if self._masked or self._kept else None
        if not self._masked:
            return None
        return lambda span: span.start < span.end and self._masked.covers(span)

    def _is_damaged(self, span: Span) -> bool:
        return self._masked.overlaps(span) or self._kept.touches(span)

    def _sparing(self, family: str, match: Match) -> Match:
        edits = match.edits
        if family not in _MENDS_LINES and any(self._torn.touches(edit.span) for edit in edits):
            return match._replace(edits=())
        if not (self._kept or self._embedded):
            return match
        allowed = tuple(filter(self._allows, edits))
        return match if len(allowed) == len(edits) else match._replace(edits=allowed)

    def _allows(self, edit: Edit) -> bool:
        return not (self._kept.touches(edit.span) or self._embedded.overlaps(edit.span))


def _torn(document: Document) -> Iterator[Span]:
    """Yield the line ends and the hyphens that a program put where a sentence goes on."""
    yield from (Span(before.end, after.start) for before, after in wraps(document))
    for before, after in hanging(document):
        yield Span(before.end, document.after_space(*after))
    yield from (span for span, _, _ in broken_words(document))
