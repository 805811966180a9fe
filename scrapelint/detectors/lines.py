"""Whole lines that are nothing but a label, and the lines that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, excision
from scrapelint.detectors.shape import alone, is_text, labelled, plain, whole
from scrapelint.document import Document, Span

_LONG = 130
"""Characters from which a line is no title of another article."""


@dataclass(frozen=True)
class Lines(Detector):
    """Lines that consist of one of the labels, marks at the ends aside, or match a pattern whole.

    `at_least` asks for that many such lines in the document before any is reported: some
    labels are also headings. With `items` the short lines after a label belong to it, up to a
    sentence; the last of several before a sentence is left out, for it may be its heading.
    """

    labels: tuple[str, ...] = ()
    patterns: tuple[Expression, ...] = ()
    at_least: int = 1
    items: bool = False

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(plain, self.labels))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.labels), default=0) + 12

    def telltales(self) -> Telltales:
        """Return the lines themselves."""
        return Telltales(tuple(map(alone, self.patterns)), self._plain)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the lines, to be taken out whole."""
        lines = document.filled_lines
        labels = {index for index, _ in labelled(document, self._plain, self._longest)}
        found = sorted(labels | whole(document, self.patterns))
        if len(found) >= self.at_least:
            for span in self._spans(document, lines, found):
                yield Match(span, (excision(document, span),))

    def _spans(
        self, document: Document, lines: tuple[Span, ...], found: list[int]
    ) -> Iterator[Span]:
        if not self.items:
            yield from (lines[index] for index in found)
            return
        done = 0
        for index in found:
            if index >= done:
                done = _after_items(document, lines, index + 1)
                if done > index + 1:
                    yield Span(lines[index].start, lines[done - 1].end)


def _after_items(document: Document, lines: tuple[Span, ...], first: int) -> int:
    last = first
    while last < len(lines) and not is_text(document[lines[last]], _LONG):
        last += 1
    return last - 1 if last < len(lines) and last - first > 1 else last
