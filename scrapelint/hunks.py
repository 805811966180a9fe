"""What repairs changed, as the hunks of a unified diff, made from the edits in one pass.

`difflib` would have to find again what is known, and is slow where many lines are the same.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from scrapelint.document import Span, SpanSet
from scrapelint.finding import Edit, apply

_LINE = re.compile(r"[^\n]+\n?|\n")  # str.splitlines would cut at form feeds and the like
_CUT_OFF = "\\ No newline at end of file\n"
_CONTEXT = 3
"""Lines shown before and after a change."""
_Row = tuple[str, str]
"""A line and the sign before it."""


class Block(NamedTuple):
    """Whole lines as they were and as they are."""

    old: str
    new: str


def hunks(
    before: str,
    passes: Iterable[Iterable[Edit]],
    *,
    context: int = _CONTEXT,
    first: tuple[int, int] = (0, 0),
) -> Iterator[str]:
    """Yield the hunks of the diff between a text and what passes of edits make of it, row by row.

    A row may be the whole text, so each is made when it is asked for. `first` tells how many
    lines of the old and of the new file come before the text.
    """
    blocks = [Block(line, line) for line in _LINE.findall(before)]
    for edits in passes:
        blocks = list(_edited(blocks, deque(sorted(edits))))
    rows = [row for kind in groupby(blocks, _is_changed) for row in _rows(*kind)]
    changes = (n for n, (sign, _) in enumerate(rows) if sign != " ")
    shown = SpanSet(Span(max(0, n - context), min(len(rows), n + context + 1)) for n in changes)
    done, (old, new) = 0, first
    for start, end in shown:
        old, new = old + start - done, new + start - done
        before_hunk = (old, new)
        old += sum(sign != "+" for sign, _ in rows[start:end])
        new += sum(sign != "-" for sign, _ in rows[start:end])
        yield from _hunk(rows[start:end], before_hunk, (old, new))
        done = end


def _edited(blocks: Iterable[Block], edits: deque[Edit]) -> Iterator[Block]:
    """Yield the blocks with the edits made; those whose line ends they take become one."""
    group: list[Block] = []
    inside: list[Edit] = []
    start = end = 0
    for block in blocks:
        group.append(block)
        first, end = end, end + len(block.new)
        last = end if block.new.endswith("\n") else end + 1
        while edits and edits[0].span.start < last:
            inside.append(edits.popleft())
        if _keep_the_line_end(inside, first, end):
            yield _merged(group, inside, start)
            group, inside, start = [], [], end
    if group or edits:
        yield _merged(group, [*inside, *edits], start)


def _keep_the_line_end(edits: Sequence[Edit], first: int, end: int) -> bool:
    """Tell whether a line that stands between two offsets surely still ends there."""
    if not edits or edits[-1].span.end < end:
        return True
    (start, stop), new = edits[-1]
    alone = len(edits) == 1 or edits[-2].span.end < start
    return stop == end and (new.endswith("\n") or (alone and new == "" and start == first))


def _merged(group: Iterable[Block], edits: Iterable[Edit], start: int) -> Block:
    old, new = ("".join(lines) for lines in zip(*group, strict=True)) if group else ("", "")
    moved = (Edit(Span(first - start, last - start), text) for (first, last), text in edits)
    return Block(old, apply(moved, new))


def _is_changed(block: Block) -> bool:
    return block.old != block.new


def _rows(is_changed: bool, blocks: Iterable[Block]) -> Iterator[_Row]:  # noqa: FBT001
    """Yield the lines of blocks that are all the same or all changed."""
    old, new = (_LINE.findall("".join(lines)) for lines in zip(*blocks, strict=True))
    if not is_changed:
        new = []
    signs = ("-", "+") if is_changed else (" ", " ")
    for sign, lines in zip(signs, (old, new), strict=True):
        yield from ((sign, line) for line in lines)


def _hunk(rows: Iterable[_Row], before: tuple[int, int], after: tuple[int, int]) -> Iterator[str]:
    old, new = (_range(*pair) for pair in zip(before, after, strict=True))
    yield f"@@ -{old} +{new} @@\n"
    for sign, line in rows:
        yield sign + line if line.endswith("\n") else f"{sign}{line}\n{_CUT_OFF}"


def _range(before: int, after: int) -> str:
    """Return where lines stand, as a diff says it."""
    count = after - before
    return f"{before + 1}" if count == 1 else f"{before + bool(count)},{count}"
