"""Escapes of JSON and programming languages that were never decoded."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_ESCAPES = re.compile(r"(?<!\\)(?:\\u[0-9a-fA-F]{4})+")
_QUOTES = "\"'`“”«»"
_NARROW = " \xa0\u202f"


@dataclass(frozen=True)
class Escapes(Detector):
    r"""Characters written as ``\u00e9``; not one alone in quotation marks, which is an example."""

    def telltales(self) -> Telltales:
        """Return the escapes."""
        return Telltales((Expression(_ESCAPES.pattern),))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the escapes, with the characters they stand for."""
        text = document.text
        for match in _ESCAPES.finditer(text):
            span = Span(*match.span())
            before = text[max(0, span.start - 2) : span.start].rstrip(_NARROW)
            after = text[span.end : span.end + 2].lstrip(_NARROW)
            if before and after and before[-1] in _QUOTES and after[0] in _QUOTES:
                continue
            meant = json.loads(f'"{match[0]}"')
            if meant.isprintable() or meant.isspace():
                yield Match(span, (Edit(span, meant),))
