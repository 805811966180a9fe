"""The scanner that Hyperscan gives: all pieces in one pass, at the speed of memory.

Hyperscan (Wang et al., Hyperscan: A Fast Multi-pattern Regex Matcher for Modern CPUs, NSDI 2019)
takes some seconds to compile hundreds of pieces; what comes of it is kept in a store of the
user's, by the expressions it was made from.
"""

import gc
import json
import re
from array import array
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from math import inf
from typing import TYPE_CHECKING, Any

from scrapelint.scan.scanner import Last, Prepared, Sought, Store

if TYPE_CHECKING:
    from scrapelint.scan.anchors import Anchor, Ending

_FORMAT = 12
"""To be raised when the same expressions come to other pieces."""


class Hyperscan:
    """Looks for pieces in one pass."""

    def __init__(self, database: Any) -> None:  # noqa: ANN401 - hyperscan is untyped
        """Take a database that is ready to scan."""
        self._database = database

    def scan(self, data: bytes) -> "dict[int, array[int]]":
        """Return where pieces end, by their numbers; as arrays, for there can be very many."""
        ends: dict[int, array[int]] = {}

        def met(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            places = ends.get(number)
            if places is None:
                ends[number] = array("Q", (end,))
            else:
                places.append(end)

        self._database.scan(data, match_event_handler=met)
        return ends


def prepared(expressions: Sequence[str], store: Store, *, compiles: bool) -> Prepared | None:
    """Return a scanner out of the store, or compile it.

    None stands for a machine without Hyperscan, an expression that is too large for it, or one
    that would have to be compiled.
    """
    try:
        import hyperscan  # noqa: PLC0415 - not on every machine, and slow to load
    except ImportError:
        return None
    made_from = json.dumps([version("hyperscan"), _FORMAT, *expressions])
    key = sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()
    kept = store.get(key)
    try:
        if kept is not None:
            return _loaded(hyperscan, expressions, kept)
    except (hyperscan.error, ValueError, TypeError, LookupError):
        pass  # another processor, or not what was kept
    if not compiles:
        return None
    try:
        fresh = _compiled(hyperscan, expressions)
    except hyperscan.error:
        return None
    store.put(key, fresh)
    return _loaded(hyperscan, expressions, fresh)


def _compiled(hyperscan: Any, expressions: Sequence[str]) -> bytes:  # noqa: ANN401
    """Return a line of JSON, an entry an expression, and a database."""
    from scrapelint.scan.anchors import Anchor, anchor  # noqa: PLC0415 - seldom needed
    from scrapelint.scan.projection import forget  # noqa: PLC0415
    from scrapelint.scan.reach import read  # noqa: PLC0415

    found = [anchor(expression, re.MULTILINE) for expression in expressions]
    pieces = [each for each in found if isinstance(each, Anchor)]
    numbers = {
        text: number for number, text in enumerate(dict.fromkeys(p.expression for p in pieces))
    }
    placed = {
        each.expression
        for expression, each in zip(expressions, found, strict=True)
        if isinstance(each, Anchor) and not read(expression).begins_text
    }
    flags = [
        hyperscan.HS_FLAG_DOTALL | (0 if text in placed else hyperscan.HS_FLAG_SINGLEMATCH)
        for text in numbers
    ]
    forget()
    gc.collect()  # what expressions were read as is in circles; Hyperscan needs the room
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[piece.encode("ascii") for piece in numbers],
        ids=list(numbers.values()),
        flags=flags,
    )
    head = json.dumps([_entry(each, numbers) for each in found])
    return b"\n".join((head.encode(), hyperscan.dumpb(database)))


def _entry(found: "Anchor | Ending | None", numbers: dict[str, int]) -> list[Any] | None:
    """Return what is kept of what was found for an expression."""
    if found is None:
        return None
    if len(found) == 2:
        return [f"{found.last:x}", found.strips]
    most = -1 if found.most == inf else found.most
    return [numbers[found.expression], found.least, most, f"{found.run:x}"]


def _loaded(hyperscan: Any, expressions: Sequence[str], kept: bytes) -> Prepared:  # noqa: ANN401
    """Return what was kept; raises hyperscan.error or ValueError where it is something else."""
    head, _, serialised = kept.partition(b"\n")
    sought: dict[str, Sought] = {}
    last: dict[str, Last] = {}
    for expression, entry in zip(expressions, json.loads(head), strict=True):
        if entry and isinstance(entry[0], str):
            last[expression] = Last(frozenset(_bytes(entry[0])), entry[1])
        elif entry:
            number, least, most, run = entry
            reach = inf if most < 0 else most
            sought[expression] = Sought(int(number), int(least), reach, _bytes(run))
    database = hyperscan.loadb(serialised, mode=hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return Prepared(Hyperscan(database), sought, last)


def _bytes(told: str) -> bytes:
    """Return the bytes of a set, each a bit of a whole number."""
    bits = int(told, 16)
    return bytes(byte for byte in range(256) if bits >> byte & 1)
