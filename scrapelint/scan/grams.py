"""What must be in a text for an expression to match: one of a few strings of up to four bytes.

Those are quick to look up in a small text, where a scanner would take longer to load than it
saves. They tell of more expressions that may match than it does, and not where (Cox, Regular
Expression Matching with a Trigram Index, 2012). Bytes are those of `projection`, letters small,
and are written as characters.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from itertools import product
from math import inf
from operator import add
from typing import Any

from scrapelint import codes
from scrapelint.scan.projection import FOLD, byte_of
from scrapelint.scan.scanner import Pieces, Prepared, Sought

Grams = frozenset[str]
_LONGEST = 4
_MOST = 64
"""Strings of which one must be there, beyond which a part of an expression is as good as any."""
_PIECE = 50_000
"""Bytes of a text that are taken apart at once."""
_WIDEST = 7000
"""Characters of a range of which each is looked at; most rare ones share a few bytes."""
_FOLDS = int(re.IGNORECASE)
_NOTHING = frozenset({""})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})


class Scanner:
    """Tells which expressions may match in a text, though not where."""

    def __init__(self, grams: Iterable[Grams]) -> None:
        """Take what must be there for each."""
        self._grams = list(enumerate(grams))

    def scan(self, data: bytes) -> dict[int, None]:
        """Return the numbers of those whose strings are there."""
        there: set[str] = set()
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE + _LONGEST - 1]
            text = piece.translate(FOLD).decode("latin-1")
            row: Iterable[str] = text
            there.update(row)
            for width in range(1, _LONGEST):
                row = list(map(add, row, text[width:]))
                there.update(row)
        met = (number for number, grams in self._grams if not grams.isdisjoint(there))
        return dict.fromkeys(met)


def prepared(expressions: Iterable[str]) -> Prepared | None:
    """Return a scanner for those of the expressions about which it is known what must be there."""
    known = {e: strings for e in expressions if (strings := codes.needed(e))}
    sought = Pieces((each, Sought(number, 0, inf)) for number, each in enumerate(known))
    return Prepared(Scanner(known.values()), sought, {}) if known else None


def needed(expression: str) -> Grams | None:
    """Return strings of which one is in each text that the expression matches in, or None."""
    tree = codes.parsed(expression)
    found = _needed(tree, int(tree.state.flags))
    if found is None:
        return None
    short = {_rarest(each) for each in found}
    return frozenset(each for each in short if not any(o in each for o in short - {each}))


def _needed(nodes: Iterable[tuple[Any, Any]], flags: int) -> Grams | None:
    """Return the best of what parts that follow one another need."""
    best: Grams | None = None
    run = _NOTHING
    for kind, value in nodes:
        name = str(kind)
        if name == "AT":
            if "BEGINNING" in str(value) and run == _NOTHING:
                run = frozenset("\n")
            continue
        whole = _whole(name, value, flags)
        again = _again(name, value, flags) if whole is None else whole
        joined = again and _joined(run, again)
        if whole is not None and joined:
            run = joined
            continue
        best = _better(best, joined or run, _inside(name, value, flags))
        run = again or _NOTHING
    return _better(best, run)


def _whole(name: str, value: Any, flags: int) -> Grams | None:  # noqa: ANN401
    """Return all that a part can match, if that is little."""
    if name == "LITERAL":
        return _bytes(value, flags & _FOLDS)
    if name == "IN":
        return _class(value, flags)
    if name in {"AT", "ASSERT", "ASSERT_NOT"}:
        return _NOTHING
    if name == "SUBPATTERN":
        _, more, less, inner = value
        return _row(inner, (flags | more) & ~less)
    if name == "BRANCH":
        return _any(_row(way, flags) for way in value[1])
    return _times(value, flags) if name in _REPEATS else None


def _times(value: Any, flags: int) -> Grams | None:  # noqa: ANN401
    """Return all that some repeats can match, if that is little."""
    least, most, nodes = value
    each = _row(nodes, flags) if most <= _LONGEST else None
    if each is None or len(each) ** most > _MOST:
        return None
    times = [map("".join, product(each, repeat=n)) for n in range(least, most + 1)]
    return frozenset(one for way in times for one in way)


def _again(name: str, value: Any, flags: int) -> Grams | None:  # noqa: ANN401
    """Return what a part that must be there once or more often is each time, if that is little."""
    if name in _REPEATS and value[0] > 0:
        return _row(value[2], flags)
    return None


def _inside(name: str, value: Any, flags: int) -> Grams | None:  # noqa: ANN401
    """Return what a part needs that can match more."""
    if name == "SUBPATTERN":
        _, more, less, inner = value
        return _needed(inner, (flags | more) & ~less)
    if name == "BRANCH":
        return _any((_needed(way, flags) for way in value[1]), inf)
    if name in _REPEATS and value[0] > 0:
        return _needed(value[2], flags)
    return None


def _row(nodes: Iterable[tuple[Any, Any]], flags: int) -> Grams | None:
    """Return all that parts in a row can match, if that is little."""
    run: Grams | None = _NOTHING
    for kind, value in nodes:
        part = _whole(str(kind), value, flags)
        run = run and part and _joined(run, part)
    return run or None


def _joined(run: Grams, part: Grams) -> Grams | None:
    if len(run) * len(part) > _MOST:
        return None
    return frozenset(map("".join, product(run, part)))


def _any(ways: Iterable[Grams | None], most: float = _MOST) -> Grams | None:
    """Return what one of several ways needs, if each needs anything, and they are not many."""
    found: set[str] = set()
    for way in ways:
        if way is None:
            return None
        found |= way
        if len(found) > most:
            return None
    return frozenset(found)


def _class(entries: Iterable[tuple[Any, Any]], flags: int) -> Grams | None:
    """Return the bytes of characters that are named one by one, or in ranges that are not wide."""
    found: set[str] = set()
    for kind, value in entries:
        name = str(kind)
        if name not in {"LITERAL", "RANGE"}:
            return None
        first, last = value if name == "RANGE" else (value, value)
        if last - first > _WIDEST:
            return None
        for number in range(first, last + 1):
            found |= _bytes(number, flags & _FOLDS)
    return frozenset(found) if len(found) <= _MOST else None


@cache
def _bytes(number: int, folds: int) -> Grams:
    """Return the bytes of a character, and of those that are the same but for their case."""
    character = chr(number)
    forms = {character}
    if folds:
        cases: Mapping[int, tuple[int, ...]] = import_module("re._casefix")._EXTRA_CASES  # noqa: SLF001
        forms |= {form for form in (character.lower(), character.upper()) if len(form) == 1}
        forms |= {chr(n) for form in tuple(forms) for n in cases.get(ord(form), ())}
        forms |= {case for form in tuple(forms) if len(case := form.upper()) == 1}
    return frozenset(chr(FOLD[byte_of(form)]) for form in forms)


def _better(*choices: Grams | None) -> Grams | None:
    """Return the strings that are the least likely to be in a text."""
    real = [choice for choice in choices if choice and "" not in choice]
    return min(real, key=lambda choice: sum(map(_chance, map(_rarest, choice))), default=None)


@cache
def _rarest(string: str) -> str:
    """Return the rarest part of a string that is short enough."""
    last = max(0, len(string) - _LONGEST)
    return min((string[at : at + _LONGEST] for at in range(last + 1)), key=_chance)


@cache
def _chance(string: str) -> float:
    from scrapelint.scan import frequency  # noqa: PLC0415 - seldom needed

    return frequency.of(tuple(1 << ord(character) for character in string))
