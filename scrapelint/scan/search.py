"""The matches of an expression in a text, looked for only where they may begin."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from scrapelint.scan import engine, reach
from scrapelint.scan.scanner import Hits
from scrapelint.scan.windows import Window, at_line_starts, before_ends


def search(
    pattern: re.Pattern[str], expression: str, text: str, hits: Hits | None, group: int
) -> Iterator[re.Match[str]]:
    """Return the matches of an expression, of which the pattern was compiled.

    The next is looked for behind the last, or behind what the group of it matched, if anything.
    """
    found = hits.of(expression) if hits else None
    if found and not found.ends:
        return iter(())
    known = reach.read(expression)
    if known.begins_text:
        return through(pattern, text, ((0, 0, None),), group)
    first = reach.first_of(known.tail, text) if known.tail else 0
    if first is None:
        return iter(())
    if found:
        (_, least, most, run), ends, line_ends = found.sought, sorted(found.ends), known.line_ends
        asked = ends, found.data, least, most, run, line_ends, first, known.begins_line, group
        return _inner()(pattern, text, *asked)
    everywhere = ((first, len(text), len(text)),)
    places = at_line_starts(text, everywhere) if known.begins_line else everywhere
    return through(pattern, text, places, group)


@cache
def _inner() -> Callable[..., Iterator[re.Match[str]]]:
    """Return what looks for matches near the ends of pieces: the core, which found them, mostly."""
    if not engine.is_built():
        return near
    from scrapelint import _core  # noqa: PLC0415 - not on every machine

    return _core.Search


def near(  # noqa: PLR0913, PLR0917 - as the core has it
    pattern: re.Pattern[str],
    text: str,
    ends: list[int],
    data: bytes,
    least: float,
    most: float,
    run: bytes,
    line_ends: float,
    first: int,
    begins_line: bool,  # noqa: FBT001
    group: int,
) -> Iterator[re.Match[str]]:
    """Return the matches from a place on that begin in the windows before the ends of pieces."""
    found = before_ends(text, ends, data, least, most, run, line_ends, first)
    return through(pattern, text, at_line_starts(text, found) if begins_line else found, group)


def through(
    pattern: re.Pattern[str], text: str, windows: Iterable[Window], group: int
) -> Iterator[re.Match[str]]:
    """Yield the matches that begin in some windows."""
    done = 0
    for first, latest, end in windows:
        start, last = max(first, done), min(latest, len(text))  # a piece may end behind the text
        while start <= last:
            match = pattern.match(text, start) if end is None else pattern.search(text, start, end)
            if match and match.start() <= last:
                yield match
                behind = match.end(group)
                start = done = max(behind if behind >= 0 else match.end(), match.start() + 1)
            elif end is None:  # to try place after place is cheaper than to search
                start += 1
            else:
                break
