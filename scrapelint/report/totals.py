"""The figures of a run for programs: one JSON object, whatever was found."""

import json
from collections import Counter
from collections.abc import Iterator

from scrapelint.finding import Severity
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Totals


class InTotal:
    """How many files and texts there were, and how many findings of each severity and rule."""

    def __init__(self, _about: About) -> None:
        """Begin with nothing found."""
        self._severities: Counter[str] = Counter({severity.value: 0 for severity in Severity})
        self._rules: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> tuple[()]:
        """Count what was found."""
        self._severities.update(finding.severity.value for finding in outcome.findings)
        self._rules.update(finding.rule for finding in outcome.findings)
        return ()

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield the object."""
        told = {
            "files": totals.asked,
            "checked": totals.checked,
            "failed": totals.failed,
            "texts": totals.texts,
            "damaged": totals.damaged,
            "repaired": totals.changed,
            "findings": totals.findings,
            "problems": len(totals.problems),
            "severities": dict(self._severities),
            "rules": dict(sorted(self._rules.items())),
        }
        yield json.dumps(told, indent=2) + "\n"
