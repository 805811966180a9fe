"""How often a sequence of characters may be expected at a place of a text, about.

It need only be right enough to tell what is rare from what stands in every sentence: how often
characters of the kinds follow each other, how common each is among its kind, and which words
every sentence has.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, groupby
from math import fsum, prod
from operator import mul

from scrapelint.commonwords import WORDS
from scrapelint.scan.classes import letter
from scrapelint.scan.projection import project

_SMALL, _CAPITAL, _DIGIT, _SPACE, _MARK, _OPENING, _CLOSING, _END, _BLANK = range(9)
_ANYWHERE = (0.76, 0.03, 0.009, 0.16, 0.025, 0.0024, 0.002, 0.005, 0.004)
"""How often a character of each kind stands at a place; the last is a line end behind another."""
_BEHIND = (
    (0.79, 0.0007, 0.0001, 0.18, 0.026, 0.0001, 0.001, 0.001, 0),
    (0.78, 0.13, 0.004, 0.05, 0.03, 0.0001, 0.0045, 0.002, 0),
    (0.026, 0.015, 0.55, 0.22, 0.17, 0.0005, 0.018, 0.007, 0),
    (0.83, 0.14, 0.016, 0.0004, 0.0076, 0.012, 0.001, 0.00001, 0),
    (0.19, 0.04, 0.04, 0.57, 0.01, 0.0025, 0.028, 0.12, 0),
    (0.34, 0.47, 0.053, 0.09, 0.034, 0.004, 0.002, 0.005, 0),
    (0.0075, 0.007, 0.0005, 0.51, 0.29, 0.0003, 0.0035, 0.18, 0),
    (0.005, 0.42, 0.02, 0.001, 0.01, 0.04, 0.0002, 0, 0.48),
    (0.01, 0.85, 0.045, 0.001, 0.016, 0.07, 0.0002, 0, 0.005),
)
"""How often it stands behind one of the first kind, of the second, and so on."""
_LETTERS, _NEXT = "eatinsorldhcumpgfbwyvkzqéjx", 0.88
"""Letters, and how often each is there by the one before it."""
_MARKS = {
    _MARK: {",": 0.35, ".": 0.32, "’": 0.1, "-": 0.09, "'": 0.03, ":": 0.026}
    | dict.fromkeys("$?—–", 0.011)
    | dict.fromkeys("%/;!&_…", 0.003),
    _OPENING: {"“": 0.36, "(": 0.29, '"': 0.17, "«": 0.09, "„": 0.05, "‘": 0.03, "[": 0.015},
    _CLOSING: {"”": 0.34, ")": 0.34, '"': 0.2, "»": 0.1, "]": 0.018},
}
"""What share of its kind a mark has; straight quotation marks are of two kinds."""
_RARE, _RAREST = 0.0005, 0.0001
"""What share of its kind another character has, and one that cannot be seen."""
_TOLD, _SURE = 0.15, 0.45
"""How often a letter stands where the two letters before it allow for few others, and where even
more of them do."""
_WORD = re.compile(r"[^ ]+")
_REMEMBERED = 50_000
"""Rows that are remembered; parts of them come again and again."""
_COMMONEST, _CAPITALIZED = 0.01, 0.1
"""How often the commonest word of a language stands at a place, the tenth doing so a tenth as
often, and how many of its places are at the start of a sentence."""


def of(row: Sequence[int]) -> float:
    """Return how often one byte of each set stands at a place, one behind the other."""
    return prod(map(_behind, (None, *row), row))


@lru_cache(maxsize=_REMEMBERED)
def of_row(row: tuple[int, ...]) -> float:
    """Return the same, words taken into account: certain characters, in either case or not."""
    often = of(row)
    for is_run, group in groupby(row, lambda found: bool(letter(found))):
        if is_run:
            often *= _more_often(tuple(group))
    return often


def _more_often(sets: tuple[int, ...]) -> float:
    """Return how many times as often certain characters stand in a row because of words."""
    run, more = "".join(map(letter, sets)), 1.0
    for word in _WORD.finditer(run):
        start, end = max(0, word.start() - 1), word.end() + 1
        more *= max(_told(word.group()), _common(run[start:end]) / of(sets[start:end]))
    return more


def _told(word: str) -> float:
    """Return how many times as often a word stands as if its letters told nothing of the next."""
    more, letters = 1.0, 0
    for character in word:
        letters = letters + 1 if character.isalpha() else 0
        if letters > 2:
            more *= (_TOLD if letters == 3 else _SURE) / _of_its_kind(ord(character))
    return more


def _common(run: str) -> float:
    """Return how often a word or a part of one stands in a text because common words have it."""
    is_start = run.strip()[:1].isupper()
    part = f" {run.lstrip()}".lower() if is_start else run.lower()
    return _parts().get(part, 0) * (_CAPITALIZED if is_start else 1)


@cache
def _parts() -> dict[str, float]:
    """Return how often each part of a common word stands, in the language that has it most."""
    most: dict[str, float] = {}
    for words in WORDS.values():
        often: dict[str, float] = defaultdict(float)
        for rank, word in enumerate(words.split(), 1):
            spaced = f" {word} "
            for part in {spaced[at:to] for at, to in combinations(range(len(spaced) + 1), 2)}:
                often[part] += _COMMONEST / rank
        most |= {part: max(share, most.get(part, 0)) for part, share in often.items()}
    return most


@cache
def _behind(before: int | None, found: int) -> float:
    """Return how often a byte of a set stands at a place, or behind one of another set."""
    if before is None:
        return fsum(map(mul, _ANYWHERE, _shares(found)))
    chances = [*map(mul, _ANYWHERE, _shares(before))]
    behind = [sum(map(mul, chances, column)) for column in zip(*_BEHIND, strict=True)]
    return fsum(map(mul, behind, _shares(found))) / (fsum(chances) or 1.0)


@cache
def _shares(found: int) -> tuple[float, ...]:
    """Return how much of each kind is in a set of bytes."""
    shares = [0.0] * len(_ANYWHERE)
    for byte in range(256):
        if found >> byte & 1:
            for kind, share in _marks().get(byte) or ((_kind(chr(byte)), _of_its_kind(byte)),):
                shares[kind] += share
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
    return _RARE if character.isprintable() else _RAREST


@cache
def _marks() -> dict[int, list[tuple[int, float]]]:
    """Return of which kinds the bytes of marks are, and with what share."""
    found: dict[int, list[tuple[int, float]]] = {}
    for kind, shares in _MARKS.items():
        for mark, share in shares.items():
            found.setdefault(project(mark)[0], []).append((kind, share))
    return found
