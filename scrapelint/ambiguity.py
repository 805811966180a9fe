"""Whether an expression can be slow: whether a text can be matched by it in too many ways.

Python looks for a match from each character in turn and, where one way fails, tries the next.
That takes time in proportion to the text unless a part that repeats without end can be entered
at many places of one stretch of text, or two such parts can share a stretch (Weideman et al.,
Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers, 2016). What ends
in a match cannot fail and needs no other way.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from scrapelint.positions import Automaton, read

_START = -1
"""Stands for a match that has not begun yet."""
_ENOUGH = 400_000
"""Places to look at before an expression counts as too intricate."""


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
        self._onto = {p: list(automaton.steps.get(p, ())) for p in range(len(automaton.sets))}
        sure = self._sure()
        steps = {
            p: [q for q in onto if q not in sure] for p, onto in self._onto.items() if p not in sure
        }
        self._loops = [part for part in _components(steps) if _is_loop(part, steps)]
        self._looked = 0

    def _sure(self) -> set[int]:
        """Return the positions that, once repeated, the match can no longer fail at.

        It may end there before any character that repeats it, or whatever comes next is
        matched again by such a position. What stands behind `found` is looked at again.
        """
        kept = self._automaton.marked if self._automaton.has_mark else range(len(self._sets))
        ends = {p: after for p, after in self._automaton.ends.items() if p in kept}
        steps = {p: list(self._steps(p)) for p in ends}
        safe = set(ends)
        while True:
            left = {p for p in safe if self._automaton.every & ~(ends[p] | _onward(steps[p], safe))}
            if not left:
                break
            safe -= left
        loops = {p: part for part in _components(self._onto) for p in part}
        again = {p for p in ends if not _onward(steps[p], loops[p]) & ~ends[p]}
        return safe | again

    def is_exponential(self) -> bool:
        """Tell whether a loop can be taken in two ways over one stretch of text."""
        if any(q in loop and p in loop for loop in self._loops for p, q in self._automaton.twice):
            return True
        return any(self._forks(loop) for loop in self._loops)

    def _forks(self, loop: frozenset[int]) -> bool:
        seen = list(self._walk([(p, p) for p in loop], (loop, loop)))
        apart = [state for state in seen if state[0][0] != state[0][1]]
        goals = {(p, p) for p in loop}
        return any(
            next_[0] in goals for state in apart for next_ in self._next(*state, (loop, loop))
        )

    def starts_anywhere(self) -> bool:
        """Tell whether a loop that may fail can be entered while it is being repeated."""
        for loop in self._loops:
            goals: set[tuple[int, ...]] = {(p, p) for p in loop}
            if self._meets([(_START, p) for p in loop], (None, loop), goals):
                return True
        return False

    def shares_text(self) -> bool:
        """Tell whether the text that one loop repeats over can be taken by a later one."""
        return any(
            self._share(one, other)
            for one in self._loops
            for other in self._loops
            if one is not other and other & self._beyond(one)
        )

    @cache  # noqa: B019 - lives as long as the search
    def _beyond(self, loop: frozenset[int]) -> frozenset[int]:
        """Return the positions that a loop leads to."""
        return frozenset(_depth_first(next(iter(loop)), self._onto, set()))

    def _share(self, one: frozenset[int], other: frozenset[int]) -> bool:
        pairs = [(p, q) for p in one for q in other if self._sets[p] & self._sets[q]]
        inside = (one, None, other)
        # All at once first: where not even that meets, no pair does.
        goals: set[tuple[int, ...]] = {(p, q, q) for p, q in pairs}
        if not self._meets([(p, p, q) for p, q in pairs], inside, goals):
            return False
        return any(self._meets([(p, p, q)], inside, {(p, q, q)}) for p, q in pairs)

    def _meets(
        self,
        begins: Iterable[tuple[int, ...]],
        inside: tuple[frozenset[int] | None, ...],
        goals: set[tuple[int, ...]],
    ) -> bool:
        return any(state[0] in goals for state in self._walk(begins, inside))

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


def _onward(steps: list[tuple[int, int, int]], positions: Collection[int]) -> int:
    """Return the characters that lead to one of some positions."""
    characters = 0
    for step, _, after in steps:
        characters |= after if step in positions else 0
    return characters


def _is_loop(positions: frozenset[int], steps: dict[int, list[int]]) -> bool:
    return len(positions) > 1 or any(p in steps[p] for p in positions)


def _components(forward: dict[int, list[int]]) -> list[frozenset[int]]:
    """Return the strongly connected parts of an automaton (Kosaraju's method)."""
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
