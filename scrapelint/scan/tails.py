"""Where in a text an expression can begin that asks for the end of the text."""

from functools import cache
from importlib import import_module
from math import inf
from typing import Any

from scrapelint import codes
from scrapelint.codes import CHARACTER, parser

_compiler: Any = import_module("re._compiler")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def start(expression: str, text: str) -> int:
    """Return the first offset of a text at which a match of the expression can begin.

    The expression is compiled with `^` and `$` for the ends of any line.
    """
    lines, strips = tail(expression)
    if lines == inf:
        return 0
    at = len(text.rstrip()) if strips else len(text)
    for _ in range(int(lines) + 1):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return at


@cache
def tail(expression: str) -> tuple[float, bool]:
    """Return how many line ends a match holds at most, and whether white space may follow it."""
    if not expression.endswith("\\Z"):  # most do not, and to read them takes a while
        return inf, False
    if known := codes.known(expression):
        return known.tail
    tree = codes.parsed(expression)
    nodes, flags = list(tree), tree.state.flags
    if nodes.pop() != (parser.AT, parser.AT_END_STRING):
        return inf, False
    strips = bool(nodes) and _is_space(*nodes[-1])
    return sum(_line_ends(node, flags) for node in nodes[: len(nodes) - strips]), strips


def _is_space(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser is untyped
    r"""Tell whether a node is `\s*`."""
    space = [(parser.IN, [(parser.CATEGORY, parser.CATEGORY_SPACE)])]
    return str(kind) in _REPEATS and value[0] == 0 and list(value[2]) == space


def _line_ends(node: tuple[Any, Any], flags: int) -> float:
    """Return how many line ends a node matches at most."""
    kind, value = str(node[0]), node[1]
    if kind in _REPEATS:
        each = _most(value[2], flags)
        return each and each * (inf if value[1] == parser.MAXREPEAT else int(value[1]))
    if kind == "SUBPATTERN":
        return _most(value[3], (flags | value[1]) & ~value[2])
    if kind == "BRANCH":
        return max(_most(branch, flags) for branch in value[1])
    if kind in CHARACTER:
        return int(_is_line_end(node, flags))
    return 0 if kind in {"AT", "ASSERT", "ASSERT_NOT"} else inf


def _is_line_end(node: tuple[Any, Any], flags: int) -> bool:
    """Ask Python itself whether a node for one character matches a line end."""
    state = parser.State()
    state.flags = flags
    return bool(_compiler.compile(parser.SubPattern(state, [node]), flags).match("\n"))


def _most(nodes: Any, flags: int) -> float:  # noqa: ANN401
    return sum(_line_ends(node, flags) for node in nodes)
