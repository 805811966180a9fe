"""A regular expression as an automaton: its characters, and which may follow which.

Each place in the expression that matches one character is a position (Glushkov's construction).
Sets of characters are bits of a whole number, one for each character that tells sets apart.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from scrapelint.codes import CHARACTER, parser

_WORTH = "’‘“”«»…–—€™\u0301\u0600\u0663\u0915\u200b\u2028\u2082\u2167\u3000\uac00中あא🎣\U000e0041"
_BASE = [*map(chr, range(0x180)), *_WORTH]
_COPIES = 3
"""How many of the characters that must be repeated are told apart."""
_CATEGORIES = {
    "DIGIT": str.isdecimal,
    "SPACE": str.isspace,
    "WORD": lambda c: c.isalnum() or c == "_",
}


class Guard(NamedTuple):
    """What the characters before and after a place between two must be."""

    before: int
    after: int

    def both(self, other: "Guard") -> "Guard":
        """Return the guard that asks for what both ask for."""
        return Guard(self.before & other.before, self.after & other.after)


class Part(NamedTuple):
    """A part of an expression: whether it can be empty, how it begins and how it ends."""

    empty: tuple[Guard, ...]
    first: tuple[tuple[Guard, int], ...] = ()
    last: tuple[tuple[int, Guard], ...] = ()


@dataclass
class Automaton:
    """Positions with the characters each matches, and the steps between them."""

    alphabet: list[str]
    sets: list[int] = field(default_factory=list)
    steps: dict[int, dict[int, list[Guard]]] = field(default_factory=lambda: defaultdict(dict))
    twice: set[tuple[int, int]] = field(default_factory=set)
    """Steps that an expression offers in two ways."""
    first: tuple[tuple[Guard, int], ...] = ()
    ends: dict[int, int] = field(default_factory=dict)
    """Positions after which the expression has matched, with what must follow then."""
    marked: set[int] = field(default_factory=set)
    """Positions inside the group `found`."""
    has_mark: bool = False
    known: dict[object, int] = field(default_factory=dict)
    """Sets that were found before."""

    @property
    def every(self) -> int:
        """Return the set of all characters and, as its lowest bit, the end of the text."""
        return (1 << len(self.alphabet) + 1) - 1

    def where(self, test: Any) -> int:  # noqa: ANN401 - any test of one character
        """Return the set of characters that pass a test."""
        return sum(1 << at for at, c in enumerate(self.alphabet, 1) if test(c))


def read(expression: str, flags: int) -> Automaton:
    """Return the automaton of an expression that Python compiles."""
    tree = parser.parse(expression, flags)
    automaton = Automaton(_alphabet(tree))
    whole = _Reader(automaton, tree.state.groupdict.get("found")).sequence(tree, tree.state.flags)
    automaton.first = whole.first
    for position, guard in whole.last:
        if not automaton.sets[position] & ~guard.before:
            automaton.ends[position] = automaton.ends.get(position, 0) | guard.after
    return automaton


def _alphabet(tree: Any) -> list[str]:  # noqa: ANN401 - the parser is untyped
    """Return characters that stand for all: those named, their neighbours, and of each kind."""
    named = {n for code in _codes(tree) for n in (code - 1, code, code + 1)}
    characters = {chr(n) for n in named if 0 <= n < 0x110000}
    cased = {v for c in characters for v in (c.lower(), c.upper()) if len(v) == 1}
    return sorted({*_BASE, *characters, *cased})


def _codes(node: Any) -> Iterable[int]:  # noqa: ANN401
    if isinstance(node, (list, tuple, parser.SubPattern)):
        kind = str(node[0]) if len(node) == 2 else ""
        if kind in {"LITERAL", "NOT_LITERAL"}:
            yield node[1]
        elif kind == "RANGE":
            low, high = node[1]
            yield from (low, (low + high) // 2, high)
        else:
            for child in node:
                yield from _codes(child)


@dataclass
class _Reader:
    """Builds an automaton from the tree of an expression."""

    automaton: Automaton
    found: int | None
    inside: bool = False

    def sequence(self, nodes: Any, flags: int) -> Part:  # noqa: ANN401
        """Return the part that several nodes in a row make."""
        part = Part((self._free(),))
        for kind, value in nodes:
            part = self._joined(part, self._node(str(kind), value, flags))
        return part

    def _free(self) -> Guard:
        return Guard(self.automaton.every, self.automaton.every)

    def _node(self, kind: str, value: Any, flags: int) -> Part:  # noqa: ANN401
        if kind == "SUBPATTERN":
            return self._group(value, flags)
        if kind == "BRANCH":
            parts = [self.sequence(branch, flags) for branch in value[1]]
            return Part(
                tuple(guard for part in parts for guard in part.empty),
                tuple(begin for part in parts for begin in part.first),
                tuple(end for part in parts for end in part.last),
            )
        if kind in {"MAX_REPEAT", "MIN_REPEAT"}:
            least, most, nodes = value
            return self._repeated(least, most, nodes, flags)
        if kind == "AT":
            return Part(self._at(str(value), flags))
        if kind in {"ASSERT", "ASSERT_NOT"}:
            direction, nodes = value
            return self._look(kind, direction, nodes, flags)
        return self._character(self._set(kind, value, flags))

    def _group(self, value: Any, flags: int) -> Part:  # noqa: ANN401
        number, more, less, nodes = value
        before, self.inside = (
            self.inside,
            self.inside or (number is not None and number == self.found),
        )
        self.automaton.has_mark |= self.inside
        part = self.sequence(nodes, (flags | more) & ~less)
        self.inside = before
        return part

    def _character(self, characters: int) -> Part:
        position = len(self.automaton.sets)
        self.automaton.sets.append(characters)
        if self.inside:
            self.automaton.marked.add(position)
        free = self._free()
        return Part((), ((free, position),), ((position, free),))

    def _repeated(self, least: int, most: Any, nodes: Any, flags: int) -> Part:  # noqa: ANN401
        endless = most is parser.MAXREPEAT or (most > 1 and _has_endless(nodes))
        part = Part((self._free(),))
        for _ in range(min(least, _COPIES) - (endless and least > 0)):
            part = self._joined(part, self.sequence(nodes, flags))
        if most == least:
            return part
        body = self.sequence(nodes, flags)
        if endless:
            self._link(body.last, body.first)
        if not (endless and least):
            body = body._replace(empty=(self._free(),))
        return self._joined(part, body)

    def _joined(self, one: Part, other: Part) -> Part:
        self._link(one.last, other.first)
        first = [(e.both(g), p) for e, (g, p) in product(one.empty, other.first)]
        last = [(p, g.both(e)) for e, (p, g) in product(other.empty, one.last)]
        empty = {a.both(b) for a, b in product(one.empty, other.empty)}
        return Part(tuple(empty), (*one.first, *first), (*last, *other.last))

    def _link(
        self, last: Iterable[tuple[int, Guard]], first: tuple[tuple[Guard, int], ...]
    ) -> None:
        sets = self.automaton.sets
        for one, before in last:
            for after, other in first:
                guard = before.both(after)
                if guard.before & sets[one] and guard.after & sets[other]:
                    known = self.automaton.steps[one].setdefault(other, [])
                    if any(_overlap(guard, g, sets[one], sets[other]) for g in known):
                        self.automaton.twice.add((one, other))
                    known.append(guard)

    def _at(self, kind: str, flags: int) -> tuple[Guard, ...]:
        every, edge = self.automaton.every, 1
        line = edge | self.automaton.where("\n".__eq__) if flags & re.MULTILINE else edge
        if kind in {"AT_BEGINNING", "AT_BEGINNING_STRING"}:
            return (Guard(edge if kind.endswith("STRING") else line, every),)
        if kind in {"AT_END", "AT_END_STRING"}:
            return (Guard(every, edge if kind.endswith("STRING") else line),)
        word = _category(self.automaton, "WORD")
        other = every & ~word
        if kind == "AT_BOUNDARY":
            return (Guard(word, other), Guard(other, word))
        return (Guard(word, word), Guard(other, other))

    def _look(self, kind: str, direction: int, nodes: Any, flags: int) -> Part:  # noqa: ANN401
        every = self.automaton.every
        if len(nodes) != 1 or str(nodes[0][0]) not in CHARACTER:
            return Part((self._free(),))  # more than one character: as if it always held
        seen = self._set(str(nodes[0][0]), nodes[0][1], flags)
        seen = seen if kind == "ASSERT" else every & ~seen
        return Part((Guard(seen, every) if direction < 0 else Guard(every, seen),))

    def _set(self, kind: str, value: Any, flags: int) -> int:  # noqa: ANN401
        """Return the characters that a node of one character matches."""
        fold = bool(flags & re.IGNORECASE)
        every = self.automaton.every & ~1
        if kind == "ANY":
            return every if flags & re.DOTALL else every & ~self.automaton.where("\n".__eq__)
        if kind == "IN":
            negated = str(value[0][0]) == "NEGATE"
            found = 0
            for name, entry in value[negated:]:
                found |= self._set(str(name), entry, flags)
            return every & ~found if negated else found
        if kind == "CATEGORY":
            name = str(value).removeprefix("CATEGORY_").removeprefix("NOT_")
            found = _category(self.automaton, name)
            return every & ~found if "NOT_" in str(value) else found
        low, high = value if kind == "RANGE" else (value, value)
        found = _range(self.automaton, low, high, fold)
        return every & ~found if kind == "NOT_LITERAL" else found


def _category(automaton: Automaton, name: str) -> int:
    if name not in automaton.known:
        automaton.known[name] = automaton.where(_CATEGORIES[name])
    return automaton.known[name]


def _range(automaton: Automaton, low: int, high: int, fold: bool) -> int:  # noqa: FBT001
    key = (low, high, fold)
    if key not in automaton.known:
        if fold:
            found = automaton.where(lambda c: _within(c, low, high, fold=fold))
        else:
            first = bisect_left(automaton.alphabet, chr(low))
            last = bisect_right(automaton.alphabet, chr(high))
            found = (1 << last + 1) - (1 << first + 1)
        automaton.known[key] = found
    return automaton.known[key]


def _within(character: str, low: int, high: int, *, fold: bool) -> bool:
    forms = {character, character.lower(), character.upper()} if fold else {character}
    return any(len(form) == 1 and low <= ord(form) <= high for form in forms)


def _overlap(one: Guard, other: Guard, before: int, after: int) -> bool:
    both = one.both(other)
    return bool(both.before & before and both.after & after)


def _has_endless(node: Any) -> bool:  # noqa: ANN401
    if not isinstance(node, (list, tuple, parser.SubPattern)):
        return False
    repeats = len(node) == 2 and str(node[0]) in {"MAX_REPEAT", "MIN_REPEAT"}
    if repeats and node[1][1] is parser.MAXREPEAT:
        return True
    return any(map(_has_endless, node))
