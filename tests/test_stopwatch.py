"""The time that rules take is told, and telling it changes nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from scrapelint.linter import BETWEEN, Linter
from scrapelint.stopwatch import Stopwatch
from tests.conftest import write_rule

TEXT = "Le pont est fermé.Il rouvrira en mai , a dit le maire.\n"
SLOW = "".join(f"    '''{'[a-z]{0,9}' * 9}frog{number}''',\n" for number in range(9))


def test_what_is_found_is_the_same(everything: Linter) -> None:
    timed = replace(everything, stopwatch=Stopwatch())
    assert timed.check(TEXT) == everything.check(TEXT)
    assert timed.stopwatch
    seconds = timed.stopwatch.seconds
    assert {"glued-sentences", BETWEEN} <= set(seconds)
    assert min(seconds.values()) >= 0


def test_a_slow_rule_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rule = '[words]\n\n[detect]\ntype = "pattern"\nfind = [\n' + SLOW + "]\n"
    cases = '[[invalid]]\ntext = "frog0"\nfound = "frog0"\n\n[[valid]]\ntext = "toad"\n'
    head = 'summary = "frogs"\nwhy = "A frog."\nseverity = "info"\n'
    write_rule(tmp_path / "house", "slow-frogs", head + rule + cases)
    (tmp_path / "a.txt").write_text("abcdefgh " * 4000, encoding="utf-8")
    options = [
        "--isolated",
        "--rules",
        str(tmp_path / "house"),
        "--statistics",
        "--time",
        "-j",
        "8",
    ]
    told = CliRunner().invoke(main, ["check", "a.txt", *options])
    rows = [line.split() for line in told.stdout.splitlines()]
    assert ["seconds", "share", "ms", "a", "document", "rule"] in rows
    first = rows[rows.index(["seconds", "share", "ms", "a", "document", "rule"]) + 2]
    assert first[-1] == "slow-frogs"
    told = CliRunner().invoke(main, ["check", "a.txt", *options, "--output-format", "json"])
    seconds = json.loads(told.stdout)["seconds"]
    assert max(seconds, key=seconds.__getitem__) == "slow-frogs"


def test_times_need_figures() -> None:
    told = CliRunner().invoke(main, ["check", "--time"])
    assert told.exit_code == 2
    assert "--time needs --statistics" in told.stderr
