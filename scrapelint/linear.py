"""Which regular expressions a rule may use: those that need no memory of what they matched.

Rules come from strangers and run over gigabytes, so an expression must be one that an
automaton can match in one pass: no backreferences, and lookaround only at one character.
"""

import re
from collections.abc import Iterator
from functools import cache

from scrapelint import codes
from scrapelint.late import late

_TOKEN = late(
    r"""
      (?P<escape>\\(?P<escaped>.))
    | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<look>\(\?<?[=!])
    | (?P<backreference>\(\?P=|\(\?\()
    | (?P<atomic>\(\?>)
    | (?P<possessive>[*+?}]\+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ONE_CHARACTER = late(
    r"(?:\\[^bBAZ]|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|[^\\^$*+?{}()|.\[\]]|\.|\[\^?\]?(?:\\.|[^\]\\])*\])\Z",
    re.DOTALL,
)


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """Compile an expression; `^` and `$` stand for the ends of any line."""
    return codes.compiled(expression)


@cache
def why_not(expression: str) -> str | None:
    """Return why the expression may not be used, or None if it may."""
    try:
        compiled(expression)
    except (re.error, OverflowError) as error:
        return f"not a regular expression: {error}"
    except RecursionError:
        return "nested too deeply"
    return next(_faults(expression), None)


def _faults(expression: str) -> Iterator[str]:
    """Yield what needs memory of what was matched."""
    for token in _TOKEN.finditer(expression):
        if token["escaped"] and token["escaped"] in "123456789":
            yield f"a backreference at character {token.start()}"
        if token["backreference"]:
            yield f"a backreference or a condition at character {token.start()}"
        if token["atomic"] or token["possessive"]:
            yield f"an atomic group or possessive repeat at character {token.start()}"
        if token["look"]:
            inside = _inside(expression, token.end())
            if not _ONE_CHARACTER.match(inside):
                yield f"lookaround at more than one character: {token['look']}{inside})"


def _inside(expression: str, start: int) -> str:
    depth = 1
    for token in _TOKEN.finditer(expression, start):
        depth += bool(token["open"] or token["look"]) - bool(token["close"])
        if depth == 0:
            return expression[start : token.start()]
    return expression[start:]
