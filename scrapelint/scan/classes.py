"""Which bytes a part of an expression that is one character matches.

A set of bytes is a whole number with a bit for each.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from scrapelint.codes import parser
from scrapelint.scan.projection import bytes_of

_compiler: Any = import_module("re._compiler")
LINE_END = 1 << 0x0A
_RANGE = 5000
"""Characters of a range of which each is looked at."""
_SAMPLE = "".join(
    chr(n)
    for n in (
        *range(0xD800),
        *range(0xE000, 0xE010),
        *range(0xF8F0, 0x10000),
        *range(0x10000, 0x20000, 37),
    )
)
"""Characters that stand for all of their kind; those named in an expression are looked at too."""


def bytes_of_node(kind: str, value: Any, flags: int, *, negated: bool = False) -> int:  # noqa: ANN401
    """Return the bytes of the characters that a node matches, or of those it does not."""
    return _bytes_of(kind, _frozen(value), flags & _RELEVANT, negated)


_RELEVANT = parser.SRE_FLAG_IGNORECASE | parser.SRE_FLAG_DOTALL


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@cache
def _bytes_of(kind: str, value: Any, flags: int, negated: bool) -> int:  # noqa: ANN401, FBT001
    """Ask Python itself about every character that matters."""
    state = parser.State()
    state.flags = flags | parser.SRE_FLAG_UNICODE
    node: Any = (getattr(parser, kind), list(value) if kind == "IN" else value)
    if negated:
        node = (parser.ASSERT_NOT, (1, parser.SubPattern(state, [node])))
        nodes: list[Any] = [node, (parser.ANY, None)]
        state.flags |= parser.SRE_FLAG_DOTALL
    else:
        nodes = [node]
    pattern = _compiler.compile(parser.SubPattern(state, nodes), state.flags)
    named = {n for code in _codes(kind, value) for n in (code - 1, code, code + 1)}
    sample = _SAMPLE + "".join(chr(n) for n in named if 0 <= n < 0x110000)
    return bytes_of(set(pattern.findall(sample)))


def _codes(kind: str, value: Any) -> Iterator[int]:  # noqa: ANN401
    """Yield the numbers of the characters that a node names."""
    if kind in {"LITERAL", "NOT_LITERAL"}:
        yield value
    elif kind == "RANGE":
        low, high = value
        yield from range(low, high, 1 + (high - low) // _RANGE)
        yield high
    elif kind == "IN":
        for name, entry in value:
            yield from _codes(str(name), entry)


@cache
def letter(found: int) -> str:
    """Return the character that a set of bytes is, a small letter for one in either case."""
    characters = {chr(byte).lower() for byte in range(256) if found >> byte & 1}
    either = found.bit_count() == 2 and len(characters) == 1
    if found.bit_count() == 1:
        return chr(found.bit_length() - 1)
    return characters.pop() if either else ""
