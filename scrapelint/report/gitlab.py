"""GitLab's Code Quality report: one list of places, each with a fingerprint of its own."""

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from scrapelint.finding import Finding, Severity
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import has_lines, record
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert_json, visible

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_AROUND = 40
"""Characters on either side of a place by which it is known again."""


class Gitlab:
    """All findings, each known again by the words around it, wherever they move in the file."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._before = "["
        self._name = ""
        self._seen: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield an entry of the list for each finding."""
        if outcome.name != self._name:
            self._name = outcome.name
            self._seen.clear()
        path = self._about.path(outcome.name) if outcome.findings else ""
        for finding in outcome.findings:
            entry = self._entry(outcome, path, finding)
            yield f"{self._before}\n  {inert_json(json.dumps(entry))}"
            self._before = ","

    def end(self, _totals: Totals) -> Iterator[str]:
        """Yield the end of the list."""
        yield "[]\n" if self._before == "[" else "\n]\n"

    def _entry(self, outcome: Outcome, path: str, finding: Finding) -> dict[str, Any]:
        where = record(outcome)
        message = visible(finding.message)
        lines = has_lines(outcome)
        return {
            "description": f"{where}: {message}" if where else message,
            "check_name": finding.rule,
            "fingerprint": self._fingerprint(outcome, path, finding),
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": visible(path),
                "lines": {
                    "begin": finding.line if lines else 1,
                    "end": finding.end_line if lines else 1,
                },
            },
        }

    def _fingerprint(self, outcome: Outcome, path: str, finding: Finding) -> str:
        """Return what no other finding of the report has, and this one has also tomorrow."""
        origin = outcome.origin
        source = (origin.id or origin.url or "") if origin else ""
        around = outcome.text[max(0, finding.start - _AROUND) : finding.end + _AROUND]
        known = "\0".join([path, source, finding.rule, *around.split()])
        digest = sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
        self._seen[digest] += 1
        again = f"{digest}\0{self._seen[digest]}".encode()
        return digest if self._seen[digest] == 1 else sha256(again).hexdigest()
