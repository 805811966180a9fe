"""How often a sequence of characters may be expected at a place of a text, about.

It need only be right enough to tell what is rare from what stands in every sentence: how often
characters of the kinds follow each other, how common each is among its kind, and which words
every sentence has.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from operator import mul

from scrapelint.commonwords import WORDS
from scrapelint.scan.classes import letter
from scrapelint.scan.projection import project

_SMALL, _CAPITAL, _DIGIT, _SPACE, _MARK, _END, _BLANK = range(7)
_ANYWHERE = (0.76, 0.03, 0.008, 0.16, 0.03, 0.005, 0.004)
"""How often a character of each kind stands at a place; the last is a line end behind another."""
_BEHIND = (
    (0.79, 0.0005, 0.0001, 0.18, 0.03, 0.001, 0),
    (0.80, 0.11, 0.003, 0.05, 0.03, 0.002, 0),
    (0.02, 0.01, 0.56, 0.21, 0.18, 0.008, 0),
    (0.82, 0.15, 0.014, 0.0005, 0.02, 0.00001, 0),
    (0.18, 0.07, 0.03, 0.54, 0.06, 0.12, 0),
    (0.005, 0.42, 0.02, 0.001, 0.05, 0, 0.48),
    (0.005, 0.85, 0.04, 0.001, 0.09, 0, 0.005),
)
"""How often it stands behind one of the first kind, of the second, and so on."""
_LETTERS, _NEXT = "eatinsorldhcumpgfbwyvkzqéjx", 0.88
"""Letters, and how often each is there by the one before it."""
_MARKS = {",": 0.31, ".": 0.27, "’": 0.08, "-": 0.07, "“": 0.03, "”": 0.03, "'": 0.03, '"': 0.03}
_RARE, _RAREST = 0.002, 0.0001
"""What share of its kind another character has, and one that cannot be seen."""
_TOLD = 0.15
"""How often a letter stands where the two letters before it allow for few others."""
_REMEMBERED = 1000
"""Sequences that are remembered: those of one expression, and no more than that."""
_COMMONEST, _CAPITALIZED = 0.01, 0.1
"""How often the commonest word of a language stands at a place, the tenth doing so a tenth as
often, and how many of its places are at the start of a sentence."""


@lru_cache(maxsize=_REMEMBERED)
def of(row: tuple[int, ...]) -> float:
    """Return how often one byte of each set stands at a place, one behind the other."""
    return sum(_by_kind(row)) if row else 1.0


def of_row(row: tuple[int, ...]) -> tuple[float, float]:
    """Return the same, words taken into account, and how often the rarest run of letters stands.

    A run is of certain characters, small letters in either case.
    """
    often, rarest = of(row), 1.0
    for is_run, group in groupby(row, lambda found: bool(letter(found))):
        if is_run:
            sets = tuple(group)
            run = _of_run("".join(map(letter, sets)))
            often, rarest = often * run / of(sets), min(rarest, run)
    return often, rarest


@lru_cache(maxsize=_REMEMBERED)
def _of_run(run: str) -> float:
    """Return how often certain characters stand in a row."""
    often, letters = of(tuple(1 << ord(character) for character in run)), 0
    for character in run:
        letters = letters + 1 if character.isalpha() else 0
        if letters > 2:
            often *= _TOLD / _of_its_kind(ord(character))
    return max(often, _common(run.lower()) * (_CAPITALIZED if run.strip()[:1].isupper() else 1))


@lru_cache(maxsize=_REMEMBERED)
def _by_kind(row: tuple[int, ...]) -> list[float]:
    """Return the same by the kind of the last character."""
    *before, last = row
    behind: Sequence[float] = _ANYWHERE
    if before:
        chances = _by_kind(tuple(before))
        behind = [sum(map(mul, chances, column)) for column in zip(*_BEHIND, strict=True)]
    return [*map(mul, behind, _shares(last))]


def _common(run: str) -> float:
    """Return how often a run stands inside a common word with the spaces beside it."""
    return max(
        sum(_COMMONEST / rank for rank, word in enumerate(words, 1) if run in word)
        for words in _spaced()
    )


@cache
def _spaced() -> list[list[str]]:
    return [[f" {word} " for word in words.split()] for words in WORDS.values()]


@cache
def _shares(found: int) -> tuple[float, ...]:
    """Return how much of each kind is in a set of bytes."""
    shares = [0.0] * len(_ANYWHERE)
    for byte in range(256):
        if found >> byte & 1:
            shares[_kind(chr(byte))] += _of_its_kind(byte)
    shares[_BLANK] = shares[_END]
    return tuple(min(1.0, share) for share in shares)


def _kind(character: str) -> int:
    if character == "\n":
        return _END
    if character.isspace():
        return _SPACE
    if character.isalpha():
        return _CAPITAL if character.isupper() else _SMALL
    return _DIGIT if character.isdecimal() else _MARK


@cache
def _of_its_kind(byte: int) -> float:
    """Return how many characters of a kind are this one."""
    character = chr(byte)
    if character in "\n ":
        return 1.0
    if character.lower() in _LETTERS:
        return (1 - _NEXT) * _NEXT ** _LETTERS.index(character.lower())
    if character.isdecimal():
        return 0.1
    return _marks().get(character, _RARE if character.isprintable() else _RAREST)


@cache
def _marks() -> dict[str, float]:
    return {chr(project(mark)[0]): share for mark, share in _MARKS.items()}
