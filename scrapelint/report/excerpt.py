"""A place in its line, made fit to be shown."""

from typing import NamedTuple

from scrapelint.finding import Finding
from scrapelint.report.visible import visible

_AROUND = 32
"""Characters of the line shown on either side of a place."""
_LONGEST = 60
"""Characters of a place that are shown; the middle of a longer one is left out."""


class Excerpt(NamedTuple):
    """What stands before a place, in it and after it, up to the ends of its first line."""

    before: str
    place: str
    after: str


def excerpt(text: str, finding: Finding) -> Excerpt:
    """Return a place as it can be shown, what stands around it cut to some words.

    The line is not looked at beyond these words: it may be the whole text, and hold many places.
    """
    behind, ahead = max(0, finding.start - _AROUND - 1), finding.end + _AROUND + 1
    first = max(text.rfind(mark, behind, finding.start) for mark in "\r\n") + 1
    ends = [at for mark in "\r\n" if (at := text.find(mark, finding.start, ahead)) >= 0]
    last = min(ends, default=min(ahead, len(text)))
    end = min(finding.end, max(last, finding.start))
    before = visible(text[max(first, finding.start - _AROUND) : finding.start])
    before = ("…" if finding.start - _AROUND > first else "") + before
    place = _shown(text, finding.start, end)
    if finding.end > end:
        return Excerpt(before, place + "⏎", "")
    after = visible(text[end : min(last, end + _AROUND)]) + ("…" if end + _AROUND < last else "")
    return Excerpt(before, place, after)


def _shown(text: str, start: int, end: int) -> str:
    """Return a place fit to be shown; of one that may be the whole text only the ends are read."""
    if end - start <= _LONGEST and len(place := visible(text[start:end])) <= _LONGEST:
        return place
    half = _LONGEST // 2
    first = visible(text[start : min(start + half, end)])[:half]
    last = visible(text[max(start, end - half) : end])[-half:]
    return f"{first} … {last}"
