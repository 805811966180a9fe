"""The figures of a run as the page shows them: by rule, by site, by month, and sites by rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from scrapelint.report.outcome import Outcome

_SITES, _CROSSED = 200, 12
"""How many sites, and how many sites and rules against each other, the page shows at most."""
_FEW = 5
"""Documents below which a site is no worse than others: its rate says nothing yet."""


@dataclass
class Share:
    """How many documents there are, in how many something was found, and how often."""

    documents: int = 0
    damaged: int = 0
    findings: int = 0

    def add(self, findings: int) -> None:
        """Count a document."""
        self.documents += 1
        self.damaged += bool(findings)
        self.findings += findings

    def told(self) -> dict[str, int]:
        """Return the figures for the page."""
        return {
            "documents": self.documents,
            "damaged": self.damaged,
            "findings": self.findings,
        }


@dataclass
class Figures:
    """Figures that grow with each outcome; those of all documents, shown in the page or not."""

    all: Share = field(default_factory=Share)
    fixed: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    damaged_by: Counter[str] = field(default_factory=Counter)
    safeties: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    sites: dict[str, Share] = field(default_factory=dict)
    months: dict[str, Share] = field(default_factory=dict)
    crossed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Findings by site and rule."""

    def add(self, outcome: Outcome) -> None:
        """Count what was found in a document."""
        rules = Counter(finding.rule for finding in outcome.findings)
        self.all.add(rules.total())
        self.fixed += outcome.fixed
        self.found += rules
        self.damaged_by.update(rules.keys())
        self.severities.update(finding.severity.value for finding in outcome.findings)
        self.safeties.update(f.fix.safety.value for f in outcome.findings if f.fix)
        origin = outcome.origin
        if origin and (site := origin.site):
            self.sites.setdefault(site, Share()).add(rules.total())
            self.crossed.update({(site, rule): count for rule, count in rules.items()})
        if origin and (month := origin.month):
            self.months.setdefault(month, Share()).add(rules.total())

    def told(self) -> dict[str, Any]:
        """Return the figures for the page, the worst first and months in their order."""
        rules = sorted(self.found, key=lambda rule: (-self.found[rule], rule))
        sites = self._worst_sites()
        return {
            "all": self.all.told(),
            "severities": dict(self.severities),
            "safeties": dict(self.safeties),
            "fixed": {rule: self.fixed[rule] for rule in sorted(self.fixed)},
            "rules": [
                {"name": rule, "findings": self.found[rule], "damaged": self.damaged_by[rule]}
                for rule in rules
            ],
            "sites": [{"name": site, **self.sites[site].told()} for site in sites[:_SITES]],
            "all_sites": len(sites),
            "months": [
                {"name": month, **share.told()} for month, share in sorted(self.months.items())
            ],
            "crossed": self._crossed(sites, rules),
        }

    def _worst_sites(self) -> list[str]:
        """Return the sites by findings a document; those with few documents come last."""

        def order(site: str) -> tuple[bool, float, str]:
            share = self.sites[site]
            return share.documents < _FEW, -share.findings / share.documents, site

        return sorted(self.sites, key=order)

    def _crossed(self, sites: Iterable[str], rules: Iterable[str]) -> dict[str, Any]:
        """Return a table of sites and rules: those with the most findings."""
        most = sorted(sites, key=lambda site: (-self.sites[site].findings, site))[:_CROSSED]
        columns = [rule for rule in rules if any(self.crossed[site, rule] for site in most)]
        columns = columns[:_CROSSED]
        cells = [[self.crossed[site, rule] for rule in columns] for site in most]
        return {"sites": most, "rules": columns, "findings": cells}
