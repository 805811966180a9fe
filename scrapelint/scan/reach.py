"""How the matches of an expression lie in the lines of a text, told from the expression alone."""

import re
from functools import cache
from math import inf
from typing import Any, NamedTuple

from scrapelint import codes
from scrapelint.codes import CHARACTER, Code, Numbers, parser
from scrapelint.ink import end_of

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_WIDE = 200
"""Characters of a last part above which it is no quick test."""
_LINE_END = ord("\n")
_OF_LINE_ENDS = ("CATEGORY_SPACE", "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD")


class Reach(NamedTuple):
    """Where matches begin, and how many line ends they hold at most."""

    begins_text: bool = False
    begins_line: bool = False
    line_ends: float = inf
    longest: float = inf
    """Characters of the longest match."""
    tail: "Tail | None" = None


class Tail(NamedTuple):
    """How matches end that ask for the end of the text."""

    line_ends: float
    strips: bool
    """Whether white space, not counted in the line ends, may stand before the end of the text."""
    last: re.Pattern[str]
    width: int
    """The last part, with the end of the text behind it, and how far before that it can begin."""


@cache
def read(expression: str) -> Reach:
    """Return the reach of an expression that is compiled with `^` and `$` for any line's ends."""
    known = codes.known(expression)
    return (known and _known(known)) or _read(*worked_out(expression))


def _known(code: Code) -> Reach | None:
    """Return what an earlier run worked out, or None if it did not or this Python differs."""
    try:
        return _read(code.reach, code.tail)
    except ValueError:
        return None


def _read(
    reach: tuple[bool, bool, float, float], tail: tuple[float, bool, Numbers, int] | None
) -> Reach:
    if not tail:
        return Reach(*reach)
    line_ends, strips, numbers, width = tail
    last = codes.restored(None, numbers)
    if not last:
        raise ValueError
    return Reach(*reach, Tail(line_ends, strips, last, width))


def worked_out(
    expression: str,
) -> tuple[tuple[bool, bool, float, float], tuple[float, bool, Numbers, int] | None]:
    """Return the fields of the reach of an expression, and of its tail, as they are kept."""
    tree = codes.parsed(expression)
    nodes, flags = list(tree), tree.state.flags
    begins_text = nodes[:1] == [(parser.AT, parser.AT_BEGINNING_STRING)]
    begins_line = nodes[:1] == [(parser.AT, parser.AT_BEGINNING)]
    reach = begins_text, begins_line, _most(nodes, flags), tree.getwidth()[1]
    return reach, _tail(tree) if nodes[-1:] == [(parser.AT, parser.AT_END_STRING)] else None


def _tail(tree: Any) -> tuple[float, bool, Numbers, int]:  # noqa: ANN401 - the parser is untyped
    nodes, state = list(tree), tree.state
    strips = len(nodes) > 1 and _is_space(*nodes[-2])
    end = len(nodes) - 1 - strips
    _, width = parser.SubPattern(state, nodes[:end][-1:]).getwidth()
    begin = end if width > _WIDE else max(end - 1, 0)
    last = codes.worked_out(parser.SubPattern(state, nodes[begin:]))
    return _most(nodes[:end], state.flags), strips, last, min(width, _WIDE)


def first_of(tail: Tail, text: str) -> int | None:
    """Return the first offset of a text at which a match can begin; None if there is none."""
    end = end_of(text, 0, len(text)) if tail.strips else len(text)
    if not tail.last.search(text, max(0, end - tail.width)):
        return None
    if tail.line_ends == inf:
        return 0
    at = end
    for _ in range(int(tail.line_ends) + 1):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return at


def _is_space(kind: Any, value: Any) -> bool:  # noqa: ANN401
    r"""Tell whether a node is `\s*`."""
    space = [(parser.IN, [(parser.CATEGORY, parser.CATEGORY_SPACE)])]
    return str(kind) in _REPEATS and value[0] == 0 and list(value[2]) == space


def _line_ends(node: tuple[Any, Any], flags: int) -> float:
    """Return how many line ends a node matches at most."""
    kind, value = str(node[0]), node[1]
    if kind in _REPEATS:
        each = _most(value[2], flags)
        return each and each * (inf if value[1] == parser.MAXREPEAT else int(value[1]))
    if kind == "SUBPATTERN" and not value[2] & re.MULTILINE:
        return _most(value[3], (flags | value[1]) & ~value[2])
    if kind == "BRANCH":
        return max(_most(branch, flags) for branch in value[1])
    if kind in CHARACTER:
        return int(_is_line_end(kind, value, flags))
    return 0 if kind in {"AT", "ASSERT", "ASSERT_NOT"} else inf


def _is_line_end(kind: str, value: Any, flags: int) -> bool:  # noqa: ANN401
    """Tell whether a node for one character matches a line end."""
    if kind == "IN":
        negated = str(value[0][0]) == "NEGATE"
        return negated != any(_is_line_end(str(k), v, flags) for k, v in value[negated:])
    if kind == "CATEGORY":
        return str(value) in _OF_LINE_ENDS
    if kind == "ANY":
        return bool(flags & re.DOTALL)
    low, high = value if kind == "RANGE" else (value, value)
    return bool(low <= _LINE_END <= high) != (kind == "NOT_LITERAL")


def _most(nodes: Any, flags: int) -> float:  # noqa: ANN401
    return sum(_line_ends(node, flags) for node in nodes)
