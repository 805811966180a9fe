"""Rows of bytes that a scanner looks for, and what of each is looked up first."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, reduce
from math import prod
from operator import and_, or_
from typing import NamedTuple

from scrapelint.scan import frequency
from scrapelint.scan.projection import FOLD

ANY = (1 << 256) - 1
"""The set of all bytes."""
_TRIED = 10.0
"""Nanoseconds that it takes to look closer where the key of a row stands."""
_FORMS, _FORM = 256, 5e-5
"""How many forms a key of more than two bytes has at most, and nanoseconds that each adds."""
_RUN, _OF_RUN = 8, 0.1
"""Characters of the shortest run, which the core has too, and nanoseconds to look for one."""
_REMEMBERED = 10_000


class Row(NamedTuple):
    """Characters in a row, each as the set of its bytes, and what stands beside them."""

    sets: tuple[int, ...] = ()
    before: int = ANY
    after: int = ANY
    begins: bool = False
    """Whether nothing but the line end put before the text stands before it."""
    ends: bool = False

    @property
    def first(self) -> int:
        """Return the bytes that it can begin with, or that can follow if it is empty."""
        return self.sets[0] if self.sets else self.after

    @property
    def last(self) -> int:
        """Return the bytes that it can end with, or that can come before if it is empty."""
        return self.sets[-1] if self.sets else self.before

    @property
    def places(self) -> tuple[int, ...]:
        """Return its sets with those of what stands beside it."""
        before, after = (() if beside == ANY else (beside,) for beside in (self.before, self.after))
        return (*before, *self.sets, *after)

    @property
    def is_beside(self) -> bool:
        """Tell whether its last place is of what stands behind it."""
        return self.after != ANY

    @property
    def key(self) -> "Key":
        """Return what of it is looked up."""
        return _key(self.places)

    def then(self, other: "Row") -> "Row | None":
        """Return one row of two, or None if the second cannot follow the first."""
        if (other.begins and self.sets) or (self.ends and other.sets):
            return None
        left, right = self.sets, other.sets
        before, after = self.before, other.after
        if left:
            left = (*left[:-1], left[-1] & other.before)
        else:
            before &= other.before
        if right:
            right = (right[0] & self.after, *right[1:])
        else:
            after &= self.after
        sets = left + right
        if not (before and after and all(sets)):
            return None
        return Row(sets, before, after, self.begins or other.begins, self.ends or other.ends)

    def behind(self, sets: tuple[int, ...]) -> "Row | None":
        """Return what is left of a row that ends with some characters, or None if it cannot."""
        known = (self.before, *self.sets)
        sets = (ANY,) * (len(known) - len(sets)) + sets[-len(known) :]
        before, *both = map(and_, known, sets)
        return self._replace(before=before, sets=tuple(both)) if before and all(both) else None

    def alone(self) -> "Row":
        """Return a run without what stands beside it, which says little; other rows as they are."""
        return Row(self.sets) if is_run(self.sets) else self


class Key(NamedTuple):
    """Where in a row the bytes are that are looked up."""

    at: int
    width: int
    cost: float
    """Nanoseconds for each character of a text that it takes to look for them."""


def lasts(rows: Iterable[Row]) -> int:
    """Return the bytes that rows can end with."""
    return reduce(or_, (row.last for row in rows), 0)


def is_run(sets: tuple[int, ...]) -> bool:
    """Tell whether a row is so many characters of one kind that most places need no look."""
    return len(sets) >= _RUN and len(set(sets)) == 1


@lru_cache(maxsize=_REMEMBERED)
def _key(sets: tuple[int, ...]) -> Key:
    """Return the bytes of a row that cost the least: rare ones of which few forms can stand there.

    More than two are small letters for capitals. Behind a single one any other may stand.
    """
    if is_run(sets):
        return Key(0, 2, _OF_RUN)
    exact = [(found, found.bit_count()) for found in (*sets, ANY)[: max(len(sets), 2)]]
    keys = (*_keys(exact, (2,)), *_keys(map(_folded, sets), (3, 4)))
    return min(keys, key=lambda found: found.cost)


def _keys(sets: Iterable[tuple[int, int]], widths: Iterable[int]) -> Iterator[Key]:
    """Yield the keys of some widths that not too many forms stand for, by sets and their sizes."""
    found, sizes = zip(*sets, strict=True)
    for width in widths:
        for at in range(len(found) - width + 1):
            forms = prod(sizes[at : at + width])
            if width == 2 or forms <= _FORMS:
                often = frequency.of_row(found[at : at + width])
                yield Key(at, width, _TRIED * often + _FORM * forms * (width > 2))


@cache
def _folded(found: int) -> tuple[int, int]:
    """Return a set with each letter in either case, and how many different ones it has."""
    small = {FOLD[byte] for byte in range(256) if found >> byte & 1}
    return reduce(or_, (1 << byte for byte in range(256) if FOLD[byte] in small), 0), len(small)
