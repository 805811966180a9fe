"""A verdict on the whole document from the number of findings in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Match
from scrapelint.document import Document, Span
from scrapelint.finding import Severity

_WEIGHTS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
"""Two places in doubt weigh as much as a sure one."""


@dataclass(frozen=True)
class Tally(Detector):
    """At least so many errors of a family; two warnings are worth one, asked for or not.

    It looks at findings, not at text.
    """

    family: str
    at_least: int

    def matches(self, document: Document) -> Iterator[Match]:  # noqa: ARG002 - text tells it nothing
        """Yield nothing: what counts is given to `judge`."""
        return iter(())

    def judge(self, found: Sequence[tuple[str, Severity]]) -> Iterator[Match]:
        """Yield one place, the start of the document, if enough findings are of the family."""
        weights = [_WEIGHTS[severity] for family, severity in found if family == self.family]
        if sum(weights) >= 2 * self.at_least:
            yield Match(Span(0, 0), (), f"{sum(map(bool, weights))} places")
