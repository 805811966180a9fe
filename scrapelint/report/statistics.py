"""Figures out: tables for people, one object for programs."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from scrapelint.report.figures import OTHER_SITES, Counts, Figures
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import GROUPS, About, Totals
from scrapelint.report.visible import inert, inert_json, visible

_MOST_SITES = 20
"""Sites that are shown unless all are asked for."""
_RULES = ("findings", "fixable", "documents", "per 1,000", "rule", "severity")
_GROUP = ("documents", "words", "findings", "damaged", "per 1,000", "most often")
_TIMES = ("seconds", "share", "ms a document", "rule")


class Statistics:
    """Tables, once all outcomes are there."""

    def __init__(self, about: About) -> None:
        """Begin with nothing counted."""
        self._about = about
        self._figures = Figures()

    def add(self, outcome: Outcome) -> tuple[()]:
        """Count what was found."""
        self._figures.add(outcome)
        return ()

    def end(self, _totals: Totals) -> Iterable[str]:
        """Yield the tables."""
        return tables(self._figures, self._about.groups, self._about.seconds)


class Record(Statistics):
    """One JSON object in one line, once all outcomes are there."""

    def end(self, _totals: Totals) -> Iterable[str]:
        """Yield the object."""
        told = record(self._figures, self._about.groups or GROUPS, self._about.seconds)
        yield inert_json(json.dumps(told)) + "\n"


def tables(
    figures: Figures, by: Collection[str] = (), seconds: Mapping[str, float] | None = None
) -> Iterator[str]:
    """Yield the figures as tables, with a blank line between two, and the totals below.

    Unless it is asked for, the table of sites is cut short and one with nothing to tell left out.
    """
    if "rule" in (by or GROUPS):
        yield _table(_rule_rows(figures), _RULES) + "\n"
    if "site" in by or (figures.sites and not by):
        yield _sites(figures, None if by else _MOST_SITES) + "\n"
    if "month" in by or (figures.months and not by):
        rows = [_group_row(month, figures.months[month]) for month in sorted(figures.months)]
        yield _table(rows, (*_GROUP, "month")) + "\n"
    if seconds is not None:
        yield _table(_time_rows(figures, seconds), _TIMES) + "\n"
    yield _totals(figures.whole)


def _table(rows: Sequence[tuple[object, ...]], headers: tuple[str, ...]) -> str:
    from tabulate import tabulate  # noqa: PLC0415 - slow to load

    # Names that look like numbers stay as they are.
    return tabulate(rows, headers=headers, disable_numparse=True, colalign=_align(headers)) + "\n"


def _align(headers: tuple[str, ...]) -> list[str]:
    words = {"rule", "severity", "site", "month", "most often"}
    return ["left" if header in words else "right" for header in headers]


def _rule_rows(figures: Figures) -> list[tuple[object, ...]]:
    whole = figures.whole
    return [
        (
            *(f"{whole.findings[rule]:,}", f"{figures.fixable[rule]:,}", f"{whole.hit[rule]:,}"),
            *(_rate(whole, whole.findings[rule]), rule, figures.severities[rule].value),
        )
        for rule in _ranked(whole.findings)
    ]


def _sites(figures: Figures, most: int | None) -> str:
    """Return the table of the sites, those with most damaged documents first."""
    ordered = sorted(
        figures.sites.items(),
        key=lambda item: (item[0] == OTHER_SITES, -item[1].damaged, item[0]),
    )
    rows = [_group_row(inert(visible(name)), counts) for name, counts in ordered[:most]]
    more = len(ordered) - len(rows)
    told = f"and {more:,} more sites: --statistics-by site\n" if more else ""
    return _table(rows, (*_GROUP, "site")) + told


def _group_row(name: str, counts: Counts) -> tuple[object, ...]:
    return (
        *(f"{counts.documents:,}", f"{counts.words:,}", f"{counts.findings.total():,}"),
        *(f"{counts.damaged:,}", _rate(counts, counts.findings.total())),
        *(next(iter(_ranked(counts.findings)), ""), name),
    )


def _time_rows(figures: Figures, seconds: Mapping[str, float]) -> list[tuple[object, ...]]:
    whole = sum(seconds.values()) or 1.0
    documents = figures.whole.documents or 1
    return [
        (f"{took:.3f}", f"{took / whole:.1%}", f"{1000 * took / documents:.3f}", name)
        for name, took in sorted(seconds.items(), key=lambda item: (-item[1], item[0]))
    ]


def _totals(whole: Counts) -> str:
    return (
        f"Documents: {whole.documents:,}. Words: {whole.words:,}. Findings:"
        f" {whole.findings.total():,}, in {whole.damaged:,} documents"
        f" ({_rate(whole, whole.damaged)} of 1,000).\n"
    )


def _rate(counts: Counts, number: int) -> str:
    return f"{counts.per_thousand(number):,.1f}"


def _ranked(findings: Counter[str]) -> list[str]:
    """Return the rules that found something, the most frequent first."""
    return sorted(findings, key=lambda rule: (-findings[rule], rule))


def record(
    figures: Figures,
    by: Collection[str] = GROUPS,
    seconds: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Return the figures as JSON has them, by some groups.

    `hit` and `damaged` count documents, the rates are findings in 1,000 documents.
    """
    whole = figures.whole
    told = _group(whole) | {"fixed": dict(sorted(figures.fixed.items()))}
    if "rule" in by:
        told["rules"] = [_rule(figures, rule) for rule in _ranked(whole.findings)]
    if "site" in by:
        told["sites"] = _groups("site", figures.sites)
    if "month" in by:
        told["months"] = _groups("month", figures.months)
    if seconds is not None:
        told["seconds"] = {name: round(took, 6) for name, took in sorted(seconds.items())}
    return told


def _rule(figures: Figures, rule: str) -> dict[str, Any]:
    whole = figures.whole
    return {
        "rule": rule,
        "severity": figures.severities[rule],
        "findings": whole.findings[rule],
        "fixable": figures.fixable[rule],
        "hit": whole.hit[rule],
        "per_1000_documents": round(whole.per_thousand(whole.findings[rule]), 3),
        "share_of_documents": round(figures.share(rule), 6),
    }


def _groups(noun: str, groups: Mapping[str, Counts]) -> list[dict[str, Any]]:
    return [
        {noun: name}
        | _group(counts)
        | {
            "rules": [
                {"rule": rule, "findings": counts.findings[rule], "hit": counts.hit[rule]}
                for rule in _ranked(counts.findings)
            ]
        }
        for name, counts in sorted(groups.items())
    ]


def _group(counts: Counts) -> dict[str, Any]:
    return {
        "documents": counts.documents,
        "words": counts.words,
        "damaged": counts.damaged,
        "findings": counts.findings.total(),
        "per_1000_documents": round(counts.per_thousand(counts.findings.total()), 3),
    }
