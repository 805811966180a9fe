"""Embeds that became text: known by how they end, sometimes by how they begin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from scrapelint.detectors.base import Expression, Match, compiled, excision
from scrapelint.document import Document, Span

_LINKS = re.compile(r"(?:https?://|pic\.twitter\.com/)\S+")


@dataclass(frozen=True)
class Region:
    """Text from where an embed begins to where it ends, within one line.

    It ends where one of `ends` matches. It begins where the last match of `begins` in front of
    that does; else at the start of the line or the end of the embed before, provided that no
    more than `limit` characters (links aside) lie between. When more lie there, other text
    stands in front and where the embed begins cannot be known: the place is then only the end
    itself and what matches `tail` directly before it. Text at the start of the line that
    matches `skip` is no part of it.
    """

    ends: tuple[Expression, ...]
    begins: tuple[Expression, ...] = ()
    tail: tuple[Expression, ...] = ()
    skip: tuple[Expression, ...] = ()
    limit: int = 300

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the embeds, to be taken out."""
        done = 0
        for end in sorted(chain.from_iterable(_spans(e, document.text) for e in self.ends)):
            if end.start < done:
                continue
            floor = max(document.line_at(end.start).start, done)
            span = Span(self._start(document, Span(floor, end.start)), end.end)
            yield Match(span, (excision(document, span),))
            done = span.end

    def _start(self, document: Document, front: Span) -> int:
        text = document.text
        for expression in self.skip:
            match = compiled(expression).match(text, front.start, front.end)
            front = Span(match.end(), front.end) if match else front
        begins = [m.start() for e in self.begins for m in _between(e, text, front)]
        if begins:
            return max(begins)
        if len(_LINKS.sub("", document[front]).strip()) <= self.limit:
            return document.strip(front).start
        tails = [m.start() for e in self.tail for m in _between(e, text, front)]
        return min((s for s in tails if not text[s : front.end].strip("\n")), default=front.end)


def _spans(expression: Expression, text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in compiled(expression).finditer(text))


def _between(expression: Expression, text: str, span: Span) -> Iterator[re.Match[str]]:
    return compiled(expression).finditer(text, *span)
