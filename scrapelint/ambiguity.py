"""Whether an expression can be slow: whether a text can be matched by it in too many ways.

Python looks for a match from each character in turn and, where one way fails, tries the next.
That takes time in proportion to the text unless a part that repeats without end can be entered
at many places of one stretch of text, or two such parts can share a stretch (Weideman et al.,
Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers, 2016). What ends
in a match cannot fail and needs no other way.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from scrapelint.positions import Automaton, read

_START = -1
"""Stands for a match that has not begun yet."""
_ENOUGH = 400_000
"""Places to look at before an expression counts as too intricate."""
_State = TypeVar("_State", bound=tuple[int, ...])


class TooIntricateError(Exception):
    """An expression that cannot be shown to be fast, nor slow."""


@cache
def why_slow(expression: str, flags: int) -> str | None:
    """Return how the time of an expression can grow, or None if it grows with the text only."""
    search = _Search(read(expression, flags))
    try:
        if search.is_exponential():
            return "repeats inside repeats take exponential time"
        if search.starts_anywhere():
            return "a repeat that can begin anywhere and then fail takes quadratic time"
        if search.shares_text():
            return "two repeats that can share a stretch of text take quadratic time"
    except TooIntricateError:
        return "too intricate to show that it is fast"
    return None


class _Search:
    """The ways through an automaton."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._sets = automaton.sets
        self._first = {p: [g for g, q in automaton.first if q == p] for _, p in automaton.first}
        self._loops = [loop for loop in _components(automaton) if self._is_loop(loop)]
        self._loop_of = {p: n for n, loop in enumerate(self._loops) for p in loop}
        self._looked = 0

    def _is_loop(self, positions: frozenset[int]) -> bool:
        return len(positions) > 1 or any(p in self._automaton.steps.get(p, ()) for p in positions)

    def is_exponential(self) -> bool:
        """Tell whether a loop can be taken in two ways over one stretch of text."""
        if any(q in loop and p in loop for loop in self._loops for p, q in self._automaton.twice):
            return True
        return any(self._forks(loop) for loop in self._loops)

    def _forks(self, loop: frozenset[int]) -> bool:
        seen = self._reached([(p, p) for p in loop], (loop, loop))
        apart = [state for state in seen if state[0][0] != state[0][1]]
        goals = {(p, p) for p in loop}
        return any(
            next_[0] in goals for state in apart for next_ in self._next(*state, (loop, loop))
        )

    def starts_anywhere(self) -> bool:
        """Tell whether a loop that may fail can be entered while it is being repeated."""
        for loop in self._loops:
            goals = {(p, p) for p in loop if not self._succeeds(p)}
            if goals and self._meets([(_START, p) for p in loop], (None, loop), goals):
                return True
        return False

    def shares_text(self) -> bool:
        """Tell whether the text that one loop repeats over can be taken by a later one."""
        for one in self._loops:
            for other in self._loops:
                if one is other or not _reaches(self._automaton, one, other):
                    continue
                for p in one:
                    for q in other:
                        if self._sets[p] & self._sets[q] and not self._succeeds(q):
                            inside = (one, None, other)
                            if self._meets([(p, p, q)], inside, {(p, q, q)}):
                                return True
        return False

    def _succeeds(self, position: int) -> bool:
        """Tell whether a match that has come so far cannot fail, nor be looked at again."""
        automaton = self._automaton
        return position in automaton.ends and (
            not automaton.has_mark or position in automaton.marked
        )

    def _meets(
        self,
        begins: Iterable[tuple[int, ...]],
        inside: tuple[frozenset[int] | None, ...],
        goals: set[tuple[int, ...]],
    ) -> bool:
        return any(state[0] in goals for state in self._walk(begins, inside))

    def _reached(
        self, begins: Iterable[tuple[int, ...]], inside: tuple[frozenset[int] | None, ...]
    ) -> list[tuple[tuple[int, ...], int]]:
        return list(self._walk(begins, inside))

    def _walk(
        self, begins: Iterable[tuple[int, ...]], inside: tuple[frozenset[int] | None, ...]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield the states that come after some, each with what the last character may be."""
        ahead = [(state, self._common(state)) for state in begins]
        seen = set(ahead)
        while ahead:
            for state in self._next(*ahead.pop(), inside):
                if state not in seen:
                    seen.add(state)
                    ahead.append(state)
                    yield state

    def _common(self, state: tuple[int, ...]) -> int:
        characters = self._automaton.every
        for position in state:
            if position != _START:
                characters &= self._sets[position]
        return characters

    def _next(
        self, state: tuple[int, ...], last: int, inside: tuple[frozenset[int] | None, ...]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield the states one character on: each walk takes a step on the same character."""
        every = self._automaton.every & ~1
        found: list[tuple[tuple[int, ...], int, int]] = [((), last, every)]
        for position, loop in zip(state, inside, strict=True):
            found = [
                ((*done, step), before & b, after & a)
                for done, before, after in found
                for step, b, a in self._steps(position)
                if (loop is None or step in loop) and before & b and after & a
            ]
            self._looked += len(found)
            if self._looked > _ENOUGH:
                raise TooIntricateError
        yield from ((done, after) for done, _, after in found)

    @cache  # noqa: B019 - lives as long as the search
    def _steps(self, position: int) -> list[tuple[int, int, int]]:
        """Return where one character leads, and what it and the one before it must be."""
        every = self._automaton.every
        if position == _START:
            entries = [(p, g.before, g.after) for g, p in self._automaton.first]
            return [(_START, every, every), *((p, b, a & self._sets[p]) for p, b, a in entries)]
        steps = self._automaton.steps.get(position, {})
        return [(q, g.before, g.after & self._sets[q]) for q, gs in steps.items() for g in gs]


def _components(automaton: Automaton) -> list[frozenset[int]]:
    """Return the strongly connected parts of an automaton (Kosaraju's method)."""
    forward = {p: list(automaton.steps.get(p, ())) for p in range(len(automaton.sets))}
    backward: dict[int, list[int]] = {p: [] for p in forward}
    for p, steps in forward.items():
        for q in steps:
            backward[q].append(p)
    order: list[int] = []
    seen: set[int] = set()
    for p in forward:
        order += _depth_first(p, forward, seen)
    seen = set()
    return [frozenset(part) for p in reversed(order) if (part := _depth_first(p, backward, seen))]


def _depth_first(start: int, steps: dict[int, list[int]], seen: set[int]) -> list[int]:
    """Return what can be reached and was not seen, each after all that it leads to."""
    if start in seen:
        return []
    seen.add(start)
    left: list[int] = []
    path = [(start, iter(steps[start]))]
    while path:
        position, rest = path[-1]
        step = next((q for q in rest if q not in seen), None)
        if step is None:
            left.append(position)
            path.pop()
        else:
            seen.add(step)
            path.append((step, iter(steps[step])))
    return left


def _reaches(automaton: Automaton, one: frozenset[int], other: frozenset[int]) -> bool:
    steps = {p: list(automaton.steps.get(p, ())) for p in range(len(automaton.sets))}
    return bool(other & set(_depth_first(next(iter(one)), steps, set())))
