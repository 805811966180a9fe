"""What makes a run end with 1: how bad findings are, and in how many documents there are some."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from scrapelint import selection
from scrapelint.finding import Severity
from scrapelint.late import late
from scrapelint.report.outcome import Outcome
from scrapelint.rule import Rule

_PERCENT = late(r"([0-9]{1,3})(?:\.([0-9]{1,6}))?%")
_UNIT = 1_000_000
"""Parts of a percent; whole numbers are compared exactly."""
_SEVERITIES = list(Severity)


class GateError(Exception):
    """A limit that cannot be used; the message says why."""


class FailOn(StrEnum):
    """From which severity on a finding makes a run end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    def counts(self, severity: Severity) -> bool:
        """Tell whether a finding of that severity does."""
        if self is FailOn.NEVER:
            return False
        return _SEVERITIES.index(severity) <= _SEVERITIES.index(Severity(self.value))


def percent(written: str) -> int:
    """Return the millionths of a percent in `0.5%`. Raises GateError."""
    found = _PERCENT.fullmatch(written.strip())
    limit = int(found[1]) * _UNIT + int((found[2] or "").ljust(6, "0")) if found else -1
    if not 0 <= limit <= 100 * _UNIT:
        raise GateError(f"a rate is a share of documents such as `0.5%`, not `{written}`")
    return limit


class Rate(NamedTuple):
    """In what share of documents the rules of a selector may find something."""

    selector: str
    written: str
    rules: frozenset[str]

    def is_exceeded(self, hit: int, documents: int) -> bool:
        """Tell whether more documents were hit."""
        return hit * 100 * _UNIT > percent(self.written) * documents


def rates(
    said: Iterable[tuple[str, Mapping[str, str]]], rules: tuple[Rule, ...]
) -> tuple[Rate, ...]:
    """Return the rates by selector, sorted, from tables of which later ones are stronger.

    Each table comes with the name of its source. Raises SelectorError.
    """
    decided: dict[str, str] = {}
    for source, table in said:
        selection.check(table, rules, "max-rate", source)
        decided |= table
    return tuple(
        Rate(name, decided[name], selection.named([name], rules)) for name in sorted(decided)
    )


@dataclass(eq=False)
class Gates:
    """Counts what a run is judged by.

    What a rate is set for is judged by that rate alone, everything else by its severity.
    """

    fail_on: FailOn = FailOn.INFO
    rates: tuple[Rate, ...] = ()
    failing: int = 0
    """Findings that are too bad."""
    documents: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    """Documents in which something was found, by the selector of a rate."""

    def add(self, outcome: Outcome) -> None:
        """Count one text."""
        found = {finding.rule for finding in outcome.findings}
        self.documents += not outcome.late
        self.hit.update(rate.selector for rate in self.rates if not found.isdisjoint(rate.rules))
        judged = Counter(f.severity for f in outcome.findings if f.rule not in self._rated)
        self.failing += sum(
            times for severity, times in judged.items() if self.fail_on.counts(severity)
        )

    @cached_property
    def _rated(self) -> frozenset[str]:
        """Return the rules that a rate is set for."""
        return frozenset[str]().union(*(rate.rules for rate in self.rates))

    def exceeded(self) -> Iterator[str]:
        """Yield a sentence for each rate that is exceeded."""
        for rate in self.rates:
            hit = self.hit[rate.selector]
            if rate.is_exceeded(hit, self.documents):
                yield (
                    f"{rate.selector}: found in {100 * hit / self.documents:.4g}% of documents"
                    f" ({hit:,} of {self.documents:,}), more than {rate.written}"
                )
