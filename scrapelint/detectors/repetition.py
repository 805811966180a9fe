"""Paragraphs and passages that stand in a document twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scrapelint.detectors.base import Detector, Match, excision
from scrapelint.document import Document, Span, SpanSet, once
from scrapelint.late import late
from scrapelint.repeats import repeats

_LETTER = late(r"[^\W\d_]{2}")
_WHOLE = 60
"""Characters from which a paragraph that comes again whole is no passage."""
_GOOD_PART = 0.35
"""Share of a document that its copies make out when it was taken twice."""

_Copies = tuple[tuple[int, Span], ...]
"""Copies, each after the place of the first."""
_Finder = Callable[[Document, int], Iterable[tuple[int, Span]]]
"""Returns the copies of a least length."""


@dataclass(frozen=True)
class Repetition(Detector):
    """What comes again in a document.

    `paragraph`: one of at least `least` characters, letter for letter, white space and marks
    aside. `copy`: one that differs from an earlier one by the spelling of some words or by
    words left out. `passage`: at least `least` words inside paragraphs, which may differ here
    and there. `line`: the same line twice in a row, shorter than a paragraph. `most`: as many
    paragraphs and copies as make out a good part of the document.
    """

    unit: Literal["paragraph", "copy", "passage", "line", "most"]
    least: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield each copy after the first; all but passages can be taken out."""
        if self.unit == "passage":
            return _passages(document, self.least)
        if self.unit == "most":
            return _most(document, self.least)
        finds: dict[str, _Finder] = {"paragraph": _again, "copy": _copies, "line": _lines}
        return (
            Match(span, (excision(document, span),), _first_on(document, first))
            for first, span in finds[self.unit](document, self.least)
        )


@once
def _again(document: Document, least: int) -> _Copies:
    """Return the paragraphs that are an earlier one."""
    return _copies_of(document, repeats(document).again(least))


@once
def _copies(document: Document, least: int) -> _Copies:
    """Return the paragraphs that are nearly an earlier one."""
    return _copies_of(document, repeats(document).copies(least))


def _copies_of(document: Document, numbers: Iterable[tuple[int, int]]) -> _Copies:
    spans = document.paragraphs
    return tuple((spans[first].start, spans[number]) for first, number in numbers)


def _lines(document: Document, least: int) -> Iterator[tuple[int, Span]]:
    """Yield lines that follow themselves, nothing but blank ones between."""
    for first, again in pairwise(document.filled_lines):
        size = again.end - again.start
        if size == first.end - first.start and least <= size < _WHOLE:
            text = document[again]
            if document[first] == text and _LETTER.search(text):
                yield first.start, again


def _whole(document: Document) -> list[Span]:
    """Return the paragraphs that are an earlier one, or nearly."""
    return [span for find in (_again, _copies) for _, span in find(document, _WHOLE)]


def _most(document: Document, least: int) -> Iterator[Match]:
    """Yield the start of a document if its copies are a good part of it."""
    copies = _whole(document)
    if len(copies) < least:
        return
    again = sum(span.end - span.start for span in copies)
    whole = sum(span.end - span.start for span in document.paragraphs)
    if again >= _GOOD_PART * whole:
        yield Match(Span(0, 0), (), f"{len(copies)} paragraphs come again")


def _passages(document: Document, least: int) -> Iterator[Match]:
    """Yield the passages that come again, but for those that copies of paragraphs hold."""
    found = repeats(document).passages(least)
    copies = SpanSet(_whole(document) if found else ())
    for first, start, end in found:
        place = Span(start, end)
        if not copies.overlaps(place):
            yield Match(place, (), _first_on(document, first))


def _first_on(document: Document, offset: int) -> str:
    return f"first on line {document.position(offset).line}"
