"""All rules at hand: the shipped ones and those of the user's folders."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from scrapelint.cache import Cache
from scrapelint.rule import SHIPPED, TABLES, Rule, RuleError
from scrapelint.shelf import Shelf


def load_rules(*folders: Path) -> tuple[Rule, ...]:
    """Read the shipped rules and those of further folders, in the order of family and name.

    A rule of a later folder replaces one of the same name. Raises RuleError.
    """
    rules = {rule.name: rule for rule in shipped()}
    for folder in folders:
        rules |= {rule.name: rule for rule in load_folder(folder)}
    return tuple(sorted(rules.values(), key=lambda rule: (rule.rank, rule.name)))


def replaced(rules: Iterable[Rule]) -> list[Rule]:
    """Return those of the rules that stand in for a shipped one."""
    paths = {rule.name: rule.path for rule in shipped()}
    return [rule for rule in rules if paths.get(rule.name, rule.path) != rule.path]


@cache
def shipped() -> tuple[Rule, ...]:
    """Return the shipped rules, as an earlier run read them if it can be. Raises RuleError."""
    return Shelf(SHIPPED, Cache.of_user(), load_folder).rules()


@cache
def load_folder(folder: Path) -> tuple[Rule, ...]:
    """Read every rule file of a folder, `FAMILY/NAME.toml`. Raises RuleError."""
    if not folder.is_dir():
        raise RuleError(f"{folder}: not a folder of rules")
    from scrapelint.rulefile import load_rule  # noqa: PLC0415 - slow to load, seldom needed

    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*/*.toml")):
        if path.parent.name == TABLES:
            continue
        rule = load_rule(path)
        if rule.name in rules:
            raise RuleError(f"{path}: {rules[rule.name].path} has the same name")
        rules[rule.name] = rule
    if not rules:
        raise RuleError(f"{folder}: no rule files; they are FAMILY/NAME.toml")
    return tuple(rules.values())
