"""The HTML report: what is put into it, how much, and that data stays data."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from scrapelint.document import Span
from scrapelint.finding import Severity
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.page.inert import embedded
from scrapelint.report.page.places import place
from scrapelint.report.page.shelf import Limits
from scrapelint.rule import Rule
from tests.browser import outcome, page_of
from tests.conftest import ROOT
from tests.promises.figures import size
from tests.promises.test_output import NO_NAME, hostile, judge

GLUED = "Il part.Elle reste.\n"
SOUND = "Il part. Elle reste.\n"
Data = dict[str, Any]


class Tags(HTMLParser):
    """The tags of a page, and what stands in its scripts that hold data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.data: dict[str, str] = {}
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self._inside = named.get("id") or "" if named.get("type") == "application/json" else ""
        if not self._inside:
            self.tags.append((tag, tuple(sorted(named))))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data[self._inside] = self.data.get(self._inside, "") + data

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""


def data(page: str, name: str) -> Any:  # noqa: ANN401 - whatever is in it
    return json.loads(Tags(page).data[name])


def corpus(linter: Linter, count: int) -> Iterator[Outcome]:
    for number in range(count):
        origin = Origin(
            number + 1, "text", url=f"https://a{number % 3}.example/", date="2019-01-31"
        )
        yield outcome(linter, SOUND if number % 4 else GLUED, "corpus.jsonl", origin)


def test_figures_are_of_all_documents(everything: Linter) -> None:
    figures = data(page_of(corpus(everything, 120)), "figures")["figures"]
    assert figures["all"] == {"documents": 120, "damaged": 30, "findings": 30, "words": 450}
    assert figures["rules"] == [{"name": "glued-sentences", "findings": 30, "damaged": 30}]
    assert {site["name"]: site["findings"] for site in figures["sites"]} == {
        "a0.example": 10,
        "a1.example": 10,
        "a2.example": 10,
    }
    assert figures["months"] == [
        {"name": "2019-01", "documents": 120, "damaged": 30, "findings": 30}
    ]
    assert figures["safeties"] == {"safe": 30}


def test_the_worst_site_comes_first_and_those_with_few_documents_last(everything: Linter) -> None:
    sites = {"good": [SOUND] * 9 + [GLUED], "bad": [GLUED] * 6, "small": [GLUED * 2]}
    outcomes = [
        outcome(everything, text, "c.jsonl", Origin(1, "text", url=f"https://www.{site}.example"))
        for site, texts in sites.items()
        for text in texts
    ]
    figures = data(page_of(outcomes), "figures")["figures"]
    assert [site["name"] for site in figures["sites"]] == [
        "bad.example",
        "good.example",
        "small.example",
    ]


def test_repairs_of_the_run_are_told(everything: Linter) -> None:
    fixed = replace(outcome(everything, SOUND), fixed=Counter({"glued-sentences": 2}))
    assert data(page_of([fixed]), "figures")["figures"]["fixed"] == {"glued-sentences": 2}


def test_a_document_has_all_the_reader_needs(everything: Linter, rules: tuple[Rule, ...]) -> None:
    origin = Origin(7, "text", "x1", "https://www.a.example/b", None, "Départs", "2019-01-31")
    page = page_of([outcome(everything, GLUED, "c.jsonl", origin)], rules)
    (listed,), document = data(page, "index"), data(page, "document-0")
    assert listed == {
        "path": "c.jsonl",
        "record": 7,
        "site": "a.example",
        "title": "Départs",
        "kinds": [0],
        "lines": [1],
    }
    assert document["text"] == GLUED
    assert document["url"] == "https://www.a.example/b"
    assert document["findings"] == [
        {
            "start": 7,
            "end": 8,
            "column": 8,
            "message": "two sentences joined without a space",
            "edits": [[8, 8, " "]],
        }
    ]
    (kind,) = data(page, "figures")["kinds"]
    assert (kind["rule"], kind["severity"], kind["repair"]) == ("glued-sentences", "error", "safe")
    assert kind["why"] == next(rule.why for rule in rules if rule.name == "glued-sentences")


def test_lost_names_come_with_a_place_and_what_the_article_offers(everything: Linter) -> None:
    text = (
        "Selon Odile Marchand, le pont est fermé. La maire Odile Marchand le regrette.\n\n"
        "Les habitants du, et les écoles, attendent Odile Marchand à la gare.\n"
    )
    page = page_of([outcome(everything, text)])
    (lost,) = [finding for finding in data(page, "document-0")["findings"] if "place" in finding]
    start, end = lost["place"]
    assert text[:start].endswith("habitants du")
    assert start == end
    assert lost["names"][0] == "Odile Marchand"


PLACES = {
    "du,": "du|,",
    "von )": "von| )",
    "de a": "de| a",
    "die  ": "die|  ",
    "l’,": "l’|,",
    "d'se": "d'|se",
    "()": "(|)",
    "« »": "«| »",
    ", ,": ",| ,",
    "-Spitzen": "|-Spitzen",
    "the -based": "the |-based",
    "'s": "|'s",
    "than %": "than| %",
    "Herrn": "Herrn|",
}


@pytest.mark.parametrize(("finding", "told"), PLACES.items())
def test_where_a_name_was_lost(finding: str, told: str) -> None:
    span = place("a-rule", finding)
    assert finding[: span.start] + "|" + finding[span.start :] == told
    assert finding[span.start : span.end].strip() == ""


@pytest.mark.parametrize(
    ("rule", "finding", "span"),
    [
        ("speech-without-speaker", "a dit", Span(5, 5)),
        ("sentence-without-subject", '"ne', Span(1, 1)),
        ("sentence-starts-with-comma", ".,", Span(1, 1)),
        ("date-without-month", "am 4. 1912", Span(5, 6)),
    ],
)
def test_some_rules_know_better_where(rule: str, finding: str, span: Span) -> None:
    assert place(rule, finding) == span


def shown(page: str) -> Data:
    head = data(page, "figures")
    told: Data = head["shown"]
    return told | {"all": head["figures"]["all"]["findings"]}


def test_a_large_corpus_is_cut_and_the_page_says_so(everything: Linter) -> None:
    outcomes = [outcome(everything, GLUED, f"{n}.txt") for n in range(40)]
    rare = [outcome(everything, "Le pont () est clos.\n", f"r{n}.txt") for n in range(40)]
    page = page_of([*outcomes, *rare], limits=Limits(documents=24, examples=2))
    names = [each["path"] for each in data(page, "index")]
    assert names == [f"{n}.txt" for n in range(20)] + [f"r{n}.txt" for n in range(2)]
    assert shown(page) == {"documents": 22, "findings": 22, "cut": 0, "all": 80}


@pytest.mark.parametrize(
    "limits",
    [Limits(document=35), Limits(findings_of_one=2), Limits(findings=2)],
    ids=["long", "with many findings", "full"],
)
def test_a_large_document_is_cut(everything: Linter, limits: Limits) -> None:
    page = page_of([outcome(everything, GLUED * 5, "a.txt")], limits=limits)
    document = data(page, "document-0")
    assert shown(page) == {"documents": 1, "findings": 2, "cut": 1, "all": 9}
    assert document["cut"] is True
    assert len(document["text"]) == min(limits.document, len(GLUED * 5))


def test_findings_that_come_late_join_their_document(everything: Linter) -> None:
    origin = Origin(2, "text")
    one = outcome(everything, GLUED, "c.jsonl", origin)
    copy = one.findings[0]._replace(rule="copy", start=0, end=9, fix=None)
    late = replace(one, text="", findings=[copy], late=True)
    page = page_of([one, late, replace(late, name="d.jsonl")])
    first, second = data(page, "index")
    assert (first["kinds"], second["kinds"]) == ([1, 0], [1])
    assert [kind["rule"] for kind in data(page, "figures")["kinds"]] == ["glued-sentences", "copy"]
    joined, alone = data(page, "document-0"), data(page, "document-1")
    assert data(page, "figures")["figures"]["all"]["documents"] == 1
    assert [finding["start"] for finding in joined["findings"]] == [0, 7]
    assert joined["text"] == GLUED
    assert [(finding["start"], finding["end"]) for finding in alone["findings"]] == [(0, 0)]


def test_what_a_record_says_of_itself_is_cut_where_it_goes_on_and_on(everything: Linter) -> None:
    origin = Origin(1, "text", *["x" * 1000] * 5)
    page = page_of([outcome(everything, GLUED, "c.jsonl", origin)])
    assert len(data(page, "index")[0]["title"]) == 300
    assert {len(data(page, "document-0")[name]) for name in ("id", "url", "date")} == {300}


def test_documents_without_findings_are_only_counted(everything: Linter) -> None:
    page = page_of([outcome(everything, SOUND)])
    assert data(page, "index") == []
    assert "document-0" not in page


def test_severities_may_differ_for_one_rule(everything: Linter) -> None:
    one = outcome(everything, GLUED, "a.txt")
    finding = one.findings[0]._replace(severity=Severity.INFO)
    other = replace(one, name="b.txt", findings=[finding])
    page = page_of([one, other])
    assert [kind["severity"] for kind in data(page, "figures")["kinds"]] == ["error", "info"]
    assert [each["kinds"] for each in data(page, "index")] == [[0], [1]]


def test_the_same_run_gives_the_same_page(everything: Linter) -> None:
    assert page_of(corpus(everything, 50)) == page_of(corpus(everything, 50))


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>&lt;&amp;",
        "\u2028\u2029\u202e\u200b\ufeff\x85\x1b[2J\x7f",
        "\udcff\ud800 \U000e0041",
        "##[error]x",
    ],
)
def test_data_is_inert_and_comes_back(text: str) -> None:
    put = embedded({"a": text})
    assert json.loads(put) == {"a": text}
    assert not re.search(r"[<>&]|##\[", put)
    judge(put)


def strange(linter: Linter, chance: random.Random) -> Outcome:
    words = [hostile(chance) for _ in range(6)]
    origin = Origin(1, *words)
    name = hostile(chance).translate(NO_NAME)
    return outcome(linter, hostile(chance), name, chance.choice((origin, None)))


def test_hostile_texts_and_names_change_nothing_but_data(
    everything: Linter, rules: tuple[Rule, ...]
) -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    tags = Tags(page_of([outcome(everything, SOUND)], rules)).tags
    for _ in range(size(60, 2_000)):
        outcomes = [strange(everything, chance) for _ in range(10)]
        page = page_of(outcomes, rules)
        judge(page)
        parsed = Tags(page)
        assert parsed.tags == tags
        names = [one.name for one in outcomes if one.findings]
        assert [each["path"] for each in json.loads(parsed.data["index"])] == names


def test_nothing_in_the_page_comes_from_elsewhere(everything: Linter) -> None:
    page = page_of([outcome(everything, GLUED)])
    assert "default-src 'none'" in page
    assert "unsafe" not in re.search(r'Policy" content="([^"]*)"', page)[1]  # type: ignore[index]
    outside = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert outside == {"http://www.w3.org/2000/svg"}


def test_data_never_becomes_markup() -> None:
    scripts = [path.read_text("utf-8") for path in ROOT.glob("scrapelint/report/page/*.js")]
    assert len(scripts) > 5
    for script in scripts:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)


def test_the_command_writes_it_beside_others(tmp_path: Any) -> None:  # noqa: ANN401
    (tmp_path / "a.txt").write_text(GLUED, "utf-8")
    report = tmp_path / "report.html"
    arguments = ["check", "--isolated", "--output", f"html:{report}", "--output", "concise:-"]
    result = CliRunner().invoke(main, [*arguments, str(tmp_path / "a.txt")])
    assert result.exit_code == 1
    assert "glued-sentences" in result.stdout
    page = report.read_text("utf-8")
    assert data(page, "figures")["figures"]["all"]["findings"] == 1
    assert data(page, "figures")["kinds"][0]["why"]


def colours(theme: str) -> dict[str, str]:
    style = (ROOT / "scrapelint/report/page/page.css").read_text("utf-8")
    block = style[style.index(theme) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[: block.index("}")]))


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


SEEN_ON = [
    *(("ink", ground) for ground in ("paper", "surface", "sunken", "accent-wash")),
    *(("ink", f"{severity}-wash") for severity in ("error", "warning", "info")),
    *(("soft", ground) for ground in ("paper", "surface", "sunken")),
    *((severity, "paper") for severity in ("error", "warning", "info", "accent")),
    *((sign, f"{sign}-wash") for sign in ("added", "gone", "accent")),
    ("on-accent", "accent"),
]


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"]'], ids=["light", "dark"])
def test_all_can_be_read(theme: str) -> None:
    told = colours(theme)
    low = [pair for pair in SEEN_ON if contrast(told[pair[0]], told[pair[1]]) < 4.5]
    assert low == []


def test_dark_is_the_same_whether_chosen_or_the_systems() -> None:
    assert colours(':root[data-theme="dark"]') == colours(':root:not([data-theme="light"])')
