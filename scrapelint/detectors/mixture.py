"""Two ways of writing one thing in one document."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches, place
from scrapelint.document import Document, Span
from scrapelint.finding import Edit


@dataclass(frozen=True)
class Mixture(Detector):
    """One mark written in two or more styles; embeds, code and URLs keep their own.

    `styles` match the mark in each style (the group `found`, if there is one); `replace`, if
    given, holds what to write for each style in the same order. The rarer styles are brought
    to the most frequent one; of equals, the one listed first.
    """

    styles: tuple[Expression, ...]
    replace: tuple[str, ...] = ()

    def telltales(self) -> Telltales:
        """Return the styles, of which there must be two."""
        return Telltales(self.styles, at_least=2)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield one place, the first mark of a rarer style, with edits for all of them."""
        marks = [_marks(document, style) for style in self.styles]
        counts = [len(spans) for spans in marks]
        if sum(map(bool, counts)) < 2:
            return
        usual = counts.index(max(counts))
        rare = sorted(span for n, spans in enumerate(marks) if n != usual for span in spans)
        edits = tuple(Edit(span, self.replace[usual]) for span in rare) if self.replace else ()
        note = " and ".join(
            f"{count} × {document[spans[0]].strip()}"
            for count, spans in zip(counts, marks, strict=True)
            if spans
        )
        yield Match(rare[0], edits, note)


def _marks(document: Document, style: Expression) -> list[Span]:
    spans = map(place, matches(document, style))
    return [span for span in spans if not document.masks.overlaps(span)]
