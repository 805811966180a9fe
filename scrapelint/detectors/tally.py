"""A verdict on the whole document from the number of findings in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span


@dataclass(frozen=True)
class Tally:
    """At least so many findings of a family; it looks at findings, not at text."""

    family: str
    at_least: int

    def matches(self, document: Document) -> Iterator[Match]:  # noqa: ARG002 - text tells it nothing
        """Yield nothing: what counts is given to `judge`."""
        return iter(())

    def judge(self, families: Sequence[str]) -> Iterator[Match]:
        """Yield one place, the start of the document, if enough findings are of the family."""
        count = families.count(self.family)
        if count >= self.at_least:
            yield Match(Span(0, 0), (), f"{count} places")
