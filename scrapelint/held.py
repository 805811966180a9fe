"""What is kept of the detectors for a language, as JSON and the numbers of their expressions."""

import json
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any

from scrapelint import codes, parameters
from scrapelint.codes import Code
from scrapelint.detectors.base import Detector, in_one
from scrapelint.linear import begins_text
from scrapelint.rule import Rule
from scrapelint.scan import grams, tails

_JOINED = ("lines", "surroundings")
"""Kinds of detectors that try several expressions as one."""
Held = dict[str, tuple[dict[str, Any], Any]]
"""By the names of rules, the fields of detectors and their telltales, as JSON has them."""


def worked_out(rules: Iterable[Rule], language: str) -> tuple[Held, dict[str, Code]]:
    """Return what the detectors for a language are, and what is to know of their expressions."""
    held: Held = {}
    known: dict[str, Code] = {}
    for rule in rules:
        if language in rule.detectors:
            detector, told = rule.detectors[language], rule.detectors.telltales(language)
            known |= {e: _code(e, compiled=True) for e in _expressions(rule, detector)}
            tells = (told.expressions, sorted(told.lines), told.at_least) if told else None
            held[rule.name] = parameters.values(detector), tells
    for _, tells in held.values():
        further = [e for e in (tells[0] if tells else ()) if e not in known]
        known |= {expression: _code(expression, compiled=False) for expression in further}
    return held, known


def _expressions(rule: Rule, detector: Detector) -> Iterator[str]:
    """Yield what a detector compiles."""
    for expressions in parameters.expression_lists(detector):
        yield from expressions
        if rule.kind in _JOINED:
            yield from (pattern.pattern for pattern in in_one(expressions))


def _code(expression: str, *, compiled: bool) -> Code:
    """Return what is to know of an expression, one that is compiled or only tells of a rule."""
    flags, groups, names, numbers = codes.worked_out(expression) if compiled else (0, 0, {}, b"")
    found = grams.needed(expression)
    return Code(
        flags, groups, names, begins_text(expression), tails.tail(expression), found, numbers
    )


def packed(held: Held, known: Mapping[str, Code]) -> bytes:
    """Return a line of JSON and the numbers of all codes."""
    told, numbers = {}, bytearray()
    for expression, code in known.items():
        flags, groups, names, begins, (lines, strips), found, own = code
        end = len(numbers) + len(own)
        tail = (-1 if lines == inf else lines, strips)
        strings = None if found is None else sorted(found)
        told[expression] = flags, groups, names, begins, tail, strings, len(numbers), end
        numbers += own
    return json.dumps([held, told]).encode() + b"\n" + numbers


def unpacked(kept: bytes) -> tuple[Held, dict[str, Code]]:
    """Return what was packed. Raises ValueError, TypeError or LookupError for anything else."""
    head, _, numbers = kept.partition(b"\n")
    held, told = json.loads(head)
    for fields, tells in held.values():
        if not isinstance(fields, dict):
            raise TypeError
        _check_telltales(tells)
    view = memoryview(numbers)
    return held, {expression: _seen(view, *entry) for expression, entry in told.items()}


def _check_telltales(told: Any) -> None:  # noqa: ANN401
    if told is not None:
        expressions, lines, at_least = told
        if not (all(map(_is_text, (*expressions, *lines))) and type(at_least) is int):
            raise ValueError


def _seen(numbers: memoryview, *told: Any) -> Code:  # noqa: ANN401
    flags, groups, names, begins, (lines, strips), strings, first, last = told
    tail = (inf if lines < 0 else lines, bool(strips))
    found = None if strings is None else frozenset(strings)
    return Code(flags, groups, names, bool(begins), tail, found, numbers[first:last])


def _is_text(value: object) -> bool:
    return isinstance(value, str)
