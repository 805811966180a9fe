"""What every detector is, and the helpers they share."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, NewType, Protocol

from scrapelint.document import Document, Span
from scrapelint.finding import Edit, minimal
from scrapelint.linear import compiled
from scrapelint.scan.search import search

__all__ = [
    "FOUND",
    "Detector",
    "Expression",
    "Match",
    "Telltales",
    "compiled",
    "excision",
    "in_one",
    "matches",
    "place",
    "replacement",
]

Expression = NewType("Expression", str)
"""A regular expression of a rule file, its `{tables}` filled in and checked to be linear."""


class Match(NamedTuple):
    """A place a detector points at, the edits it offers, and what it can add to the message."""

    span: Span
    edits: tuple[Edit, ...] = ()
    note: str = ""


class Telltales(NamedTuple):
    """What is in every document that a detector finds something in."""

    expressions: tuple[Expression, ...] = ()
    lines: frozenset[str] = frozenset()
    """Lines, as `shape.plain` has them."""
    at_least: int = 1
    """How many of these and those there must be."""


class Detector(Protocol):
    """A way to look at a document; its fields are what a rule file may set."""

    def telltales(self) -> Telltales | None:
        """Return what a document must hold to be worth looking at; None if that is unknown."""
        return None

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the places, in the order of the text."""
        ...


def matches(document: Document, expression: Expression, group: str = "") -> Iterator[re.Match[str]]:
    """Return the matches of an expression in a document, in its order.

    The next is looked for behind the last, or behind the group of it that is named, if there is
    such a group and it matched: what stands behind a place may be looked at again.
    """
    pattern = compiled(expression)
    number = pattern.groupindex.get(group, 0) if group else 0
    return search(pattern, expression, document.text, document.hits, number)


@cache
def in_one(expressions: tuple[Expression, ...]) -> tuple[re.Pattern[str], ...]:
    """Return patterns that together match what any expression does: one, if it can be written."""
    if not expressions:
        return ()
    try:
        return (compiled("|".join(f"(?:{expression})" for expression in expressions)),)
    except re.error:  # two name a group the same, or one begins with flags for all of it
        return tuple(map(compiled, expressions))


FOUND = "found"
"""The group of an expression that is the place; all around it is context."""


def place(match: re.Match[str]) -> Span:
    """Return the place in a match: its group `found`, or all of it if that matched nothing."""
    return Span(*match.span(_group(match)))


def _group(match: re.Match[str]) -> int:
    found = match.re.groupindex.get(FOUND, 0)
    return found if match.start(found) >= 0 else 0


def excision(document: Document, span: Span) -> Edit:
    """Return the edit that takes a span out and leaves sound spacing behind.

    A span that is all there is on its lines goes with their line ends, so that one paragraph
    break is left where two met; one inside a line takes the white space on one side with it.
    """
    text = document.text
    first, last = document.line_at(span.start), document.line_at(max(span.start, span.end - 1))
    before, after = (
        document.before_space(first.start, span.start),
        document.after_space(span.end, last.end),
    )
    if before == first.start and after == last.end:
        return _closed(text, _whole_lines(text, Span(first.start, last.end)))
    if after == last.end:
        return _closed(text, Span(before, span.end))
    if before == first.start or before < span.start:
        return Edit(Span(span.start, after), "")
    return Edit(span, "")


def _closed(text: str, span: Span) -> Edit:
    """Take a span out; when the last line goes without a line end, the one before gets it."""
    ends = span.end == len(text) and not text.endswith("\n") and "\n" in text
    return Edit(span, "\n" if ends and span.start else "")


def _whole_lines(text: str, lines: Span) -> Span:
    before, after = lines.start, lines.end
    while before and text[before - 1] == "\n":
        before -= 1
    while text.startswith("\n", after):
        after += 1
    if after == len(text):  # the last lines: the breaks before them go, the last line end stays
        return Span(before, lines.end if before else after)
    smaller = lines.start - before
    if before and smaller < after - lines.end:  # the larger break is the one that stays
        return Span(lines.start, lines.end + smaller)
    return Span(lines.start, after)


def replacement(document: Document, span: Span, new: str) -> Edit:
    """Return the smallest edit that puts `new` for the span; an empty `new` excises it."""
    return minimal(document.text, Edit(span, new)) if new else excision(document, span)
