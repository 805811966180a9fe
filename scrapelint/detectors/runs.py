"""Several lines of one shape in a row."""

import re
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
        short = bytes([end - start <= longest for start, end in spans])
        if b"\1" * self.at_least not in short:
            return
        hits = bytes(
            is_short and bool(line.fullmatch(document[span]))
            for is_short, span in zip(short, spans, strict=True)
        )
        runs = [run for run in self._rows(hits) if self._is_followed(document, run.end)]
        outside = sum(hits) - sum(run.end - run.start for run in runs)
        if self.only and outside:
            return
        for run in runs:
            yield Match(spans[run.start], (), f"{run.end - run.start} in a row")

    def _rows(self, hits: bytes) -> Iterator[Span]:
        """Yield where enough paragraphs in a row match `line`."""
        for match in re.finditer(rb"\x01{%d,}" % self.at_least, hits):
            if not (self.only and match.start() == 0):
                yield Span(*match.span())

    def _is_followed(self, document: Document, number: int) -> bool:
        """Tell whether there is a paragraph of a number, and it matches `then`."""
        return any(
            compiled(self.then).match(document[span])
            for span in document.paragraphs[number : number + 1]
        )
