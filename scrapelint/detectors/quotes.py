"""Quotation marks with the space on the wrong side, or without one."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from scrapelint.detectors import quotesigns
from scrapelint.detectors.base import (
    Detector,
    Expression,
    Match,
    Telltales,
    matches,
)
from scrapelint.document import Document, Span
from scrapelint.finding import Edit
from scrapelint.late import late

_STRAIGHT = late(r'"')
_INCHES = late(r"\d\s?\"")
_BEFORE_OPENING = late(r"[^\s.…][.!?…,;)\]]+[\"”»“]?\Z|[^\W\d_]{2}\Z|[^\s„“«][ \xa0\u202f]?[“”»]\Z")
_STOPS = ".!?…,"
_INSIDE_CLOSING = late(r"(?:(?P<stop>[.!?…,])|\w)[’')]?[ \xa0\u2009\u202f]{0,2}\Z")
_AFTER_CLOSING = late(r"[^\W\d_]{2}|[^\W\d_][ '’]")
_SENTENCE = late(r"[A-ZÀ-ÖØ-Þ][ '’]?[^\W\d_A-ZÀ-ÖØ-Þ]")
_FOLLOWS = ".,;:!?…)]}»”’'-–—/"


class Mark(NamedTuple):
    """A quotation mark and the side it stands on."""

    at: int
    opens: bool


@dataclass(frozen=True)
class Quotes(Detector):
    """Quotation marks whose spacing is at fault.

    `pairs` holds the two-character pairs whose sides are known from the mark; straight marks
    take turns within a paragraph, and a paragraph with an odd number of them tells nothing.
    `glued`: no space outside, after a sentence or before a word. `swapped`: a space inside and
    none outside, so that it reads as the other side. `spaced`: a space on both sides. `turned`
    are pairs that some write the other way round, as »so« in German: the document tells, if all
    of its marks that stand free on one side agree.
    """

    pairs: tuple[str, ...]
    fault: Literal["glued", "swapped", "spaced"]
    turned: tuple[str, ...] = ()

    def telltales(self) -> Telltales:
        """Return the marks, with what stands beside those that are at fault."""
        return Telltales(self._signs)

    @cached_property
    def _signs(self) -> tuple[Expression, ...]:
        opening = "".join(('"', *(pair[0] for pair in self.pairs), *self.turned))
        closing = "".join(('"', *(pair[1] for pair in self.pairs), *self.turned))
        return tuple(quotesigns.expressions(self.fault, opening, closing))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the marks, each with the edit that puts the space where it belongs."""
        look, sides = _FAULTS[self.fault]
        suspects = sorted(_marked(document, self._signs))
        if not suspects:
            return
        pairs = [*self.pairs, *(way for pair in self.turned for way in _ways(document, pair))]
        for paragraph in _holding(document, suspects):
            straight = [m.start() for m in _STRAIGHT.finditer(document.text, *paragraph)]
            marks = [*_paired(document, paragraph, pairs)]
            marks += sides(document.text, paragraph, straight)
            for mark in sorted(marks):
                yield from look(document.text, paragraph, mark)


def _marked(document: Document, signs: tuple[Expression, ...]) -> Iterator[int]:
    """Yield the places of the marks that some signs are for."""
    for sign in document.possible(signs):
        yield from (match.start("mark") for match in matches(document, sign, "mark"))


def _holding(document: Document, places: list[int]) -> Iterator[Span]:
    """Yield the paragraphs in which any of some places lies."""
    for paragraph in document.paragraphs:
        first = bisect_left(places, paragraph.start)
        if places[first : first + 1] and places[first] < paragraph.end:
            yield paragraph


def _paired(document: Document, paragraph: Span, pairs: list[str]) -> Iterator[Mark]:
    for pair in pairs:
        for opens, character in zip((True, False), pair, strict=True):
            for at in _places(document.text, character, paragraph):
                yield Mark(at, opens)


def _places(text: str, character: str, within: Span) -> Iterator[int]:
    at = text.find(character, *within)
    while at >= 0:
        yield at
        at = text.find(character, at + 1, within.end)


def _ways(document: Document, pair: str) -> Iterator[str]:
    """Yield the pair the way round that the document uses it; nothing if it leaves doubt."""
    text, everywhere = document.text, Span(0, len(document.text))
    opens = {
        character: {_side(text, everywhere, at) for at in _places(text, character, everywhere)}
        for character in pair
    }
    for first, last in (tuple(pair), tuple(reversed(pair))):
        if opens[first] - {None} == {True} and opens[last] - {None} == {False}:
            yield first + last


def _by_turns(text: str, paragraph: Span, marks: list[int]) -> Iterator[Mark]:
    inches = _INCHES.search(text, *paragraph)
    if inches and any(text[at - 1].isdigit() for at in marks[::2] if at):
        return
    if len(marks) % 2 == 0:
        yield from (Mark(at, opens=order % 2 == 0) for order, at in enumerate(marks))


def _by_shape(text: str, paragraph: Span, marks: list[int]) -> Iterator[Mark]:
    """Yield the marks that are glued on both sides, taking turns with the ones beside them.

    A mark's own spacing tells its side. Where it does not, the marks before and after must
    leave one reading, so that inches and marks that were lost do no harm.
    """
    opened, unknown = False, list[int]()
    for at in [*marks, None]:
        side = True if at is None else _side(text, paragraph, at)
        if at is not None and side is None:
            unknown.append(at)
            continue
        if (side == opened) == (len(unknown) % 2 == 1):
            turns = (order % 2 == int(opened) for order in range(len(unknown)))
            yield from map(Mark, unknown, turns)
        opened, unknown = bool(side), []


def _by_agreement(text: str, paragraph: Span, marks: list[int]) -> Iterator[Mark]:
    """Yield the pairs, by turns, that hold a space on both sides; one alone is a lost word's.

    The spacing of no mark in the paragraph may say otherwise.
    """
    turns = list(_by_turns(text, paragraph, marks))
    if any(_side(text, paragraph, mark.at) not in (None, mark.opens) for mark in turns):
        return
    for opening, closing in zip(turns[::2], turns[1::2], strict=True):
        if text[opening.at + 1].isspace() and text[closing.at - 1].isspace():
            yield from (opening, closing)


def _side(text: str, paragraph: Span, at: int) -> bool | None:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if before.isspace() or before in quotesigns.OPENS:
        return None if after.isspace() or after in _FOLLOWS else True
    return False if after.isspace() or after in _FOLLOWS else None


def _glued(text: str, paragraph: Span, mark: Mark) -> Iterator[Match]:
    at, after = mark.at, mark.at + 1
    if mark.opens:
        outside = _BEFORE_OPENING.search(text, max(paragraph.start, at - 6), at)
        inside = text[after : after + (3 if text[at] in "«»" else 1)].strip()
        if outside and (inside[:1].isalnum() or inside[:1] in [*"«“\"'’‘([…¿¡"]):
            yield Match(Span(at - 1, after), (Edit(Span(at, at), " "),))
    elif _closes_glued(text, paragraph, at):
        yield Match(Span(at, after + 1), (Edit(Span(after, after), " "),))


def _closes_glued(text: str, paragraph: Span, at: int) -> bool:
    if text[at] not in "«»" and text[at - 1].isspace():
        return False
    inside = _INSIDE_CLOSING.search(text, max(paragraph.start, at - 6), at)
    if inside and inside["stop"]:
        return _AFTER_CLOSING.match(text, at + 1, paragraph.end) is not None
    return bool(inside) and _SENTENCE.match(text, at + 1, paragraph.end) is not None


def _swapped(text: str, paragraph: Span, mark: Mark) -> Iterator[Match]:
    at, after = mark.at, mark.at + 1
    before = text[at - 1 : at] if at > paragraph.start else ""
    behind = text[after : after + 1] if after < paragraph.end else ""
    if text[at] != '"' or not before or not behind:
        return
    if not mark.opens and before in " \xa0" and behind.isalnum() and text[at - 2] in _STOPS:
        yield Match(Span(at - 1, after), (Edit(Span(at - 1, after), '" '),))
    elif mark.opens and before in ":," and behind in " \xa0":
        yield Match(Span(at, after + 1), (Edit(Span(at, after + 1), ' "'),))


def _spaced(text: str, paragraph: Span, mark: Mark) -> Iterator[Match]:
    at = mark.at
    if mark.opens and at + 1 < paragraph.end:
        inside, outside = at + 1, text[at - 1] if at > paragraph.start else " "
        beyond = text[at + 2 : at + 3]
    else:
        inside, outside = at - 1, text[at + 1] if at + 1 < paragraph.end else " "
        beyond = text[at - 2 : at - 1] if at > paragraph.start + 1 else ""
    allowed = "([" if mark.opens else ".,;:!?)]"
    is_outside = outside.isspace() or outside in allowed
    if text[inside] in " \xa0" and beyond.strip() and beyond != '"' and is_outside:
        space = Span(inside, inside + 1)
        yield Match(space, (Edit(space, ""),))


_FAULTS = {
    "glued": (_glued, _by_shape),
    "swapped": (_swapped, _by_turns),
    "spaced": (_spaced, _by_agreement),
}
