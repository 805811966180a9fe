"""The fingerprint of a line by which GitHub knows a finding again in the next upload.

It is that of github/codeql-action, which computes it anew and warns of any other: a hash of the
hundred UTF-16 units from the start of the line on, across line ends but without spaces and tabs,
and how many lines before it had the same.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from operator import mul

_BLOCK = 100
_POWERS = [37**power for power in reversed(range(_BLOCK))]
_AFTER = "\uffff" + "\0" * _BLOCK
"""What a text is taken to go on with after its end."""


def line_hashes(read: Callable[[], Iterable[str]], lines: Collection[int]) -> dict[int, str]:
    """Return the fingerprints of lines, which count from 1, of a text that is read in pieces.

    It is read twice, so that no more than a piece is held.
    """
    if not lines:
        return {}
    last = max(lines)
    blocks = {line: block for line, block in _blocks(read(), last) if line in lines}
    wanted, seen, found = set(blocks.values()), Counter[str](), {}
    for line, block in _blocks(read(), last):
        if block in wanted:
            seen[block] += 1
            if line in blocks:
                found[line] = f"{_hash(block):x}:{seen[block]}"
    return found


def _hash(block: str) -> int:
    units = block.encode("utf-16-le", "surrogatepass")[: 2 * _BLOCK]
    values: memoryview[int] = memoryview(units).cast("H")
    total: int = sum(map(mul, values, _POWERS))
    return total % 2**64


def _blocks(pieces: Iterable[str], last: int) -> Iterator[tuple[int, str]]:
    """Yield what each line up to the last wanted one begins with."""
    line, kept = 0, "\n"  # as if a line ended before the first one
    for piece in chain(_bare(pieces), [_AFTER]):
        kept += piece
        start = kept.find("\n") + 1
        while start and start + _BLOCK <= len(kept):
            line += 1
            yield line, kept[start : start + _BLOCK]
            if line == last:
                return
            start = kept.find("\n", start) + 1
        kept = kept[start - 1 :] if start else ""


def _bare(pieces: Iterable[str]) -> Iterator[str]:
    r"""Yield the pieces without spaces and tabs, every line end as ``\n``."""
    held = ""
    for piece in pieces:
        whole = held + piece
        held = "\r" if whole.endswith("\r") else ""  # the next piece may begin with its other half
        yield _bared(whole.removesuffix("\r"))
    yield _bared(held)


def _bared(piece: str) -> str:
    lines = piece.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace(" ", "").replace("\t", "")
