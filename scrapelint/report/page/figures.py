"""The figures of a run as the page shows them: by rule, by site, by month, and sites by rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from scrapelint.report.figures import Counts, Figures

_SITES, _CROSSED = 200, 12
"""How many sites, and how many sites and rules against each other, the page shows at most."""
_FEW = 5
"""Documents below which a site is no worse than others: its rate says nothing yet."""


def told(figures: Figures) -> dict[str, Any]:
    """Return the figures for the page, the worst first and months in their order."""
    whole = figures.whole
    rules = sorted(whole.findings, key=lambda rule: (-whole.findings[rule], rule))
    sites = sorted(figures.sites, key=lambda site: _order(site, figures.sites[site]))
    severities: Counter[str] = Counter()
    for rule, severity in figures.severities.items():
        severities[severity.value] += whole.findings[rule]
    return {
        "all": _told(whole) | {"words": whole.words},
        "severities": dict(severities),
        "fixed": {rule: figures.fixed[rule] for rule in sorted(figures.fixed)},
        "rules": [
            {"name": rule, "findings": whole.findings[rule], "damaged": whole.hit[rule]}
            for rule in rules
        ],
        "sites": [{"name": site, **_told(figures.sites[site])} for site in sites[:_SITES]],
        "all_sites": len(sites),
        "months": [
            {"name": month, **_told(counts)} for month, counts in sorted(figures.months.items())
        ],
        "crossed": _crossed(figures.sites, rules),
    }


def _told(counts: Counts) -> dict[str, int]:
    return {
        "documents": counts.documents,
        "damaged": counts.damaged,
        "findings": counts.findings.total(),
    }


def _order(site: str, counts: Counts) -> tuple[bool, float, str]:
    """Return a key by which sites are sorted: by findings a document, those of few last."""
    rate = counts.findings.total() / max(1, counts.documents)
    return counts.documents < _FEW, -rate, site


def _crossed(sites: Mapping[str, Counts], rules: Sequence[str]) -> dict[str, Any]:
    """Return a table of sites and rules: those with the most findings."""
    most = sorted(sites, key=lambda site: (-sites[site].findings.total(), site))[:_CROSSED]
    columns = [rule for rule in rules if any(sites[site].findings[rule] for site in most)]
    columns = columns[:_CROSSED]
    cells = [[sites[site].findings[rule] for rule in columns] for site in most]
    return {"sites": most, "rules": columns, "findings": cells}
