"""From the parameters in a rule file to a detector, by the types of its fields."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from itertools import chain
from types import NoneType, UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from scrapelint.detectors.base import Detector, Expression
from scrapelint.document import LANGUAGES
from scrapelint.fields import FieldError, nearest
from scrapelint.late import late
from scrapelint.linear import why_not

_PLACEHOLDER = late(r"(?<!\\)\{([a-z][a-z-]*)\}")
_LONGEST = 100_000
"""Characters of an expression; parts that stand for parts could make one of any length."""


def is_by_language(value: object) -> bool:
    """Tell whether a value is a table with one entry a language, or `any` for all."""
    return isinstance(value, dict) and bool(value) and set(value) <= {*LANGUAGES, "any"}


def for_language(value: Any, language: str) -> Any:  # noqa: ANN401 - TOML holds anything
    """Return what a value is for a language.

    In a table by language a list is that of `any` followed by the language's own; anything
    else is the language's own or else that of `any`. Raises FieldError.
    """
    if not is_by_language(value):
        return value
    common, own = value.get("any"), value.get(language)
    lists = [isinstance(entry, list) for entry in value.values()]
    if any(lists):
        if not all(lists):
            raise FieldError("a table by language holds lists or other values, not both")
        return [*(common or ()), *(own or ())]
    return common if own is None else own


def build(kind: type[Any], values: Mapping[str, Any], words: Mapping[str, Any]) -> Detector:
    """Return a detector from the values of its fields. Raises FieldError."""
    known = {field.name: field for field in fields(kind)}
    for name in values:
        if name not in known:
            raise FieldError(f"detect: unknown key `{name}`{nearest(name, known)}")
    types = get_type_hints(kind)
    arguments = {}
    for name, field in known.items():
        if values.get(name) is not None:
            arguments[name] = _value(values[name], types[name], f"detect.{name}", words)
        elif _is_required(field):
            raise FieldError(f"detect: `{name}` is missing")
    detector: Detector = kind(**arguments)
    return detector


def values(detector: Detector) -> dict[str, Any]:
    """Return the values of a detector's fields; JSON can hold them."""
    return {field.name: getattr(detector, field.name) for field in fields(cast("Any", detector))}


@cache
def _types(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def rebuilt(kind: Any, values: Mapping[str, Any]) -> Detector:  # noqa: ANN401
    """Return a detector from what `values` returned and JSON gave back. Raises FieldError."""
    types = _types(kind)
    if values.keys() != types.keys():
        raise FieldError("not the fields of the detector")
    detector: Detector = kind(**{k: _returned(v, types[k]) for k, v in values.items()})
    return detector


def _returned(value: Any, kind: Any) -> Any:  # noqa: ANN401
    if isinstance(kind, UnionType):
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
        if value is None:
            return None
    if get_origin(kind) is tuple and isinstance(value, list):
        if set(map(type, value)) <= {_PLAIN[get_args(kind)[0]]}:
            return tuple(value)
        raise FieldError("not the value of a field")
    if value in get_args(kind) if get_origin(kind) is Literal else type(value) is _PLAIN[kind]:
        return value
    raise FieldError("not the value of a field")


def expressions(detector: Detector) -> Iterator[Expression]:
    """Yield the regular expressions of a detector."""
    return chain.from_iterable(expression_lists(detector))


def expression_lists(detector: Detector) -> Iterator[tuple[Expression, ...]]:
    """Yield the fields of a detector that are regular expressions, each as a list."""
    for name, kind in _types(type(detector)).items():
        if kind is Expression:
            yield (getattr(detector, name),)
        elif kind == tuple[Expression, ...]:
            yield getattr(detector, name)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(value: Any, kind: Any, where: str, words: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if isinstance(kind, UnionType):
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
    if get_origin(kind) is tuple:
        (item, _) = get_args(kind)
        entries = _entries(value, where, words)
        if item is str:
            entries = _spliced(entries, where, words)
        values = (_value(entry, item, where, words) for entry in entries)
        return tuple(entry for entry in values if entry is not None)
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise FieldError(f"{where} must be one of {', '.join(get_args(kind))}")
        return value
    if kind is Expression:
        return _expression(value, where, words)
    if type(value) is not kind:
        raise FieldError(f"{where} must be {_NAMES[kind]}")
    return value


def _entries(value: object, where: str, words: Mapping[str, Any]) -> list[Any]:
    """Return the entries of a list, or of the word list that a text like `{name}` stands for."""
    if isinstance(value, str) and (match := _PLACEHOLDER.fullmatch(value)):
        value = _word_list(match[1], where, words)
    if not isinstance(value, list):
        raise FieldError(f"{where} must be a list")
    return value


def _spliced(entries: list[Any], where: str, words: Mapping[str, Any]) -> list[Any]:
    """Return the entries with the words of the list in place of each text like `{name}`."""
    names = [isinstance(entry, str) and _PLACEHOLDER.fullmatch(entry) for entry in entries]
    return [
        word
        for entry, name in zip(entries, names, strict=True)
        for word in (_word_list(name[1], where, words) if name else [entry])
    ]


def _word_list(name: str, where: str, words: Mapping[str, Any]) -> list[str]:
    if name not in words:
        raise FieldError(f"{where}: no word list is called `{name}`{nearest(name, words)}")
    return list(words[name] or ())


_PLAIN = {str: str, int: int, float: float, bool: bool, Expression: str}
_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _expression(value: object, where: str, words: Mapping[str, Any]) -> Expression | None:
    """Return the expression with its word lists in place; None if one of them is empty."""
    if not isinstance(value, str):
        raise FieldError(f"{where} must be a regular expression")
    expression = _fill(value, where, words)
    if expression is None:
        return None
    if reason := why_not(expression):
        raise FieldError(f"{where}: {reason}: {value}")
    return Expression(expression)


def _fill(value: str, where: str, words: Mapping[str, Any], inside: str = "") -> str | None:
    """Return an expression with what its `{names}` stand for; None if one stands for nothing.

    A name stands for the words of a list or, when a text is filed under it, for that part of an
    expression, in which a name may stand in turn.
    """
    parts: dict[str, str] = {}
    for name in _PLACEHOLDER.findall(value):
        if isinstance(words.get(name), str) and name != inside:
            part = _fill(words[name], where, words, name)
            found = None if part is None else f"(?:{part})"
        else:
            entries = _word_list(name, where, words)
            found = _alternatives(tuple(entries)) if entries else None
        if found is None:
            return None
        parts[name] = found
    filled = _PLACEHOLDER.sub(lambda match: parts[match[1]], value)
    if len(filled) > _LONGEST:
        raise FieldError(f"{where}: an expression of more than {_LONGEST:,} characters")
    return filled


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    """Return an expression for any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})"
