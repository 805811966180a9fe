"""Figures of a corpus: counted, added up, shown."""

import json
import random
from collections import Counter
from itertools import islice

import pytest

from scrapelint.document import Span
from scrapelint.finding import Edit, Finding, Fix, Safety, Severity
from scrapelint.origin import Origin
from scrapelint.report import figures as figures_module
from scrapelint.report.figures import OTHER_SITES, Figures, count_words
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, make, whole
from scrapelint.report.statistics import record, tables
from scrapelint.run import Totals


def finding(rule: str, severity: Severity = Severity.ERROR, *, fix: bool = False) -> Finding:
    edits = Fix(Safety.SAFE, (Edit(Span(0, 1), ""),)) if fix else None
    return Finding(rule, "spacing", severity, "", 0, 1, 1, 1, 1, 2, "a", "en", edits)


def outcome(site: str | None, date: str | None, *rules: str, text: str = "two words") -> Outcome:
    origin = Origin(1, "text", url=site and f"https://www.{site}/a", date=date)
    return Outcome("a.jsonl", text, [finding(rule) for rule in rules], origin=origin)


OUTCOMES = [
    outcome("brumont.example", "2031-05-02", "stray-comma", "stray-comma", "lost-name"),
    outcome("brumont.example", "2031-06-02"),
    outcome("valmont.example", "2031-06-03", "lost-name"),
    outcome(None, None, "lost-name", text="one"),
    Outcome("a.txt", "", [finding("tight-space", Severity.INFO, fix=True)], Counter(lost=2)),
]


def counted(outcomes: list[Outcome]) -> Figures:
    figures = Figures()
    for each in outcomes:
        figures.add(each)
    return figures


def test_documents_words_and_findings_are_counted_by_rule_site_and_month() -> None:
    figures = counted(OUTCOMES)
    assert (figures.whole.documents, figures.whole.words, figures.whole.damaged) == (5, 7, 4)
    assert figures.whole.findings == {"stray-comma": 2, "lost-name": 3, "tight-space": 1}
    assert figures.whole.hit == {"stray-comma": 1, "lost-name": 3, "tight-space": 1}
    assert {name: counts.documents for name, counts in figures.sites.items()} == {
        "brumont.example": 2,
        "valmont.example": 1,
    }
    assert {name: counts.damaged for name, counts in figures.months.items()} == {
        "2031-05": 1,
        "2031-06": 1,
    }
    assert figures.share("lost-name") == 3 / 5
    assert figures.share("none-such") == 0
    assert figures.fixable == {"tight-space": 1}
    assert figures.fixed == {"lost": 2}


def told(outcomes: list[Outcome], *groups: str, form: str = "statistics") -> str:
    return whole(make(form, About(groups=groups)), outcomes, Totals())


def test_parts_add_up_to_the_whole_in_any_order() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    outcomes = [
        outcome(f"s{chance.randrange(9)}.example", f"2031-0{chance.randrange(1, 9)}-01", rule)
        for rule in chance.choices(["stray-comma", "lost-name"], k=200)
    ]
    whole = counted(outcomes)
    chance.shuffle(outcomes)
    rest = iter(outcomes)
    parts = Figures()
    while part := list(islice(rest, chance.randrange(1, 40))):
        before = record(parts)
        assert record(parts + Figures()) == before
        parts = counted(part) + parts
    assert record(parts) == record(whole)


def test_nothing_is_a_rate_of_nothing() -> None:
    assert Figures().share("lost-name") == 0
    assert "Documents: 0. Words: 0. Findings: 0, in 0 documents (0.0 of 1,000)." in "".join(
        tables(Figures())
    )


def test_small_sites_are_put_together_once_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures_module, "_MOST_SITES", 10)
    figures = Figures()
    for number in range(100):
        for _ in range(3 if number % 20 == 0 else 1):
            figures.add(outcome(f"s{number:03}.example", None, "lost-name"))
        assert len(figures.sites) <= 21
    assert {f"s{number:03}.example" for number in range(0, 100, 20)} <= set(figures.sites)
    assert sum(counts.documents for counts in figures.sites.values()) == 110
    assert figures.sites[OTHER_SITES].findings["lost-name"] > 50
    assert "".join(tables(figures, ["site"])).splitlines()[-3].endswith(OTHER_SITES)


@pytest.mark.parametrize("text", ["", "one", " one  two\n", "é ü" * 50, "a" * 99, " " * 99])
def test_words_are_counted_piece_by_piece(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 3, 7, 1000):
        monkeypatch.setattr(figures_module, "_PIECE", size)
        assert count_words(text) == len(text.split())


def test_tables_of_sites_and_months_are_there_if_there_are_any() -> None:
    shown = told(OUTCOMES)
    assert "per 1,000  most often    site" in shown
    (row,) = [line.split() for line in shown.splitlines() if line.endswith("brumont.example")]
    assert row == ["2", "4", "3", "1", "1,500.0", "stray-comma", "brumont.example"]
    (row,) = [line.split() for line in shown.splitlines() if line.endswith("2031-06")]
    assert row == ["2", "4", "1", "1", "500.0", "lost-name", "2031-06"]
    assert shown.endswith("Documents: 5. Words: 7. Findings: 6, in 4 documents (800.0 of 1,000).\n")
    assert "site" not in told(OUTCOMES[-1:])


def test_only_the_worst_sites_are_shown_unless_all_are_asked_for() -> None:
    outcomes = [outcome(f"s{number:02}.example", None, "lost-name") for number in range(30)]
    shown = told(outcomes)
    assert shown.count(".example") == 20
    assert "and 10 more sites: --statistics-by site\n" in shown
    shown = told(outcomes, "site")
    assert shown.count(".example") == 30
    assert "severity" not in shown


def test_for_programs_it_is_one_object() -> None:
    figures = json.loads(told(OUTCOMES, form="figures"))
    assert {key: figures[key] for key in ("documents", "words", "findings", "damaged")} == {
        "documents": 5,
        "words": 7,
        "findings": 6,
        "damaged": 4,
    }
    assert figures["rules"][0] == {
        "rule": "lost-name",
        "severity": "error",
        "findings": 3,
        "fixable": 0,
        "hit": 3,
        "per_1000_documents": 600.0,
        "share_of_documents": 0.6,
    }
    assert [site["site"] for site in figures["sites"]] == ["brumont.example", "valmont.example"]
    assert figures["months"][0]["rules"][0] == {"rule": "stray-comma", "findings": 2, "hit": 1}
    (line,) = told(OUTCOMES, "month", form="figures").splitlines()
    assert set(json.loads(line)) & {"rules", "sites", "months"} == {"months"}


def test_the_name_of_a_site_cannot_act() -> None:
    hostile = outcome(None, None, "lost-name")
    origin = Origin(1, "text", url="https://\x1b[31m::error::x\u202e/")
    shown = told([Outcome("a", "b", hostile.findings, origin=origin)], "site")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
