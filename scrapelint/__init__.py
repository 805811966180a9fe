"""The linter for scraped articles.

>>> import scrapelint
>>> [finding.text for finding in scrapelint.check("Il a dit non.Puis oui.", lang="fr")]
['.']
>>> scrapelint.fix("Il a dit non.Puis oui.", lang="fr").text
'Il a dit non. Puis oui.'
"""

import sys

# `python -m scrapelint` puts the current folder, which may hold anything, in front of all that
# is imported from here on.
if sys.argv[:1] == ["-m"] and "scrapelint" in sys.orig_argv and not sys.flags.safe_path:
    del sys.path[0]

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapelint.api import check, fix
    from scrapelint.finding import Edit, Finding, Fix, Safety, Severity
    from scrapelint.repair import FixResult, NotStableError
    from scrapelint.rule import RuleError
    from scrapelint.selection import SelectorError

_PLACES = {
    "scrapelint.api": ("check", "fix"),
    "scrapelint.finding": ("Edit", "Finding", "Fix", "Safety", "Severity"),
    "scrapelint.repair": ("FixResult", "NotStableError"),
    "scrapelint.rule": ("RuleError",),
    "scrapelint.selection": ("SelectorError",),
}
"""Where names are from; most commands need few of them, and not at once."""

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "FixResult",
    "NotStableError",
    "RuleError",
    "Safety",
    "SelectorError",
    "Severity",
    "check",
    "fix",
]


def __getattr__(name: str) -> object:
    for place, names in _PLACES.items():
        if name in names:
            return getattr(import_module(place), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
