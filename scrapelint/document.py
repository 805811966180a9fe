"""One article as the rules see it: its text, lines, paragraphs, language and masks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from itertools import chain
from typing import Any, TypeVar, TypeVarTuple

from scrapelint.layout import Layout
from scrapelint.scan.scanner import Hits
from scrapelint.span import Position, Span, spans

__all__ = ["LANGUAGES", "UNKNOWN", "Document", "Position", "Span", "SpanSet", "once"]

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
UNKNOWN = "unknown"
_NOTHING = Layout("")
_Asked = TypeVarTuple("_Asked")
_Told = TypeVar("_Told")
_Expression = TypeVar("_Expression", bound=str)


class SpanSet:
    """Many spans, merged where they meet, for quick questions about places."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        """Take the spans; their order does not matter. They are asked for when one is needed."""
        self._given = spans

    @cached_property
    def _sides(self) -> tuple[list[int], list[int]]:
        """Return where the spans start and where they end, those that meet as one."""
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(self._given):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return starts, ends

    def __iter__(self) -> Iterator[Span]:
        """Yield the merged spans, in the order of the text."""
        return spans(zip(*self._sides, strict=True))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._sides[0])

    def union(self, spans: Iterable[Span]) -> "SpanSet":
        """Return these and further spans."""
        return SpanSet(chain(self, spans))

    def touches(self, span: Span) -> bool:
        """Tell whether any of them shares a character or a border with the span."""
        starts, ends = self._sides
        before = bisect_right(starts, span.end)
        return before > 0 and ends[before - 1] >= span.start

    def overlaps(self, span: Span) -> bool:
        """Tell whether any of them shares a character with the span."""
        starts, ends = self._sides
        before = bisect_left(starts, span.end)
        return before > 0 and ends[before - 1] > span.start

    def covers(self, span: Span) -> bool:
        """Tell whether one of them holds the whole span."""
        starts, ends = self._sides
        before = bisect_right(starts, span.start)
        return before > 0 and ends[before - 1] >= span.end


@dataclass(frozen=True, eq=False)
class Document:
    r"""One article; every line of `text` ends in ``\n`` (see `lineends`)."""

    text: str
    language: str = UNKNOWN
    masks: SpanSet = field(default_factory=SpanSet)
    hits: Hits | None = field(default=None, repr=False)
    """Where the expressions of the rules may match, if that was looked for."""
    layout: Layout = field(default=_NOTHING, repr=False)
    """Where its lines are; a document with the same text and other masks takes it over."""
    known: dict[object, Any] = field(default_factory=dict, init=False, repr=False)
    """What was worked out of it: see `once`."""

    def __post_init__(self) -> None:
        """Lay the text out, unless that was done."""
        if self.layout.text is not self.text:
            object.__setattr__(self, "layout", Layout(self.text))

    def masked(self, masks: SpanSet) -> "Document":
        """Return the same document with other masks."""
        return Document(self.text, self.language, masks, self.hits, self.layout)

    def scanned(self, hits: Hits | None) -> "Document":
        """Return the same document with what was looked for in it."""
        return Document(self.text, self.language, self.masks, hits, self.layout)

    def possible(self, expressions: tuple[_Expression, ...]) -> Sequence[_Expression]:
        """Return those of some expressions that may match, as far as they were looked for."""
        return self.hits.possible(expressions) if self.hits else expressions

    @property
    def lines(self) -> tuple[Span, ...]:
        r"""Return the spans of the lines, without their ``\n``."""
        return self.layout.lines

    @property
    def filled_lines(self) -> tuple[Span, ...]:
        """Return the spans of the lines that are not blank, without white space at their ends."""
        return self.layout.filled

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """Return the text between blank lines; in a text without any, the lines.

        Blank paragraphs are left out; the spans carry no white space at their ends.
        """
        return self.layout.paragraphs

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
        return self.layout.line(self.layout.number_at(offset))

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset, for people."""
        return self.layout.position(offset)

    def __getitem__(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]


def once(
    function: Callable[[Document, *_Asked], _Told],
) -> Callable[[Document, *_Asked], _Told]:
    """Let a function of a document remember what it returned, as long as there is the document.

    That must not hold the document itself: nothing of a text is to outlive it.
    """

    @wraps(function)
    def remembering(document: Document, *asked: *_Asked) -> _Told:
        known, key = document.known, (function, *asked)
        if key not in known:
            known[key] = function(document, *asked)
        told: _Told = known[key]
        return told

    return remembering
