"""UTF-8 that was read in another encoding, repaired by ftfy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches
from scrapelint.detectors.decoding import LOST_SPACE, SUSPECT, repaired_alone, repaired_together
from scrapelint.document import Document, Span, SpanSet
from scrapelint.finding import Edit, minimal

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
      (?<![^\W\d_]) [{_CAPITAL}][{_CAPITAL}'’-]{{0,60}} [À-ÞĀ-ž]
      (?: [»”’…–—›\xa0](?![^\W\d_]) | [»”’“…–—›\xa0](?=[{_CAPITAL}][a-zß-ÿ]) )
    | (?<![^\W\d_]) [{_CAPITAL}]{{2,60}} [À-ÞĀ-ž]
      (?: [»”’“…–—›\xa0](?=[a-zß-ÿ0-9]) | [²³¹°´®©£¡«·¿] )
    | (?<!\w) [{LOST_SPACE}][ ]
    | (?<!\w) [√¬≈][^\w\s](?![^\W\d_])
    """,
    re.VERBOSE,
)
"""What may be sound and needs the evidence of other words."""
_REST_OF_WORD = re.compile(
    rf"(?:[^\n\t \xa0]|(?<=[{LOST_SPACE}])[ ]|(?<=[^\x00-\x7f])\xa0)*"  # see `_joins`
)
_ENOUGH = 3
_SUSPECT = Expression(SUSPECT.pattern)


@dataclass(frozen=True)
class Mojibake(Detector):
    """Words that can be traced back to UTF-8 read in another encoding.

    The method is ftfy's (Robyn Speer, https://ftfy.readthedocs.io/), with all that is not about
    encodings turned off; only words with a suspect pair of characters are shown to it. What it
    cannot tell from a word alone is told in the company of a damaged one, where more words are
    damaged than sound. A sequence alone in quotation marks or brackets, or in one line with
    what it should be, is an example and sound.
    """

    def telltales(self) -> Telltales:
        """Return the sequences that are suspect."""
        return Telltales((_SUSPECT,))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the wrong characters of each word, with the right ones as edits."""
        words = list(_words(document))
        sure = {word: repaired for word in words if (repaired := _alone(document, word))}
        company = _company(document, words, sure)
        for word in words:
            repaired = repaired_together(company, document[word]) or sure.get(word, "")
            if repaired:
                edits = tuple(_edits(document.text, word, repaired))
                span = Span(edits[0].span.start, edits[-1].span.end)
                yield Match(span, () if "\ufffd" in repaired else edits)


def _words(document: Document) -> Iterator[Span]:
    """Yield the words with a suspect sequence."""
    text, done = document.text, 0
    for suspect in matches(document, _SUSPECT):
        if suspect.start() >= done:
            start = suspect.start()
            while start > done and _joins(text, start - 1):
                start -= 1
            rest = _REST_OF_WORD.match(text, suspect.end())
            done = rest.end() if rest else suspect.end()
            yield Span(start, done)


def _joins(text: str, at: int) -> bool:
    """Tell whether a character belongs to the word it stands in."""
    if text[at] == "\xa0":  # a byte of a sequence, perhaps
        return at > 0 and not text[at - 1].isascii()
    if text[at] == " ":
        return at > 0 and text[at - 1] in LOST_SPACE
    return text[at] not in "\n\t"


def _alone(document: Document, word: Span) -> str:
    """Return what a word was if it alone tells so, or nothing."""
    repaired = repaired_alone(document[word])
    if not repaired or _UNSURE.search(document[word]) or _is_example(document, word, repaired):
        return ""
    return repaired


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
    return next((run for run in runs if repaired_alone(run)), "")


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
