"""What was seen of each text, as rows of tables."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from scrapelint.anywhere import told
from scrapelint.finding import Severity
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome


class Seen(NamedTuple):
    """What became of the text in one row; no outcome if there was none."""

    row: int
    origin: Origin
    outcome: Outcome | None
    held_back: str = ""


def annotation(seen: Seen) -> list[dict[str, Any]] | None:
    """Return the findings in a text; None if there was no text."""
    if seen.outcome is None:
        return None
    return list(map(told, seen.outcome.findings))


def findings(seen: Seen) -> Iterator[dict[str, Any]]:
    """Yield a row for each finding."""
    origin = seen.origin
    where = {"row": seen.row, "id": origin.id, "url": origin.url, "field": origin.field}
    for finding in annotation(seen) or ():
        yield finding | where


def document(seen: Seen) -> dict[str, Any]:
    """Return the row for a text."""
    origin, outcome = seen.origin, seen.outcome
    found = outcome.findings if outcome else []
    severities = Counter(finding.severity for finding in found)
    return {
        "row": seen.row,
        "id": origin.id,
        "url": origin.url,
        "site": origin.site,
        "month": origin.month,
        "findings": len(found),
        **{f"{severity}s": severities[severity] for severity in Severity},
        "rules": _counts(Counter(finding.rule for finding in found)),
        "fixed": _counts(outcome.fixed if outcome else Counter()),
        "held_back": seen.held_back or None,
        "text": outcome and outcome.text,
    }


def _counts(counter: Counter[str]) -> list[dict[str, Any]]:
    return [{"rule": rule, "count": count} for rule, count in sorted(counter.items())]
