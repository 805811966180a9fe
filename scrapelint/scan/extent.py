"""How much of a line, or of the start of a text, the matches of an expression can take up.

An expression for a whole line that is short at most has nothing to do with what it looks for in
the middle of a paragraph.
"""

from math import inf
from typing import Any, NamedTuple

from scrapelint.codes import parser
from scrapelint.scan import reach


class Extent(NamedTuple):
    """Characters that a match takes up at most, those of a run aside."""

    of_text: bool
    """Whether it begins where the text does; else where its line does."""
    before: float
    """From there to the end of the row that was looked for."""
    whole: float
    """From there to the end of that line, where the match ends too."""
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
    known = reach.read(expression)
    if not known.begins_text and not (known.begins_line and known.line_ends == 0):
        return None
    whole, run = all_of_it
    is_line = known.begins_line and list(tree)[-1] == (parser.AT, parser.AT_END)
    whole = whole if is_line else inf
    return None if before == whole == inf else Extent(known.begins_text, before, whole, run)
