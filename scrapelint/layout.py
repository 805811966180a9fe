"""The lines and paragraphs of a text, each worked out once and only if it is asked for."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise

from scrapelint.late import late
from scrapelint.span import Position, Span, spans

_BLANK_LINES = late(r"(\n(?:[ \t]*\n)+)")


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
        return tuple(spans(_filled(self.text.split("\n"), 1)))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Return the text between blank lines; in a text without any, the filled lines."""
        edge = len(self.text) - len(self.text.lstrip("\n"))
        parts = _BLANK_LINES.split(self.text.strip("\n"))
        return tuple(spans(_filled(parts, 0, edge))) if len(parts) > 1 else self.filled

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


def _filled(parts: list[str], between: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a text are that hold something, white space at the ends left out.

    So many characters are `between` two parts.
    """
    for part in parts:
        filled = part.strip()
        if filled:
            begin = start if part[0] == filled[0] else start + len(part) - len(part.lstrip())
            yield begin, begin + len(filled)
        start += len(part) + between
