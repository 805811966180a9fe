"""What every match of an expression holds: one of some short rows of bytes to look for.

The rows are for bytes (see `projection`) and may stand where the expression does not match, but
never the other way round. An expression is walked through from its start, and at each point it is
known what the text ends with if all before has matched: one of some rows. Where something comes
that is repeated without end the rows are closed and others begun. Of all that were closed those
are taken that cost the least: letters that make up no common word, say.
"""

import re
from collections.abc import Iterable
from functools import reduce
from math import inf
from operator import or_
from typing import Any, NamedTuple

from scrapelint.codes import CHARACTER, parser
from scrapelint.scan import frequency, reach
from scrapelint.scan.classes import LINE_END, bytes_of_node
from scrapelint.scan.extent import Extent, extent
from scrapelint.scan.rows import ANY, Row, lasts

_LONGEST, _MOST, _OPEN = 24, 400, (400, 20)
"""Characters of the longest row, how many rows are looked for at most, and with how many at most
what comes next is tried as their end."""
_FEW, _COPIES = 3, 30
"""How often what may be repeated is written out, and what must be."""
_AGAIN = 3
"""Of what is repeated without end, how many of those that must be there are the last, at most."""
_MET, _SIZE = 300.0, 1e-3
"""Nanoseconds that it takes to be told of a row, and what each adds at each place of a text."""
_DUE, _TEXT = 20.0, 6000
"""Nanoseconds that a rule takes which a row makes due, and characters of a text."""
_CHEAP, _EVERYWHERE = 0.6, 0.03
"""Nanoseconds up to which rows are looked for though it would be enough to look at the end of the
text, and how often those stand that tell nothing."""
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_AHEAD, _BACK = 1, -1
"""The ways of looking, as Python's parser has them."""


class Anchor(NamedTuple):
    """Rows of which one is in each match, and how far before its end the match begins."""

    rows: tuple[Row, ...]
    least: int
    most: float
    run: int
    """The bytes of characters that `most` does not count: any number of them may lie between."""
    extent: Extent | None = None

    @property
    def chance(self) -> float:
        """Return how likely one of the rows is at a place."""
        return sum(frequency.of_row(row.places) for row in self.rows)

    def cost(self, limit: float) -> float:
        """Return how many nanoseconds for each character of a text it takes to look for them.

        That is infinite if it reaches a limit: nobody cares then how far beyond it is.
        """
        chance, cost = 0.0, _SIZE * len(self.rows)
        for row in self.rows:
            chance += frequency.of_row(row.places)
            if cost + _met(chance) >= limit:
                return inf
        cost += _met(chance)
        for row in self.rows:
            cost += row.key.cost
            if cost >= limit:
                return inf
        return cost


class Ending(NamedTuple):
    """The bytes in which every match ends, and whether white space may follow it.

    A match ends where the text does: whether there is one is seen sooner there.
    """

    last: int
    strips: bool


def anchor(expression: str, flags: int) -> Anchor | Ending | None:
    """Return the rows of an expression to look for, or None if nothing of it need be there.

    The text is to be scanned with a line end put before and behind it.
    """
    try:
        tree = parser.parse(expression, flags)
    except re.error:  # flags for all of an expression that has become a part
        return None
    walks = [_walked(tree, most) for most in _OPEN]
    best, cost = _cheapest([found for walk in walks for found in walk.all_found()])
    tail = reach.read(expression).tail if cost > _CHEAP else None
    if tail and tail.line_ends < inf:
        before = _Walk(_MOST)
        before.all(list(tree)[: -2 if tail.strips else -1], tree.state.flags)
        return Ending(lasts(before.rows), tail.strips)
    if best is None or best.chance > _EVERYWHERE:
        return None
    return best._replace(extent=extent(expression, tree, best.most, (walks[0].most, walks[0].run)))


def _walked(tree: Any, most: int) -> "_Walk":  # noqa: ANN401
    walk = _Walk(most)
    walk.all(tree, tree.state.flags)
    return walk


def _cheapest(anchors: list[Anchor]) -> tuple[Anchor | None, float]:
    """Return the anchor that costs the least, and how many nanoseconds for each character."""
    best, least = None, inf
    for anchor in sorted(anchors, key=lambda each: len(each.rows)):
        cost = anchor.cost(least)
        if cost < least:
            best, least = anchor, cost
    return best, least


def _met(chance: float) -> float:
    """Return the nanoseconds it takes to be told of what is met so often, and to run the rule."""
    return _MET * chance + _DUE * min(chance * _TEXT, 1)


class _Walk:
    """What the text ends with at a point of an expression, and how far back the match begins."""

    def __init__(self, most: int) -> None:
        """Begin where nothing is known of what stands before; with more rows none go on."""
        self._most = most
        self.rows: list[Row] = [Row()]
        self.least, self.most, self.run = 0, 0.0, 0
        self.found: list[Anchor] = []
        self._open: list[tuple[int, int]] = []
        """The numbers of those found of which it is not known yet what can follow, and what is."""

    def fork(self) -> "_Walk":
        """Return another walk that goes on from here."""
        other = _Walk(self._most)
        other.rows, other.least, other.most, other.run = self.rows, self.least, self.most, self.run
        return other

    def all_found(self) -> list[Anchor]:
        """Return what was closed, and what the text ends with here."""
        self._close(self.rows)
        return self.found

    def all(self, nodes: Iterable[tuple[Any, Any]], flags: int) -> None:
        """Go through parts that follow one another."""
        for kind, value in nodes:
            self._part(str(kind), value, flags)

    def _part(self, name: str, value: Any, flags: int) -> None:  # noqa: ANN401
        if name == "SUBPATTERN":
            _, more, less, inner = value
            self.all(inner, (flags | more) & ~less)
        elif name == "ATOMIC_GROUP":
            self.all(value, flags)
        elif name == "BRANCH":
            self._ways([[way] for way in value[1]], _first_of(name, value, flags), flags)
        elif name in _REPEATS:
            least, most, inner = value
            self._repeat(least, most, inner, flags)
        elif name in CHARACTER:
            self._follow(Row((bytes_of_node(name, value, flags),)))
        elif name == "AT":
            self._follow(_at(str(value)))
        elif name in {"ASSERT", "ASSERT_NOT"}:
            self._follow(_ahead(name, value, flags))
            self._behind(_looked_at(name, value, flags, _BACK))
        else:
            self._begin([Row()])
            self._open = []
            self.most = inf

    def _follow(self, row: Row) -> None:
        if row.sets and any(len(before.sets) == _LONGEST for before in self.rows):
            self._begin([Row(before=lasts(self.rows))])
        if row.sets or row.after != ANY:
            self._before(row.first)
        joined = (before.then(row) for before in self.rows)
        self.rows = list(dict.fromkeys(filter(None, joined)))
        self.least += len(row.sets)
        self.most += len(row.sets)

    def _behind(self, sets: tuple[int, ...]) -> None:
        """Take up what the text is known to end with here."""
        if sets:
            found = (row.behind(sets) for row in self.rows)
            self.rows = list(dict.fromkeys(filter(None, found)))

    def _ways(self, ways: list[list[Any]], first: tuple[int, bool], flags: int) -> None:
        """Go one of several ways, each of which is some sequences of parts."""
        if len(self.rows) * len(ways) > _MOST:
            self._begin([Row(before=lasts(self.rows))])
        follows, is_sure = first
        self._before(follows, is_all=is_sure)
        walks = [self.fork() for _ in ways]
        for walk, way in zip(walks, ways, strict=True):
            for nodes in way:
                walk.all(nodes, flags)
        if any(walk.found for walk in walks):
            self._close_ways([_cheapest(walk.all_found())[0] for walk in walks])
        self.rows = list(dict.fromkeys(row for walk in walks for row in walk.rows))
        self.least = min(walk.least for walk in walks)
        self.most = max(walk.most for walk in walks)
        self.run = reduce(or_, (walk.run for walk in walks))
        if len(self.rows) > self._most:
            self._begin([Row(before=lasts(self.rows))])

    def _close_ways(self, ways: list[Anchor | None]) -> None:
        """Take the best of each way, if each has any."""
        known = [way for way in ways if way]
        rows = dict.fromkeys(row for way in known for row in way.rows)
        if len(known) == len(ways) and len(rows) <= _MOST:
            least, most = min(way.least for way in known), max(way.most for way in known)
            run = reduce(or_, (way.run for way in known))
            self.found.append(Anchor(tuple(rows), least, most, run))

    def _repeat(self, least: int, most: Any, nodes: Any, flags: int) -> None:  # noqa: ANN401
        for _ in range(min(least, _COPIES)):
            self.all(nodes, flags)
        more = (inf if most is parser.MAXREPEAT else int(most)) - min(least, _COPIES)
        if more:
            self._more(more, least, nodes, flags)

    def _more(self, more: float, least: int, nodes: Any, flags: int) -> None:  # noqa: ANN401
        """Go through what may be repeated, and is there already so many times."""
        follows, _ = _first(nodes, flags)
        if more <= _FEW:
            self._ways([[nodes] * n for n in range(int(more) + 1)], (follows, False), flags)
            return
        self._before(follows, is_all=False)
        each = _Walk(self._most)
        each.all(nodes, flags)
        if least:
            last = _Walk(self._most)
            for _ in range(min(least, _AGAIN)):
                last.all(nodes, flags)
            self._begin(last.rows, follows)
        else:
            self._begin([Row(before=lasts(self.rows) | lasts(each.rows))], follows)
        if more == inf and each.is_character:
            self.run |= lasts(each.rows)
        elif each.most:
            self.most += more * each.most
        self.run |= each.run

    @property
    def is_character(self) -> bool:
        """Tell whether it has gone through one character."""
        return self.least == self.most == 1 and all(len(row.sets) == 1 for row in self.rows)

    def _begin(self, rows: list[Row], follows: int = 0) -> None:
        """Close the rows, which some bytes may follow beside what comes next, and begin others."""
        if self._close(self.rows):
            self._open.append((len(self.found) - 1, follows))
        self.rows = rows

    def _before(self, follows: int, *, is_all: bool = True) -> None:
        """Take up what follows the rows that were closed, or may if something else does not."""
        self._open = [(number, may | follows) for number, may in self._open]
        for number, may in self._open if is_all else ():
            beside = (row.then(Row(after=may)) for row in self.found[number].rows)
            rows = tuple(filter(None, beside))
            self.found[number] = self.found[number]._replace(rows=rows)
        if is_all:
            self._open = []

    def _close(self, rows: list[Row]) -> bool:
        """Take rows for something to look for, if they say anything."""
        says = len(rows) <= _MOST and all(row.places for row in rows)
        if says:
            fewer = dict.fromkeys(map(Row.alone, rows))
            self.found.append(Anchor(tuple(fewer), self.least, self.most, self.run))
        return says


def _first(nodes: Iterable[tuple[Any, Any]], flags: int) -> tuple[int, bool]:
    """Return the bytes that can be the first of parts in a row, and whether one of them is."""
    first = 0
    for kind, value in nodes:
        found, is_sure = _first_of(str(kind), value, flags)
        first |= found
        if is_sure:
            return first, True
    return first, False


def _first_of(name: str, value: Any, flags: int) -> tuple[int, bool]:  # noqa: ANN401
    if name in CHARACTER:
        return bytes_of_node(name, value, flags), True
    if name == "SUBPATTERN":
        _, more, less, inner = value
        return _first(inner, (flags | more) & ~less)
    if name == "BRANCH":
        ways = [_first(way, flags) for way in value[1]]
        return reduce(or_, (first for first, _ in ways)), all(is_sure for _, is_sure in ways)
    if name in _REPEATS:
        first, is_sure = _first(value[2], flags)
        return first, is_sure and value[0] > 0
    if name in {"AT", "ASSERT", "ASSERT_NOT"}:
        beside = _at(str(value)) if name == "AT" else _ahead(name, value, flags)
        return (0, False) if beside.after == ANY else (beside.after, True)
    return ANY, True


def _ahead(name: str, looked: Any, flags: int) -> Row:  # noqa: ANN401
    """Return what stands behind, if one character is looked at there."""
    sets = _looked_at(name, looked, flags, _AHEAD)
    return Row(after=sets[0]) if len(sets) == 1 else Row()


def _looked_at(
    name: str,
    looked: Any,  # noqa: ANN401
    flags: int,
    way: int,
) -> tuple[int, ...]:
    """Return the bytes of each character that is looked at one way; none if that is not known."""
    direction, nodes = looked
    is_no, kinds = name == "ASSERT_NOT", [str(kind) for kind, _ in nodes]
    if direction != way or (is_no and len(kinds) != 1) or not set(kinds) <= set(CHARACTER):
        return ()
    end = LINE_END if is_no else 0  # at an end of the text there is none
    values = (value for _, value in nodes)
    return tuple(
        bytes_of_node(kind, value, flags, negated=is_no) | end
        for kind, value in zip(kinds, values, strict=True)
    )


def _at(kind: str) -> Row:
    of_text = kind.endswith("STRING")
    if "BEGINNING" in kind:
        return Row(before=LINE_END, begins=of_text)
    return Row(after=LINE_END, ends=of_text) if "END" in kind else Row()
