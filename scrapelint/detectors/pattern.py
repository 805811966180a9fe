"""A regular expression, what it must not be, and what stands in its place once repaired."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from scrapelint.detectors.base import (
    FOUND,
    Detector,
    Expression,
    Match,
    Telltales,
    compiled,
    matches,
    place,
    replacement,
)
from scrapelint.document import Document, Span
from scrapelint.names import candidates
from scrapelint.scan.reach import read

_WINDOW = 80
"""How far around a match, within its line, an exception is looked for; characters."""

_FOUND, _LINE_END = r"\g<found>", r"\n"

_HEAD = 5
"""How many lines that are not blank count as the head of a document."""


@dataclass(frozen=True)
class Pattern(Detector):
    r"""Whatever one of the expressions matches.

    The place is the group named `found`, or the whole match if there is none; what the
    expression matches around that group is context and may be looked at again for the next
    place. `replace` is a template for the place (``\g<name>`` is a group).
    """

    find: tuple[Expression, ...]
    unless: tuple[Expression, ...] = ()
    """Matches of these, within a line, are sound: a place that overlaps one is let alone."""
    replace: str | None = None
    between: str = ""
    """What to put where an empty replacement would join two words."""
    normalize: Literal["", "NFC", "NFKC"] = ""
    """Put the place in this form of Unicode instead; one that is in it already is sound."""
    line_of_at_most: int = 0
    """Report the whole line that a match lies in, if it has at most so many characters."""
    crowd: int = 0
    """So many places belong together, as the dates of a chronology do, and are sound: only one
    that stands alone in the head is reported then. 0 stands for no such number."""
    offer_names: bool = False
    """Tell which names the document itself offers for the gap."""
    without: tuple[Expression, ...] = ()
    """Look only at documents in which none of these matches."""
    given: tuple[Expression, ...] = ()
    at_least: int = 1
    """Look only at documents with so many places that `given` (or else `find`) matches."""

    def _places(self, document: Document, expression: Expression) -> Iterator[Match]:
        """Yield the places of one expression."""
        for match in matches(document, expression, FOUND):
            span = place(match)
            if self.line_of_at_most:
                span = document.strip(document.line_at(span.start))
                if span.end - span.start > self.line_of_at_most:
                    continue
            if self._is_sound(document.text, span):
                continue
            found = document[span]
            new = self._replacement(match, found)
            if new == "" and _joins(document.text, span):
                new = self.between
            if new != found:
                edits = () if new is None else (replacement(document, span, new),)
                yield Match(span, edits, candidates(document, span) if self.offer_names else "")

    def _replacement(self, match: re.Match[str], found: str) -> str | None:
        if self.normalize:
            return unicodedata.normalize(self.normalize, found)
        return None if self.replace is None else _filled(self.replace, match)

    def telltales(self) -> Telltales:
        """Return what a place must match."""
        return Telltales(self.find)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the places of all expressions, the first of those that overlap."""
        near = document.possible(self._all)
        found = {each: list(self._places(document, each)) for each in near}
        places = _of(found, self.find)
        if not places:
            return
        counted = _of(found, self.given) if self.given else places
        if self._is_reached(counted) and not self._is_ruled_out(document):
            yield from self._alone(document, list(_apart(places)))

    @cached_property
    def _all(self) -> tuple[Expression, ...]:
        return tuple(dict.fromkeys((*self.find, *self.given)))

    def _is_ruled_out(self, document: Document) -> bool:
        return any(compiled(expression).search(document.text) for expression in self.without)

    def _is_reached(self, places: list[Match]) -> bool:
        return len(places if self.at_least == 1 else set(places)) >= self.at_least

    def _alone(self, document: Document, places: list[Match]) -> list[Match]:
        """Leave out what is a crowd, but for one that stands alone in the head."""
        if not 0 < self.crowd <= len(places):
            return places
        heads = [_is_in_head(document, match.span) for match in places[:2]]
        return places[: heads == [True, False]]

    def _is_sound(self, text: str, span: Span) -> bool:
        if not self.unless:
            return False
        before, behind = max(0, span.start - _WINDOW), min(len(text), span.end + _WINDOW)
        start = text.rfind("\n", before, span.start) + 1 or before
        line_end = text.find("\n", span.start, behind)
        end = behind if line_end < 0 else max(span.end, line_end)
        return any(
            found.start() <= span.end and span.start <= found.end()
            for expression, longest in self._sound
            if longest > _WINDOW  # others are quickly looked for where they could touch the place
            or expression.search(
                text, max(start, span.start - longest), min(end, span.end + longest + 1)
            )
            for found in expression.finditer(text, start, end)
        )

    @cached_property
    def _sound(self) -> list[tuple[re.Pattern[str], int]]:
        """Return the expressions of `unless`, and how many characters they match at most."""
        limit = _WINDOW + 1
        return [(compiled(each), int(min(read(each).longest, limit))) for each in self.unless]


def _of(found: dict[Expression, list[Match]], expressions: tuple[Expression, ...]) -> list[Match]:
    """Return what was found with some of the expressions, in the order of the text."""
    return sorted(chain.from_iterable(found.get(each, ()) for each in expressions))


def _filled(template: str, match: re.Match[str]) -> str:
    """Return a template with groups in place; Python reads one with any others each time anew."""
    if "\\" in template.replace(_FOUND, "").replace(_LINE_END, ""):
        return match.expand(template)
    filled = template.replace(_LINE_END, "\n")
    return filled.replace(_FOUND, match["found"] or "") if _FOUND in filled else filled


def _joins(text: str, span: Span) -> bool:
    """Tell whether no white space would be left where a place is taken out."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return bool(before.strip() and after.strip())


def _apart(places: list[Match]) -> Iterator[Match]:
    """Yield the first of those that overlap."""
    end = -1
    for match in places:
        if match.span.start >= end:
            yield match
            end = match.span.end


def _is_in_head(document: Document, span: Span) -> bool:
    return any(line.touches(span) for line in document.filled_lines[:_HEAD])
