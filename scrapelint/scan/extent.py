"""How much of a line, or of the start of a text, the matches of an expression can take up.

An expression for a whole line that is short at most has nothing to do with what it looks for in
the middle of a paragraph.
"""

from math import inf
from typing import Any, NamedTuple

from scrapelint.codes import parser
from scrapelint.scan import reach

OF_LINE, OF_TEXT, BEHIND = 1, 2, 3
"""Where a match begins: with a line, with the text, or anywhere. The core has them too."""


class Extent(NamedTuple):
    """Characters that a match takes up at most, those of a run aside, around a row in it."""

    of: int
    before: float
    """In the line that the row is in, or all the text, up to the end of the row."""
    whole: float
    """The same, and what is behind the row in its line."""
    run: int
    """The bytes of characters that are not counted: any number of them may lie between."""


def extent(
    expression: str,
    tree: Any,  # noqa: ANN401 - the parser is untyped
    before: float,
    all_of_it: tuple[float, int],
) -> Extent | None:
    """Return what the matches of an expression take up, or None if that has no limit.

    Of the row it must be known how far before its end they begin; of all of it how long they are,
    and which bytes were not counted.
    """
    known, (whole, run) = reach.read(expression), all_of_it
    of = OF_TEXT if known.begins_text else OF_LINE if known.begins_line else BEHIND
    if of == BEHIND:
        before = inf
    if list(tree)[-1:] != [(parser.AT, parser.AT_END)]:
        whole = inf
    return None if before == whole == inf else Extent(of, before, whole, run)
