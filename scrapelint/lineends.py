r"""Line ends: rules see ``\n`` only, files keep what they have.

A line ends at ``\r\n``, ``\r`` or ``\n`` and nowhere else; form feeds, U+0085, U+2028 and the
other characters at which `str.splitlines` cuts are characters of a line like any other.
"""

import re
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple, Self

from scrapelint.finding import Edit
from scrapelint.late import late
from scrapelint.span import Span

_LINE_END = late(r"\r\n|\r|\n")


class LineEnds(NamedTuple):
    r"""How the lines of a raw text end, and where its ``\r\n`` stand."""

    newline: str = "\n"
    pairs: tuple[int, ...] = ()

    @classmethod
    def of(cls, raw: str) -> tuple[str, Self]:
        r"""Return the text with every line end as ``\n``, and what is needed to go back."""
        if "\r" not in raw:
            return raw, cls()
        counts = Counter(match.group() for match in _LINE_END.finditer(raw))
        pairs: list[int] = []
        for done, match in enumerate(re.finditer("\r\n", raw)):
            pairs.append(match.start() - done)
        newline = max(counts, key=lambda end: (counts[end], end))
        return raw.replace("\r\n", "\n").replace("\r", "\n"), cls(newline, tuple(pairs))

    def raw_offset(self, offset: int) -> int:
        """Return where an offset of the rules' text stands in the raw text."""
        return offset + bisect_left(self.pairs, offset)

    def raw_span(self, span: Span) -> Span:
        """Return where a span of the rules' text stands in the raw text."""
        if not self.pairs:
            return span
        return Span(self.raw_offset(span.start), self.raw_offset(span.end))

    def raw_edits(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        r"""Return edits of the rules' text as edits of the raw text.

        The line ends in replacements become what most lines of the file have.
        """
        if self.newline == "\n" and not self.pairs:
            return edits
        return tuple(
            Edit(self.raw_span(span), new.replace("\n", self.newline)) for span, new in edits
        )
