"""Every rule file: its cases, and that it leaves the sound text of the others alone."""

import re
from itertools import product

import pytest

from scrapelint import repair
from scrapelint.cases import failures
from scrapelint.corpus import JUMPS
from scrapelint.linter import Linter
from scrapelint.rule import Rule
from scrapelint.rulebook import load_rules
from tests.conftest import ROOT

RULES = load_rules()
EVERY = frozenset(rule.name for rule in RULES if rule.default)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_cases_come_out_as_the_file_says(rule: Rule) -> None:
    assert list(failures(rule, RULES)) == []


@each_rule
def test_every_rule_leaves_its_sound_cases_alone(rule: Rule) -> None:
    for case in rule.valid:
        for text in case.texts if rule.kind != JUMPS else ():
            found = Linter(RULES, EVERY, case.language).check(text)
            assert [(finding.rule, finding.text) for finding in found] == []


@each_rule
def test_repairing_with_all_rules_comes_to_an_end_and_stays(rule: Rule) -> None:
    for case in rule.invalid:
        linter = Linter(RULES, EVERY, case.language)
        for text, unsafe in product(case.texts, (False, True)):
            once = repair.fix(linter, text, unsafe=unsafe)
            assert repair.fix(linter, once.text, unsafe=unsafe).text == once.text


@each_rule
def test_file_reads_as_a_page(rule: Rule) -> None:
    assert not rule.summary.endswith(".")
    assert rule.summary[0].islower() or rule.summary[1].isupper()
    assert rule.why.endswith((".", "`", "!"))
    assert max(map(len, rule.why.splitlines())) <= 100
    assert len(rule.why) > 100


@each_rule
def test_file_is_short_but_for_its_word_lists_and_cases(rule: Rule) -> None:
    text = rule.path.read_text(encoding="utf-8").split("[[invalid]]")[0]
    text = re.sub(r"= \[\n(?:    [^\n]*\n)+\]", "= []", text)
    assert len(text.splitlines()) <= 60


def test_files_are_where_the_readme_says() -> None:
    assert {rule.path.parent.parent for rule in RULES} == {ROOT / "rules"}
