"""All regular expressions there are: those of the rules and those of the package."""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

import scrapelint
from scrapelint.late import Late
from scrapelint.parameters import expressions
from scrapelint.rule import Rule


def of_rules(rules: Iterable[Rule]) -> set[str]:
    return {e for rule in rules for d in rule.detectors.values() for e in expressions(d)}


def of_package(without: Iterable[str]) -> set[tuple[str, int]]:
    names = [module.name for module in pkgutil.walk_packages(scrapelint.__path__, "scrapelint.")]
    names = [name for name in names if not name.endswith("__main__") and name not in without]
    modules = [module for name in names if (module := _loaded(name))]
    found = {p for module in modules for p in _patterns(list(vars(module).values()))}
    return {(p.pattern, p.flags) for p in found if isinstance(p.pattern, str)}


def _loaded(name: str) -> ModuleType | None:
    """Return a module; none if it is for a package that is not installed, such as Ray."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "scrapelint").startswith("scrapelint"):
            raise
        return None


def _patterns(values: Iterable[object]) -> Iterator[re.Pattern[str] | Late]:
    for value in values:
        if isinstance(value, re.Pattern | Late):
            yield value
        elif isinstance(value, dict):
            yield from _patterns(list(value.values()))
        elif isinstance(value, (list, tuple, set, frozenset)):
            yield from _patterns(value)
