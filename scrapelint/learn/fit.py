"""Weights from examples: boundaries of sound text against those where a name was dropped."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from scrapelint.gaps.features import Lexicon, Line, pair
from scrapelint.gaps.words import Word
from scrapelint.learn.drops import Names

_FEWEST = 4
"""How often a feature was seen at least: what is rarer is left out of the table."""
_KEPT = 26_000
"""How many features a table keeps."""
_SOFTNESS = 0.3
_ROUNDS = 150

Floats = NDArray[np.float64]


@dataclass
class Examples:
    """Boundaries by their features, whether a name was dropped there, and the part they are in."""

    names: dict[str, int] = field(default_factory=dict)
    lost: list[bool] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    _columns: "array[int]" = field(default_factory=lambda: array("i"))
    _ends: "array[int]" = field(default_factory=lambda: array("q", [0]))

    def add(self, features: Iterable[str], part: int, *, lost: bool) -> None:
        """Add a boundary."""
        number = self.names
        self._columns.extend(number.setdefault(name, len(number)) for name in features)
        self._ends.append(len(self._columns))
        self.lost.append(lost)
        self.part.append(part)

    def matrix(self) -> tuple[csr_matrix, list[str]]:
        """Return the boundaries as rows and the features that are frequent enough as columns."""
        columns = np.frombuffer(self._columns, np.int32)
        counts = np.bincount(columns, minlength=len(self.names))
        ends = np.frombuffer(self._ends, np.int64)
        shape = (len(ends) - 1, len(self.names))
        everything = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape)
        kept = np.flatnonzero(counts >= _FEWEST)
        names = list(self.names)
        return everything[:, kept], [names[n] for n in kept]


def examples(lines: Iterable[list[Word]], parts: int, lexicon: Lexicon, names: Names) -> Examples:
    """Return every boundary of the lines, and one for each name that can be dropped."""
    found = Examples()
    for number, words in enumerate(lines):
        part = number // _BLOCK % parts
        line = Line.of(words, lexicon)
        for index, neighbours in enumerate(line.all_neighbours()):
            found.add(chain(pair(*neighbours), line.around(index)), part, lost=False)
        for rest, index in names.drops(words):
            scar = Line.of(rest, lexicon)
            found.add(chain(pair(*scar.neighbours(index)), scar.around(index)), part, lost=True)
    return found


_BLOCK = 20
"""Lines that stay together in one part: neighbours tell of each other."""


def fit(rows: csr_matrix, lost: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return a weight for each column, most of them 0, and the bias."""
    model = LogisticRegression(C=_SOFTNESS, max_iter=_ROUNDS).fit(rows, lost)
    weights = model.coef_[0].copy()
    weights[np.argsort(-np.abs(weights), kind="stable")[_KEPT:]] = 0
    return weights, float(model.intercept_[0])
