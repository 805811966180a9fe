"""Embeds that became text: known by how they end, sometimes by how they begin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import (
    Detector,
    Expression,
    Match,
    Telltales,
    compiled,
    excision,
    matches,
    place,
)
from scrapelint.document import Document, Span
from scrapelint.language import change, voters

_LINKS = re.compile(r"(?:https?://|pic\.twitter\.com/)\S+")
_TAGS = re.compile(r"[#@]\w+")
_WORD = re.compile(r"\w")
_CASED = re.compile(r"(?<![^\s])[^\sa-zß-öø-ÿ]")
"""A word that does not begin with a small letter."""
_QUOTED = re.compile(r"[ \t]*>")
_REACH = 1000
"""Characters before its end, links and all, in which an embed is looked for."""


@dataclass(frozen=True)
class Region(Detector):
    """Text from where an embed begins to where it ends.

    It ends where one of `ends` matches. It begins where the last match of `begins` in front of
    that does (at its group `found` if it has one); else where the language changes; else at the
    start of the line or the end of the embed before, provided that no more than `limit`
    characters (links aside) lie between. When more lie there, other text stands in front, and
    only what must be the embed's is taken: the last sentence, begun where one of `breaks`
    says, or as many more as are full of #tags and @names. With no such sentence it is the end
    itself and what matches `tail` directly before it. With `above`, an end alone on its line, or
    with its tail, belongs to the line above it. Text at the start of the line that matches
    `skip` is no part of it.
    """

    ends: tuple[Expression, ...]
    begins: tuple[Expression, ...] = ()
    tail: tuple[Expression, ...] = ()
    skip: tuple[Expression, ...] = ()
    breaks: tuple[Expression, ...] = ()
    """Where a sentence may begin: at the end of the group `found`; matches without it do not."""
    above: bool = False
    limit: int = 300

    def telltales(self) -> Telltales:
        """Return what an embed ends in."""
        return Telltales(self.ends)

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the embeds, to be taken out; where one begins nobody knows, it is left in."""
        done = 0
        for end in sorted(Span(*m.span()) for e in self.ends for m in matches(document, e)):
            if end.start < done:
                continue
            front = self._front(document, end, done)
            start = self._start(document, front)
            if start is None:
                span = Span(self._tail(document, front), end.end)
                yield Match(span, (), "where it begins cannot be told")
            else:
                span = Span(start, end.end)
                yield Match(span, (excision(document, span),))
            done = span.end

    def _front(self, document: Document, end: Span, done: int) -> Span:
        """Return what an embed may hold in front of its end: the rest of its line or lines."""
        text, lines = document.text, document.lines
        number = document.position(end.start).line - 1
        if _QUOTED.match(text, *lines[number]):
            while lines[number].start > done and _QUOTED.match(text, *lines[number - 1]):
                number -= 1
        elif self.above and self._is_bare(text[max(lines[number].start, done) : end.start]):
            number -= 1
            while lines[max(number, 0)].start > done and not document[lines[number]].strip():
                number -= 1
            number = max(number, 0)
        return Span(max(lines[number].start, done), end.start)

    def _is_bare(self, text: str) -> bool:
        for expression in self.tail:
            text = compiled(expression).sub("", text)
        return not text.strip()

    def _start(self, document: Document, front: Span) -> int | None:
        """Return where an embed begins, or None if that cannot be told."""
        text = document.text
        if _QUOTED.match(text, *front):
            return document.strip(front).start
        for expression in self.skip:
            match = compiled(expression).match(text, *front)
            front = Span(match.end(), front.end) if match else front
        if begins := [place(m).start for e in self.begins for m in _between(e, text, front)]:
            return max(begins)
        found = [m for e in self.breaks for m in _between(e, text, front)]
        breaks = sorted(match.end("found") for match in found if match["found"])
        turn = self._turn(document, front, breaks)
        if turn is not None:
            return turn
        if _size(text, front) <= self.limit:
            return document.strip(front).start
        return self._least(document, front, breaks)

    def _turn(self, document: Document, front: Span, breaks: list[int]) -> int | None:
        """Return where the text in front goes over to another language, if it does."""
        words = voters(_LINKS.sub(_blank, document[front]))
        for least in (2, 1):
            between = change(words, document.language, least)
            if between is None:
                continue
            start, end = front.start + between.start, front.start + between.end
            inside = [b for b in breaks if start <= b <= end]
            if least > 1 and not inside:  # a heading: it has no stop
                inside = [m.start() for m in _CASED.finditer(document.text, start, end + 1)]
            if inside:
                return inside[-1]
        return None

    def _least(self, document: Document, front: Span, breaks: list[int]) -> int | None:
        """Return where that part begins which must be the embed's."""
        text = document.text
        near = [b for b in breaks if b >= front.end - _REACH]
        near = [b for b in near if _size(text, Span(b, front.end)) <= self.limit]
        if not near:
            return None
        ends = [*near[1:], front.end]
        parts = [(b, _LINKS.sub("", text[b:end])) for b, end in zip(near, ends, strict=True)]
        worded = [(b, part) for b, part in parts if _WORD.search(_TAGS.sub("", part))]
        tagged = [b for b, part in worded if _TAGS.search(part)]
        return min([*tagged[:1], worded[-1][0]]) if worded else None

    def _tail(self, document: Document, front: Span) -> int:
        tails = [m for e in self.tail for m in _between(e, document.text, front)]
        starts = [m.start() for m in tails if not document.text[m.end() : front.end].strip()]
        return min(starts, default=front.end)


def _size(text: str, span: Span) -> int:
    return len(_LINKS.sub("", text[span.start : span.end]).strip())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _between(expression: Expression, text: str, span: Span) -> Iterator[re.Match[str]]:
    return compiled(expression).finditer(text, *span)
