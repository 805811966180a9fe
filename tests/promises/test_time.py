"""Time grows with the text and no faster: proven of expressions, measured of the whole."""

import gc
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.ambiguity import why_slow
from scrapelint.cli import main
from scrapelint.document import LANGUAGES, UNKNOWN, Document
from scrapelint.linter import Linter
from scrapelint.records import jsontoken
from scrapelint.records.jsontoken import BadJsonError
from scrapelint.rule import Rule
from tests.conftest import HOUSE_RULE, write_rule
from tests.promises.expressions import of_package, of_rules
from tests.promises.figures import CAMPAIGN, record, size
from tests.promises.pumps import PIECES, counted, pumped

FAST = [
    r"(?<![ \t])[ \t]+$",
    r"\n{3,}",
    r"[^\S\n]{2,}",
    r"&(?:amp;)+",
    r"https?://\S+",
    r"\b\w+\b:",
    r"^.*x",
    r"^.*x.*$",
    r"(?:[^\W\d_]{1,3}\.){2,}",
    r"(?i:read more|more)\b",
]
SLOW = {
    r"(a+)+$": "exponential",
    r"(?:a|a)*b": "exponential",
    r"(?:\w+ ?)*x": "exponential",
    r"(?:\w+ ?){0,6}x": "exponential",
    r"(?:\w+,?\s*)+;": "exponential",
    r"[ \t]+$": "quadratic",
    r"\s+$": "quadratic",
    r"<[^>]+>": "quadratic",
    r"\S+@\S+\.\S+": "quadratic",
    r"^\s*(?:Share|Tweet)\s*$": "quadratic",
    r"https?://\S+(?:\.\w+)+$": "quadratic",
    r"\([ \t]*[,;]?[ \t]*\)": "quadratic",
    r"^[ \t]*\w+[\w.]*=": "quadratic",
    r"(?P<found>b)b+": "quadratic",
    r"\d{1,3}(?:\.\d{3})+ x": "quadratic",
}
ELSEWHERE = {
    # Matched at one place or against a whole short text, never searched for in a long one.
    r"[a-z0-9]+(-[a-z0-9]+)+|[a-z]+": "the name of a rule",
    r"[ \t]*>": "at the start of a line",
    r"[ \t]*[*+•·▪●■◦‣>|#](?:[ \t]|$)": "at the start of a line",
    r"[ \t]*(?:[-*+•·▪●■◦‣–—>|#]|\(?(?:\d{1,3}|[A-Za-z])[.)])(?:[ \t]|$)": "at its start",
    r"\s*(?:[-–—*•·#|>^]|\w{1,4}[.)] )": "at the start of a line",
    r"[ \t]*[a-zß-öø-ÿ][\w'’-]*,?(?: [^\s/:]+){2}": "at the start of a line",
    r"[ \t]*[«“\"(]?\w": "at the start of a line",
    r"\w[\w'’-]*\Z": "in 60 characters",
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"': "at the start of a string, and never goes back",
    r"[^\s.…][.!?…,;)\]]+[\"”»“]?\Z|[^\W\d_]{2}\Z|[^\s„“«][ \xa0\u202f]?[“”»]\Z": "in 6 characters",
}
IN_RULE_FILES = ("scrapelint.linear", "scrapelint.parameters")
"""Modules whose expressions look at rule files, not at texts."""


@pytest.mark.parametrize("expression", FAST)
def test_what_is_fast_is_taken(expression: str) -> None:
    assert why_slow(expression, re.MULTILINE) is None


@pytest.mark.parametrize("expression", SLOW)
def test_what_is_slow_is_refused_with_the_reason(tmp_path: Path, expression: str) -> None:
    rule = HOUSE_RULE.replace("frog''", f"{expression}''", 1)
    write_rule(tmp_path / "house", "slow", rule)
    (tmp_path / "a.txt").write_text("A toad.\n", encoding="utf-8")
    command = ["check", str(tmp_path / "a.txt"), "--isolated", "--rules", str(tmp_path / "house")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "slow.toml: detect: " in result.stderr
    assert f"{SLOW[expression]} time: {expression}" in result.stderr


def test_every_expression_is_proven_linear(rules: tuple[Rule, ...]) -> None:
    ours = sorted(of_rules(rules))
    assert {e: reason for e in ours if (reason := why_slow(e, re.MULTILINE))} == {}
    package = [(e, flags) for e, flags in sorted(of_package(IN_RULE_FILES)) if e not in ELSEWHERE]
    assert {e: reason for e, flags in package if (reason := why_slow(e, flags))} == {}
    record(
        "time: expressions",
        f"{len(ours)} expressions of rules and {len(package)} of the package proven linear",
    )


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return what a work takes of the processor; little counts as a floor."""
    gc.disable()  # its passes over all that is loaded would be counted too
    start = time.process_time()
    work(text)
    taken = time.process_time() - start
    gc.enable()
    return max(taken, 0.02)


def is_linear(work: Callable[[str], object], make: Callable[[int], str], length: int) -> bool:
    """Tell whether four times the text takes about four times the time, not sixteen.

    Work cannot be counted, for most is done inside the engine of expressions. But what else
    goes on in a machine only ever adds to a time: the least of several is compared, taken in
    turn, and they have to be wrong by a factor of two at every turn to be wrong in the end.
    """
    short, long = make(length), make(4 * length)
    least = most = math.inf
    for _ in range(6):
        least = min(least, seconds(work, short), seconds(work, short))
        most = min(most, seconds(work, long))
        if most < 8 * least:
            return True
    return False


def maker(piece: str) -> Callable[[int], str]:
    return lambda length: pumped(piece, length, "x")


MAKERS = {name: maker(piece) for name, piece in PIECES.items()} | {"counted paragraphs": counted}


def test_what_is_quadratic_is_told_from_what_is_linear() -> None:
    spaces = maker(" ")
    assert not is_linear(re.compile(r"[ \t]+$").findall, spaces, 2_500)
    assert is_linear(re.compile(r"(?<![ \t])[ \t]+$").findall, spaces, 200_000)


def damaged(length: int) -> str:
    """Return one line of a length in which words are damaged and each of them is another one."""
    words = (f"Le m{number}\u00c3\u00a9 de la ville. " for number in range(length // 22))
    return "\U0001f600" + "".join(words)


def test_damaged_words_are_not_looked_for_in_all_of_a_line_each(rules: tuple[Rule, ...]) -> None:
    mojibake = next(rule for rule in rules if rule.name == "mojibake")
    assert is_linear(lambda text: list(mojibake.matches(Document(text, "fr"))), damaged, 60_000)


def test_four_times_the_text_takes_four_times_the_time(
    rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "native")  # what long texts get, from the first on
    everything = Linter(rules, frozenset(rule.name for rule in rules))
    for language in (*LANGUAGES, UNKNOWN):
        replace(everything, language=language).check("warm")
    length = size(7_000, 250_000)
    slow = [name for name, make in MAKERS.items() if not is_linear(everything.check, make, length)]
    assert slow == []
    record("time: whole", f"{len(MAKERS)} kinds of hostile text: 0 where time outgrows the text")


def test_a_string_of_a_record_that_is_never_closed_is_read_once() -> None:
    def refused(raw: str) -> None:
        with pytest.raises(BadJsonError):
            jsontoken.load(raw)

    nested = "[" * (jsontoken.DEEPEST + 1)
    assert is_linear(
        refused, lambda length: f'{nested}"{pumped(chr(92) + chr(34), length)}', 40_000
    )


ALL_IN_A_LINE = (
    "He went to school in before he became the mayor , as he told us on Monday\u200b. "
    "The bridge is closed until next week and nobody knows why pic.twitter.com/aB3dE5fG7h. "
)
"""Several findings, to come again and again in a line that does not end."""


@pytest.mark.parametrize(
    "name", ["name-missing", "tweet-link", "zero-width-character", "space-before-punctuation"]
)
def test_many_findings_in_one_line_take_no_longer_each(
    rules: tuple[Rule, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrapelint.detectors.gap._CROWDED", 1)  # so many are findings no more
    rule = next(rule for rule in rules if rule.name == name)
    assert len(list(rule.matches(Document(pumped(ALL_IN_A_LINE, 2_000, "x"), "en")))) > 10

    def work(text: str) -> None:
        assert list(rule.matches(Document(text, "en")))

    assert is_linear(work, maker(ALL_IN_A_LINE), 150_000)


@pytest.mark.skipif(not CAMPAIGN, reason="minutes")
def test_no_rule_alone_outgrows_the_text(rules: tuple[Rule, ...]) -> None:
    slow = [
        (rule.name, name, language)
        for rule in rules
        for language in rule.detectors
        for name, make in MAKERS.items()
        if not is_linear(
            lambda text, r=rule, on=language: list(r.matches(Document(text, on))),  # type: ignore[misc]
            make,
            10_000,
        )
    ]
    assert slow == []
