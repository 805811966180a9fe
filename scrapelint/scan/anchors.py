"""What every match of an expression holds: a short, rare piece that a scanner can look for.

The piece is written for bytes (see `projection`) and may match more than the expression does,
never less: lookaround is left out or taken in as a character of its own, and of a long expression
only the rarest parts in a row are looked for.
"""

import re
from collections.abc import Iterator
from functools import cache, reduce
from importlib import import_module
from itertools import combinations_with_replacement
from math import inf, prod
from operator import and_, itemgetter, or_
from typing import Any, NamedTuple

from scrapelint.codes import CHARACTER, parser
from scrapelint.scan.projection import bytes_of

_compiler: Any = import_module("re._compiler")
_EVERY = (1 << 256) - 1
_LINE_END = 1 << 0x0A
_ENOUGH = 1e-11
"""How often a piece may be expected at a place before it need not be longer."""
_LONG, _NARROW = 6, 0.25
"""Repeats beyond the one are as good as endless, and no piece holds them: Hyperscan is slow with
some, and with hundreds of pieces that had them it lost matches now and then. Of characters rarer
than the other, that many in a row are looked for instead."""
_LONGEST = 6_000
"""Characters of the longest expression that a scanner is given."""
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
_LETTER, _CAPITAL, _DIGIT, _MARK, _RARE = 0.2, 0.02, 0.03, 0.003, 0.0005
"""How often characters of a kind stand where one may, most letters being told by those before."""
_FREQUENT = {" ": 0.2, ",": 0.015, ".": 0.015, "\n": 0.01}
_EDGE = 1e-4
"""How often a place is the start or the end of a text."""


class Anchor(NamedTuple):
    """A piece as an expression for bytes, and how far before its end a match begins."""

    expression: str
    least: int
    most: float


class _Piece(NamedTuple):
    """A part of an expression: how likely it is at a place, and its least and greatest width.

    A loose one may be empty. A guard has no width: it says what bytes stand before or after.
    """

    text: str
    chance: float = 1.0
    least: int = 0
    most: float = 0
    loose: bool = False
    before: int = _EVERY
    after: int = _EVERY
    edge: str = ""
    """The start or end of the text, for a guard that asks for it."""
    endless: bool = False
    """Whether something in it is repeated without end: then `text` is the best piece in it."""
    overflow: tuple[str, ...] = ()
    """What stands in a match in which it is repeated more often than in `text`."""
    single: int = 0
    """The bytes of a part that is one character, or the same character several times."""

    @property
    def is_guard(self) -> bool:
        """Tell whether it says only what stands beside it."""
        return not (self.text or self.endless)


def anchor(expression: str, flags: int) -> Anchor | None:
    """Return the rarest piece of an expression, or None if nothing of it need be there.

    The text is to be scanned with a line end put before and behind it.
    """
    try:
        tree = parser.parse(expression, flags)
    except re.error:  # flags for all of an expression that has become a part
        return None
    pieces = list(_pieces(tree, tree.state.flags, (True, True)))
    best = _best(pieces)
    return best[1] if best else None


def _best(pieces: list[_Piece]) -> tuple[tuple[float, int], Anchor] | None:
    """Return the rarest parts in a row in which nothing is repeated without end."""
    solid = [at for at, piece in enumerate(pieces) if not (piece.is_guard or piece.loose)]
    windows = [
        _window(pieces, first, last)
        for first, last in combinations_with_replacement(solid, 2)
        if first == last or not any(piece.endless for piece in pieces[first : last + 1])
    ]
    short = [window for window in windows if len(window[1].expression) < _LONGEST]
    return min(short, key=itemgetter(0), default=None)


def _window(pieces: list[_Piece], first: int, last: int) -> tuple[tuple[float, int], Anchor]:
    """Return the parts from one to another as a piece, after how good it is."""
    inside = pieces[first : last + 1]
    front, back = _before(pieces[:first]), _after(pieces[last + 1 :])
    if inside[0].endless:
        front = back = _Piece("")
    middle = "".join(piece.text for piece in inside)
    chance = front.chance * prod(piece.chance for piece in inside) * back.chance
    least = sum(piece.least for piece in pieces[: last + 1]) + back.least
    most = sum(piece.most for piece in pieces[: last + 1]) + back.most
    cost = len(middle) + (1000 if most == inf else 0) + 200 * sum(p.loose for p in inside)
    text = f"{front.text}{middle}{back.text}"
    overflow = dict.fromkeys(other for piece in inside for other in piece.overflow)
    if overflow:
        text, most = f"(?:{'|'.join((text, *overflow))})", inf
    return (max(chance, _ENOUGH), cost), Anchor(text, least, most)


def _before(lead: list[_Piece]) -> _Piece:
    """Return what can be asked of what stands before a window that these parts lead up to."""
    guards = [piece for piece in lead if piece.is_guard]
    rest = lead[len(guards) :]
    if lead[: len(guards)] != guards:
        return _Piece("")
    return _beside([piece.before for piece in guards], guards, rest, 0)


def _after(tail: list[_Piece]) -> _Piece:
    """Return what can be asked of what stands behind a window that these parts follow."""
    rest = [piece for piece in tail if not piece.is_guard]
    guards = tail[len(rest) :]
    if tail[: len(rest)] != rest:
        return _Piece("")
    return _beside([piece.after for piece in guards], guards, rest, 1)


def _beside(asked: list[int], guards: list[_Piece], rest: list[_Piece], width: int) -> _Piece:
    """Return the one character next to a window: what guards ask for, or what may stand between."""
    found = reduce(and_, asked, _EVERY)
    if found == _EVERY or not all(piece.loose and piece.single for piece in rest):
        return _Piece("")
    edge = "" if rest else "".join({piece.edge for piece in guards})
    found = reduce(or_, (piece.single for piece in rest), found)
    if found == _EVERY:
        return _Piece("")
    text = _written(found) + edge if width else edge + _written(found)
    return _Piece(text, _EDGE if edge else _chance(found), width, width)


def _pieces(nodes: Any, flags: int, outer: tuple[bool, bool]) -> Iterator[_Piece]:  # noqa: ANN401
    """Yield the parts of a sequence, groups opened.

    `outer` tells whether nothing comes before the sequence and nothing behind it.
    """
    last = len(nodes) - 1
    for at, (kind, value) in enumerate(nodes):
        name = str(kind)
        edges = outer[0] and at == 0, outer[1] and at == last
        if name == "SUBPATTERN":
            _, more, less, inner = value
            yield from _pieces(inner, (flags | more) & ~less, edges)
        elif name == "BRANCH":
            yield _branch(value[1], flags, edges)
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            least, most, inner = value
            yield from _repeat(least, most, inner, flags)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            direction, inner = value
            yield _look(name, direction, inner, flags)
        elif name == "AT":
            yield _at(str(value))
        else:
            found = _class(name, value, flags)
            yield _Piece(_written(found), _chance(found), 1, 1, single=found)


def _branch(branches: Any, flags: int, outer: tuple[bool, bool]) -> _Piece:  # noqa: ANN401
    ways = [_whole(list(_pieces(branch, flags, outer)), outer) for branch in branches]
    text = f"(?:{'|'.join(dict.fromkeys(way.text for way in ways))})"
    least, empty = min(way.least for way in ways), not all(way.text for way in ways)
    chance = min(1.0, sum(way.chance for way in ways))
    most = max(way.most for way in ways)
    endless = any(way.endless for way in ways)
    loose = empty or (chance == 1 and not endless)
    overflow = tuple(text for way in ways for text in way.overflow)
    return _Piece(text, chance, least, most, loose, endless=endless, overflow=overflow)


def _whole(pieces: list[_Piece], outer: tuple[bool, bool] = (False, False)) -> _Piece:
    """Return several parts as one; what stands beside them counts at the edges only."""
    kept = [at for at, piece in enumerate(pieces) if not piece.is_guard]
    first, last = (kept[0], kept[-1]) if kept else (len(pieces), -1)
    front = _before(pieces[:first]) if outer[0] else _Piece("")
    back = _after(pieces[last + 1 :]) if outer[1] and (kept or not front.text) else _Piece("")
    inside = [pieces[at] for at in kept]
    if any(piece.endless for piece in inside):
        best = _best(pieces)
        text, chance = (best[1].expression, best[0][0]) if best else ("", 1.0)
        return _Piece(text, chance, sum(p.least for p in inside), inf, endless=True)
    parts = [front, *inside, back]
    return _Piece(
        "".join(piece.text for piece in parts),
        prod(piece.chance for piece in parts),
        sum(piece.least for piece in parts),
        sum(piece.most for piece in parts),
        overflow=tuple(text for piece in inside for text in piece.overflow),
        single=pieces[0].single if len(pieces) == 1 else 0,
    )


def _repeat(least: int, most: Any, nodes: Any, flags: int) -> Iterator[_Piece]:  # noqa: ANN401
    """Yield what need not be repeated, then what must: that stands beside what follows."""
    inner = _whole(list(_pieces(nodes, flags, (False, False))))
    if not inner.text and not inner.endless:
        return
    more = inf if most is parser.MAXREPEAT else int(most) - least
    if more and inner.most:
        is_narrow = inner.single and inner.chance < _NARROW
        yield _Piece(
            f"(?:{inner.text}){{0,{min(more, _LONG):.0f}}}",
            least=0,
            most=more * inner.most,
            loose=True,
            endless=inner.endless or (more > _LONG and not is_narrow),
            overflow=(f"(?:{inner.text}){{{_LONG + 1}}}",) if more > _LONG else inner.overflow,
            single=inner.single,
        )
    if least:
        if inner.endless:
            yield inner._replace(loose=inner.least == 0, most=inf)
            return
        text = f"(?:{inner.text}){{{least}}}" if least > 1 else inner.text
        loose = inner.least == 0
        chance, width = inner.chance**least, (inner.least * least, inner.most * least)
        yield _Piece(text, chance, *width, loose, overflow=inner.overflow)


def _look(kind: str, direction: int, nodes: Any, flags: int) -> _Piece:  # noqa: ANN401
    name, value = str(nodes[0][0]), nodes[0][1]
    if len(nodes) != 1 or name not in CHARACTER:
        return _Piece("")
    if kind == "ASSERT":
        beside = _class(name, value, flags)
    else:
        beside = _class(name, value, flags, negated=True) | _LINE_END  # none is there at an end
    return _Piece("", before=beside) if direction < 0 else _Piece("", after=beside)


def _at(kind: str) -> _Piece:
    edge = kind.endswith("STRING")
    if "BEGINNING" in kind:
        return _Piece("", before=_LINE_END, edge="\\A" if edge else "")
    if "END" in kind:
        return _Piece("", after=_LINE_END, edge="\\z" if edge else "")
    return _Piece("")


def _class(kind: str, value: Any, flags: int, *, negated: bool = False) -> int:  # noqa: ANN401
    """Return the bytes of the characters that a node matches, or of those it does not."""
    return _bytes_of_class(kind, _frozen(value), flags & _RELEVANT, negated)


_RELEVANT = parser.SRE_FLAG_IGNORECASE | parser.SRE_FLAG_DOTALL


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@cache
def _bytes_of_class(kind: str, value: Any, flags: int, negated: bool) -> int:  # noqa: ANN401, FBT001
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
def _chance(found: int) -> float:
    return sum(frequency(byte) for byte in range(256) if found >> byte & 1) / _sum()


@cache
def _sum() -> float:
    return sum(map(frequency, range(256)))


def frequency(byte: int) -> float:
    """Return how often a byte stands where one may, roughly."""
    character = chr(byte)
    if character in _FREQUENT:
        return _FREQUENT[character]
    if character.isalpha() and character.isascii():
        return _CAPITAL / 5 if character.isupper() else _LETTER / 5
    if character.isdigit() and character.isascii():
        return _DIGIT / 10
    return _MARK if 0x20 < byte < 0x7F or character.isalpha() else _RARE


@cache
def _written(found: int) -> str:
    """Return a set of bytes as a scanner reads it."""
    if found == _EVERY:
        return "."
    negated = found.bit_count() > 128 or not found
    rest = _EVERY & ~found if negated else found
    ranges = []
    byte = 0
    while rest >> byte:
        if rest >> byte & 1:
            last = byte
            while rest >> last + 1 & 1:
                last += 1
            ranges.append(_shown(byte) + (f"-{_shown(last)}" if last > byte else ""))
            byte = last
        byte += 1
    if not negated and found.bit_count() == 1:
        return ranges[0]
    return f"[{'^' if negated else ''}{''.join(ranges)}]"


def _shown(byte: int) -> str:
    character = chr(byte)
    is_plain = character.isascii() and (character.isalnum() or character == " ")
    return character if is_plain else f"\\x{byte:02x}"
