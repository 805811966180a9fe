"""The lines and paragraphs of a text, each worked out once and only if it is asked for."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise

from scrapelint.late import late
from scrapelint.span import Position, Span, spans

_BLANK_LINE = late(r"\n[ \t]*\n")


class Layout:
    r"""Where lines and paragraphs are in a text whose lines all end in ``\n``."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text

    @cached_property
    def _bounds(self) -> list[int]:
        """Return where each line begins, and where one more would."""
        return [*accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0)]

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        r"""Return the spans of the lines, without their ``\n``."""
        return tuple(spans((start, after - 1) for start, after in pairwise(self._bounds)))

    @cached_property
    def filled(self) -> tuple[Span, ...]:
        """Return the spans of the lines that are not blank, without white space at their ends."""
        return tuple(spans(_filled(self.text.split("\n"))))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Return the text between blank lines; in a text without any, the filled lines."""
        lines = self.filled
        breaks = [
            number
            for number, ((_, end), (start, _)) in enumerate(pairwise(lines), 1)
            if start - end > 1 and self._has_blank_line(end, start)
        ]
        if len(breaks) >= len(lines) - 1 or not (breaks or self._has_blank_edge()):
            return lines
        cuts = pairwise((0, *breaks, len(lines)))
        return tuple(spans((lines[first].start, lines[end - 1].end) for first, end in cuts))

    def _has_blank_line(self, start: int, end: int) -> bool:
        """Tell whether there is a blank line in the white space between two places."""
        return self.text.startswith("\n\n", start, end) or bool(
            _BLANK_LINE.search(self.text, start, end)
        )

    def _has_blank_edge(self) -> bool:
        """Tell whether there is one before the first filled line or behind the last."""
        first, last = self.filled[0].start, self.filled[-1].end
        edge = len(self.text) - len(self.text.lstrip("\n"))
        end = len(self.text.rstrip("\n"))
        return self._has_blank_line(edge, first) or self._has_blank_line(last, end)

    def line(self, number: int) -> Span:
        """Return the span of a line, counted from 1."""
        return Span(self._bounds[number - 1], self._bounds[number] - 1)

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset, for people."""
        number = bisect_right(self._bounds, offset, hi=len(self._bounds) - 1)
        return Position(number, offset - self._bounds[number - 1] + 1)


def _filled(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where lines are that hold something, white space at their ends left out."""
    start = 0
    for line in lines:
        filled = line.strip()
        if filled:
            begin = start if line[0] == filled[0] else start + len(line) - len(line.lstrip())
            yield begin, begin + len(filled)
        start += len(line) + 1
