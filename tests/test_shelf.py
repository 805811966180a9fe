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
from scrapelint.document import UNKNOWN
from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.rule import SHIPPED, Rule, RuleError
from scrapelint.rulebook import load_folder
from scrapelint.scan import reach
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
    """Yield what is no list of rules, nor are it detectors, though all else is right."""
    _, files, value = data.split(b"\n", 2)
    head, _, numbers = value.partition(b"\n")
    for wrong in (*WRONG, *mangled(json.loads(head))):
        rest = files + b"\n" + wrong + (b"\n" + numbers if numbers else b"")
        yield b"%08x\n" % crc32(rest) + rest


WRONG = (
    *(b"", b"null", b"3", b"{}", b'"x"', b"[[]]", b"[null]", b"[[1, 2]]", b"[{}, {}, {}]"),
    *(b"[" * 100_000, b'{"a": 1e999}', b"[[1, 2, 3, 4, 5, 6, 7, 8]]", b'[{"a": [1, 2]}, {"b": 3}]'),
)


def mangled(value: Any) -> Iterator[bytes]:  # noqa: ANN401
    """Yield the value with each kind of thing in it as something else."""
    bad: Any
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], dict):
        held, told = value
        for bad in (None, 7, "x", [], [None, None], [{}, None], [{"find": 3}, None]):
            yield json.dumps([held | dict.fromkeys(held, bad), told]).encode()
        for bad in (
            None,
            7,
            [],
            [[8, -1, {}, 0, 4], [0, 0, 0, 0], [0, 0, [8, 0, {}, 0, 4], 1], None],
            ["x"] * 4,
        ):
            yield json.dumps([held, told | dict.fromkeys(told, bad)]).encode()
    elif isinstance(value, list):
        for at in range(len(value[0])):
            for bad in (None, 7, [[]], {"a": 1}):
                if (at, bad) != (NO_FIX, None):
                    rule = [*value[0][:at], bad, *value[0][at + 1 :]]
                    yield json.dumps([rule, *value[1:]]).encode()


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
        codes._known.clear()  # noqa: SLF001
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
