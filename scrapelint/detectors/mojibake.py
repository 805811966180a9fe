"""UTF-8 that was read in another encoding, repaired by ftfy."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import ftfy
from ftfy import TextFixerConfig

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span, SpanSet
from scrapelint.finding import Edit, minimal

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


_LOST_SPACE = "ÃÂ"
"""After these a space may be the continuation byte A0, a no-break space that was flattened."""
_ANY = "|".join([*map(_sequences, _ENCODINGS), rf"[{_LOST_SPACE}][ \xa0]"])
_SUSPECT = re.compile(rf"(?=[^\x00-\x7f])(?:{_ANY})")
_BLANK = " \xa0\u202f"
_QUOTES = "\"'“”«»„‘’‹›`"
_OUTSIDE = frozenset(_QUOTES + "()[]<>")
_QUOTED = re.compile(rf"[{_QUOTES}][^{_QUOTES}]+[{_QUOTES}][,.;:!?]?")
_ASCII = re.compile(r"([!-~]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile(r"[^\x00-\x7f\W\d_]")
_CAPITAL = "A-ZÀ-ÞĀ-ž"
# AMANHÃ” or VILÃ”Diz: the end of a quotation, or AMANHÔ. MAÇÃ²: a note, or a small letter among
# capitals. Ã: the letter by itself. √±: a sum.
_UNSURE = re.compile(
    rf"""
      (?<![^\W\d_]) [{_CAPITAL}][{_CAPITAL}'’-]* [À-ÞĀ-ž]
      (?: [»”’…–—›\xa0](?![^\W\d_]) | [»”’“…–—›\xa0](?=[{_CAPITAL}][a-zß-ÿ]) )
    | (?<![^\W\d_]) [{_CAPITAL}]{{2,}} [À-ÞĀ-ž]
      (?: [»”’“…–—›\xa0](?=[a-zß-ÿ0-9]) | [²³¹°´®©£¡«·¿] )
    | (?<!\w) [{_LOST_SPACE}][ ]
    | (?<!\w) [√¬≈][^\w\s](?![^\W\d_])
    """,
    re.VERBOSE,
)
"""What may be sound and needs the evidence of other words."""
_IN_USE = frozenset("ƒƠơƯưǍǎǏǐǑǒǓǔǦǧȘșȚțˆˇ˘˙˛˜˝\u031b\u0323\u0326\u0327\u0328")
_IN_USE |= frozenset(map(chr, range(0x300, 0x30D)))
"""Rare letters and accents that are written; sequences for others are accidents."""
_ENOUGH = 3

# Nothing but encodings: curly quotes, ligatures and wide characters are sound text.
_CONFIG = TextFixerConfig(
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


@dataclass(frozen=True)
class Mojibake:
    """Words that can be traced back to UTF-8 read in another encoding.

    The method is ftfy's (Robyn Speer, https://ftfy.readthedocs.io/), with all that is not about
    encodings turned off; only words with a suspect pair of characters are shown to it. What it
    cannot tell from a word alone is told in the company of a damaged one, where more words are
    damaged than sound. A sequence alone in quotation marks or brackets, or in one line with
    what it should be, is an example and sound.
    """

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the wrong characters of each word, with the right ones as edits."""
        words = list(_words(document.text))
        sure = {word: repaired for word in words if (repaired := _alone(document, word))}
        company = _company(document, words, sure)
        for word in words:
            repaired = _together(company, document[word]) or sure.get(word, "")
            if repaired:
                edits = tuple(_edits(document.text, word, repaired))
                span = Span(edits[0].span.start, edits[-1].span.end)
                yield Match(span, () if "\ufffd" in repaired else edits)


def _words(text: str) -> Iterator[Span]:
    done = 0
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() >= done:
            start, end = suspect.span()
            while start > done and _joins(text, start - 1):
                start -= 1
            while end < len(text) and _joins(text, end):
                end += 1
            yield Span(start, end)
            done = end


def _joins(text: str, at: int) -> bool:
    """Tell whether a character belongs to the word it stands in."""
    if text[at] == "\xa0":  # a byte of a sequence, perhaps
        return at > 0 and not text[at - 1].isascii()
    if text[at] == " ":
        return at > 0 and text[at - 1] in _LOST_SPACE
    return text[at] not in "\n\t"


def _alone(document: Document, word: Span) -> str:
    """Return what a word was if it alone tells so, or nothing."""
    repaired = _repaired(document[word])
    if not repaired or _UNSURE.search(document[word]) or _is_example(document, word, repaired):
        return ""
    return repaired


@lru_cache(4096)
def _repaired(text: str) -> str:
    repaired = ftfy.fix_encoding(text, _CONFIG)
    return repaired if repaired != text and _is_likely(text, repaired) else ""


def _is_likely(text: str, repaired: str) -> bool:
    """Tell whether what comes out are characters that someone may have written there."""
    fresh = set(repaired) - set(text)
    if any(_is_unlikely(character) for character in fresh):
        return False
    return not any(_is_accident(run) for run in _LETTERS.findall(repaired) if fresh & set(run))


def _is_unlikely(character: str) -> bool:
    rare = "\u0180" <= character <= "\u036f" or "\u0700" <= character <= "\u08ff"
    if rare and character not in _IN_USE:
        return True
    return unicodedata.category(character) in ("Cc", "Cn", "Co")


def _is_accident(letters: str) -> bool:
    """Tell whether one letter of another script stands among Latin ones."""
    other = [
        letter > "\u02ff" and not unicodedata.name(letter, "").startswith("LATIN")
        for letter in letters
        if letter.isalpha()
    ]
    return other.count(True) == 1 and len(other) > 1


def _is_example(document: Document, word: Span, repaired: str) -> bool:
    """Tell whether a text shows a word or a sequence instead of suffering from it."""
    text, line = document.text, document.line_at(word.start)
    edits = list(_edits(text, word, repaired))
    start, end = edits[0].span.start, edits[-1].span.end
    before = text[max(0, start - 2) : start].rstrip(_BLANK)
    after = text[end : end + 2].lstrip(_BLANK)
    if before[-1:] in _OUTSIDE and after[:1] in _OUTSIDE:
        return True
    if _QUOTED.fullmatch(document[word]):
        return True
    right = "".join(_LETTERS.findall(repaired))
    around = text[line.start : word.start], text[word.end : line.end]
    return bool(_ACCENTED.search(right)) and any(right in part for part in around)


def _company(document: Document, words: list[Span], sure: dict[Span, str]) -> str:
    """Return a sequence that proves the damage, if more words are damaged than sound."""
    if len(sure) < _ENOUGH:
        return ""
    suspects = SpanSet(words)
    sound = {
        document.text[m.start() : m.end()]
        for m in _LETTERS.finditer(document.text)
        if not m[0].isascii() and not suspects.overlaps(Span(*m.span()))
    }
    if len(sound) > len(sure):
        return ""
    runs = (run for word in sure for run in _ASCII.split(document[word])[::2])
    return next((run for run in runs if _repaired(run)), "")


def _together(company: str, word: str) -> str:
    """Return what a word was, judged together with a sequence that is damaged for certain."""
    if not company:
        return ""
    repaired = ftfy.fix_encoding(f"{company} {word}", _CONFIG)
    front, _, repaired = repaired.partition(" ")
    sound = front == company or repaired == word or not _is_likely(word, repaired)
    return "" if sound else repaired


def _edits(text: str, word: Span, repaired: str) -> Iterator[Edit]:
    """Yield an edit for each run of characters that are not ASCII; those that are stay."""
    old, new = _ASCII.split(text[slice(*word)]), _ASCII.split(repaired)
    if old[1::2] != new[1::2]:
        old, new = [text[slice(*word)]], [repaired]
    start = word.start
    for wrong, right in zip(old, new, strict=True):
        if wrong != right:
            yield minimal(text, Edit(Span(start, start + len(wrong)), right))
        start += len(wrong)
