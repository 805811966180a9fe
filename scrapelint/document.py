"""One article as the rules see it: its text, lines, paragraphs, language and masks."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from scrapelint.scan.scanner import Hits

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
UNKNOWN = "unknown"

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


class Span(NamedTuple):
    """A half-open range of characters, counted from 0."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: "Span") -> bool:
        """Tell whether the two share a character or a border."""
        return self.start <= other.end and other.start <= self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """A place for people: line and column, both counted from 1."""

    line: int
    column: int


class SpanSet:
    """Many spans, merged where they meet, for quick questions about places."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        """Take the spans; their order does not matter. They are asked for when one is needed."""
        self._given = spans

    @cached_property
    def _spans(self) -> list[Span]:
        """Return the spans, those that meet as one."""
        merged: list[Span] = []
        for span in sorted(self._given):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(Span(*span))
        return merged

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self._spans]

    def __iter__(self) -> Iterator[Span]:
        """Yield the merged spans, in the order of the text."""
        return iter(self._spans)

    def union(self, spans: Iterable[Span]) -> "SpanSet":
        """Return these and further spans."""
        return SpanSet(chain(self, spans))

    def _last_at(self, offset: int) -> Span | None:
        index = bisect_right(self._starts, offset)
        return self._spans[index - 1] if index else None

    def touches(self, span: Span) -> bool:
        """Tell whether any of them shares a character or a border with the span."""
        last = self._last_at(span.end)
        return last is not None and last.end >= span.start

    def overlaps(self, span: Span) -> bool:
        """Tell whether any of them shares a character with the span."""
        last = self._last_at(span.end - 1)
        return last is not None and last.end > span.start

    def covers(self, span: Span) -> bool:
        """Tell whether one of them holds the whole span."""
        last = self._last_at(span.start)
        return last is not None and last.covers(span)


@dataclass(frozen=True)
class Document:
    r"""One article; every line of `text` ends in ``\n`` (see `lineends`)."""

    text: str
    language: str = UNKNOWN
    masks: SpanSet = field(default_factory=SpanSet)
    hits: Hits | None = field(default=None, compare=False, repr=False)
    """Where the expressions of the rules may match, if that was looked for."""

    def masked(self, masks: SpanSet) -> "Document":
        """Return the same document with other masks; what was worked out of its text is kept."""
        document = replace(self, masks=masks)
        vars(document).update({**vars(self), "masks": masks})
        return document

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        r"""Return the spans of the lines, without their ``\n``."""
        starts = [*accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0)]
        return tuple(Span(start, after - 1) for start, after in pairwise(starts))

    @cached_property
    def filled_lines(self) -> tuple[Span, ...]:
        """Return the spans of the lines that are not blank."""
        return tuple(line for line in self.lines if self[line].strip())

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Return the text between blank lines; in a text without any, the lines.

        Blank paragraphs are left out; the spans carry no white space at their ends.
        """
        if not _BLANK_LINES.search(self.text.strip("\n")):
            spans = self.lines
        else:
            breaks = [match.span() for match in _BLANK_LINES.finditer(self.text)]
            starts = [0, *(end for _, end in breaks)]
            ends = [*(start for start, _ in breaks), len(self.text)]
            spans = tuple(map(Span, starts, ends))
        return tuple(span for span in map(self.strip, spans) if span.end > span.start)

    def strip(self, span: Span) -> Span:
        """Return the span without the white space at its ends."""
        start = self.after_space(*span)
        return Span(start, self.before_space(start, span.end))

    def after_space(self, start: int, end: int) -> int:
        """Return the first offset in a range at which there is no white space, or its end."""
        while start < end and self.text[start].isspace():
            start += 1
        return start

    def before_space(self, start: int, end: int) -> int:
        """Return the offset in a range behind which there is nothing but white space."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return end

    def line_at(self, offset: int) -> Span:
        """Return the span of the line that holds the offset."""
        return self.lines[self.position(offset).line - 1]

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset, for people."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def __getitem__(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]
