"""What the compiled core is told of characters, a page of them at a time."""

from functools import cache
from struct import pack

from scrapelint.gaps.words import normal

_LETTER, _DIGIT, _SPACE, _UPPER, _LOWER, _PLAIN = (1 << n for n in range(24, 30))
"""Bits above the small form of a character; see `core/letters.h`."""


@cache
def letters(page: int) -> bytes:
    r"""Return what each of 256 characters is: its small form, and its kind.

    The kind is as `\w`, `\d` and `\s` tell them apart. A plain character is what it is by itself
    in any word, so that what is known of the word can be told from them: see `core/lexicon.c`.
    """
    return pack("256I", *map(_letter, map(chr, range(page << 8, (page + 1) << 8))))


def _letter(character: str) -> int:
    small = normal(character).lower()
    told = _kind(character) | _UPPER * character.isupper() | _LOWER * character.islower()
    return told | _PLAIN * _is_plain(character) | (ord(small) if len(small) == 1 else 0)


def _is_plain(character: str) -> bool:
    """Tell whether a word of such characters is in small letters what each of them is."""
    if not character.isalpha():
        return character.isascii() or character == "’"
    is_title = character.istitle() and not character.isupper()
    return len(character.lower()) == 1 and character != "Σ" and not is_title


def _kind(character: str) -> int:
    if character.isdecimal():
        return _DIGIT
    if character.isalnum():
        return _LETTER
    return _SPACE * character.isspace()
