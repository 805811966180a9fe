"""The scanner of the compiled core: all rows of all expressions in one pass over a text.

What the rows of hundreds of expressions are takes some seconds to work out; it is kept in a store
of the user's, by the expressions.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from math import inf
from struct import calcsize, pack
from typing import TYPE_CHECKING, Any

from scrapelint.scan.projection import FOLD
from scrapelint.scan.scanner import Last, Pieces, Prepared, Sought, Store

if TYPE_CHECKING:
    from scrapelint._core import Sieve
    from scrapelint.scan.anchors import Anchor, Ending
    from scrapelint.scan.extent import Extent
    from scrapelint.scan.rows import Row

_FORMAT = 21
"""To be raised when the same expressions come to other rows."""
_BEGINS, _ENDS, _ONCE, _BESIDE = 1, 2, 4, 8
"""What is true of a row: it stands where the text begins, or ends, to meet it once is enough, and
its last place is not of the match. The core has them too."""
_SET = 32
"""Bytes of a set."""
_EXTENT = "<HHII"
"""How an extent is packed: of what it is, 0 if there is none; the number of a set; two limits."""
_NO_LIMIT = (1 << 32) - 1
_MOST = 1 << 16
"""Expressions that have numbers."""
_BROKEN = (ValueError, TypeError, LookupError)


class Scanner:
    """Looks for all rows in one pass."""

    def __init__(self, sieve: "Sieve") -> None:
        """Take a sieve that is ready."""
        self._sieve = sieve

    def scan(self, data: bytes) -> "dict[int, memoryview[int] | None]":
        """Return where rows end, by the numbers of their expressions; None is nearly everywhere."""
        return {
            number: None if ends is None else memoryview(ends).cast("I")
            for number, ends in self._sieve.scan(data).items()
        }


def prepared(expressions: Sequence[str], store: Store, *, compiles: bool) -> Prepared | None:
    """Return a scanner out of the store, or work it out.

    None stands for one that would have to be worked out, and for more expressions than it numbers.
    """
    if len(expressions) > _MOST:
        return None
    made_from = json.dumps([_FORMAT, *expressions])
    key = sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()
    kept = store.get(key)
    try:
        if kept is not None:
            return _loaded(expressions, kept)
    except _BROKEN:
        pass  # not what was kept
    if not compiles:
        return None
    fresh = _compiled(expressions)
    store.put(key, fresh)
    return _loaded(expressions, fresh)


def _compiled(expressions: Sequence[str]) -> bytes:
    """Return a line of JSON, an entry an expression, the sets, the extents, and the rows."""
    from scrapelint.scan.anchors import Anchor, anchor  # noqa: PLC0415 - seldom needed
    from scrapelint.scan.projection import forget  # noqa: PLC0415
    from scrapelint.scan.reach import read  # noqa: PLC0415

    found = [anchor(expression, re.MULTILINE) for expression in expressions]
    forget()
    sets: dict[int, int] = {}
    rows, extents = bytearray(), bytearray()
    for number, (expression, each) in enumerate(zip(expressions, found, strict=True)):
        if isinstance(each, Anchor):
            flags = _ONCE if read(expression).begins_text else 0
            rows += b"".join(_packed(number, row, flags, sets) for row in each.rows)
        extents += _extent(each.extent if isinstance(each, Anchor) else None, sets)
    head = json.dumps([len(sets), *map(_entry, found)])
    kept = (s.to_bytes(_SET, "little") for s in sets)
    return b"".join((head.encode(), b"\n", *kept, extents, rows))


def _extent(extent: "Extent | None", sets: dict[int, int]) -> bytes:
    """Return an extent as the core reads it."""
    if extent is None:
        return pack(_EXTENT, 0, 0, 0, 0)
    limits = (_NO_LIMIT if most == inf else int(most) for most in (extent.before, extent.whole))
    return pack(_EXTENT, extent.of, sets.setdefault(extent.run, len(sets)), *limits)


def _packed(number: int, row: "Row", flags: int, sets: dict[int, int]) -> bytes:
    """Return a row as the core reads it, its sets by their numbers."""
    flags |= row.begins * _BEGINS | row.ends * _ENDS | row.is_beside * _BESIDE
    places, (at, width, _) = row.places, row.key
    numbers = [sets.setdefault(each, len(sets)) for each in places]
    return pack(f"<{5 + len(places)}H", number, len(places), at, width, flags, *numbers)


def _entry(found: "Anchor | Ending | None") -> list[Any] | None:
    """Return what is kept of what was found for an expression."""
    if found is None:
        return None
    if len(found) == 2:
        return [f"{found.last:x}", found.strips]
    return [found.least, -1 if found.most == inf else found.most, f"{found.run:x}"]


def _loaded(expressions: Sequence[str], kept: bytes) -> Prepared:
    """Return what was kept; raises ValueError, TypeError or LookupError if it is something else."""
    from scrapelint._core import Sieve  # noqa: PLC0415 - not on every machine

    head, _, rest = kept.partition(b"\n")
    size, *entries = json.loads(head)
    sought = Pieces(())
    last: dict[str, Last] = {}
    for number, (expression, entry) in enumerate(zip(expressions, entries, strict=True)):
        if entry and isinstance(entry[0], str):
            last[expression] = Last(frozenset(_bytes(entry[0])), entry[1])
        elif entry:
            least, most, run = entry
            reach = inf if most < 0 else most
            sought[expression] = Sought(number, int(least), reach, _bytes(run))
    extents = size * _SET
    rows = extents + len(entries) * calcsize(_EXTENT)
    if len(rest) < rows:
        raise ValueError
    sieve = Sieve(rest[:extents], rest[extents:rows], rest[rows:], FOLD)
    return Prepared(Scanner(sieve), sought, last)


@cache
def _bytes(told: str) -> bytes:
    """Return the bytes of a set, each a bit of a whole number."""
    bits = int(told, 16)
    return bytes(byte for byte in range(256) if bits >> byte & 1)
