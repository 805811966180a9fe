"""Control characters, and what they were meant to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scrapelint.detectors.base import Detector, Expression, Match, Telltales, matches
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_PLACES = {
    "ascii": Expression(r"(?:\x1b\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f])+"),
    "latin": Expression(r"[\x80-\x9f]"),
}
_BREAKS = frozenset("\x0b\x0c")
"""Line and page breaks of word processors."""

_ELISION = re.compile(
    r"(?:\b(?:[cdjlmnst]|(?:jus|lors|puis|quel)?qu|[dns]?ell|[ds]all|un))\Z", re.IGNORECASE
)
_CONTRACTION = re.compile(r"(?:d|ll|m|re|s|t|ve)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[^\x91-\x94\n]{1,80}")


@dataclass(frozen=True)
class Controls(Detector):
    """Control characters of ASCII, or those of Latin-1 that Windows-1252 uses for punctuation.

    An edit is offered where the neighbours leave one reading: a break of a word processor
    between lines, a mark of punctuation where one can stand. A byte inside a word may as well
    be a letter of another encoding, and is left.
    """

    kind: Literal["ascii", "latin"]

    def telltales(self) -> Telltales:
        """Return the characters."""
        return Telltales((_PLACES[self.kind],))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the characters, with what belongs in their place."""
        read = _plain if self.kind == "ascii" else _punctuation
        for match in matches(document, _PLACES[self.kind]):
            span = Span(*match.span())
            meant = read(document.text, span)
            yield Match(span, () if meant is None else (Edit(span, meant),))


def _plain(text: str, span: Span) -> str | None:
    """Return the line break or space that was meant, nothing, or None if that is unclear."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if not (before.strip() and after.strip()):
        return ""
    starts = after.isupper() or after.isdigit()
    if _BREAKS & set(text[slice(*span)]):
        return "\n" if starts or not before.isalnum() else None
    return " " if before.islower() and starts else ""


def _punctuation(text: str, span: Span) -> str | None:
    """Return the mark that Windows-1252 has for the byte, if one can stand there."""
    mark = text[span.start].encode("latin-1").decode("cp1252", "ignore")
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 90]
    opens = not before[-1:].strip() or before[-1:] in "([«"
    closes = not after[:1].isalnum()
    sound = {
        "’": _is_apostrophe(before, after) or (bool(before[-1:].strip()) and closes),
        "‘": opens and _closed(after, "\x92"),
        "“": opens and _closed(after, "\x94"),
        "„": opens and _closed(after, "\x93\x94"),
        "”": bool(before[-1:].strip()) and closes,
        "–": before[-1:].isspace() == after[:1].isspace(),
        "—": True,
        "…": bool(before[-1:].strip()) and closes,
        "€": before.rstrip()[-1:].isdigit() or after.lstrip()[:1].isdigit(),
        "™": before[-1:].isalnum() and closes,
    }
    return mark if sound.get(mark) else None


def _is_apostrophe(before: str, after: str) -> bool:
    between = before[-1:].isalpha() and after[:1].isalpha()
    return between and bool(_ELISION.search(before) or _CONTRACTION.match(after))


def _closed(after: str, marks: str) -> bool:
    """Tell whether a quotation that opens here is closed before another opens."""
    quoted = _QUOTED.match(after)
    return quoted is not None and after[quoted.end() : quoted.end() + 1] in tuple(marks)
