"""All regular expressions there are: those of the rules and those of the package."""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import scrapelint
from scrapelint.parameters import expressions
from scrapelint.rule import Rule


def of_rules(rules: Iterable[Rule]) -> set[str]:
    return {e for rule in rules for d in rule.detectors.values() for e in expressions(d)}


def of_package(without: Iterable[str]) -> set[tuple[str, int]]:
    names = [module.name for module in pkgutil.walk_packages(scrapelint.__path__, "scrapelint.")]
    names = [name for name in names if not name.endswith("__main__") and name not in without]
    found = {p for name in names for p in _patterns(list(vars(import_module(name)).values()))}
    return {(p.pattern, p.flags) for p in found if isinstance(p.pattern, str)}


def _patterns(values: Iterable[object]) -> Iterator[re.Pattern[str]]:
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, dict):
            yield from _patterns(list(value.values()))
        elif isinstance(value, (list, tuple, set, frozenset)):
            yield from _patterns(value)
