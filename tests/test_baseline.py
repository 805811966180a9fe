"""Known findings: left out, known again wherever their text has gone, and taken out when gone."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.baseline import Baseline, BaselineError, context
from scrapelint.cli import main
from scrapelint.cli.stream import Stream
from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.rule import Rule

DAMAGED = "Il part.Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
NEW = "Le maire est venu.Le conseil aussi.\n"
PARAGRAPHS = [
    "Le pont est fermé.Il rouvrira au printemps.",
    "La rivière a monté ,dit le gardien de l'écluse.",
    "Un bateau passe pic.twitter.com/aB3dE5fG7h devant la mairie.",
    "Les ouvriers ont fini.Les riverains attendent encore.",
    "Il écrit pour le , journal depuis dix ans.",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def linter(rules: tuple[Rule, ...]) -> Linter:
    return Linter(rules, frozenset(rule.name for rule in rules if rule.default), "fr")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--lang", "fr", *map(str, arguments)])


def found(*arguments: str | Path) -> list[str]:
    result = run("--output-format", "jsonl", *arguments)
    assert result.exit_code in {0, 1}, result.stderr
    return [
        f"{(e := json.loads(line))['path']}: {e['rule']}" for line in result.stdout.splitlines()
    ]


def write(path: str | Path, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def entries(path: str | Path = "known.baseline") -> list[dict[str, object]]:
    header, *lines = Path(path).read_text(encoding="utf-8").splitlines()
    assert json.loads(header) == {"scrapelint-baseline": 1}
    return [json.loads(line) for line in lines]


# Records of a corpus


def record(linter: Linter, shard: str, number: int, text: str, key: dict[str, str]) -> Outcome:
    return Outcome(shard, text, linter.check(text), origin=Origin(number, "text", **key))


def keyed(number: int) -> dict[str, str]:
    """Return what a record says of itself: an id, an address, or both."""
    url = {"url": f"https://example.org/{number}"}
    return [{"id": str(number)}, url, {"id": str(number), **url}][number % 3]


def corpus(linter: Linter, texts: dict[int, str], shards: int, seed: int) -> list[Outcome]:
    """Return the records of a corpus in some order, spread over so many files."""
    numbers = list(texts)
    random.Random(seed).shuffle(numbers)  # noqa: S311 - no secret
    return [
        record(linter, f"{seed}/part-{place % shards}.jsonl", place, texts[number], keyed(number))
        for place, number in enumerate(numbers, 1)
    ]


def learned(outcomes: Iterable[Outcome]) -> Baseline:
    baseline = Baseline(Path.cwd())
    for outcome in outcomes:
        baseline.learn(outcome)
    return baseline


def test_a_corpus_shuffled_resharded_and_added_to_shows_only_what_is_new(
    linter: Linter, folder: Path
) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    texts = {n: "\n\n".join(chance.sample(PARAGRAPHS, 3)) + "\n" for n in range(60)}
    write("known.baseline", "".join(learned(corpus(linter, texts, 3, 1)).lines()))
    texts[7] = NEW + texts[7]
    texts[60] = DAMAGED
    baseline = Baseline.read(folder / "known.baseline")
    new = [
        (keyed_by(outcome), finding.rule)
        for outcome in corpus(linter, texts, 7, 2)
        for finding in baseline.new(outcome)
    ]
    assert sorted(new) == [
        ("60", "glued-sentences"),
        ("60", "tweet-link"),
        ("https://example.org/7", "glued-sentences"),
    ]
    assert not baseline.unused(linter.wanted, linter.wanted)


def keyed_by(outcome: Outcome) -> str:
    assert outcome.origin
    return outcome.origin.id or outcome.origin.url or ""


def test_the_file_is_the_same_whatever_the_order(linter: Linter) -> None:
    texts = dict(enumerate(PARAGRAPHS * 3))
    one, other = (learned(corpus(linter, texts, seed, seed)) for seed in (2, 5))
    assert list(one.lines()) == list(other.lines())
    assert list(one.lines()) == [next(iter(one.lines())), *sorted(list(one.lines())[1:])]


def test_records_without_a_name_of_their_own_are_known_by_their_file(linter: Linter) -> None:
    outcomes = [record(linter, "a.jsonl", n, text, {}) for n, text in enumerate(PARAGRAPHS, 1)]
    baseline = learned(outcomes)
    assert {entry.source for entry in baseline.known} == {"a.jsonl"}
    for number, outcome in enumerate(reversed(outcomes), 1):
        moved = replace(outcome, origin=Origin(number, "text"))
        assert baseline.new(moved) == []
        assert baseline.new(replace(moved, name="b.jsonl")) == moved.findings


def test_an_id_is_no_path_and_no_address(linter: Linter) -> None:
    text = PARAGRAPHS[0]
    known = learned([record(linter, "x", 1, text, {"id": "a.txt"})])
    assert known.new(Outcome("a.txt", text, linter.check(text)))
    assert known.new(record(linter, "x", 1, text, {"url": "a.txt"}))
    assert not known.new(record(linter, "y", 2, text, {"id": "a.txt", "url": "z"}))


def write_shards(texts: dict[int, str], shards: int, seed: int) -> None:
    """Write a corpus anew, in another order and over other files."""
    for path in Path("corpus").glob("*"):
        path.unlink()
    numbers = list(texts)
    random.Random(seed).shuffle(numbers)  # noqa: S311 - no secret
    for shard in range(shards):
        lines = [
            json.dumps({"seed": seed, **keyed(number), "text": texts[number]})
            for number in numbers[shard::shards]
        ]
        write(f"corpus/{seed}-{shard}.jsonl", "\n".join(lines) + "\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_files_of_records_shuffled_resharded_and_added_to_show_only_what_is_new(
    jobs: str,
) -> None:
    texts = {n: f"{PARAGRAPHS[n % 5]}\n\n{PARAGRAPHS[n % 3]}\n" for n in range(60)}
    write_shards(texts, 3, 1)
    told = run("--write-baseline", "known.baseline", "--jobs", jobs).stderr
    before = Path("known.baseline").read_bytes()
    write_shards(texts, 5, 2)
    assert run("--write-baseline", "again.baseline", "--jobs", jobs).stderr == told.replace(
        "known.baseline", "again.baseline"
    )
    Path("again.baseline").unlink()
    assert run("--baseline", "known.baseline", "--jobs", jobs).exit_code == 0
    texts[7], texts[60] = NEW + texts[7], DAMAGED
    del texts[11]
    write_shards(texts, 7, 3)
    lines = run("--baseline", "known.baseline", "--output-format", "jsonl").stdout.splitlines()
    assert sorted(json.loads(line)["text"] for line in lines) == [
        ".",
        ".",
        "pic.twitter.com/aB3dE5fG7h",
    ]
    assert run("--baseline", "known.baseline", "--prune-baseline").exit_code == 1
    assert Path("known.baseline").read_bytes() == before  # nobody knows what became of record 11


def test_a_record_that_was_mended_is_taken_out_wherever_it_went() -> None:
    texts = {0: DAMAGED, 1: NEW}
    write_shards(texts, 1, 1)
    run("--write-baseline", "known.baseline")
    texts[0] = "Rien.\n"
    write_shards(texts, 2, 2)
    pruned = run("--baseline", "known.baseline", "--prune-baseline")
    assert pruned.stderr == "known.baseline: 2 of 3 known findings are gone and were taken out\n"
    assert [(e.get("url"), e["rule"]) for e in entries()] == [
        ("https://example.org/1", "glued-sentences")
    ]


# What a finding is known by


def only(linter: Linter, text: str, rule: str) -> tuple[str, Finding]:
    (finding,) = [finding for finding in linter.check(text) if finding.rule == rule]
    return text, finding


LINE = "Là-bas, le vieux pont est fermé.Il rouvrira au printemps de l'an prochain."
BEFORE = f"Un premier paragraphe.\n\n{LINE}\n\nFin.\n"


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (f"{LINE}\n", True),
        (BEFORE.replace("Un premier", "Tout un autre"), True),
        (BEFORE.replace("\n", "\r\n"), True),
        (BEFORE.replace("le vieux pont", "le\N{NO-BREAK SPACE}vieux  pont,"), True),
        (BEFORE.replace("le vieux", "LE VIEUX"), True),
        (BEFORE.replace("Là", "La\u0300"), True),
        (BEFORE.replace("prochain", "prochain, dit-on, ou alors bien plus tard"), True),
        (BEFORE.replace("printemps", "mois de mars"), False),
        (BEFORE.replace("pont", "bac"), False),
    ],
)
def test_a_finding_is_known_by_the_words_in_its_line(
    linter: Linter,
    after: str,
    same: bool,  # noqa: FBT001
) -> None:
    rule = "glued-sentences"
    known = context(*only(linter, BEFORE, rule)) == context(*only(linter, after, rule))
    assert known is same


def test_a_finding_about_the_whole_document_is_known_by_no_words(linter: Linter) -> None:
    gaps = "Il écrit pour le , journal. Il va à la . Elle parle de , hier.\n"
    one, other = (
        only(linter, gaps, "text-is-missing"),
        only(linter, "Oui. " + gaps, "text-is-missing"),
    )
    assert context(*one) == context(*other)


def test_one_more_of_the_same_is_new(linter: Linter) -> None:
    line = PARAGRAPHS[0]
    twice, thrice = (
        Outcome("a.txt", text, linter.check(text))
        for text in ("\n\n".join([line] * n) + "\n" for n in (2, 3))
    )
    baseline = learned([twice])
    new = Counter(finding.rule for finding in baseline.new(thrice))
    assert new["glued-sentences"] == 1


def test_a_text_that_is_no_unicode_is_known_too(linter: Linter) -> None:
    text = "Le pont est \udcff ferm\udce9.Il rouvrira.\n"
    outcome = Outcome("\udcff.txt", text, linter.check(text))
    assert outcome.findings
    lines = "".join(learned([outcome]).lines())
    write("known.baseline", lines)
    assert Baseline.read(Path("known.baseline")).new(outcome) == []


# On the command line


def test_what_is_in_the_baseline_is_neither_told_nor_counted() -> None:
    write("a.txt", DAMAGED)
    written = run("--write-baseline", "known.baseline")
    assert (written.exit_code, written.stderr) == (0, "known.baseline: 2 known findings\n")
    assert [(e["path"], e["rule"], e["count"]) for e in entries()] == [
        ("a.txt", "glued-sentences", 1),
        ("a.txt", "tweet-link", 1),
    ]
    result = run("--baseline", "known.baseline")
    assert (result.exit_code, result.stdout) == (
        0,
        "2 known findings left out.\nNothing new found in 1 file.\n",
    )
    assert "glued" not in run("--baseline", "known.baseline", "--statistics").stdout
    assert run("--baseline", "known.baseline", "--max-rate", "ALL=0%").exit_code == 0
    write("b.txt", NEW)
    assert found("--baseline", "known.baseline") == ["b.txt: glued-sentences"]


def test_text_files_shuffled_inside_and_added_to_show_only_what_is_new(folder: Path) -> None:
    for name in ("a.txt", "sub/b.txt"):
        write(name, "\n\n".join(PARAGRAPHS) + "\n")
    run("--write-baseline", "known.baseline")
    for name in ("a.txt", "sub/b.txt"):
        write(name, "\n\n".join([*reversed(PARAGRAPHS), "Rien de neuf."]) + "\n")
    assert found("--baseline", "known.baseline") == []
    write("sub/b.txt", NEW + "\n" + "\n\n".join(PARAGRAPHS[2:] + PARAGRAPHS[:2]) + "\n")
    assert found("--baseline", "known.baseline") == ["sub/b.txt: glued-sentences"]
    assert "gone" not in run("--baseline", "known.baseline").stderr
    elsewhere = folder / "sub"
    assert run("--baseline", folder / "known.baseline", folder / "a.txt").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(elsewhere)
        assert found("--baseline", "../known.baseline", "../a.txt") == []


def test_any_number_of_processes_writes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapelint.pool._MANY", 2)
    for number in range(9):
        write(f"{number}.txt", DAMAGED + NEW * number)
    run("--write-baseline", "one.baseline", "--jobs", "1")
    run("--write-baseline", "many.baseline", "--jobs", "3")
    assert Path("one.baseline").read_bytes() == Path("many.baseline").read_bytes()
    assert found("--baseline", "one.baseline", "--jobs", "3") == []


def test_a_configuration_names_the_baseline_beside_it(folder: Path) -> None:
    write("a.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    write("scrapelint.toml", 'baseline = "known.baseline"')
    write("sub/b.txt", NEW)
    assert found() == ["sub/b.txt: glued-sentences"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "sub")
        assert found("..") == ["../sub/b.txt: glued-sentences"]
    assert len(found("--isolated")) == 3
    run("--write-baseline", "known.baseline")  # the old one does not stand in the way
    assert len(entries()) == 3


def test_known_findings_are_repaired_all_the_same_and_then_gone() -> None:
    write("a.txt", DAMAGED + "\n" + NEW)
    run("--write-baseline", "known.baseline")
    result = run("--fix", "--baseline", "known.baseline")
    assert result.exit_code == 0
    assert "Repaired 2 places in 1 " in result.stdout
    assert result.stderr == (
        "known.baseline: 2 of 3 known findings are gone: take them out with --prune-baseline\n"
    )


def test_only_what_was_looked_for_and_is_gone_is_taken_out() -> None:
    write("a.txt", DAMAGED)
    write("b.txt", DAMAGED + NEW)
    write("c.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    before = Path("known.baseline").read_bytes()
    Path("c.txt").unlink()
    write("b.txt", NEW)
    assert "gone" not in run("--baseline", "known.baseline", "a.txt", "--select", "embeds").stdout
    told = "known.baseline: 4 of 7 known findings are gone: take them out with --prune-baseline\n"
    assert run("--baseline", "known.baseline").stderr == told
    assert Path("known.baseline").read_bytes() == before
    pruned = run("--baseline", "known.baseline", "--prune-baseline")
    assert pruned.stderr == "known.baseline: 4 of 7 known findings are gone and were taken out\n"
    assert [(e["path"], e["rule"]) for e in entries()] == [
        ("a.txt", "glued-sentences"),
        ("a.txt", "tweet-link"),
        ("b.txt", "glued-sentences"),
    ]
    assert run("--baseline", "known.baseline").exit_code == 0


def test_rules_that_were_not_asked_for_and_files_not_looked_at_are_kept() -> None:
    write("a.txt", DAMAGED)
    write("b.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    write("a.txt", "Rien.\n")
    write("b.txt", "Rien.\n")
    run("--baseline", "known.baseline", "--prune-baseline", "--select", "embeds", "a.txt")
    assert [(e["path"], e["rule"]) for e in entries()] == [
        ("a.txt", "glued-sentences"),
        ("b.txt", "glued-sentences"),
        ("b.txt", "tweet-link"),
    ]


def test_what_a_rule_found_that_is_no_more_is_gone() -> None:
    write("a.txt", "Rien.\n")
    gone = {"id": "7", "rule": "no-frogs", "context": "0", "count": 2}
    write("known.baseline", '{"scrapelint-baseline": 1}\n' + json.dumps(gone))
    assert "2 of 2 known findings are gone" in run("--baseline", "known.baseline").stderr


def test_nothing_is_taken_out_where_not_all_could_be_checked() -> None:
    write("a.txt", DAMAGED)
    write("b.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    before = Path("known.baseline").read_bytes()
    write("a.txt", "Rien.\n")
    Path("b.txt").write_bytes(b"\xff\xfe\x00")
    result = run("--baseline", "known.baseline", "--prune-baseline")
    assert result.exit_code == 2
    assert "not taken out, for not all could be checked" in result.stderr
    assert Path("known.baseline").read_bytes() == before


def test_a_diff_says_nothing_of_the_baseline() -> None:
    write("a.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    result = run("--diff", "--baseline", "known.baseline")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "+Il part. Elle" in result.stdout


def test_a_run_that_nobody_listens_to_takes_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", DAMAGED)
    write("b.txt", DAMAGED)
    run("--write-baseline", "known.baseline")
    before = Path("known.baseline").read_bytes()
    write("a.txt", NEW)

    def closed(self: Stream, *_: object, err: bool = False, **__: object) -> None:
        self.closed = self.closed or not err

    monkeypatch.setattr(Stream, "write", closed)
    run("--baseline", "known.baseline", "--prune-baseline")
    assert Path("known.baseline").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--write-baseline", "x", "--prune-baseline"), "exclude one another"),
        (("--write-baseline", "x", "--diff"), "--diff changes nothing"),
        (("--prune-baseline",), "names on the command line"),
        (("--baseline", "none.baseline"), "none.baseline: no such file"),
        (("--write-baseline", "no/where.jsonl"), "no/where.jsonl: not written"),
    ],
)
def test_what_cannot_be_done_ends_with_2(options: tuple[str, ...], reason: str) -> None:
    write("a.txt", DAMAGED)
    result = run(*options)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert not Path("x").exists()


def test_a_configuration_does_not_say_which_file_is_written() -> None:
    write("a.txt", "Rien.\n")
    write("known.baseline", '{"scrapelint-baseline": 1}\n')
    write("scrapelint.toml", 'baseline = "known.baseline"')
    assert run("--prune-baseline").exit_code == 2


ENTRY = '{"path": "a.txt", "rule": "tweet-link", "context": "0", "count": 1}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a baseline; --write-baseline makes one"),
        ("[]", "not a baseline"),
        (ENTRY, "not a baseline"),
        ('{"scrapelint-baseline": 2}', "of version 2; this scrapelint reads 1"),
        ('{"scrapelint-baseline": "\x1b"}', "not a baseline"),
        ('{"scrapelint-baseline": 1}\n<<<<<<< HEAD\n', "known.baseline:2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + "[" * 100_000, "known.baseline:2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace("1}", "0}"), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace("1}", "true}"), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace("1}", "1e9}"), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace('"0"', "0"), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace("path", "paht"), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n' + ENTRY.replace("{", '{"id": "x", '), ":2: not an entry"),
        ('{"scrapelint-baseline": 1}\n\xff', "known.baseline: "),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(text: str, reason: str) -> None:
    Path("known.baseline").write_bytes(text.encode("latin-1"))
    with pytest.raises(BaselineError, match=None) as refused:
        Baseline.read(Path("known.baseline"))
    assert reason in str(refused.value)


def test_lines_in_any_order_and_twice_are_read_as_after_a_merge() -> None:
    write("known.baseline", '{"scrapelint-baseline": 1}\n' + f"{ENTRY}\n\n{ENTRY}\r\n")
    assert Baseline.read(Path("known.baseline")).known.total() == 2


def test_a_baseline_is_no_corpus_whatever_it_is_called() -> None:
    write("a.txt", DAMAGED)
    run("--write-baseline", "known.jsonl")
    result = run("--baseline", "known.jsonl", ".")
    assert (result.exit_code, result.stderr) == (0, "")
