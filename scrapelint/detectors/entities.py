"""HTML entities that were never decoded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Match
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_ENTITY = re.compile(
    r"&(?:amp;)*(?P<name>amp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
)
_ADDRESS = re.compile(r"(?:://|www\.)\S*\Z")
_LONGEST_ADDRESS = 2048


@dataclass(frozen=True)
class Entities:
    """Named and numeric entities of HTML, escaped once or more often; not those in addresses."""

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the entities, with the character each stands for."""
        for match in _ENTITY.finditer(document.text):
            span = Span(*match.span())
            meant = html.unescape(f"&{match['name']};")
            if len(meant) > 2 or not meant or "\ufffd" in meant or meant < " ":
                continue  # no entity of HTML, or one that stands for nothing that can be shown
            front = document.text[max(0, span.start - _LONGEST_ADDRESS) : span.start]
            if not _ADDRESS.search(front):
                yield Match(span, (Edit(span, meant),))
