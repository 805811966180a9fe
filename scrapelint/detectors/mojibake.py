"""UTF-8 that was read in another encoding, repaired by ftfy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches
from scrapelint.detectors.decoding import (
    LOST_SPACE,
    SUSPECT,
    remembered,
    repaired_alone,
    repaired_together,
)
from scrapelint.document import Document, Span, once
from scrapelint.finding import Edit, minimal

_BLANK = " \xa0\u202f"
_QUOTES = "\"'“”«»„‘’‹›`"
_OUTSIDE = frozenset(_QUOTES + "()[]<>")
_QUOTED = re.compile(rf"[{_QUOTES}][^{_QUOTES}]+[{_QUOTES}][,.;:!?]?")
_ASCII = re.compile(r"([!-~]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile(r"[^\x00-\x7f][^\W\d_]*")
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
_APART = frozenset("\n\t \xa0")
"""What stands between words, if it does not belong to one; see `_joins`."""
_ENOUGH = 3
_SUSPECT = Expression(SUSPECT.pattern)


class _Repair(NamedTuple):
    """What a word was, the edits that make it that, counted from its start, and its letters."""

    word: str
    edits: tuple[Edit, ...]
    letters: str


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
        sure = _sure(document, words)
        company = _company(document, words, sure)
        for span, word in words:
            repair = (company and _together(company, word)) or sure.get(span)
            if repair:
                edits = tuple(_moved(repair.edits, span.start))
                place = Span(edits[0].span.start, edits[-1].span.end)
                yield Match(place, () if "\ufffd" in repair.word else edits)


def _words(document: Document) -> Iterator[tuple[Span, str]]:
    """Yield the words with a suspect sequence, and where they are."""
    text, done = document.text, 0
    for suspect in matches(document, _SUSPECT):
        start = suspect.start()
        if start >= done:
            while start > done and (text[start - 1] not in _APART or _joins(text, start - 1)):
                start -= 1
            rest = _REST_OF_WORD.match(text, suspect.end())
            done = rest.end() if rest else suspect.end()
            yield Span(start, done), text[start:done]


def _joins(text: str, at: int) -> bool:
    """Tell whether white space belongs to the word before it."""
    if text[at] == "\xa0":  # a byte of a sequence, perhaps
        return at > 0 and not text[at - 1].isascii()
    return text[at] == " " and at > 0 and text[at - 1] in LOST_SPACE


@remembered
def _alone(word: str) -> _Repair | None:
    """Return what a word was if it tells so and cannot be sound."""
    repaired = repaired_alone(word)
    if not repaired or _UNSURE.search(word) or _QUOTED.fullmatch(word):
        return None
    return _repair(word, repaired)


@remembered
def _together(company: str, word: str) -> _Repair | None:
    """Return what a word was, judged together with a sequence that is damaged for certain."""
    repaired = repaired_together(company, word)
    return _repair(word, repaired) if repaired else None


def _sure(document: Document, words: list[tuple[Span, str]]) -> dict[Span, _Repair]:
    """Return what those of the words were that tell so and are no examples."""
    found: dict[Span, _Repair] = {}
    line = Span(0, 0)
    for span, word in words:
        if repair := _alone(word):
            line = line if span.end <= line.end else document.line_at(span.start)
            if not _is_example(document, line, span, repair):
                found[span] = repair
    return found


def _is_example(document: Document, line: Span, word: Span, repair: _Repair) -> bool:
    """Tell whether a text shows a word or a sequence instead of suffering from it."""
    text, (_, edits, letters) = document.text, repair
    start, end = word.start + edits[0].span.start, word.start + edits[-1].span.end
    before = text[max(0, start - 2) : start].rstrip(_BLANK)
    after = text[end : end + 2].lstrip(_BLANK)
    if before[-1:] in _OUTSIDE and after[:1] in _OUTSIDE:
        return True
    if letters.isascii():
        return False
    first, last = _first_and_last(document, letters, line)
    return 0 <= first <= word.start - len(letters) or last >= word.end


@once
def _first_and_last(document: Document, letters: str, line: Span) -> tuple[int, int]:
    """Return where letters, not all of ASCII, stand first and last in a line; -1 is nowhere."""
    accented = _ACCENTED.search(letters)
    if accented is None or accented[0] not in _accented(document, line):
        return -1, -1
    return document.text.find(letters, *line), document.text.rfind(letters, *line)


@once
def _accented(document: Document, line: Span) -> str:
    """Return what runs of letters in a line end in from the first on that is not of ASCII.

    To go through a long line for each word would take for ever.
    """
    return " ".join(dict.fromkeys(_ACCENTED.findall(document.text, *line)))


def _company(document: Document, words: list[tuple[Span, str]], sure: dict[Span, _Repair]) -> str:
    """Return a sequence that proves the damage, if more words are damaged than sound."""
    if len(sure) < _ENOUGH:
        return ""
    if len(_sound(document.text, [span for span, _ in words])) > len(sure):
        return ""
    runs = (run for span in sure for run in _ASCII.split(document[span])[::2])
    return next((run for run in runs if repaired_alone(run)), "")


def _sound(text: str, words: list[Span]) -> set[str]:
    """Return the runs of letters, not all of ASCII, that stand outside of suspect words."""
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(text)]
    rest = " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    accented = (part for part in set(rest.split()) if not part.isascii())
    return {run for part in accented for run in _LETTERS.findall(part) if not run.isascii()}


def _moved(edits: tuple[Edit, ...], by: int) -> Iterator[Edit]:
    """Yield the edits of a word where it stands."""
    for (start, end), new in edits:
        yield Edit(Span(by + start, by + end), new)


def _repair(word: str, repaired: str) -> _Repair:
    """Return an edit for each run of characters that are not ASCII; those that are stay."""
    old, new = _ASCII.split(word), _ASCII.split(repaired)
    if old[1::2] != new[1::2]:
        old, new = [word], [repaired]
    starts = accumulate(map(len, old), initial=0)
    edits = tuple(
        minimal(word, Edit(Span(start, start + len(wrong)), right))
        for start, wrong, right in zip(starts, old, new, strict=False)
        if wrong != right
    )
    return _Repair(repaired, edits, "".join(_LETTERS.findall(repaired)))
