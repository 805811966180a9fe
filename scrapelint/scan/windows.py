"""Where in a text the matches of an expression may begin, and how far to look for one.

The core has a twin of all this, in `core/search.c`.
"""

from collections.abc import Iterable, Iterator
from math import inf

_NEAR = 16
"""Characters before the end of a piece that are tried without a look at where the line begins."""
_LONG, _WIDE = 60, 300
"""Characters of runs, and others, from which a match may begin anywhere before a piece."""
_AS_DEAR = 10
"""Characters that are searched in the time in which one beginning is tried."""

Window = tuple[int, int, int | None]
"""The first and the last place at which matches may begin, and where a search may end.

With no such end it is cheaper to try the places one by one.
"""


def before_ends(  # noqa: PLR0913, PLR0917 - all that tells
    text: str,
    ends: list[int],
    data: bytes,
    least: float,
    most: float,
    run: bytes,
    line_ends: float,
    first: int,
) -> list[Window]:
    """Return the windows before the ends of pieces, those that meet as one.

    The ends are counted with the line end put before the text.
    """
    found: list[Window] = []
    last = first - 1
    for end in ends:
        latest = end - 1 - int(least)
        if latest <= last:
            continue
        begin = _earliest(text, end - 1, _most(data, end, most, run), line_ends, last + 1)
        if begin > latest:  # on too many lines
            continue
        if begin > last + 1:
            if first <= last:
                found.append((first, last, _end(text, first, last, line_ends)))
            first = begin
        last = latest
    if first <= last:
        found.append((first, last, _end(text, first, last, line_ends)))
    return found


def _most(data: bytes, end: int, most: float, run: bytes) -> float:
    """Return how far before an end of a piece a match begins at most, runs counted as they are."""
    if not run:
        return most
    if most > _WIDE:
        return inf
    before = data[max(0, end - int(most) - _LONG) : end]
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


def at_line_starts(text: str, near: Iterable[Window]) -> Iterator[Window]:
    """Yield a window for each place at which a line begins."""
    for first, last, _ in near:
        if first == 0:
            yield 0, 0, None
        at = text.find("\n", max(first - 1, 0), last)
        while at >= 0:
            yield at + 1, at + 1, None
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
