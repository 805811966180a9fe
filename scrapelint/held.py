"""What is kept of the detectors for a language: a line that tells what there is, and pieces.

A small text gives reason to make few rules ready. So the fields of each detector are a piece by
themselves, and what is known of each expression, and a piece is read when it is asked for.
"""

import json
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any
from zlib import crc32

from scrapelint import codes, parameters
from scrapelint.codes import Code, Numbers
from scrapelint.detectors.base import Detector, Expression, Telltales, in_one
from scrapelint.rule import Rule
from scrapelint.scan import grams, reach

_JOINED = {"surroundings": "hints"}
"""Fields, by kinds of detectors, of which all expressions are tried as one."""
BROKEN = (ValueError, TypeError, LookupError, RecursionError)
"""What is raised by something else than what was kept."""


class Held:
    """The detectors for a language, and what is known of their expressions. Raises BROKEN."""

    def __init__(self, contents: bytes, pieces: memoryview) -> None:
        """Take what `packed` returned: the line, and what stands behind it."""
        self._rules, expressions = json.loads(contents)
        self._places = {e: place for e, place, _ in expressions}
        self._needed = {e: frozenset(texts(strings)) for e, _, strings in expressions if strings}
        self._numbered = list(map(Expression, texts(list(self._places))))
        self._pieces = pieces

    def fields(self, rule: str) -> dict[str, Any]:
        """Return the fields of a rule's detector, as JSON has them."""
        place, _ = self._rules[rule]
        fields = json.loads(bytes(self._piece(*place)))
        if not isinstance(fields, dict):
            raise TypeError
        return fields

    def telltales(self, rule: str) -> Telltales | None:
        """Return what the detector of a rule says must be there."""
        _, told = self._rules[rule]
        if told is None:
            return None
        numbers, lines, at_least = told
        if type(at_least) is not int:
            raise TypeError
        expressions = tuple(self._numbered[number] for number in numbers)
        return Telltales(expressions, frozenset(texts(lines)), at_least)

    def needed(self, expression: str) -> frozenset[str] | None:
        """Return strings of which one is in each text that an expression matches in, if known."""
        return self._needed.get(expression)

    def code(self, expression: str) -> Code | None:
        """Return what else is known of an expression; None if that is nothing, or no such thing."""
        try:
            return _seen(self._piece(*self._places[expression]))
        except BROKEN:
            return None

    def _piece(self, start: int, end: int, crc: int) -> memoryview:
        piece = self._pieces[start:end]
        if crc32(piece) != crc:
            raise ValueError
        return piece


def packed(rules: Iterable[Rule], language: str) -> bytes:
    """Return what the detectors for a language are, and what is to know of their expressions."""
    pieces = bytearray()
    numbers: dict[str, int] = {}
    held: dict[str, Any] = {}
    for rule in rules:
        if language in rule.detectors:
            detector, told = rule.detectors[language], rule.detectors.telltales(language)
            for expression in (*_expressions(rule, detector), *(told.expressions if told else ())):
                numbers.setdefault(expression, len(numbers))
            place = _added(pieces, json.dumps(parameters.values(detector)).encode())
            held[rule.name] = place, told and _told(told, numbers)
    expressions = [(e, _added(pieces, _code(e)), sorted(grams.needed(e) or ())) for e in numbers]
    return json.dumps([held, expressions], ensure_ascii=False).encode() + b"\n" + pieces


def _expressions(rule: Rule, detector: Detector) -> Iterator[str]:
    """Yield what a detector compiles."""
    yield from parameters.expressions(detector)
    if rule.kind in _JOINED:
        yield from (each.pattern for each in in_one(getattr(detector, _JOINED[rule.kind])))


def _added(pieces: bytearray, piece: bytes) -> tuple[int, int, int]:
    """Add a piece to the others, and return where it is, with its sum."""
    start = len(pieces)
    pieces += piece
    return start, len(pieces), crc32(piece)


def _told(told: Telltales, numbers: dict[str, int]) -> tuple[list[int], list[str], int]:
    return [numbers[e] for e in told.expressions], sorted(told.lines), told.at_least


def _code(expression: str) -> bytes:
    """Return a line of JSON and the numbers of a code, for JSON has them longer."""
    pool = bytearray()
    own = _pooled(codes.worked_out(codes.parsed(expression)), pool)
    (*starts, line_ends, longest), tail = reach.worked_out(expression)
    places = (*starts, _finite(line_ends), _finite(longest))
    last = None
    if tail:
        line_ends, strips, numbers, width = tail
        last = _finite(line_ends), strips, _pooled(numbers, pool), width
    return json.dumps([own, places, last]).encode() + b"\n" + pool


def _pooled(code: Numbers, pool: bytearray) -> tuple[int, int, dict[str, int], int, int]:
    first = len(pool)
    pool += code.numbers
    return code.flags, code.groups, code.names, first, len(pool)


def _finite(number: float) -> float:
    return -1 if number == inf else number


def _seen(piece: memoryview) -> Code:
    line, _, numbers = bytes(piece).partition(b"\n")
    own, (text, begins_line, line_ends, longest), last = json.loads(line)
    places = bool(text), bool(begins_line), _endless(line_ends), _endless(longest)
    tail = None
    if last:
        line_ends, strips, told, width = last
        tail = _endless(line_ends), bool(strips), _taken(numbers, *told), int(width)
    return Code(_taken(numbers, *own), places, tail)


def _taken(pool: bytes, *told: Any) -> Numbers:  # noqa: ANN401
    flags, groups, names, first, last = told
    return Numbers(flags, groups, names, pool[first:last])


def _endless(number: float) -> float:
    return inf if number < 0 else number


def texts(kept: Any) -> list[str]:  # noqa: ANN401
    """Return what was kept if it is a list of texts. Raises TypeError for anything else."""
    if type(kept) is not list or not set(map(type, kept)) <= {str}:
        raise TypeError
    return kept
