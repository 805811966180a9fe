r"""JSON as it is written: where a value stands, and how its string spells each character.

A record is never written anew from what was read of it: numbers such as `1e400` or `-0`, keys
that come twice, escapes and spaces would not survive.
"""

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from scrapelint.document import Span

DEEPEST = 200
"""How deep lists and objects may be nested; records of articles are not."""

_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)
"""No string has to be closed, so that each character is looked at once."""
_FILLED = re.compile(r"\S")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_ESCAPED = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.",
    re.DOTALL,
)
_NON_ASCII_ESCAPE = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
_WITH_CAPITALS = re.compile(r"\\u(?!00[0-7])(?=[0-9a-fA-F]{4})[0-9a-f]{0,3}[A-F]")
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ALWAYS = re.compile('["\\\\\x00-\x1f\u2028\u2029\ud800-\udfff]')
_BEYOND_ASCII = re.compile('["\\\\\x00-\x1f\x7f-\U0010ffff]')


class BadJsonError(ValueError):
    """Something that is not JSON; the message says what."""


def load(raw: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return the value that a JSON text stands for, its numbers as they are written.

    Of two equal keys the last counts. Raises BadJsonError.
    """
    if raw.count("[") + raw.count("{") > DEEPEST and _depth(raw) > DEEPEST:
        raise BadJsonError(f"nested more than {DEEPEST} deep")
    try:
        return _DECODER.decode(raw)
    except json.JSONDecodeError as error:
        told = error.msg[:1].lower() + error.msg[1:]
        raise BadJsonError(f"{told} at column {error.pos + 1}") from None


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def _no_number(name: str) -> None:
    raise BadJsonError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=_no_number)


def _depth(raw: str) -> int:
    """Return how deep brackets are nested."""
    depth = deepest = 0
    for match in _BRACKET.finditer(raw):
        sign = raw[match.start()]
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def locate(raw: str, path: Sequence[str]) -> list[Span]:
    """Return where the values under a path stand in the JSON text of an object, quotes included.

    There are several if the last key of the path, or one before it, comes twice.
    """
    return list(_values(raw, Span(0, len(raw)), path))


def _values(raw: str, within: Span, path: Sequence[str]) -> Iterator[Span]:
    for key, value in _members(raw, within):
        if key == path[0]:
            if len(path) == 1:
                yield value
            else:
                yield from _values(raw, value, path[1:])


def _members(raw: str, within: Span) -> Iterator[tuple[str, Span]]:
    """Yield the keys of an object, unescaped, and where their values stand; of no object, none."""
    mark = _filled(raw, within.start)
    while raw[mark] in "{,":
        start = _filled(raw, mark + 1)
        if raw[start] == "}":  # an object without members
            return
        key, end = _DECODER.raw_decode(raw, start)
        start = _filled(raw, raw.index(":", end) + 1)
        end = _end(raw, start)
        yield key, Span(start, end)
        mark = _filled(raw, end)


def _end(raw: str, start: int) -> int:
    """Return where the value ends that begins there; a string may be long, and is not copied."""
    string = _STRING.match(raw, start)
    return string.end() if string else _DECODER.raw_decode(raw, start)[1]


def _filled(raw: str, at: int) -> int:
    """Return where the next character stands that is no white space; there is one."""
    found = _FILLED.search(raw, at)
    if found is None:
        raise BadJsonError("ends too soon")
    return found.start()


@dataclass(frozen=True)
class JsonText:
    """The text under a path in a JSON object, as it is written; looked for when it is needed."""

    data: bytes
    path: tuple[str, ...]
    found: Span | None = None

    @cached_property
    def span(self) -> Span:
        """Return where the string stands, quotes included; the last one if the key comes twice."""
        return self.found or self._places[-1]

    def unsure(self) -> str:
        """Return that the key comes twice if it does; an empty text if not."""
        return "is there twice" if self.found is None and len(self._places) > 1 else ""

    @cached_property
    def _places(self) -> list[Span]:
        return locate(self.data.decode(), self.path)

    def decoded(self) -> str:
        """Return the text, or an empty one where what is written is no string."""
        try:
            start, end = self.span
            value, ended = _DECODER.raw_decode(self.data.decode(), start)
        except ValueError:
            return ""
        return value if isinstance(value, str) and ended == end else ""

    def within(self, data: bytes, grown: int) -> Self:
        """Return the same in another JSON text, where it is so many characters longer."""
        return replace(self, data=data, found=Span(self.span.start, self.span.end + grown))

    def offset(self, at: int) -> int:
        """Return where a character of the decoded string stands in the JSON text."""
        decoded, written = self._runs
        index = bisect_right(decoded, at) - 1
        return written[index] + at - decoded[index]

    @cached_property
    def _runs(self) -> "tuple[array[int], array[int]]":
        """Return where characters begin that are written as themselves, decoded and as written."""
        at, end = self.span.start + 1, self.span.end - 1
        decoded, written = array("q", [0]), array("q", [at])
        for escape in _ESCAPED.finditer(self.data.decode(), at, end):
            decoded.append(decoded[-1] + escape.start() - at + 1)
            at = escape.end()
            written.append(at)
        return decoded, written

    def escaped(self, text: str) -> str:
        """Return a text as it stands in this string: in the same style, without quotes."""
        text = (_BEYOND_ASCII if self._is_ascii else _ALWAYS).sub(self._escape, text)
        return text.replace("/", "\\/") if self._escapes_slashes else text

    @property
    def _written_text(self) -> str:
        start, end = self.span
        return self.data.decode()[start:end]

    @cached_property
    def _is_ascii(self) -> bool:
        """Tell whether other characters are escaped; what does not tell goes by the record."""
        written = self._written_text
        if not written.isascii():
            return False
        return bool(_NON_ASCII_ESCAPE.search(written)) or self.data.isascii()

    @cached_property
    def _escapes_slashes(self) -> bool:
        text = self._written_text
        return "\\/" in text and text.count("/") == text.count("\\/")

    @cached_property
    def _is_upper(self) -> bool:
        """Tell whether escapes are written with capital letters."""
        return bool(_WITH_CAPITALS.search(self._written_text))

    def _escape(self, match: re.Match[str]) -> str:
        sign = match[0]
        if sign in _SHORT:
            return _SHORT[sign]
        if sign == "\x7f":
            return sign
        units = sign.encode("utf-16-be", "surrogatepass")
        codes = [int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2)]
        form = "\\u{:04X}" if self._is_upper else "\\u{:04x}"
        return "".join(map(form.format, codes))
