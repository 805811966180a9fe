"""Which boundaries of long texts can be a gap at all, many at once.

Only bounds are worked out here: what a boundary scores by what is looked up for one or two words,
and the most that anything further can add to it. The few boundaries that are left are judged one
by one, so that findings are the same with and without a sieve.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from scrapelint.gaps.features import MOST, REACH, Known, Line

Weights: TypeAlias = Mapping[str, int]
_Cells: TypeAlias = dict[tuple[str, str], int]
_Numbers: TypeAlias = NDArray[np.signedinteger[Any]]

_BLOCK = 1 << 14
"""Boundaries that are looked at together: enough for speed, few enough for the memory near by."""
_ROOM = 1 << 12
"""Words there is room for at first."""
_NOTHING = ""


class _Term(NamedTuple):
    """What is looked at: two words by their distance, and which part of each, if any.

    Word 0 is the first behind the boundary, word -1 the last before it.
    """

    left_part: str = _NOTHING
    right_part: str = _NOTHING
    left: int = -1
    right: int = 0


_NEIGHBOURS = {
    "a": _Term("form"),
    "b": _Term(_NOTHING, "form"),
    "c": _Term("kind"),
    "d": _Term(_NOTHING, "kind"),
    "e": _Term("form", "form"),
    "f": _Term("form", "kind"),
    "g": _Term("kind", "form"),
    "h": _Term("kind", "kind"),
    "i": _Term("form", "initial"),
    "j": _Term("form", "ending"),
    "k": _Term("ending", "ending"),
}
"""The letters of the weights that decide whether to look further."""
_NEAR = {
    "l": _Term("form", left=-2),
    "m": _Term("form", left=1),
    "n": _Term("form", left=-3),
    "o": _Term("form", left=2),
    "p": _Term("kind", left=-2),
    "q": _Term("kind", left=1),
    "r": _Term("kind", left=-3),
    "s": _Term("kind", left=2),
    "t": _Term("form", "form", -2, -1),
    "u": _Term("form", "form", 0, 1),
    "v": _Term("kind", "kind", -2, -1),
    "w": _Term("kind", "kind", 0, 1),
    "x": _Term("form", "form", -2, 0),
    "y": _Term("kind", "kind", -2, 0),
    "z": _Term("form", "form", -1, 1),
    "A": _Term("kind", "kind", -1, 1),
    "B": _Term("kind", "kind", -2, 1),
}
_FURTHER: dict[_Term, dict[str, tuple[int, ...]]] = {
    _Term("form", "form"): {"C": (1, 2), "W": (1, 2), "H": (0, 1), "X": (0, 1)},
    _Term("form", "kind"): {"D": (1, 2), "G": (1, 2), "J": (0, 1), "N": (0, 1), "S": (1, 2)},
    _Term("kind", "form"): {"E": (1, 2), "P": (2, 3), "I": (0, 1), "L": (0, 1), "Y": (0, 1)},
    _Term("kind", "kind"): {
        **dict.fromkeys("FTUM", (1, 2)),
        **dict.fromkeys("K", (0, 1)),
        **dict.fromkeys("O", (2, 3)),
    },
    _Term("form", "ending"): {"Q": (1, 2)},
    _Term("kind", "ending"): {"R": (0, 1)},
    _Term("form"): {"Z": (0,)},
    _Term(_NOTHING, "form"): {"0": (0,)},
    _Term(): {"V": ()},
}
"""The letters of all other weights: of their parts these places tell of both neighbours."""


class Sieve:
    """The weights of a table in arrays, and the words met so far as rows of places in them."""

    def __init__(self, weights: Weights, bias: int, gate: int) -> None:
        """Put the weights into arrays."""
        cells = _by_letter(weights)
        self._bias, self._gate = bias, gate
        self._neighbours = _Sums([(t, _exact(cells[a], t)) for a, t in _NEIGHBOURS.items()])
        near = [(term, _exact(cells[letter], term)) for letter, term in _NEAR.items()]
        further = [(term, _greatest(cells, letters, term)) for term, letters in _FURTHER.items()]
        self._around = _Sums([*near, *further])
        self._rows: dict[Known, int] = {}

    def likely(
        self, lines: Sequence[Line], least: int, least_at_start: int
    ) -> Iterator[tuple[int, int]]:
        """Yield each boundary that could score so much: which line, and which of its boundaries.

        All that reach the gate and score so much are among them, in their order.
        """
        sizes = np.fromiter((len(line) + 2 * REACH for line in lines), np.int64, len(lines))
        ends = np.cumsum(sizes)
        starts = ends - sizes
        words = self._numbered(lines, int(sizes.sum()))
        inside = np.ones(len(words), dtype=bool)
        for room in (starts, starts + 1, starts + 2, ends - 1, ends - 2):
            inside[room] = False
        wanted = np.full(len(words), least)
        wanted[starts + REACH] = least_at_start
        places = np.flatnonzero(inside)
        for first in range(0, len(places), _BLOCK):
            found = self._sift(words, places[first : first + _BLOCK], wanted)
            of_line = np.searchsorted(starts, found, side="right") - 1
            yield from zip(
                of_line.tolist(), (found - starts[of_line] - REACH).tolist(), strict=True
            )

    def _sift(self, words: _Numbers, places: _Numbers, wanted: _Numbers) -> _Numbers:
        """Return those of some boundaries, told by the word behind each, that could be a gap."""
        score = self._bias + self._neighbours.at(words, places)
        gated = score >= self._gate
        places = places[gated]
        bound = score[gated] + self._around.at(words, places)
        return places[bound >= wanted[places]]

    def _numbered(self, lines: Iterable[Line], size: int) -> _Numbers:
        """Return the words of lines as the numbers of their rows."""
        if len(self._rows) >= MOST:
            self._rows.clear()
            self._neighbours.clear()
            self._around.clear()
        number = self._rows.get
        known = chain.from_iterable(line.known for line in lines)
        numbers = (n if (n := number(word)) is not None else self._add(word) for word in known)
        return np.fromiter(numbers, np.int32, size)

    def _add(self, word: Known) -> int:
        self._neighbours.add(word)
        self._around.add(word)
        return self._rows.setdefault(word, len(self._rows))


class _Sums:
    """Sums of weights: a grid of cells for each term, one behind the other in one array."""

    def __init__(self, terms: list[tuple[_Term, _Cells]]) -> None:
        """Lay out the grids. The first row and column of each are for what has no weight."""
        self._grids: list[_Grid] = []
        cells: list[_Numbers] = []
        size = 0
        for term, weights in terms:
            grid, values = _grid(term, weights, size)
            self._grids.append(grid)
            cells.append(values)
            size += len(values)
        self._cells = np.concatenate(cells)
        self._lefts = np.array([term.left for term, _ in terms])
        self._rights = np.array([term.right for term, _ in terms])
        self.clear()

    def clear(self) -> None:
        """Forget the words."""
        self._size = 0
        self._known_left = np.empty((_ROOM, len(self._grids)), np.int32)
        self._known_right = self._known_left.copy()

    def add(self, word: Known) -> None:
        """Take in a word as the next row."""
        if self._size == len(self._known_left):
            self._known_left = np.concatenate([self._known_left, self._known_left])
            self._known_right = np.concatenate([self._known_right, self._known_right])
        parts = _parts(word)
        self._known_left[self._size] = [grid.row(parts) for grid in self._grids]
        self._known_right[self._size] = [grid.column(parts) for grid in self._grids]
        self._size += 1

    def at(self, words: _Numbers, places: _Numbers) -> _Numbers:
        """Return the sum for each boundary, told by the word behind it."""
        cells = _taken(self._known_left, words, places, self._lefts)
        cells += _taken(self._known_right, words, places, self._rights)
        return _numbers(self._cells.take(cells).sum(axis=1))


def _taken(known: _Numbers, words: _Numbers, places: _Numbers, distances: _Numbers) -> _Numbers:
    """Return what is known of the words at some distances, one for each column."""
    if (distances == distances[0]).all():
        return _numbers(known.take(words.take(places + distances[0]), axis=0))
    at = words.take(places[:, None] + distances)
    return _numbers(known[at, np.arange(len(distances))])


def _numbers(array: Any) -> _Numbers:  # noqa: ANN401 - numpy's types are vague about shapes
    return cast("_Numbers", array)


class _Grid(NamedTuple):
    """Where the weights of two parts stand: each has its row and its column."""

    term: _Term
    first: int
    rows: dict[str, int]
    columns: dict[str, int]

    def row(self, parts: dict[str, str]) -> int:
        """Return where the row begins of a word on the left."""
        return self.rows.get(parts[self.term.left_part], self.first)

    def column(self, parts: dict[str, str]) -> int:
        """Return how far in it the column is of a word on the right."""
        return self.columns.get(parts[self.term.right_part], 0)


def _grid(term: _Term, weights: _Cells, first: int) -> tuple[_Grid, _Numbers]:
    columns = {part: n for n, part in enumerate(dict.fromkeys(r for _, r in weights), 1)}
    wide = len(columns) + 1
    lefts = dict.fromkeys(left for left, _ in weights)
    rows = {part: first + n * wide for n, part in enumerate(lefts, 1)}
    cells = np.zeros(wide * (len(rows) + 1), np.int32)
    for (left, right), weight in weights.items():
        cells[rows[left] - first + columns[right]] = weight
    return _Grid(term, first, rows, columns), cells


def _parts(word: Known) -> dict[str, str]:
    return {
        _NOTHING: _NOTHING,
        "form": word.form,
        "kind": word.kind,
        "initial": word.initial,
        "ending": word.ending,
    }


def _by_letter(weights: Weights) -> dict[str, list[tuple[list[str], int]]]:
    """Return the weights by their letter, each with the parts that stand behind it."""
    found: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
    for name, weight in weights.items():
        found[name[0]].append((name[2:].split(" "), weight))
    return found


def _exact(weights: list[tuple[list[str], int]], term: _Term) -> _Cells:
    """Return weights of one or two words by these."""
    return {_sides(parts, term): weight for parts, weight in weights}


def _greatest(
    weights: Mapping[str, list[tuple[list[str], int]]],
    letters: Mapping[str, tuple[int, ...]],
    term: _Term,
) -> _Cells:
    """Return the most that the weights of some letters add, by what they tell of two words."""
    total: _Cells = defaultdict(int)
    for letter, places in letters.items():
        most: _Cells = defaultdict(int)
        for parts, weight in weights.get(letter, ()):
            sides = _sides([parts[place] for place in places], term)
            most[sides] = max(weight, most[sides])
        for sides, weight in most.items():
            total[sides] += weight
    return total


def _sides(parts: list[str], term: _Term) -> tuple[str, str]:
    """Return the parts of both words, where a term looks at both."""
    rest = iter(parts)
    return (
        next(rest) if term.left_part else _NOTHING,
        next(rest) if term.right_part else _NOTHING,
    )
