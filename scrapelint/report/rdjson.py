"""Reviewdog's format: findings as comments on a pull request, safe repairs as suggestions."""

import json
from collections.abc import Iterator
from typing import Any

from scrapelint.finding import Finding, Safety
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import Lines, Point, has_lines, record
from scrapelint.report.prose import escaped
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert_json, visible

_SOURCE = {"name": "scrapelint", "url": "https://github.com/scrapelint/scrapelint"}


class Rdjson:
    """All findings; columns count bytes, as reviewdog wants them."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._before = f'{{"source": {json.dumps(_SOURCE)}, "diagnostics": ['

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield a diagnostic for each finding."""
        path = self._about.path(outcome.name) if outcome.findings else ""
        lines = Lines(outcome.text)
        for finding in outcome.findings:
            entry = _diagnostic(outcome, path, lines, finding)
            yield f"{self._before}\n  {inert_json(json.dumps(entry))}"
            self._before = ","

    def end(self, _totals: Totals) -> Iterator[str]:
        """Yield the end of the list."""
        yield "\n]}\n" if self._before == "," else f"{self._before}]}}\n"


def _diagnostic(outcome: Outcome, path: str, lines: Lines, finding: Finding) -> dict[str, Any]:
    where = record(outcome)
    message = escaped(f"{where}: {finding.message}" if where else finding.message)
    location: dict[str, Any] = {"path": visible(path)}
    if outcome.origin is None:
        location["range"] = _range(lines, finding.start, finding.end)
    elif has_lines(outcome):  # how many bytes stand before it in the file is not known here
        location["range"] = {"start": {"line": finding.line}, "end": {"line": finding.end_line}}
    entry = {
        "message": message,  # it becomes a comment, in Markdown
        "location": location,
        "severity": finding.severity.value.upper(),
        "code": {"value": finding.rule},
    }
    if outcome.origin or not finding.fix or finding.fix.safety is not Safety.SAFE:
        return entry
    suggestions = [
        {"range": _range(lines, start, end), "text": replacement}
        for (start, end), replacement in finding.fix.edits
    ]
    return {**entry, "suggestions": suggestions}


def _range(lines: Lines, start: int, end: int) -> dict[str, dict[str, int]]:
    return {"start": _point(lines.in_bytes(start)), "end": _point(lines.in_bytes(end))}


def _point(point: Point) -> dict[str, int]:
    return {"line": point.line, "column": point.column}
