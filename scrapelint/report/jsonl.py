"""Findings for programs: JSON, one object a finding, as `finding.schema.json` describes it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scrapelint.finding import Finding, Fix
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert_json


def record(name: str, finding: Finding, origin: Origin | None = None) -> dict[str, Any]:
    """Return a finding in a file, or in a record of one, as JSON has it."""
    return _source(name, origin) | _told(finding)


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
        "lang": finding.lang,
        "fix": _fix(finding.fix),
    }


def _source(name: str, origin: Origin | None) -> dict[str, Any]:
    if origin is None:
        return {"path": name}
    return {
        "path": name,
        "record": origin.record,
        "id": origin.id,
        "url": origin.url,
        "field": origin.field,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {"start": e.span.start, "end": e.span.end, "replacement": e.replacement} for e in fix.edits
    ]
    return {"safety": fix.safety, "edits": edits}


@dataclass(frozen=True)
class Jsonl:
    """A line a finding."""

    about: About

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield the line of each finding."""
        source = json.dumps(_source(outcome.name, outcome.origin))
        for finding in outcome.findings:
            told = json.dumps(_told(finding))
            yield inert_json(f"{source[:-1]}, {told[1:]}\n")

    def end(self, _totals: Totals) -> tuple[()]:
        """Say nothing."""
        return ()


class Json:
    """One list of all findings."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._lines = Jsonl(about)
        self._before = "["

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield an entry of the list for each finding."""
        for line in self._lines.add(outcome):
            yield f"{self._before}\n  {line.rstrip()}"
            self._before = ","

    def end(self, _totals: Totals) -> Iterator[str]:
        """Yield the end of the list."""
        yield "[]\n" if self._before == "[" else "\n]\n"
