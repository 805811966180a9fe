"""Shipped rules that an earlier run read are the same as those in the files, or are read again."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from scrapelint import codes, held, shelf
from scrapelint.cache import Cache
from scrapelint.document import UNKNOWN, Document
from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.plan import Plan
from scrapelint.rule import SHIPPED, Rule, RuleError
from scrapelint.rulebook import load_folder
from scrapelint.scan import grams, reach
from scrapelint.scan.engine import Engine
from scrapelint.scan.scanner import Forgetful
from scrapelint.shelf import Shelf
from tests.conftest import write_rule

TEXT = """The ferry leaves at noon.It carries pic.twitter.com/AbCdEfGh12 ninety people &amp; dogs.

Share this article on Facebook

The mayor of , Anne Dell, said that the repairs would begin in June , once it is in service. Ã©
"""


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files that were just written for old ones."""
    monkeypatch.setattr(shelf, "_SETTLED", -(1 << 60))


@pytest.fixture(scope="module")
def read() -> tuple[Rule, ...]:
    """Return the rules as their files have them."""
    return load_folder(SHIPPED)


def never(folder: Path) -> tuple[Rule, ...]:
    pytest.fail(f"{folder} was read")


def found(rules: tuple[Rule, ...]) -> list[Finding]:
    return Linter(rules, frozenset(rule.name for rule in rules), "en", Engine()).check(TEXT)


def test_all_that_is_kept_is_what_the_files_say(read: tuple[Rule, ...], tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for _ in range(3):  # as read, as worked out, as kept
        rules = Shelf(SHIPPED, store, load_folder).rules()
        assert rules == read
        for kept, rule in zip(rules, read, strict=True):
            assert kept.page() == rule.page()
            for language in ("en", UNKNOWN):
                assert kept.detectors.get(language) == rule.detectors.get(language)
                if language in rule.detectors:
                    told = kept.detectors.telltales(language)
                    assert told == rule.detectors.telltales(language)


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    findings = found(Shelf(SHIPPED, store, load_folder).rules())
    assert len({finding.rule for finding in findings}) > 3
    assert found(Shelf(SHIPPED, store, load_folder).rules()) == findings
    assert found(Shelf(SHIPPED, store, never).rules()) == findings


def test_a_small_text_gives_reason_for_the_rules_whose_telltales_are_there(tmp_path: Path) -> None:
    for _ in range(3):  # as read, as worked out, as kept
        plan = Plan(Shelf(SHIPPED, Cache(tmp_path), load_folder).rules(), "en")
        prepared = grams.prepared(plan.expressions())
    document = Document(TEXT, "en")
    every, _ = plan.due(document, None)
    due, _ = plan.due(document, prepared)
    assert {"html-entity", "glued-sentences", "share-buttons"} <= {rule.name for rule in due}
    for rule in every:
        if rule not in due:
            assert not list(rule.matches(document)), rule.name
        elif told := rule.detectors.telltales("en"):
            met = [e for e in told.expressions if re.search(e, TEXT, re.MULTILINE)]
            assert met or told.lines, rule.name


def test_a_detector_is_built_once(tmp_path: Path) -> None:
    for rule in Shelf(SHIPPED, Cache(tmp_path), load_folder).rules():
        assert rule.detectors.of("en") is rule.detectors.get("en")
        assert rule.detectors.of("en") is rule.detectors.of("en")


def test_a_kept_code_is_what_python_compiles(tmp_path: Path, read: tuple[Rule, ...]) -> None:
    shelf_ = Shelf(SHIPPED, Cache(tmp_path), load_folder)
    for reads in (load_folder, never, never):
        for rule in shelf_.rules():
            rule.detectors.get("fr")
        shelf_ = Shelf(SHIPPED, Cache(tmp_path), reads)
    expressions = {
        e
        for r in read
        if "fr" in r.detectors
        for e in held._expressions(r, r.detectors["fr"])  # noqa: SLF001
    }
    for expression in expressions:
        code = codes.known(expression)
        assert code
        assert code.compiled
        assert codes.restored(expression, code.compiled) == re.compile(expression, re.MULTILINE)
        assert reach.read(expression) == reach._read(*reach.worked_out(expression))  # noqa: SLF001


def flipped(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), len(data) // 23):
        yield data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def cut(data: bytes) -> Iterator[bytes]:
    for size in (0, 1, 9, 100, len(data) // 2, len(data) - 1):
        yield data[:size]


def other(data: bytes) -> Iterator[bytes]:
    yield from (b"\n", b"\xff" * 1000, b"[]", b"null\n\n\n", data + b" ", data * 2)


def forged(data: bytes) -> Iterator[bytes]:
    """Yield what is no list of rules, nor are it detectors, though all sums are right."""
    _, files, line, pieces = data.split(b"\n", 3)
    for wrong, rest in (*((each, pieces) for each in WRONG), *mangled(json.loads(line), pieces)):
        head = files + b"\n" + wrong
        yield b"%08x\n" % crc32(head) + head + b"\n" + rest


WRONG = (
    *(b"", b"null", b"3", b"{}", b'"x"', b"[[]]", b"[null]", b"[[1, 2]]", b"[{}, {}, {}]"),
    *(b"[" * 100_000, b'{"a": 1e999}', b"[[1, 2, 3, 4, 5, 6, 7, 8]]", b'[{"a": [1, 2]}, {"b": 3}]'),
    *(b"[{}, []]", b"[[], []]", b'[{}, [["a", null, null]]]'),
)
BAD_ENTRIES: tuple[Any, ...] = (None, 7, [[]], {"a": 1})
BAD: tuple[Any, ...] = (None, 7, "x", [], [None, None], {"a": 1}, [[0, 1, 2], None])


def mangled(value: list[Any], pieces: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what was kept with each kind of thing in it as something else."""
    if isinstance(value[0], dict):
        yield from mangled_detectors(value[0], value[1], pieces)
        return
    for at in range(len(value[0])):
        for bad in BAD_ENTRIES:
            if (at, bad) != (NO_FIX, None):
                rule = [*value[0][:at], bad, *value[0][at + 1 :]]
                yield json.dumps([rule, *value[1:]]).encode(), pieces


def mangled_detectors(
    rules: dict[str, Any], expressions: list[Any], pieces: bytes
) -> Iterator[tuple[bytes, bytes]]:
    """Yield other places of pieces, other telltales, and other pieces with the right sums."""
    for bad in BAD:
        yield json.dumps([dict.fromkeys(rules, bad), expressions]).encode(), pieces
        yield json.dumps([{r: [p, bad] for r, (p, t) in rules.items() if t}, []]).encode(), pieces
        yield (
            json.dumps([{r: [bad, t] for r, (_, t) in rules.items()}, expressions]).encode(),
            pieces,
        )
        yield json.dumps([rules, [[e, bad, n] for e, _, n in expressions]]).encode(), pieces
        if bad:
            yield json.dumps([rules, [[e, p, bad] for e, p, _ in expressions]]).encode(), pieces
            yield json.dumps([rules, [[bad, p, n] for _, p, n in expressions]]).encode(), pieces
        yield json.dumps([rules, bad]).encode(), pieces
    for piece in (
        *(json.dumps(bad).encode() for bad in (*BAD, {"find": 3}, {"find": ["x"]})),
        *(json.dumps(code).encode() + b"\n" + bytes(8) for code in BAD_CODES),
    ):
        place = [0, len(piece), crc32(piece)]
        yield (
            json.dumps([{r: [place, t] for r, (_, t) in rules.items()}, expressions]).encode(),
            piece,
        )
        yield json.dumps([rules, [[e, place, n] for e, _, n in expressions]]).encode(), piece


BAD_CODES = (
    [[8, -1, {}, 0, 4], [0, 0, 0, 0], None],
    [[8, 0, {}, 0, 4], [0, 0, 0, 0], [0, 0, [8, 0, {}, 0, 4], 1]],
    [None, [0, 0, 0, 0], None],
    ["x"] * 3,
)
NO_FIX = 6


@pytest.mark.parametrize("damage", [flipped, cut, other, forged])
@pytest.mark.parametrize("what", ["rules", "en"])
def test_whatever_is_kept_instead_does_no_harm(
    what: str, damage: Callable[[bytes], Iterator[bytes]], tmp_path: Path
) -> None:
    folder, store = tmp_path / "rules", Cache(tmp_path / "store")
    for name, family in (("glued-sentences", "glued-text"), ("share-buttons", "boilerplate")):
        write_rule(folder, name, (SHIPPED / family / f"{name}.toml").read_text(), family)
    findings = found(Shelf(folder, store, load).rules())
    assert len(findings) == 2
    assert found(Shelf(folder, store, load).rules()) == findings
    (kept,) = (tmp_path / "store").glob(f"{what}-*")
    for damaged in damage(kept.read_bytes()):
        kept.write_bytes(damaged)
        codes._sources.clear()  # noqa: SLF001
        assert found(Shelf(folder, store, load).rules()) == findings, damaged[-200:]


def test_a_rule_that_is_written_anew_is_read_again(tmp_path: Path) -> None:
    folder, store = tmp_path / "rules", Cache(tmp_path / "store")
    path = write_rule(folder, "frogs")
    assert [rule.summary for rule in Shelf(folder, store, load).rules()] == ["the word frog"]
    assert Shelf(folder, store, never).rules()
    path.write_text(path.read_text().replace("the word frog", "the word toad"))
    assert [rule.summary for rule in Shelf(folder, store, load).rules()] == ["the word toad"]
    write_rule(folder, "newts")
    assert [rule.name for rule in Shelf(folder, store, load).rules()] == ["frogs", "newts"]
    path.unlink()
    assert [rule.name for rule in Shelf(folder, store, load).rules()] == ["newts"]


def load(folder: Path) -> tuple[Rule, ...]:
    return load_folder.__wrapped__(folder)


def test_a_broken_rule_is_told_each_time(tmp_path: Path) -> None:
    folder, store = tmp_path / "rules", Cache(tmp_path / "store")
    path = write_rule(folder, "frogs")
    assert Shelf(folder, store, load).rules()
    path.write_text(path.read_text().replace("severity", "severty"))
    for _ in range(2):
        with pytest.raises(RuleError, match="unknown key `severty`"):
            Shelf(folder, store, load).rules()


def test_what_was_just_written_is_not_kept_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    write_rule(tmp_path / "rules", "frogs")
    Shelf(tmp_path / "rules", Cache(tmp_path / "store"), load).rules()
    assert not (tmp_path / "store").exists()


def test_where_nothing_can_be_kept_all_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for store in (Cache(tmp_path / "file"), Forgetful()):
        assert found(Shelf(SHIPPED, store, load_folder).rules())
