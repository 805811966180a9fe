"""Typed values out of a TOML table, or an error that names the key."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)


class FieldError(Exception):
    """A value that cannot be used; the message names the key and gives the reason."""


def only(table: Mapping[str, Any], known: Collection[str], where: str = "") -> None:
    """Refuse keys that are not known, with the nearest one that is. Raises FieldError."""
    for key in table:
        if key not in known:
            raise FieldError(f"{where}unknown key `{key}`{nearest(key, known)}")


def nearest(name: str, known: Collection[str]) -> str:
    """Return a remark on the known name that is most like one that is not known."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load

    near = get_close_matches(name, known, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; known: {', '.join(sorted(known))}"


def text(table: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """Return a text that is not blank. Raises FieldError."""
    value = table.get(key, default)
    if value is None:
        raise FieldError(f"`{key}` is missing")
    if not isinstance(value, str) or not (value.strip() or value == default):
        raise FieldError(f"`{key}` must be a text that is not empty")
    return value


def texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of texts; none if it is not there. Raises FieldError."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise FieldError(f"`{key}` must be a list of texts")
    return tuple(value)


def flag(table: Mapping[str, Any], key: str) -> bool:
    """Return true or false. Raises FieldError."""
    value = table.get(key)
    if not isinstance(value, bool):
        raise FieldError(f"`{key}` must be true or false")
    return value


def choice(table: Mapping[str, Any], key: str, kind: type[_Choice]) -> _Choice:
    """Return one of the values of an enumeration. Raises FieldError."""
    value = text(table, key)
    if value not in list(kind):
        raise FieldError(f"`{key}` must be one of {', '.join(kind)}, not `{value}`")
    return kind(value)


def subtable(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a table inside a table; an empty one if it is not there. Raises FieldError."""
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise FieldError(f"`{key}` must be a table")
    return value


def subtables(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of tables; none if it is not there. Raises FieldError."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise FieldError(f"`{key}` must be tables: [[{key}]]")
    return value
