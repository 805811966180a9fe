"""What a damaged word was, as far as ftfy can tell and as far as that is likely."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import ftfy

_ENCODINGS = (
    *("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257"),
    *("iso8859-2", "mac_roman", "cp437"),
)


def _sequences(encoding: str) -> str:
    """Return an expression for UTF-8 sequences whose bytes were read in an encoding.

    A byte that the encoding leaves open passes as the control character of its number.
    """

    def read(first: int, last: int) -> str:
        each = (bytes([n]).decode(encoding, "ignore") or chr(n) for n in range(first, last))
        return f"[{re.escape(''.join(each))}]"

    more = read(0x80, 0xC0)
    two, three, four = read(0xC2, 0xE0), read(0xE0, 0xF0), read(0xF0, 0xF5)
    return f"{two}{more}|{three}{more}{{2}}|{four}{more}{{3}}"


LOST_SPACE = "ÃÂ"
"""After these a space may be the continuation byte A0, a no-break space that was flattened."""
_ANY = "|".join([*map(_sequences, _ENCODINGS), rf"[{LOST_SPACE}][ \xa0]"])
SUSPECT = re.compile(rf"(?=[^\x00-\x7f])(?:{_ANY})")
_LETTERS = re.compile(r"[^\W\d_]+")
_IN_USE = frozenset("ƒƠơƯưǍǎǏǐǑǒǓǔǦǧȘșȚțˆˇ˘˙˛˜˝\u031b\u0323\u0326\u0327\u0328")
_IN_USE |= frozenset(map(chr, range(0x300, 0x30D)))
"""Rare letters and accents that are written; sequences for others are accidents."""
_KEPT = 1 << 14
"""Words of which is remembered what they were: many come again."""
_LONGEST = 64
"""Characters of those words; without spaces a whole paragraph is a word, and never comes again."""
_Known = TypeVar("_Known")


def remembered(function: Callable[..., _Known]) -> Callable[..., _Known]:
    """Let a function of words remember what it made of short ones."""
    known = lru_cache(_KEPT)(function)

    @wraps(function)
    def called(*words: str) -> _Known:
        return (known if max(map(len, words)) <= _LONGEST else function)(*words)

    return called


def _decoded(text: str) -> str:
    """Return the text with what was read in a wrong encoding repaired, and nothing else.

    Curly quotes, ligatures and wide characters are sound text.
    """
    import ftfy  # noqa: PLC0415 - slow to import, and few texts need it

    return ftfy.fix_encoding_and_explain(text, _only_encodings()).text


@cache
def _only_encodings() -> "ftfy.TextFixerConfig":
    """Return how ftfy is told to leave all else alone."""
    import ftfy  # noqa: PLC0415 - slow to import, and few texts need it

    return ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def repaired_alone(text: str) -> str:
    """Return what a word was if it alone tells so, or nothing."""
    repaired = _decoded(text)
    return repaired if repaired != text and _is_likely(text, repaired) else ""


def _is_likely(text: str, repaired: str) -> bool:
    """Tell whether what comes out are characters that someone may have written there."""
    fresh = set(repaired) - set(text)
    if any(map(_is_unlikely, fresh)):
        return False
    runs = (run for run in _LETTERS.findall(repaired) if not fresh.isdisjoint(run))
    return not any(_is_accident(run, fresh) for run in runs)


@lru_cache(4096)
def _is_unlikely(character: str) -> bool:
    rare = "\u0180" <= character <= "\u036f" or "\u0700" <= character <= "\u08ff"
    if rare and character not in _IN_USE:
        return True
    return unicodedata.category(character) in ("Cc", "Cn", "Co")


def _is_accident(letters: str, fresh: set[str]) -> bool:
    """Tell whether a capital stands among small letters, or one of another script among Latin."""
    inside = zip(letters, letters[1:], letters[2:], strict=False)
    if any(map(str.isupper, fresh)) and any(
        a.islower() and b.isupper() and b in fresh and c.islower() for a, b, c in inside
    ):
        return True
    if max(letters) <= "\u02ff":  # all of them are Latin
        return False
    other = [
        letter > "\u02ff" and not unicodedata.name(letter, "").startswith("LATIN")
        for letter in letters
        if letter.isalpha()
    ]
    return other.count(True) == 1 and len(other) > 1


def repaired_together(company: str, word: str) -> str:
    """Return what a word was, judged together with a sequence that is damaged for certain."""
    repaired = _decoded(f"{company} {word}")
    front, _, repaired = repaired.partition(" ")
    sound = front == company or repaired == word or not _is_likely(word, repaired)
    return "" if sound else repaired
