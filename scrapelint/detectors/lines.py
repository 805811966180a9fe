"""Whole lines that are nothing but a label: buttons, advertisements, menus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scrapelint.detectors.base import Match, excision
from scrapelint.document import Document, Span

_DECORATION = re.compile(r"^[\W_]+|[\W_]+$")
_SPACE = re.compile(r"\s+")


def plain(line: str) -> str:
    """Return a line as it is compared: no case, no marks at its ends, single spaces."""
    return _SPACE.sub(" ", _DECORATION.sub("", line)).casefold()


@dataclass(frozen=True)
class Lines:
    """Lines that consist of one of the labels, marks at the ends aside.

    `at_least` asks for that many such lines in the document before any is reported: some
    labels are also headings.
    """

    labels: tuple[str, ...]
    at_least: int = 1

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(map(plain, self.labels))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the lines, to be taken out whole."""
        longest = max(map(len, self.labels)) + 12
        found = [
            span
            for span in map(document.strip, document.lines)
            if 0 < span.end - span.start <= longest and plain(document[span]) in self._plain
        ]
        if len(found) >= self.at_least:
            yield from (Match(span, (excision(document, Span(*span)),)) for span in found)
