"""The kinds of findings that a page holds: what many findings have in common, told once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapelint.finding import Finding
from scrapelint.rule import Rule

_Kind = tuple[str, str, str, str]
"""Rule, family, severity, and how it can be repaired."""


@dataclass
class Kinds:
    """Kinds in the order in which they came up; a finding in the page holds the number of its."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    _numbers: dict[_Kind, int] = field(default_factory=dict)

    def of(self, finding: Finding) -> int:
        """Return the number of a finding's kind."""
        repair = _repair(finding)
        kind = (finding.rule, finding.family, finding.severity.value, repair)
        return self._numbers.setdefault(kind, len(self._numbers))

    def told(self) -> list[dict[str, Any]]:
        """Return the kinds for the page."""
        return [
            {"rule": rule, "family": family, "severity": severity, "repair": repair}
            | self._about(rule)
            for rule, family, severity, repair in self._numbers
        ]

    def _about(self, name: str) -> dict[str, str]:
        rule = self.rules.get(name)
        return {"summary": rule.summary, "why": rule.why} if rule else {"summary": "", "why": ""}


def _repair(finding: Finding) -> str:
    if finding.fix:
        return finding.fix.safety.value
    return "name" if is_lost_name(finding) else "none"


def is_lost_name(finding: Finding) -> bool:
    """Tell whether a person can repair what no rule can: put a name where one was lost."""
    at_a_place = finding.end > finding.start
    return finding.family == "missing-text" and finding.fix is None and at_a_place
