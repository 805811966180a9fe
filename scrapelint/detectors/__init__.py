"""The closed list of ways to look at a document.

A detector is a small frozen dataclass. Its fields are what a rule file may set under
`[detect]`; its name in the file is that of its module, and is here.
"""

from importlib import import_module
from typing import Any

GAP, TALLY = "gap", "tally"
"""Kinds whose findings are not weighed as those of all others are."""
DETECTORS = (
    "absence",
    "breaks",
    "camel",
    "controls",
    "doubles",
    "entities",
    "escapes",
    GAP,
    "hyphens",
    "lines",
    "mixture",
    "mojibake",
    "pattern",
    "quotes",
    "region",
    "repetition",
    "runs",
    "signs",
    "size",
    "surroundings",
    TALLY,
    "titles",
    "wraps",
)


def detector(kind: str) -> type[Any]:
    """Return the class of the detectors of a kind; most texts give reason to load only a few."""
    found: type[Any] = getattr(import_module(f"{__name__}.{kind}"), kind.capitalize())
    return found
