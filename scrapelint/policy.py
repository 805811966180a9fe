"""What a project has decided about findings: how bad they are, and which are known already."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from scrapelint import selection
from scrapelint.finding import Finding, Severity
from scrapelint.report.outcome import Outcome
from scrapelint.rule import Rule

if TYPE_CHECKING:
    from scrapelint.baseline import Baseline


class Policy(NamedTuple):
    """The step between what was found and what is told and counted.

    It changes neither what is looked for nor what is repaired. With `learns`, all findings are
    taken into the baseline; else those in it are left out.
    """

    severities: Mapping[str, Severity] = MappingProxyType({})
    """How bad a rule's findings are, where that is not what the rule says."""
    baseline: "Baseline | None" = None
    learns: bool = False

    def told(self, outcome: Outcome) -> Outcome:
        """Return an outcome with the findings that are to be told."""
        if not (self.severities or self.baseline):
            return outcome
        findings = self._new(self.baseline, outcome) if self.baseline else outcome.findings
        return replace(outcome, findings=list(map(self._judged, findings)))

    def _new(self, baseline: "Baseline", outcome: Outcome) -> list[Finding]:
        if not self.learns:
            return baseline.new(outcome)
        baseline.learn(outcome)
        return []

    def _judged(self, finding: Finding) -> Finding:
        severity = self.severities.get(finding.rule, finding.severity)
        return finding if severity is finding.severity else finding._replace(severity=severity)


def severities(
    said: Iterable[tuple[str, Mapping[str, Severity]]], rules: tuple[Rule, ...]
) -> dict[str, Severity]:
    """Return how bad the findings of rules are, from tables by selector; later ones are stronger.

    Each table comes with the name of its source. Raises SelectorError.
    """
    decided: dict[str, Severity] = {}
    for source, table in said:
        selection.check(table, rules, "severity", source)
        decided |= selection.by_rule(table, rules)
    return decided
