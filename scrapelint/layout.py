"""The lines and paragraphs of a text, each worked out once and only if it is asked for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from scrapelint.ink import end_of, start_of
from scrapelint.late import late
from scrapelint.scan import engine
from scrapelint.span import Position, Span, spans

_BLANK_LINES = late(r"\n(?:[ \t]*\n)+")


class Layout:
    r"""Where lines and paragraphs are in a text whose lines all end in ``\n``."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text

    @cached_property
    def _told(self) -> "_Told":
        """Return where lines begin, and the ranges of filled ones and of paragraphs."""
        if not engine.compiled():
            return laid_out(self.text)
        from scrapelint._core import layout  # noqa: PLC0415 - not on every machine

        return layout(self.text)

    @cached_property
    def _bounds(self) -> list[int]:
        """Return where each line begins, and where one more would."""
        return self._told[0]

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        r"""Return the spans of the lines, without their ``\n``."""
        return tuple(spans((start, after - 1) for start, after in pairwise(self._bounds)))

    @cached_property
    def filled(self) -> tuple[Span, ...]:
        """Return the spans of the lines that are not blank, without white space at their ends."""
        return tuple(spans(self._told[1]))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Return the text between blank lines; in a text without any, the filled lines."""
        return tuple(spans(self._told[2])) or self.filled

    def line(self, number: int) -> Span:
        """Return the span of a line, counted from 1."""
        return Span(self._bounds[number - 1], self._bounds[number] - 1)

    def number_at(self, offset: int) -> int:
        """Return the number, counted from 1, of the line that holds an offset."""
        return bisect_right(self._bounds, offset, 0, len(self._bounds) - 1)

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset, for people."""
        number = self.number_at(offset)
        return Position(number, offset - self._bounds[number - 1] + 1)

    def positions(self, span: Span) -> tuple[int, int, int, int]:
        """Return the line and column of both ends of a span, without an object for each."""
        (start, end), bounds = span, self._bounds
        first = self.number_at(start)
        last = first if end < bounds[first] else self.number_at(end)
        return first, start - bounds[first - 1] + 1, last, end - bounds[last - 1] + 1


_Told = tuple[list[int], Sequence[tuple[int, int]], Sequence[tuple[int, int]]]


def laid_out(text: str) -> _Told:
    """Return where lines begin, the filled ones, and what blank ones part, if any does."""
    bounds, at = [0], 0
    while at := text.find("\n", at) + 1:
        bounds.append(at)
    bounds.append(len(text) + 1)
    lines = ((start, after - 1) for start, after in pairwise(bounds))
    return bounds, [*_filled(text, lines)], [*_filled(text, _parted(text))]


def _parted(text: str) -> Iterator[tuple[int, int]]:
    """Return what lies between blank lines, if there are any."""
    first = start_of(text, 0, len(text), "\n")
    last = end_of(text, first, len(text), "\n")
    breaks = [match.span() for match in _BLANK_LINES.finditer(text, first, last)]
    starts = [first, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), last]
    return zip(starts, ends, strict=True) if breaks else iter(())


def _filled(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that hold something, white space at their ends left out."""
    for start, end in ranges:
        if start < end and not (text[start].isspace() or text[end - 1].isspace()):
            yield start, end
        elif (first := start_of(text, start, end)) < end:
            yield first, end_of(text, first, end)
