"""What is found when documents are laid side by side."""

import gc
import json
import random
import sys
import tracemalloc
from array import array
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import scrapelint
from scrapelint.cli import main
from scrapelint.corpus.corpus import Corpus, reading_of
from scrapelint.corpus.detectors import Copies, Jumps
from scrapelint.corpus.labels import Labels
from scrapelint.corpus.reading import Reading
from scrapelint.corpus.table import Table
from scrapelint.finding import Finding, Severity
from scrapelint.origin import Origin
from scrapelint.report.figures import Figures
from scrapelint.report.outcome import Outcome
from scrapelint.rule import CORPUS, Rule, RuleError
from scrapelint.rulefile import load_rule
from tests.conftest import write_rule
from tests.corpora import Corpus as Made
from tests.corpora import Site

RULES = {rule.name: rule for rule in scrapelint.rulebook.load_rules() if rule.family == CORPUS}
SITE = Site("brumont.example", {"The Courier comes to your door at six.": 1.0}, 60)
OTHER = Site("valmont.example", {}, 60)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def outcomes(made: Made) -> list[Outcome]:
    return [
        Outcome(
            "a.jsonl",
            each["text"],
            [],
            origin=Origin(number, "text", each["id"], each["url"], date=each["date"]),
        )
        for number, each in enumerate(made.records, 1)
    ]


def found(made: Made, *names: str) -> list[tuple[int, str]]:
    rules = [RULES[name] for name in names]
    return [
        (outcome.origin.record, finding.rule)
        for outcome in Corpus(rules).watched(outcomes(made))
        for finding in outcome.findings
        if outcome.origin
    ]


@pytest.fixture
def made() -> Made:
    made = Made(1)
    made.fill(SITE)
    made.fill(OTHER)
    return made


def test_a_table_keeps_the_first_number_of_each_key() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    table, known = Table(), dict[int, int]()
    for number in range(20_000):
        key = chance.choice([0, 2**64 - 1, chance.getrandbits(64), chance.randrange(5000)])
        assert table.first(key, number) == known.get(key)
        known.setdefault(key, number)
    assert len(table) == len(known)


def test_a_table_takes_some_twenty_bytes_an_entry() -> None:
    table, chance = Table(), random.Random(2)  # noqa: S311 - no secret
    for number in range(50_000):
        table.first(chance.getrandbits(64), number)
    parts = [part for part in vars(table).values() if isinstance(part, array)]
    assert sum(map(sys.getsizeof, parts)) <= 26 * len(table)


def test_documents_are_called_by_file_and_record() -> None:
    labels = Labels()
    labels.add("a.txt", None)
    labels.add("b.jsonl", Origin(7, "text"))
    labels.add("b.jsonl", Origin(9, "text"))
    assert [labels[number] for number in range(3)] == [
        "a.txt",
        "b.jsonl, record 7",
        "b.jsonl, record 9",
    ]


def test_the_later_of_two_copies_is_found(made: Made) -> None:
    made.records.append(made.records[10])
    near = made.records[20]["text"].split("\n\n")
    near[-1] = made.sentence(5) + "\n"
    made.records.append(made.records[20] | {"text": "\n\n".join(near)})
    names = ("repeated-document", "nearly-repeated-document")
    assert found(made, *names) == [(121, names[0]), (122, names[1])]
    (told,) = [
        finding.message
        for outcome in Corpus([RULES[names[0]]]).watched(outcomes(made))
        for finding in outcome.findings
    ]
    assert told.endswith("(as in a.jsonl, record 11)")


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_how_much_two_articles_share_is_estimated_well() -> None:
    made, watch = Made(3), Copies("near", 50, 85).watch()
    right = wrong = 0
    for number in range(0, 600, 2):
        text = " ".join(made.article(12)).replace(".", "").casefold().split()
        at, size = made.chance.randrange(len(text)), made.chance.randrange(len(text) // 2)
        changed = text[:at] + made.sentence(size + 1)[:-1].casefold().split() + text[at:]
        one, other = shingles(text), shingles(changed)
        share = len(one & other) / len(one | other)
        readings = [reading(number, " ".join(text)), reading(number + 1, " ".join(changed))]
        assert watch.add(readings[0]) is None
        is_found = watch.add(readings[1]) is not None
        if abs(share - 0.85) > 0.1:
            right += is_found == (share > 0.85)
            wrong += is_found != (share > 0.85)
    assert wrong == 0
    assert right > 120


def test_long_texts_are_compared_letter_for_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapelint.corpus.reading._LONG", 100)
    text = "The bridge of Brumont is closed, and nobody knows when it opens. " * 2
    for unit, expected in (
        ("exact", [None, None, "as in a.jsonl, record 1"]),
        ("near", [None] * 3),
    ):
        watch = Copies(unit, 20, 85).watch()  # type: ignore[arg-type]
        texts = [text, text.replace(",", ";"), text]
        assert [watch.add(reading(*each)) for each in enumerate(texts)] == expected


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("repeated-document", 80),
        ("nearly-repeated-document", 800),
        ("line-on-many-pages", 600),
        ("defect-rate-jump", 300),
    ],
)
def test_what_is_kept_of_a_document_is_small(name: str, most: int) -> None:
    made = Made(4)
    for number in range(10):
        made.fill(Site(f"s{number}.example", {made.sentence(6): 0.5}, 200, (6, 6)))
    given = outcomes(made)
    corpus = Corpus([RULES[name]])
    tracemalloc.start()
    try:
        for _ in corpus.watched(given[:100]):
            pass
        corpus = Corpus([RULES[name]])
        before = tracemalloc.get_traced_memory()[0]
        for number, _ in enumerate(corpus.watched(given), 1):
            if number == len(given):
                gc.collect()  # Python keeps tuples that went for those to come
                kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert kept <= most * len(given)


def reading(number: int, text: str, site: str = "s.example", week: str | None = None) -> Reading:
    outcome = Outcome("a.jsonl", text, [], origin=Origin(number + 1, "text", url=f"https://{site}"))
    return replace(reading_of(outcome, number), week=week)


def test_copies_are_the_same_in_whatever_order_they_come(made: Made) -> None:
    for index in range(0, 60, 7):
        made.records += [made.records[index]] * (1 + index % 3)
    counts = set()
    for _ in range(4):
        made.shuffle()
        counts.add(len(found(made, "repeated-document")))
    assert counts == {len(made.records) - 120}


def test_lines_of_pages_are_told_once_each(made: Made) -> None:
    made.shuffle()
    (outcome,) = [
        outcome
        for outcome in Corpus([RULES["line-on-many-pages"]]).watched(outcomes(made))
        if outcome.findings
    ]
    (finding,) = outcome.findings
    assert outcome.late
    assert outcome.sound
    assert finding.text == "The Courier comes to your door at six."
    assert finding.message.endswith(f"(“{finding.text}” in 60 of 60 documents)")
    whole = made.records[outcome.origin.record - 1]["text"] if outcome.origin else ""
    assert whole[finding.start : finding.end] == finding.text


def hit(rate: float, weeks: range, count: int, site: str = "s.example") -> list[Reading]:
    """Return documents of some weeks, in a share of which a rule found something."""
    readings = []
    for week in weeks:
        for number in range(count):
            each = reading(0, "", site, f"2031-{week // 4 + 1:02}-{week % 4 * 7 + 1:02}")
            rules = frozenset({"lost-name"}) if number < rate * count else frozenset[str]()
            readings.append(replace(each, rules=rules))
    return readings


def told(how: Jumps, readings: list[Reading]) -> list[str]:
    watch = how.watch()
    for number, each in enumerate(readings):
        watch.add(replace(each, number=number))
    return [told.note for told in watch.end()]


def test_a_jump_is_told_once_with_the_week_it_began() -> None:
    readings = [*hit(0.01, range(12), 100), *hit(0.3, range(12, 20), 100)]
    expected = (
        "lost-name in 30.0% of 100 documents of s.example from 2031-04-01 on,"
        " in 1.0% of 800 documents before"
    )
    assert told(Jumps("week"), readings) == [expected]
    random.Random(5).shuffle(readings)  # noqa: S311 - no secret
    assert told(Jumps("week"), readings) == [expected]


@pytest.mark.parametrize(
    "readings",
    [
        hit(0.3, range(20), 100),
        [*hit(0.01, range(12), 100), *hit(0.05, range(12, 20), 100)],
        [*hit(0.0, range(12), 2), *hit(1.0, range(12, 15), 2)],
        [*hit(0.3, range(12), 100), *hit(0.01, range(12, 20), 100)],
        hit(0.3, range(1), 100),
        [replace(each, week=None) for each in hit(0.3, range(4), 100)],
        [],
    ],
    ids=["always", "little", "few documents", "better", "one week", "no dates", "nothing"],
)
def test_no_jump_is_told_where_there_is_none(readings: list[Reading]) -> None:
    assert told(Jumps("week"), readings) == []


def test_rates_that_only_vary_by_chance_are_no_jumps() -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    readings = []
    for site in range(40):
        for each in hit(0.0, range(40), 30, f"s{site}.example"):
            rules = frozenset({"lost-name"}) if chance.random() < 0.1 else frozenset[str]()
            readings.append(replace(each, rules=rules))
    assert told(Jumps("week"), readings) == []
    assert told(Jumps("site"), readings) == []


def test_small_weeks_are_taken_together() -> None:
    readings = [*hit(0.0, range(12), 12), *hit(1.0, range(12, 24), 12)]
    (note,) = told(Jumps("week"), readings)
    assert "from 2031-04-01 on" in note


def test_a_site_that_stands_out_is_told() -> None:
    readings = [
        each
        for site in range(9)
        for each in hit(0.5 if site == 4 else 0.02, range(1), 50, f"s{site}.example")
    ]
    assert told(Jumps("site"), readings) == [
        "lost-name in 50.0% of 50 documents of s4.example, in 2.0% of 400 documents of other sites"
    ]


def finding(rule: str) -> Finding:
    return Finding(rule, "corpus", Severity.INFO, "m", 0, 0, 1, 1, 1, 1, "", "unknown")


def test_late_outcomes_count_no_document_twice() -> None:
    figures = Figures()
    figures.add(Outcome("a", "one two", []))
    figures.add(Outcome("b", "three", [finding("lost-name")]))
    figures.add(Outcome("a", "", [finding("x")], late=True, sound=True))
    figures.add(Outcome("b", "", [finding("x")], late=True, sound=False))
    assert (figures.whole.documents, figures.whole.words, figures.whole.damaged) == (2, 3, 2)
    assert figures.whole.hit["x"] == 2


def test_it_runs_only_where_it_is_asked_for(tmp_path: Path, made: Made) -> None:
    made.records.append(made.records[0])
    made.write(tmp_path / "a.jsonl")
    path = str(tmp_path / "a.jsonl")
    assert "repeated-document" not in run("check", "--isolated", path).stdout
    for options in (["--corpus"], ["--select", "corpus"], ["--select", "repeated-document"]):
        told = run("check", "--isolated", path, *options, "--output-format", "concise").stdout
        assert ":121:1: record 121 (a0): warning repeated-document: the article" in told
    told = run("check", "--isolated", path, "--corpus", "--ignore", "repeated-document").stdout
    assert "line-on-many-pages" in told
    assert "repeated-document" not in told
    assert scrapelint.check(made.records[0]["text"] * 2, select=["corpus"]) == []


def test_it_may_be_ignored_for_some_sites(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made.records += [made.records[0], made.records[-1]]
    made.write(tmp_path / "a.jsonl")
    ignored = '[per-source-ignores]\n"brumont.example" = ["corpus"]\n'
    (tmp_path / "scrapelint.toml").write_text(ignored, encoding="utf-8")
    told = run("check", "a.jsonl", "--select", "corpus", "--output-format", "concise").stdout
    assert "record 122 (a119): warning repeated-document" in told
    assert "record 121" not in told
    assert "line-on-many-pages" not in told


def test_without_other_rules_there_are_no_rates(tmp_path: Path, made: Made) -> None:
    made.write(tmp_path / "a.jsonl")
    path = str(tmp_path / "a.jsonl")
    assert "no rates are told" in run("check", "--isolated", path, "--select", "corpus").stderr
    assert "no rates" not in run("check", "--isolated", path, "--corpus").stderr


def test_the_same_bytes_whatever_the_jobs(tmp_path: Path) -> None:
    made = Made(9)
    for site in (SITE, OTHER):
        made.fill(replace(site, articles=80, paragraphs=(2, 3)))
    for index in range(40, 80):
        damaged = made.records[index]["text"].replace(". ", ".", 1).replace("\n\n", ".", 1)
        made.records[index] |= {"text": damaged + "Il part.Elle reste.\n", "date": "2031-06-02"}
    made.records += made.records[:20]
    made.write(tmp_path / "a.jsonl")
    for number, each in enumerate(made.records[:70]):
        (tmp_path / f"{number:03}.txt").write_text(each["text"], encoding="utf-8")
    printed = {
        run(
            *("check", "--isolated", str(tmp_path), "--corpus", "-j", jobs),
            *("--output-format", "jsonl"),
        ).stdout
        for jobs in ("1", "2")
    }
    (once,) = printed
    rules = {json.loads(line)["rule"] for line in once.splitlines()}
    assert {"repeated-document", "line-on-many-pages", "defect-rate-jump"} <= rules


def test_late_findings_fit_the_schema_and_are_summed_up(tmp_path: Path, made: Made) -> None:
    from jsonschema import Draft202012Validator

    made.write(tmp_path / "a.jsonl")
    path = str(tmp_path / "a.jsonl")
    options = ("--isolated", path, "--select", "line-on-many-pages")
    schema = Path(scrapelint.__file__).parent / "report" / "finding.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    (line,) = run("check", *options, "--output-format", "jsonl").stdout.splitlines()
    validator.validate(json.loads(line))
    assert json.loads(line)["line"] == 3
    told = run("check", *options).stdout
    assert "1 finding in 1 of 120 texts in 1 file." in told
    assert "\n    3 |" not in told
    assert "Documents: 120." in run("check", *options, "--statistics").stdout


def test_what_is_missing_is_told_before_any_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapelint.corpus.corpus.find_spec", lambda _: None)
    told = run("check", "none.txt", "--corpus")
    assert told.exit_code == 2
    assert "nearly-repeated-document needs rensa: pip install 'scrapelint[corpora]'" in told.stderr
    assert "no such file" in run("check", "none.txt", "--select", "repeated-document").stderr
    told = run("test", str(RULES["nearly-repeated-document"].path))
    assert told.exit_code == 0
    assert told.stderr.startswith("not tested: nearly-repeated-document needs rensa")


HOUSE = """
summary = "the same again"
why = "It was scraped twice."
severity = "warning"
default = false
[detect]
type = "copies"
unit = "exact"
least = 3
[[invalid]]
found = ["2"]
[[invalid.documents]]
text = "A frog is green."
times = 2
[[valid]]
[[valid.documents]]
text = "A frog is green."
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("default = false", "", "says `default = false`, has no fix and no languages"),
        ("default = false", 'default = false\nfix = "safe"', "has no fix and no languages"),
        ("default = false", 'default = false\nlanguages = ["fr"]', "no fix and no languages"),
        ('"copies"', '"pattern"', "`detect.type` must be one of copies, jumps, site-lines"),
        ('"exact"', '"exct"', "detect.unit must be one of exact, near"),
        ("least = 3", "lest = 3", "unknown key `lest`; did you mean `least`?"),
        ("times = 2", "times = 0", "`times` must be a whole number from 1 to 1000"),
        ("times = 2", "times = 1000000", "`times` must be a whole number from 1 to 1000"),
        ("times = 2", "time = 2", "[[invalid.documents]]: unknown key `time`"),
        ('found = ["2"]', "", "`found` is missing"),
        ("[[valid]]\n", '[[valid]]\ntext = "x"\n', "[[valid]]: unknown key `text`"),
        ('[[valid.documents]]\ntext = "A frog is green."', 'text = "x"', "have `documents`"),
    ],
)
def test_a_bad_rule_for_corpora_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in HOUSE
    with pytest.raises(RuleError) as error:
        load_rule(write_rule(tmp_path, "frogs-again", HOUSE.replace(old, new, 1), CORPUS))
    assert reason in str(error.value)


def test_a_rule_of_ones_own_is_tested_and_explained(tmp_path: Path) -> None:
    path = write_rule(tmp_path, "frogs-again", HOUSE, CORPUS)
    assert isinstance(load_rule(path), Rule)
    assert "all as they should be" in run("test", str(path)).stdout
    page = run("rule", "frogs-again", "--rules", str(tmp_path)).stdout
    assert "2 times\n    A frog is green.\n" in page
    shown = run("rule", "frogs-again", "--rules", str(tmp_path), "--output-format", "json").stdout
    assert json.loads(shown)["invalid"][0]["documents"][0]["times"] == 2
    path.write_text(HOUSE.replace('found = ["2"]', 'found = ["1"]'), encoding="utf-8")
    told = run("test", str(path))
    assert told.exit_code == 1
    assert "found ['2'], not ['1']" in told.stdout


def test_an_ordinary_rule_has_no_documents(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"`detect\.type` must be one of absence"):
        load_rule(write_rule(tmp_path, "frogs-again", HOUSE))
