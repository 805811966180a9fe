"""Paragraphs whose lines were broken at a fixed width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales
from scrapelint.document import Document, Span
from scrapelint.finding import Edit
from scrapelint.wrapping import Break, broken_words, wraps

_DASH_AT_END = re.compile(r"\w—$")
_UNSPACED_DASH = re.compile(r"\w—\w")
_SPACED_DASH = re.compile(r"\w— ")


@dataclass(frozen=True)
class Wraps(Detector):
    """Paragraphs whose lines were broken at a fixed width, to be joined with a space.

    The line ends inside a word are left to `hyphens`; a hyphen before one of `conjunctions`
    is no such place, as the part that the word shares comes later.
    """

    conjunctions: tuple[str, ...] = ()

    def telltales(self) -> Telltales:
        """Return a line that begins with a small letter."""
        return Telltales((Expression(r"\n[^\S\n]*[^\W\d_A-ZÀ-ÖØ-Þ]"),))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the paragraphs, each with the edits of its line ends."""
        words = [span for span, _, _ in broken_words(document, self.conjunctions)]
        inside = {document.position(span.start).line for span in words}
        for paragraph in _paragraphs(wraps(document)):
            whole = document.strip(Span(paragraph[0].before.start, paragraph[-1].after.end))
            edits = tuple(
                _joined(document, pair)
                for pair in paragraph
                if document.position(pair.before.start).line not in inside
            )
            yield Match(whole, edits, f"{len(paragraph) + 1} lines")


def _paragraphs(breaks: tuple[Break, ...]) -> Iterator[list[Break]]:
    """Yield the breaks that follow each other line by line."""
    paragraph: list[Break] = []
    for pair in breaks:
        if paragraph and pair.before != paragraph[-1].after:
            yield paragraph
            paragraph = []
        paragraph.append(pair)
    if paragraph:
        yield paragraph


def _joined(document: Document, pair: Break) -> Edit:
    """Return the edit that puts one space, or none after a dash if dashes have none here."""
    before, after = document[pair.before], document[pair.after]
    gap = Span(pair.before.end, pair.after.start + len(after) - len(after.lstrip(" \t")))
    unspaced = (
        before.endswith("—")
        and _DASH_AT_END.search(before)
        and _UNSPACED_DASH.search(document.text)
        and not _SPACED_DASH.search(document.text)
    )
    return Edit(gap, "" if unspaced else " ")
