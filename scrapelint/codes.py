"""What was worked out about expressions, as plain numbers that another run can take up.

Python takes longer to compile an expression than to match it with a page. What it compiles to are
whole numbers, which the matcher checks before it believes them: they can be kept.
"""

import re
from array import array
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

parser: Any = import_module("re._parser")  # how Python itself reads an expression
CHARACTER = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
"""Parts of an expression that match one character."""
_FLAGS = re.MULTILINE
_NUMBER = "I"
"""The type of the numbers: what the matcher has is four bytes wide wherever Python runs."""


class Numbers(NamedTuple):
    """What an expression is compiled to, and the groups in it."""

    flags: int
    groups: int
    names: dict[str, int]
    numbers: bytes | memoryview


class Code(NamedTuple):
    """A compiled expression, and where in which texts it can match."""

    compiled: Numbers
    reach: tuple[bool, bool, float, float]
    tail: tuple[float, bool, Numbers, int] | None
    """See `scan.reach`, which has more to say of both."""


class Source(Protocol):
    """Knows what an earlier run worked out about the expressions for a language."""

    def code(self, expression: str) -> Code | None:
        """Return what an expression is compiled to, and where it can match, if that is known."""

    def needed(self, expression: str) -> frozenset[str] | None:
        """Return strings of which one must be in a text (see `scan.grams`), if that is known."""


_sources: dict[str, Source] = {}


def remember(language: str, source: Source) -> None:
    """Take up what an earlier run worked out for a language."""
    _sources[language] = source
    known.cache_clear()


@lru_cache(maxsize=1)  # what it is compiled to is asked for, and then where it can match
def known(expression: str) -> Code | None:
    """Return what an earlier run worked out about an expression, if it did."""
    return next(filter(None, (source.code(expression) for source in _sources.values())), None)


def needed(expression: str) -> frozenset[str] | None:
    """Return strings of which one must be in a text for it to match, if an earlier run told."""
    return next(filter(None, (source.needed(expression) for source in _sources.values())), None)


def compiled(expression: str) -> re.Pattern[str]:
    """Compile an expression, or take it up; `^` and `$` stand for the ends of any line."""
    code = known(expression)
    pattern = code and restored(expression, code.compiled)
    return pattern or re.compile(expression, _FLAGS)


def worked_out(tree: Any) -> Numbers:  # noqa: ANN401 - untyped
    """Return what an expression or a part of one, as `parsed` returns it, is compiled to."""
    code = _compiler()._code(tree, _FLAGS)  # noqa: SLF001 - the matcher takes nothing else
    state = tree.state
    flags = int(_FLAGS | state.flags)
    return Numbers(flags, state.groups - 1, dict(state.groupdict), array(_NUMBER, code).tobytes())


@lru_cache(maxsize=1)
def parsed(expression: str) -> Any:  # noqa: ANN401 - untyped
    """Return an expression as Python itself reads it."""
    return parser.parse(expression, _FLAGS)


def restored(expression: str | None, code: Numbers) -> re.Pattern[str] | None:
    """Return the pattern, or None if this Python does not take it."""
    try:
        numbers = array(_NUMBER)
        numbers.frombytes(code.numbers)
        indices: list[str | None] = [None] * (code.groups + 1)
        for name, group in code.names.items():
            indices[group] = name
        found: re.Pattern[str] = import_module("_sre").compile(
            expression,
            code.flags,
            numbers.tolist(),
            code.groups,
            code.names,
            tuple(indices),
        )
    except (ImportError, AttributeError, TypeError, ValueError, LookupError, RuntimeError):
        return None
    return found


def _compiler() -> Any:  # noqa: ANN401 - untyped
    return import_module("re._compiler")
