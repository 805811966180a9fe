"""Several lines of one shape in a row."""

import re
from collections.abc import Iterable, Iterator
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
        spans, longest = document.paragraphs, read(self.line).longest
        short = bytes([end - start <= longest for start, end in spans])
        hits = self._hits(document, self._rows(short))
        runs = [run for run in self._rows(hits) if self._counts(document, run)]
        if runs and self.only:
            everywhere = self._hits(document, [Span(0, len(spans))])
            if sum(everywhere) > sum(end - start for start, end in runs):
                return
        for run in runs:
            yield Match(spans[run.start], (), f"{run.end - run.start} in a row")

    def _hits(self, document: Document, near: Iterable[Span]) -> bytes:
        """Return for each paragraph a byte that tells whether it is near and matches `line`."""
        line, spans = compiled(self.line), document.paragraphs
        hits = bytearray(len(spans))
        for first, end in near:
            hits[first:end] = [bool(line.fullmatch(document[span])) for span in spans[first:end]]
        return bytes(hits)

    def _rows(self, hits: bytes) -> Iterator[Span]:
        """Yield where enough paragraphs in a row are hit."""
        for match in re.finditer(rb"\x01{%d,}" % self.at_least, hits):
            yield Span(*match.span())

    def _counts(self, document: Document, run: Span) -> bool:
        """Tell whether a run is none at the start that is let alone, and `then` follows it."""
        behind = document.paragraphs[run.end : run.end + 1]
        return not (self.only and run.start == 0) and any(
            compiled(self.then).match(document[span]) for span in behind
        )
