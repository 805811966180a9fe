"""What stands beside quotation marks that are at fault, and seldom beside sound ones."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scrapelint.detectors.base import Expression

OPENS = "([{«“„‘'’:-–—/"
"""What an opening mark may follow."""
_POINTED, _LETTER = "«»", r"[^\W\d_]"
_IN_FRONT, _OPENED = rf"(?:[.!?…,;)\]\"”»“]|{_LETTER})", r"[\w«“\"'’‘(\[…¿¡]"
_SAID = r"[\w.!?…,’')]"
"""What stands before and behind a glued mark that opens, and before one that closes."""


class _Signs(NamedTuple):
    """What stands before some marks that are at fault, and behind them; seldom beside others."""

    before: str
    marks: str
    behind: str


def _glued(opening: str, closing: str) -> Iterator[_Signs]:
    yield _Signs(_IN_FRONT, _without(_POINTED, opening), _OPENED)
    yield _Signs(_IN_FRONT, _within(_POINTED, opening), rf"\s{{0,2}}{_OPENED}")
    yield _Signs(_SAID, _without(_POINTED, closing), _LETTER)
    yield _Signs(rf"(?:{_SAID}|[ \xa0\u2009\u202f])", _within(_POINTED, closing), _LETTER)


def _swapped(_opening: str, _closing: str) -> Iterator[_Signs]:
    yield _Signs(r"[.!?…,][ \xa0]", '"', r"[^\W_]")
    yield _Signs("[:,]", '"', r"[ \xa0]")


def _spaced(opening: str, closing: str) -> Iterator[_Signs]:
    yield _Signs(rf"(?:^|[\s{re.escape(OPENS)}])", '"', r"\s")
    yield _Signs("", _without('"', opening + closing), "")


def _within(some: str, marks: str) -> str:
    return "".join(mark for mark in marks if mark in some)


def _without(some: str, marks: str) -> str:
    return "".join(mark for mark in marks if mark not in some)


_FAULTS = {"glued": _glued, "swapped": _swapped, "spaced": _spaced}


def expressions(fault: str, opening: str, closing: str) -> Iterator[Expression]:
    """Yield expressions of which one matches beside each mark at fault, the group `mark`."""
    for before, marks, behind in _FAULTS[fault](opening, closing):
        if marks:
            yield Expression(f"{before}(?P<mark>[{re.escape(marks)}]){behind}")
