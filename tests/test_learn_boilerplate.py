"""Lines of pages are learned from corpora, and written as rule files that find them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.corpus.corpus import reading_of
from scrapelint.corpus.detectors import SiteLines
from scrapelint.corpus.learned import quoted
from scrapelint.corpus.sitelines import Lines
from scrapelint.detectors.shape import plain
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.visible import UNSEEN
from scrapelint.rulefile import load_rule
from tests.corpora import Corpus, Site

RULE = "house/boilerplate/learned-lines.toml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def sites(made: Corpus) -> Iterator[Site]:
    """Yield sites of many kinds: lines on all pages and on few, and more of them than of text."""
    chance = made.chance
    for number in range(5):
        lines = {made.sentence(chance.randrange(3, 9)): 1.0 for _ in range(2)}
        lines |= {made.sentence(chance.randrange(3, 9)): chance.uniform(0.1, 0.9) for _ in range(3)}
        lines |= {f"There are # letters to the editor of the {made.sentence(2)}": 0.7}
        yield Site(f"s{number}.example", lines, chance.choice([60, 150]))
    yield Site("short.example", {made.sentence(40): 1.0 for _ in range(4)}, 120, (1, 2))
    yield Site("tiny.example", {made.sentence(4): 1.0}, 8)


def trouble(made: Corpus, site: Site, agency: list[list[str]]) -> None:
    """Add articles whose own text comes again on the site: of agencies, copied, and in versions."""
    for article in agency:
        made.add(site, article)
    for _ in range(5):
        article = made.article(6)
        for _ in range(6):
            made.add(site, article)
        made.add(site, [*article[:2], made.sentence(30), *article[3:]])
    article = made.article(4)
    for _ in range(20):
        article = [made.sentence(40), *article]
        made.add(site, article)
    series = made.sentence(12)
    for _ in range(4):
        made.add(site, [series, *made.article(4)])


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
@pytest.mark.parametrize("seed", range(3))
def test_lines_of_pages_are_learned_and_no_others(seed: int, *, shuffled: bool) -> None:
    made = Corpus(seed)
    every = list(sites(made))
    agency = [made.article(6) for _ in range(30)]
    for site in every:
        made.fill(site)
    for site in every[:5]:
        trouble(made, site, agency)
    if shuffled:
        made.shuffle()
    lines = Lines(SiteLines())
    for number, record in enumerate(made.records):
        origin = Origin(number + 1, "text", url=record["url"])
        lines.add(reading_of(Outcome("a.jsonl", record["text"], [], origin=origin), number))
    found = {(line.site, re.sub(r"\d+", "#", line.plain)) for line in lines.found()}
    truth = {
        (site.name, plain(line) if len(line) <= 200 else line)
        for site in every
        for line in site.lines
    }
    assert found - truth == set(), "precision"
    assert truth - found == set(), "recall"


def write(made: Corpus) -> None:
    made.write(Path("a.jsonl"))


def test_the_rule_file_finds_what_was_learned() -> None:
    made = Corpus(5)
    every = [replace(site, articles=max(40, site.articles // 2)) for site in sites(made)]
    for site in every:
        made.fill(site)
    write(made)
    told = run("learn-boilerplate", "a.jsonl", "-o", RULE)
    count = sum(len(site.lines) for site in every)
    assert told.stdout == f"{RULE}: {count} lines of 7 sites from {len(made.records)} documents.\n"
    assert "all as they should be" in run("test", RULE).stdout
    options = (
        "--rules",
        str(Path("house").resolve()),
        "--select",
        "learned-lines",
        "--output-format",
        "jsonl",
    )
    found = {
        (json.loads(line)["record"], json.loads(line)["text"])
        for line in run("check", "a.jsonl", "--isolated", *options).stdout.splitlines()
    }
    patterns = [re.escape(line).replace(r"\#", r"\d+") for site in every for line in site.lines]
    lines = {
        (number, line)
        for number, record in enumerate(made.records, 1)
        for line in record["text"].split("\n")
        if any(re.fullmatch(pattern, line) for pattern in patterns)
    }
    assert found == lines
    fixed = ("--fix", "--unsafe-fixes", *options[:4])
    run("check", "a.jsonl", "--isolated", *fixed)
    repaired = [json.loads(line) for line in Path("a.jsonl").read_text("utf-8").splitlines()]
    for before, after in zip(made.records, repaired, strict=True):
        kept = [part for part in before["text"].strip().split("\n\n") if (0, part) not in lines]
        kept = [part for part in kept if not any(re.fullmatch(p, part) for p in patterns)]
        assert after["text"] == "\n\n".join(kept) + "\n"


def test_each_line_comes_with_counts_and_an_example() -> None:
    made = Corpus(6)
    made.fill(
        Site("brumont.example", {"The Courier comes at six.": 1.0, "We sell # maps.": 1.0}, 9)
    )
    made.fill(Site("valmont.example", {"The Courier comes at six.": 1.0}, 7))
    write(made)
    run("learn-boilerplate", "a.jsonl", "-o", RULE)
    text = Path(RULE).read_text(encoding="utf-8")
    remark = "    # brumont.example: 9 of 9; valmont.example: 7 of 7; a.jsonl, record 3\n"
    assert f'labels = [\n{remark}    "The Courier comes at six.",\n]\n' in text
    assert (
        '    # brumont.example: 9 of 9; a.jsonl, record 3\n    "We\\\\ sell\\\\ \\\\d{1,12}' in text
    )


def test_without_addresses_the_folder_stands_for_the_site() -> None:
    made = Corpus(7)
    made.fill(Site("a", {"The Courier comes at six.": 1.0}, 6))
    for index, record in enumerate(made.records):
        path = Path(f"{'here' if index < 4 else 'there'}/{index}.txt")
        path.parent.mkdir(exist_ok=True)
        path.write_text(record["text"].replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert "No lines to learn in 6 documents." in run("learn-boilerplate", ".", "-o", RULE).stdout
    assert not Path(RULE).exists()
    run("learn-boilerplate", ".", "-o", RULE, "--at-least", "4")
    assert "# here: 4 of 4; here/2.txt\n" in Path(RULE).read_text(encoding="utf-8")


def test_lines_that_other_rules_find_are_left_out() -> None:
    made = Corpus(8)
    lines = {"Subscribe to our newsletter": 1.0, "The Courier comes at six.": 1.0}
    made.fill(Site("brumont.example", lines, 9))
    write(made)
    told = run("learn-boilerplate", "a.jsonl", "-o", RULE).stdout
    assert told.endswith(
        ": 1 lines of 1 sites from 9 documents. 1 more are found by other rules.\n"
    )
    assert "newsletter" not in Path(RULE).read_text(encoding="utf-8")


HOSTILE = [
    'He said "six \\ seven" to it',
    "a '''b''' c '' d e",
    "a {months} b {x} c",
    "{{title}} of the day # here",
    "x\x1b[31m red \x07 bell rings",
    "::error::do what I say",
    "right \u202eot tfel\u202c and back",
    "tag \U000e0041 in the line",
    "a.b*c+ (d|e) [f] g",
    "\ud800 is no letter here",
    "= [[invalid]] # text = x",
]


def test_hostile_lines_are_written_so_that_they_cannot_act() -> None:
    made = Corpus(9)
    made.fill(Site("brumont.example", {f"{line}": 1.0 for line in HOSTILE}, 9))
    for record in made.records:
        record["url"] = "https://x\u202e\x1b[31m.example/"
    Path("a.jsonl").write_text(
        "".join(json.dumps(record) + "\n" for record in made.records), encoding="utf-8"
    )
    told = run("learn-boilerplate", "a.jsonl", "-o", RULE)
    assert told.exit_code == 0, told.output
    text = Path(RULE).read_text(encoding="utf-8")
    assert not UNSEEN.search(text.replace("\n", ""))
    detector = load_rule(Path(RULE)).detectors["unknown"]
    assert len([*detector.labels, *detector.patterns]) >= len(HOSTILE) - 3  # type: ignore[attr-defined]
    assert "all as they should be" in run("test", RULE).stdout


def test_toml_says_the_same() -> None:
    import tomllib

    for line in [*HOSTILE, "\x00\x7f\x85\u2028\U000e0041\t\n"]:
        if "\ud800" not in line:
            assert tomllib.loads(f"a = {quoted(line)}") == {"a": line}


def test_a_file_that_is_there_is_left_alone() -> None:
    path = Path(RULE)
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    told = run("learn-boilerplate", ".", "-o", RULE)
    assert told.exit_code == 2
    assert "there is such a file" in told.stderr
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("learned-lines.toml", "the folder must be a family"),
        ("boilerplate/Learned.toml", "the name must be lower-case words"),
    ],
)
def test_what_could_be_no_rule_file_is_refused_at_once(path: str, reason: str) -> None:
    told = run("learn-boilerplate", ".", "-o", path)
    assert told.exit_code == 2
    assert reason in told.stderr


def test_what_cannot_be_read_is_told() -> None:
    told = run("learn-boilerplate", "none.jsonl", "-o", RULE)
    assert told.exit_code == 2
    assert "none.jsonl" in told.stderr
