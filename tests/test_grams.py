"""What must be in a text for an expression to match, as far as it is looked up."""

import re

import pytest

from scrapelint.rule import Rule
from scrapelint.scan import grams
from scrapelint.scan.grams import Scanner
from scrapelint.scan.projection import project
from tests.test_scan import EXPRESSIONS, TEXTS

CHARACTERS = [chr(n) for n in range(1, 0x530) if n != 0x0A] + list("KÅẞﬅſΩ’“”—…🎣")


def may_match(expression: str, text: str) -> bool:
    needed = grams.needed(expression)
    data = b"\n%b\n" % project(text)
    return needed is None or bool(Scanner([needed]).scan(data))


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        ("abc", {"abc"}),
        ("one quiz now", {"quiz"}),
        ("(?i:Jazz)", {"jazz"}),
        ("a(?:b|cd)e", {"abe", "acde"}),
        ("x[.!]?y", {"xy", "x.y", "x!y"}),
        (r"\w+@\w", {"@"}),
        ("^,", {"\n,"}),
        ("[.]+X", {".x"}),
        (r"(?:\w!)+\?", {"!"}),
        (r"\w+", None),
        ("(?:a|)", None),
        ("a*", None),
        ("(?:abc|[^x])", None),
    ],
)
def test_the_rarest_strings_are_chosen(expression: str, needed: set[str] | None) -> None:
    assert grams.needed(expression) == needed


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_needed_is_in_every_match(expression: str) -> None:
    for text in TEXTS:
        if re.search(expression, text, re.MULTILINE):
            assert may_match(expression, text)


@pytest.mark.parametrize("flags", ["", "(?i)"])
def test_whatever_the_case_a_character_is_found(flags: str) -> None:
    for character in CHARACTERS:
        expression = flags + re.escape(character)
        for found in set(re.findall(expression, "".join(CHARACTERS))):
            assert may_match(expression, found), (character, found)


def test_each_place_that_a_rule_tells_of_has_what_its_telltales_need(
    rules: tuple[Rule, ...],
) -> None:
    for rule in rules:
        told = rule.detectors.telltales(next(iter(rule.detectors)))
        for expression in told.expressions if told else ():
            for case in (*rule.invalid, *rule.valid):
                if re.search(expression, case.text, re.MULTILINE):
                    assert may_match(expression, case.text), (expression, case.text)


def test_a_string_is_found_wherever_it_stands() -> None:
    for size in (grams._PIECE - 3, grams._PIECE, 2 * grams._PIECE - 1):  # noqa: SLF001
        assert Scanner([frozenset({"gill"})]).scan(b" " * size + b"GILL")
    assert not Scanner([frozenset({"gill"})]).scan(b" gil l")
