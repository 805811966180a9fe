"""The scanner that Hyperscan gives: all pieces in one pass, at the speed of memory.

Hyperscan (Wang et al., Hyperscan: A Fast Multi-pattern Regex Matcher for Modern CPUs, NSDI 2019)
takes some seconds to compile hundreds of pieces; what comes of it is kept in a store of the
user's, by the expressions it was made from.
"""

import json
import re
from array import array
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from math import inf
from typing import Any

from scrapelint.scan.scanner import Prepared, Sought, Store

_FORMAT = 7
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
    from scrapelint.scan.anchors import anchor  # noqa: PLC0415 - seldom needed

    numbers: dict[str, int] = {}
    entries: list[list[float] | None] = []
    for expression in expressions:
        found = anchor(expression, re.MULTILINE)
        if found is None:
            entries.append(None)
        else:
            number = numbers.setdefault(found.expression, len(numbers))
            entries.append([number, found.least, -1 if found.most == inf else found.most])
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[piece.encode("ascii") for piece in numbers],
        ids=list(numbers.values()),
        flags=[hyperscan.HS_FLAG_DOTALL] * len(numbers),
    )
    head: bytes = json.dumps(entries).encode()
    return head + b"\n" + bytes(hyperscan.dumpb(database))


def _loaded(hyperscan: Any, expressions: Sequence[str], kept: bytes) -> Prepared:  # noqa: ANN401
    """Return what was kept; raises hyperscan.error or ValueError where it is something else."""
    head, _, serialised = kept.partition(b"\n")
    sought = {
        expression: Sought(int(entry[0]), int(entry[1]), inf if entry[2] < 0 else entry[2])
        for expression, entry in zip(expressions, json.loads(head), strict=True)
        if entry
    }
    database = hyperscan.loadb(serialised, mode=hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return Prepared(Hyperscan(database), sought)
