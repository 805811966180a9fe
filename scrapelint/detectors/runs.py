"""Several lines of one shape in a row."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, compiled
from scrapelint.document import Document, Span
from scrapelint.scan.reach import read


@dataclass(frozen=True)
class Runs(Detector):
    """At least so many paragraphs in a row that match `line`, followed by one that matches `then`.

    With `only`, a document that has such paragraphs elsewhere too is let alone, and so is a run
    at the very start: there it is a title and its kicker.
    """

    line: Expression
    then: Expression
    at_least: int = 2
    only: bool = False

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield each run by its first paragraph."""
        spans = document.paragraphs
        line, longest = compiled(self.line), read(self.line).longest
        row = b"\1" * self.at_least
        short = bytes([end - start <= longest for start, end in spans])
        if row not in short:
            return
        hits = bytes(
            is_short and bool(line.fullmatch(document[span]))
            for is_short, span in zip(short, spans, strict=True)
        )
        if row not in hits:
            return
        runs = list(self._runs(document, spans, hits))
        outside = sum(hits) - sum(last - first for first, last in runs)
        if self.only and outside:
            return
        for first, last in runs:
            yield Match(spans[first], (), f"{last - first} in a row")

    def _runs(
        self, document: Document, spans: tuple[Span, ...], hits: bytes
    ) -> Iterator[tuple[int, int]]:
        index = 0
        while index < len(hits):
            last = index
            while last < len(hits) and hits[last]:
                last += 1
            followed = last < len(hits) and compiled(self.then).match(document[spans[last]])
            if last - index >= self.at_least and followed and not (self.only and index == 0):
                yield index, last
            index = max(last, index + 1)
