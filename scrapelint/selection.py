"""Which rules are wanted: selectors, and who has the last word.

A selector is the name of a rule, of a family, or `ALL`. The select list of the strongest source
(command line, then configuration) is the base; what else that source and stronger ones say
adjusts it. Within one source the more specific selector wins, and of equals the one that ignores.
A rule that is off by default is wanted only by its own name or that of its family.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from scrapelint.fields import nearest
from scrapelint.rule import FAMILIES, Rule

ALL = "ALL"
_Value = TypeVar("_Value")


class SelectorError(Exception):
    """A selector that names nothing."""


class Choice(NamedTuple):
    """What one source says: `select` is None where it says nothing."""

    source: str
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def wanted(rules: Sequence[Rule], choices: Iterable[Choice]) -> frozenset[str]:
    """Return the names of the wanted rules; later choices are stronger.

    Raises SelectorError for a selector that names no rule and no family.
    """
    chosen = {rule.name for rule in rules if rule.default}
    for choice in choices:
        _check(choice, rules)
        if choice.select is not None:
            chosen = set()
        for rule in rules:
            verdict = _verdict(rule, choice)
            if verdict is not None:
                (chosen.add if verdict else chosen.discard)(rule.name)
    return frozenset(chosen)


def _verdict(rule: Rule, choice: Choice) -> bool | None:
    """Return whether a source wants a rule; None if it says nothing about it."""
    selectors = (*(choice.select or ()), *choice.extend_select)
    for name in (rule.name, rule.family, ALL):
        if name in choice.ignore:
            return False
        if name in selectors and (rule.default or name != ALL):
            return True
    return None


def _check(choice: Choice, rules: Sequence[Rule]) -> None:
    check(choice.select or (), rules, "select", choice.source)
    check(choice.extend_select, rules, "extend-select", choice.source)
    check(choice.ignore, rules, "ignore", choice.source)


def check(selectors: Iterable[str], rules: Iterable[Rule], where: str, source: str) -> None:
    """Refuse selectors that name nothing, with the nearest that does. Raises SelectorError."""
    known = {ALL, *FAMILIES, *(rule.name for rule in rules)}
    for selector in selectors:
        if selector not in known:
            raise SelectorError(
                f"unknown rule selector `{selector}` in `{where}` from {source}"
                f"{nearest(selector, known)}"
            )


def named(selectors: Iterable[str], rules: Iterable[Rule]) -> frozenset[str]:
    """Return the names of the rules that selectors stand for."""
    chosen = frozenset(selectors)
    return frozenset(rule.name for rule in rules if chosen & {rule.name, rule.family, ALL})


def by_rule(table: Mapping[str, _Value], rules: Iterable[Rule]) -> dict[str, _Value]:
    """Return what a table by selectors says of each rule; the most specific selector holds."""
    said: dict[str, _Value] = {}
    for rule in rules:
        for name in (rule.name, rule.family, ALL):
            if name in table:
                said[rule.name] = table[name]
                break
    return said
