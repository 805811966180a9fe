"""Findings as Dolma's taggers tell them: a line a document, beside the file of the documents."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert_json

_SCORE = 1.0
"""Findings are sure or not told."""


class Dolma:
    """A line a text, also of those without findings: Dolma reads both files side by side."""

    def __init__(self, _about: About) -> None:
        """Begin."""

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield the line of a text."""
        yield inert_json(json.dumps(_attributes(outcome))) + "\n"

    def end(self, _totals: Totals) -> tuple[()]:
        """Say nothing."""
        return ()


def _attributes(outcome: Outcome) -> dict[str, Any]:
    spans: dict[str, list[list[float]]] = defaultdict(list)
    for finding in outcome.findings:
        name = f"scrapelint__{finding.rule}"
        spans[name].append([finding.start, finding.end, _SCORE])
    origin = outcome.origin
    name = outcome.name if origin is None else origin.id or f"{outcome.name}:{origin.record}"
    return {"id": name, "attributes": dict(sorted(spans.items()))}
