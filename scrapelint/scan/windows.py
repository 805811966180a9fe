"""Where in a text the matches of an expression may begin, and how far to look for one."""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from scrapelint.scan import reach
from scrapelint.scan.scanner import Found, Hits

_NEAR = 16
"""Characters before the end of a piece that are tried without a look at where the line begins."""
_LONG, _WIDE = 60, 300
"""Characters of runs, and others, from which a match may begin anywhere before a piece."""
_AS_DEAR = 10
"""Characters that are searched in the time in which one beginning is tried."""


class Window(NamedTuple):
    """The first and the last place at which matches may begin, and where a search may end.

    With no such end it is cheaper to try the places one by one.
    """

    first: int
    last: int
    end: int | None = None


def windows(expression: str, text: str, hits: Hits | None) -> Iterator[Window]:
    """Yield where matches may begin, in order and apart from each other."""
    found = hits.of(expression) if hits else None
    if found and not found.ends:
        return
    known = reach.read(expression)
    if known.begins_text:
        yield Window(0, 0)
        return
    first = reach.first_of(known.tail, text) if known.tail else 0
    if first is None:
        return
    near = _near(text, found, known.line_ends, first) if found else ((first, len(text)),)
    for begin, last in near:
        if known.begins_line:
            for at in _line_starts(text, begin, last):
                yield Window(at, at)
        else:
            yield Window(begin, last, _end(text, begin, last, known.line_ends))


def _near(text: str, found: Found, line_ends: float, first: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last places of beginnings near where pieces end, those that meet as one.

    The ends are counted with the line end put before the text.
    """
    last = first - 1
    for end in sorted(found.ends):
        latest = end - 1 - found.sought.least
        if latest <= last:
            continue
        most = _most(found, end)
        begin = _earliest(text, end - 1, most, line_ends, last + 1)
        if begin > latest:  # on too many lines
            continue
        if begin > last + 1:
            if first <= last:
                yield first, last
            first = begin
        last = latest
    if first <= last:
        yield first, last


def _most(found: Found, end: int) -> float:
    """Return how far before an end of a piece a match begins at most, runs counted as they are."""
    run, most = found.sought.run, found.sought.most
    if not run:
        return most
    if most > _WIDE:
        return inf
    before = found.data[max(0, end - int(most) - _LONG) : end]
    inside = len(before) - len(before.translate(None, run))
    return most + inside if inside < _LONG else inf


def _earliest(text: str, end: int, most: float, line_ends: float, after: int) -> int:
    """Return where at the earliest a match begins whose piece ends there, from a place on."""
    begin = after if most == inf else max(after, end - int(most))
    if most <= _NEAR or line_ends == inf:
        return begin
    at = end - 1  # a piece may hold the line end behind a match
    for _ in range(int(line_ends) + 1):
        at = text.rfind("\n", begin, max(at, begin))
        if at < 0:
            return begin
    return at + 1


def _line_starts(text: str, first: int, last: int) -> Iterator[int]:
    if first == 0:
        yield 0
    at = text.find("\n", max(first - 1, 0), last)
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1, last)


def _end(text: str, first: int, last: int, line_ends: float) -> int | None:
    """Return where a search may end, behind the last line that a match can reach into.

    That line end belongs to what is searched, so that nothing looks as at the end of the text.
    """
    limit = first + _AS_DEAR * (last - first + 1)
    at = last - 1
    while line_ends >= 0:
        at = text.find("\n", at + 1, limit)
        if at < 0:
            return len(text) if len(text) <= limit else None
        line_ends -= 1
    return at + 1
