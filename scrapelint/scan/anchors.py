"""What every match of an expression holds: a short, rare piece that a scanner can look for.

The piece is written for bytes (see `projection`) and may match more than the expression does,
never less: lookaround is left out or taken in as a character of its own, and of a long expression
only some parts in a row are looked for. Of all that could be, those are taken that cost the least:
letters that make up no common word, and nothing that is repeated.
"""

import re
from collections.abc import Iterator
from functools import reduce
from itertools import combinations_with_replacement, groupby
from math import inf, prod
from operator import or_
from typing import Any, NamedTuple

from scrapelint.codes import CHARACTER, parser
from scrapelint.scan import frequency, reach
from scrapelint.scan.classes import EVERY, LINE_END, bytes_of_node, written

_LONG = 6
"""Repeats beyond the one are as good as endless, and no piece holds them: Hyperscan is slow with
some, and with hundreds of pieces that had them it lost matches now and then."""
_LONGEST = 6_000
"""Characters of the longest expression that a scanner is given."""
_SPACE = 1 << 0x20
_FARTHEST, _COUNTED = 12, 100
"""Parts in a row that are taken at most, and repeats whose chance is counted."""
_EDGE = 1e-4
"""How often a place is the start or the end of a text."""
_MET, _TRIED, _NO_LETTERS = 300.0, 50.0, 0.5
"""Nanoseconds that it takes to be told of a piece, to look closer where the rarest letters of one
are, and at each place for a piece that has no such letters."""
_DUE, _TEXT = 20.0, 6000
"""Nanoseconds that a rule takes which a piece makes due, and characters of a text."""
_CHEAP, _EVERYWHERE = 0.6, 0.03
"""Nanoseconds up to which a piece is looked for though it would be enough to look at the end of the
text, and how often one stands that tells nothing."""
_LOOSE, _SIZE = 0.1, 3e-4
"""What is added for a part that may be empty, and for a character of the expression."""
_FEW, _NARROW = 3, 0.25
"""Characters in a row that are not many yet, and how often those stand that are not of any kind."""


class Anchor(NamedTuple):
    """A piece as an expression for bytes, and how far before its end a match begins."""

    expression: str
    least: int
    most: float
    run: int
    """The bytes of characters that `most` does not count: any number of them may lie between."""


class Ending(NamedTuple):
    """The bytes in which every match ends, and whether white space may follow it.

    A match ends where the text does: whether there is one is seen sooner there.
    """

    last: int
    strips: bool


class _Piece(NamedTuple):
    """A part of an expression: how likely it is at a place, and its least and greatest width.

    A loose one may be empty. A guard has no width: it says what bytes stand before or after.
    """

    text: str
    chance: float = 1.0
    least: int = 0
    most: float = 0
    run: int = 0
    """The bytes of characters that are repeated without end; `most` does not count them."""
    loose: bool = False
    before: int = EVERY
    after: int = EVERY
    edge: str = ""
    """The start or end of the text, for a guard that asks for it."""
    endless: bool = False
    """Whether something in it is repeated without end: then `text` is the best piece in it."""
    single: int = 0
    """The bytes of a part that is one character, or the same character several times."""
    rarest: float = 1.0
    """How likely those of its letters in a row are that are the rarest."""
    effort: float = 0.0
    """Nanoseconds at each place that its repeats take a scanner."""
    first: int = EVERY
    last: int = EVERY
    """The bytes that it can begin and end with."""
    row: bool = False
    """Whether it is many characters of any kind in a row: they are looked for alone, if at all."""

    @property
    def is_guard(self) -> bool:
        """Tell whether it says only what stands beside it."""
        return not (self.text or self.endless)

    @property
    def is_character(self) -> bool:
        """Tell whether it is one character, or the same so many times, and must be there."""
        return bool(self.single) and not (self.loose or self.endless)

    @property
    def cost(self) -> float:
        """Return how many nanoseconds for each character of a text it takes to look for it."""
        due = _DUE * min(self.chance * _TEXT, 1)
        tried = min(_TRIED * self.rarest, _NO_LETTERS)
        return _MET * self.chance + due + tried + self.effort + _SIZE * len(self.text)


def anchor(expression: str, flags: int) -> Anchor | Ending | None:
    """Return the piece of an expression to look for, or None if nothing of it need be there.

    The text is to be scanned with a line end put before and behind it.
    """
    try:
        tree = parser.parse(expression, flags)
    except re.error:  # flags for all of an expression that has become a part
        return None
    pieces = list(_pieces(tree, tree.state.flags, (True, True)))
    best = _best(pieces)
    tail = reach.read(expression).tail if best is None or best.cost > _CHEAP else None
    if tail and tail.line_ends < inf:
        return Ending(_ends(pieces[: -2 if tail.strips else -1]), tail.strips)
    if best is None or best.chance > _EVERYWHERE:
        return None
    return Anchor(best.text, best.least, best.most, best.run)


def _best(pieces: list[_Piece]) -> _Piece | None:
    """Return the cheapest parts in a row in which nothing is repeated without end."""
    solid = [at for at, piece in enumerate(pieces) if not (piece.is_guard or piece.loose)]
    windows = [
        _window(pieces, first, last)
        for first, last in combinations_with_replacement(solid, 2)
        if first == last or _go_together(pieces[first : last + 1])
    ]
    short = [window for window in windows if len(window.text) < _LONGEST]
    return min(short, key=lambda window: window.cost, default=None)


def _go_together(pieces: list[_Piece]) -> bool:
    return len(pieces) <= _FARTHEST and not any(piece.endless or piece.row for piece in pieces)


def _window(pieces: list[_Piece], first: int, last: int) -> _Piece:
    """Return the parts from one to another as a piece, with the characters beside them."""
    inside, upto = pieces[first : last + 1], pieces[: last + 1]
    front, back = _before(pieces[:first]), _after(pieces[last + 1 :])
    least = sum(piece.least for piece in upto)
    if inside[0].endless or inside[0].row:
        front = back = _Piece("")
    if inside[0].endless:  # what is looked for may be the first of what is repeated
        least = sum(piece.least for piece in pieces[:first]) + 1
    chance, rarest = _odds([front, *inside, back])
    return _Piece(
        front.text + "".join(piece.text for piece in inside) + back.text,
        chance,
        least + back.least,
        sum(piece.most for piece in upto) + back.most,
        _runs(upto),
        rarest=rarest,
        effort=sum(piece.effort for piece in inside),
    )


def _runs(pieces: list[_Piece]) -> int:
    return reduce(or_, (piece.run for piece in pieces), 0)


def _odds(pieces: list[_Piece]) -> tuple[float, float]:
    """Return how likely pieces are in a row, and the rarest of their letters in a row."""
    chance = rarest = 1.0
    groups = [(kind, [*group]) for kind, group in groupby(pieces, lambda p: p.is_character)]
    for at, (is_character, group) in enumerate(groups):
        if is_character:
            times = [min(max(piece.least, 1), _COUNTED) for piece in group]
            sets = [p.single for p, n in zip(group, times, strict=True) for _ in range(n)]
            row = _without_spaces(sets, behind=at > 0, before=at + 1 < len(groups))
            often, letters = frequency.of_row(row)
        else:
            solid = [piece for piece in group if not piece.loose]
            often = prod(piece.chance for piece in solid)
            letters = min((piece.rarest for piece in solid), default=1.0)
        chance, rarest = chance * often, min(rarest, letters)
    return chance, rarest


def _without_spaces(sets: list[int], *, behind: bool, before: bool) -> tuple[int, ...]:
    """Leave out the space next to words: there is one, if not at every word."""
    first = bool(behind and sets[0] & _SPACE)
    last = len(sets) - bool(before and sets[-1] & _SPACE)
    return tuple(sets[first:last])


def _before(lead: list[_Piece]) -> _Piece:
    """Return the character before a window that these parts lead up to, if not any may be there."""
    found = _ends(lead)
    if found == EVERY:
        return _Piece("")
    edge = lead[-1].edge
    return _Piece(edge + written(found), _EDGE if edge else 1, single=0 if edge else found)


def _after(tail: list[_Piece]) -> _Piece:
    """Return the character behind a window that these parts follow, if not any may be there."""
    found = _begins(tail)
    if found == EVERY:
        return _Piece("")
    edge = tail[0].edge
    chance, single = (_EDGE, 0) if edge else (1, found)
    return _Piece(written(found) + edge, chance, 1, 1, single=single)


def _begins(pieces: list[_Piece]) -> int:
    """Return the bytes that can be the first of parts in a row."""
    found = EVERY
    for piece in reversed(pieces):
        if piece.is_guard:
            found &= piece.after
        else:
            found = piece.first | found if piece.loose else piece.first
    return found


def _ends(pieces: list[_Piece]) -> int:
    """Return the bytes that can be the last of parts in a row."""
    found = EVERY
    for piece in pieces:
        if piece.is_guard:
            found &= piece.before
        else:
            found = piece.last | found if piece.loose else piece.last
    return found


def _pieces(nodes: Any, flags: int, outer: tuple[bool, bool]) -> Iterator[_Piece]:  # noqa: ANN401
    """Yield the parts of a sequence, groups opened.

    `outer` tells whether nothing comes before the sequence and nothing behind it.
    """
    last, begun = len(nodes) - 1, False
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
            yield from _repeat(least, most, inner, flags, must_first=not begun)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            direction, inner = value
            yield _look(name, direction, inner, flags)
        elif name == "AT":
            yield _at(str(value))
        else:
            found = bytes_of_node(name, value, flags)
            chance = frequency.of((found,))
            yield _Piece(written(found), chance, 1, 1, single=found, first=found, last=found)
        begun |= name not in {"ASSERT", "ASSERT_NOT", "AT"}


def _branch(branches: Any, flags: int, outer: tuple[bool, bool]) -> _Piece:  # noqa: ANN401
    ways = [_whole(list(_pieces(branch, flags, outer)), outer) for branch in branches]
    chance = min(1.0, sum(way.chance for way in ways))
    endless = any(way.endless for way in ways)
    return _Piece(
        f"(?:{'|'.join(dict.fromkeys(way.text for way in ways))})",
        chance,
        min(way.least for way in ways),
        max(way.most for way in ways),
        _runs(ways),
        loose=not all(way.text for way in ways) or (chance == 1 and not endless),
        endless=endless,
        rarest=min(1.0, sum(way.rarest for way in ways)),
        effort=max(way.effort for way in ways),
        row=any(way.row for way in ways),
        first=reduce(or_, (way.first for way in ways)),
        last=reduce(or_, (way.last for way in ways)),
    )


def _whole(pieces: list[_Piece], outer: tuple[bool, bool] = (False, False)) -> _Piece:
    """Return several parts as one; what stands beside them counts at the edges only."""
    kept = [at for at, piece in enumerate(pieces) if not piece.is_guard]
    first, last = (kept[0], kept[-1]) if kept else (len(pieces), -1)
    front = _before(pieces[:first]) if outer[0] else _Piece("")
    back = _after(pieces[last + 1 :]) if outer[1] and (kept or not front.text) else _Piece("")
    parts = [front, *(pieces[at] for at in kept), back]
    width = sum(piece.least for piece in parts), sum(piece.most for piece in parts)
    if any(piece.endless for piece in parts):
        best = _best(pieces) or _Piece("")
        return best._replace(
            least=width[0],
            most=width[1],
            run=_runs(parts),
            endless=True,
            first=_begins(pieces),
            last=_ends(pieces),
        )
    chance, rarest = _odds(parts)
    return _Piece(
        "".join(piece.text for piece in parts),
        chance,
        *width,
        _runs(parts),
        single=pieces[0].single if len(pieces) == 1 else 0,
        rarest=rarest,
        effort=sum(piece.effort for piece in parts),
        row=any(piece.row for piece in parts),
        first=_begins(pieces),
        last=_ends(pieces),
    )


def _repeat(least: int, most: Any, nodes: Any, flags: int, *, must_first: bool) -> list[_Piece]:  # noqa: ANN401
    """Return what must be repeated beside what may be: the one that is next to what matters."""
    inner = _whole(list(_pieces(nodes, flags, (False, False))))
    if not inner.text and not inner.endless:
        return []
    must = _must(least, inner) if least > 1 else [*_pieces(nodes, flags, (False, False))] * least
    more = inf if most is parser.MAXREPEAT else int(most) - least
    may = [_may(more, inner)] if more and (inner.most or inner.run) else []
    return must + may if must_first else may + must


def _may(times: float, inner: _Piece) -> _Piece:
    """Return a part that may be there up to so many times."""
    run = inner.single if times == inf else 0
    return inner._replace(
        text=f"(?:{inner.text}){{0,{min(times, _LONG):.0f}}}",
        chance=1.0,
        least=0,
        most=0 if run or not inner.most else times * inner.most,
        run=inner.run | run,
        loose=True,
        endless=inner.endless or times > _LONG,
        rarest=1.0,
        effort=inner.effort + _LOOSE,
    )


def _must(times: int, inner: _Piece) -> list[_Piece]:
    """Return a part that is there so many times, two at least."""
    loose, width = inner.least == 0, (inner.least * times, inner.most * times)
    if inner.endless:
        return [inner._replace(loose=loose, least=width[0], most=width[1])]
    return [
        inner._replace(
            text=f"(?:{inner.text}){{{times}}}",
            chance=inner.chance**times,
            least=width[0],
            most=width[1],
            loose=loose,
            row=inner.row or (times > _FEW and inner.chance > _NARROW),
        )
    ]


def _look(kind: str, direction: int, nodes: Any, flags: int) -> _Piece:  # noqa: ANN401
    name, value = str(nodes[0][0]), nodes[0][1]
    if len(nodes) != 1 or name not in CHARACTER:
        return _Piece("")
    if kind == "ASSERT":
        beside = bytes_of_node(name, value, flags)
    else:
        # at an end of the text there is none
        beside = bytes_of_node(name, value, flags, negated=True) | LINE_END
    return _Piece("", before=beside) if direction < 0 else _Piece("", after=beside)


def _at(kind: str) -> _Piece:
    edge = kind.endswith("STRING")
    if "BEGINNING" in kind:
        return _Piece("", before=LINE_END, edge="\\A" if edge else "")
    if "END" in kind:
        return _Piece("", after=LINE_END, edge="\\z" if edge else "")
    return _Piece("")
