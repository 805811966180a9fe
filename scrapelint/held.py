"""What is kept of the detectors for a language, as JSON and the numbers of their expressions."""

import json
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any

from scrapelint import codes, parameters
from scrapelint.codes import Code, Numbers
from scrapelint.detectors.base import Detector, in_one
from scrapelint.rule import Rule
from scrapelint.scan import grams, reach

_JOINED = {"surroundings": "hints"}
"""Fields, by kinds of detectors, of which all expressions are tried as one."""
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
    yield from parameters.expressions(detector)
    if rule.kind in _JOINED:
        yield from (each.pattern for each in in_one(getattr(detector, _JOINED[rule.kind])))


def _code(expression: str, *, compiled: bool) -> Code:
    """Return what is to know of an expression, one that is compiled or only tells of a rule."""
    if not compiled:
        return Code(None, None, None, grams.needed(expression))
    numbers = codes.worked_out(codes.parsed(expression))
    return Code(numbers, *reach.worked_out(expression), grams.needed(expression))


def packed(held: Held, known: Mapping[str, Code]) -> bytes:
    """Return a line of JSON and the numbers of all codes."""
    pool = bytearray()
    told = {expression: _told(code, pool) for expression, code in known.items()}
    return json.dumps([held, told]).encode() + b"\n" + pool


def _told(code: Code, pool: bytearray) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return what is known of an expression; numbers go to the pool, for JSON has them longer."""
    own = code.compiled and _pooled(code.compiled, pool)
    tail = None
    if code.tail:
        line_ends, strips, last, width = code.tail
        tail = _finite(line_ends), strips, _pooled(last, pool), width
    places = code.reach and (*code.reach[:2], *map(_finite, code.reach[2:]))
    strings = None if code.grams is None else sorted(code.grams)
    return own, places, tail, strings


def _pooled(code: Numbers, pool: bytearray) -> tuple[int, int, dict[str, int], int, int]:
    first = len(pool)
    pool += code.numbers
    return code.flags, code.groups, code.names, first, len(pool)


def _finite(number: float) -> float:
    return -1 if number == inf else number


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
        if not (all(map(is_text, (*expressions, *lines))) and type(at_least) is int):
            raise ValueError


def _seen(pool: memoryview, own: Any, places: Any, tail: Any, strings: Any) -> Code:  # noqa: ANN401
    code = own and _taken(pool, *own)
    if places:
        text, line, line_ends, longest = places
        places = bool(text), bool(line), _endless(line_ends), _endless(longest)
    if tail:
        line_ends, strips, last, width = tail
        tail = _endless(line_ends), bool(strips), _taken(pool, *last), int(width)
    return Code(code, places, tail, None if strings is None else frozenset(strings))


def _taken(pool: memoryview, *told: Any) -> Numbers:  # noqa: ANN401
    flags, groups, names, first, last = told
    return Numbers(flags, groups, names, pool[first:last])


def _endless(number: float) -> float:
    return inf if number < 0 else number


def is_text(value: object) -> bool:
    """Tell whether something that was kept is a text."""
    return isinstance(value, str)
