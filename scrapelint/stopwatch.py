"""How long each rule takes, so that a slow one is seen."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from scrapelint.detectors.base import Match
from scrapelint.document import Document
from scrapelint.rule import Rule


@dataclass(frozen=True)
class Stopwatch:
    """The seconds that rules took for all documents so far.

    What a document is asked for the first time, its lines say, is worked out once for all rules,
    and counts for the first that asks.
    """

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def matches(self, rule: Rule, document: Document) -> list[Match]:
        """Return what a rule finds in a document, and keep the time that took."""
        began = perf_counter()
        found = list(rule.matches(document))
        self.seconds[rule.name] += perf_counter() - began
        return found

    @contextmanager
    def rest(self, name: str) -> Iterator[None]:
        """Keep, under a name, the time that passes and is no rule's."""
        began, before = perf_counter(), sum(self.seconds.values())
        yield
        passed, ruled = perf_counter() - began, sum(self.seconds.values()) - before
        self.seconds[name] += passed - ruled
