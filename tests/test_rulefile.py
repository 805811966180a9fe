"""Rule files that cannot be used are refused with the file's name and the reason."""

from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest

from scrapelint.rule import RuleError
from scrapelint.rulebook import load_folder, load_rules, replaced
from scrapelint.rulefile import load_rule
from tests.conftest import HOUSE_RULE, write_rule

DETECT = "[detect]\ntype = \"pattern\"\nfind = ['''"
CIRCLE = '[words]\na = "{b}"\nb = "{a}"\n'
BOMB = '[words]\na = "frog"\n' + "".join(
    f'{name} = "{{{before}}}{{{before}}}"\n' for before, name in pairwise(ascii_lowercase)
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("severity =", "severty =", "unknown key `severty`; did you mean `severity`?"),
        ('"warning"', '"bad"', "`severity` must be one of error, warning, info, not `bad`"),
        ('"warning"', "3", "`severity` must be a text"),
        ('summary = "the word frog"', "", "`summary` is missing"),
        ('why = "A frog got in."', 'why = " "', "`why` must be a text that is not empty"),
        ('"pattern"', '"patern"', "`detect.type` must be one of"),
        ("find =", "fnid =", "detect: unknown key `fnid`; did you mean `find`?"),
        ("['''frog''']", '"frog"', "detect.find must be a list"),
        ("['''frog''']", "[3]", "detect.find must be a regular expression"),
        ("'''frog'''", "'''fr(og'''", "not a regular expression"),
        ("'''frog'''", r"'''(fr)og\1'''", "a backreference"),
        ("'''frog'''", "'''(?P<a>f)rog(?P=a)'''", "a backreference"),
        ("'''frog'''", "'''(f)?rog(?(1)s|t)'''", "a backreference or a condition"),
        ("'''frog'''", "'''(?>frog)'''", "an atomic group"),
        ("'''frog'''", "'''fro++g'''", "possessive"),
        ("'''frog'''", "'''(?<=ab)frog'''", "lookaround at more than one character"),
        ("'''frog'''", "'''frog(?!a|b)'''", "lookaround at more than one character"),
        ("'''frog'''", "'''{frogs}'''", "no word list is called `frogs`"),
        ('replace = "prince"', "replace = 3", "detect.replace must be a text"),
        ('replace = "prince"', 'normalize = "top"', "detect.normalize must be one of , NFC"),
        ('fix = "safe"', "", "`fixed`, but the rule has no fix"),
        ('fixed = "A prince."', "", "the rule has a fix, `fixed` is missing"),
        ('fixed = "A prince."', 'fixed = "A frog."', "`fixed` is the same as `text`"),
        ('found = "frog"', "", "`found` is missing"),
        ('found = "frog"', "found = 1", "`found` must be a list of texts"),
        ("[[valid]]", "[[vald]]", "unknown key `vald`; did you mean `valid`?"),
        ('"A toad."', '"A frog."', "two cases with one text"),
        ('[[valid]]\ntext = "A toad."', "", "[[valid]]: at least one case is needed"),
        ('"A toad."', '"A toad."\nlang = "xx"', 'lang = "xx" is no language of the rule'),
        ('fix = "safe"', 'fix = "safe"\nlanguages = ["fr", "xx"]', "`languages` must be among"),
        ('fix = "safe"', 'fix = "safe"\nlanguages = ["fr", "de"]', 'no case with lang = "de"'),
        ('fix = "safe"', 'fix = "safe"\nwords.frogs = 3', "`frogs` must be a list of texts"),
        ("severity", "severity = 'x", "invalid character"),
        ('"pattern"', "[]", "`detect.type` must be one of"),
        ("['''frog''']", '{ any = 1, fr = ["x"] }', "lists or other values, not both"),
        ('"prince"', r"'\1'", "detect.replace: invalid group reference 1"),
        ('"prince"', r"'\g<x>'", "detect.replace: unknown group name 'x'"),
        ("'''frog'''", f"'''fro{{{'9' * 20}}}g'''", "not a regular expression: the repetition"),
        ("'''frog'''", f"'''{'(' * 5000}{')' * 5000}'''", "nested too deeply"),
        ('"prince"', "[" * 5000, "nested too deeply"),
        (DETECT, f"{CIRCLE}{DETECT}{{b}}", "nested too deeply"),
        (DETECT, f"{BOMB}{DETECT}{{z}}", "an expression of more than 100,000 characters"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in HOUSE_RULE
    path = write_rule(tmp_path, "frogs", HOUSE_RULE.replace(old, new, 1))
    with pytest.raises(RuleError) as error:
        load_rule(path)
    assert str(error.value).startswith(f"{path}: ")
    assert reason in str(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = write_rule(tmp_path, "frogs")
    path.write_bytes(b"summary = '\xff'")
    with pytest.raises(RuleError, match="can't decode"):
        load_rule(path)


@pytest.mark.parametrize("name", ["Frogs", "frogs_and_toads", "glued-text"])
def test_a_name_is_lower_case_words_and_no_family(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match="lower-case words with hyphens"):
        load_rule(write_rule(tmp_path, name))


def test_the_folder_is_a_family(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="the folder must be a family: encoding, markup"):
        load_rule(write_rule(tmp_path, "frogs", family="animals"))


def test_a_rule_of_the_users_replaces_a_shipped_one_by_name_only(tmp_path: Path) -> None:
    write_rule(tmp_path, "glued-sentences")
    write_rule(tmp_path, "frogs")
    rules = load_rules(tmp_path)
    assert len(rules) == len(load_rules()) + 1
    assert [rule.name for rule in replaced(rules)] == ["glued-sentences"]


def test_two_rules_with_one_name_are_refused(tmp_path: Path) -> None:
    write_rule(tmp_path, "frogs")
    write_rule(tmp_path, "frogs", family="media")
    with pytest.raises(RuleError, match="has the same name"):
        load_folder(tmp_path)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule files"):
        load_folder(tmp_path)
    with pytest.raises(RuleError, match="not a folder of rules"):
        load_folder(tmp_path / "none")


def test_word_lists_beside_the_rules_are_shared(tmp_path: Path) -> None:
    tables = tmp_path / "tables" / "frogs.toml"
    tables.parent.mkdir()
    tables.write_text('any = ["frog", "tree frog"]\nfr = ["rainette"]\n', encoding="utf-8")
    rule = load_rule(
        write_rule(tmp_path, "frogs", HOUSE_RULE.replace("'''frog'''", "'''{frogs}'''"))
    )
    assert repr(rule.detectors["en"]) != repr(rule.detectors["fr"])
    assert "tree\\\\ frog|frog" in repr(rule.detectors["en"])
    assert "rainette|frog" in repr(rule.detectors["fr"])


def test_a_rule_of_ones_own_that_fails_for_one_language_only_is_refused_at_once(
    tmp_path: Path,
) -> None:
    rule, cases = HOUSE_RULE.replace("'''frog'''", "'''{frogs}'''").split("[[invalid]]")
    cases = "".join(
        f'[[invalid]]\nlang = "{lang}"{cases}lang = "{lang}"\n' for lang in ("en", "fr")
    )
    broken = f'{rule}[words]\nfrogs = {{ en = "frog", fr = "(" }}\n{cases}'
    with pytest.raises(RuleError, match="not a regular expression"):
        load_rule(write_rule(tmp_path, "frogs", broken))
