"""HTML entities that were never decoded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scrapelint.detectors.base import Detector, Expression, Match, Telltales
from scrapelint.document import Document, Span
from scrapelint.finding import Edit

_WHOLE = re.compile(
    r"&(?:amp;)*(?P<name>amp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
)
_FRAGMENT_NAMES = (
    "nbsp|quot|[lr][sd]quo|[lr]aquo|hellip|[nm]dash|szlig|oelig|[cC]cedil|[nN]tilde|[aoAO]tilde"
    "|[aeiouAEIOU](?:acute|grave|circ|uml)|#(?:0?39|8211|8212|8216|8217|8220|8221|8230|160)"
)
_WITHOUT_END = re.compile(rf"&(?P<name>{_FRAGMENT_NAMES})(?![\w;=])")
_WITHOUT_START = re.compile(rf"(?<![&;#])(?P<name>{_FRAGMENT_NAMES});\Z")
_LONGEST_FRAGMENT = 8
_NO_ADDRESS = re.compile(r"[\s\"<>]")
_ADDRESS = re.compile(r"(?:://|www\.).*")
_ENDS_ADDRESS = frozenset('"<>\xa0')
_LONGEST_ADDRESS = 2048


@dataclass(frozen=True)
class Entities(Detector):
    """Named and numeric entities of HTML, escaped once or more often; not those in addresses.

    With `broken`, those that have lost their `&` or their `;`.
    """

    broken: bool = False

    def telltales(self) -> Telltales:
        """Return the marks of an entity."""
        return Telltales((Expression("[&;]"),) if self.broken else (Expression(_WHOLE.pattern),))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the entities, with the character each stands for."""
        entities = _fragments if self.broken else _WHOLE.finditer
        for match in entities(document.text):
            span = Span(*match.span())
            meant = _meant(match["name"])
            if len(meant) > 2 or not meant or "\ufffd" in meant or meant < " ":
                continue  # no entity of HTML, or one that stands for nothing that can be shown
            if not _is_in_address(document.text, span, meant):
                yield Match(span, (Edit(span, meant),))


@lru_cache(1024)
def _meant(name: str) -> str:
    return html.unescape(f"&{name};")


def _fragments(text: str) -> list[re.Match[str]]:
    """Return the entities without `&` or `;`, in order."""
    ends = (match.end() for match in re.finditer(";", text))
    found = (_WITHOUT_START.search(text, max(0, end - _LONGEST_FRAGMENT), end) for end in ends)
    return sorted([*filter(None, found), *_WITHOUT_END.finditer(text)], key=re.Match.start)


def _is_in_address(text: str, span: Span, meant: str) -> bool:
    """Tell whether an entity is part of an address; some characters never are."""
    front = text[max(0, span.start - _LONGEST_ADDRESS) : span.start]
    last = max(front.rfind("://"), front.rfind("www."))
    if last < 0 or meant in _ENDS_ADDRESS or _NO_ADDRESS.search(front, last):
        return False
    address = _ADDRESS.search(_NO_ADDRESS.split(front)[-1])
    parts = (html.unescape(match[0]) for match in _WHOLE.finditer(address[0] if address else ""))
    return not any(part in _ENDS_ADDRESS for part in parts)
