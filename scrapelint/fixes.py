"""Which repairs count as safe: what the rules say, and what a project has decided instead."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from scrapelint import selection
from scrapelint.finding import Safety
from scrapelint.rule import Rule
from scrapelint.selection import ALL, SelectorError


class FixChoice(NamedTuple):
    """What one source says of repairs.

    `safe` holds names of rules only: that words may be removed without asking is decided for one
    rule at a time. `unsafe` and `none` hold selectors; the more specific one wins.
    """

    source: str
    safe: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


def adapted(rules: Sequence[Rule], choices: Iterable[FixChoice]) -> tuple[Rule, ...]:
    """Return the rules with the safety of repairs that is decided; later choices are stronger.

    Raises SelectorError for selectors that name nothing, or no rule that repairs anything.
    """
    decided = {rule.name: rule.safety for rule in rules}
    for choice in choices:
        _check(choice, rules)
        for rule in rules:
            if rule.safety:
                decided[rule.name] = _verdict(rule, choice, decided[rule.name])
    return tuple(
        rule if decided[rule.name] is rule.safety else replace(rule, safety=decided[rule.name])
        for rule in rules
    )


def _verdict(rule: Rule, choice: FixChoice, before: Safety | None) -> Safety | None:
    for name in (rule.name, rule.family, ALL):
        if name in choice.none:
            return None
        if name in choice.unsafe:
            return Safety.UNSAFE
        if name in choice.safe:
            return Safety.SAFE
    return before


def _check(choice: FixChoice, rules: Sequence[Rule]) -> None:
    selection.check(choice.unsafe, rules, "extend-unsafe-fixes", choice.source)
    selection.check(choice.none, rules, "unfixable", choice.source)
    selection.check(choice.safe, rules, "extend-safe-fixes", choice.source)
    repairs = {rule.name: rule.safety for rule in rules}
    for name in choice.safe:
        where = f"{choice.source}: `extend-safe-fixes`: `{name}`"
        if name not in repairs:
            raise SelectorError(f"{where} is no single rule; name each whose repairs are safe")
        if not repairs[name]:
            raise SelectorError(f"{where} repairs nothing")
