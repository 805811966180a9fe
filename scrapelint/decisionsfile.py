"""Decisions in: `decisions.json`, which the HTML report makes, as `decisions.schema.json` says."""

import json
import re
from typing import Any

from scrapelint.decisions import Change, Decided, Decisions, Key
from scrapelint.document import Span
from scrapelint.fields import FieldError, only
from scrapelint.finding import Edit

VERSION = 1
_VERDICTS = ("accept", "reject")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OF_DOCUMENTS = ("path", "record", "id", "field", "sha256", "decisions")
_OF_DECISIONS = ("rule", "start", "end", "verdict", "edits")
_OF_EDITS = ("start", "end", "text", "replacement")


class DecisionsError(Exception):
    """A file of decisions that cannot be used; the message says where and why."""


def read(data: bytes) -> Decisions:
    """Return the decisions in the bytes of a file. Raises DecisionsError."""
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DecisionsError("not JSON") from error
    try:
        return _decisions(table)
    except FieldError as error:
        raise DecisionsError(str(error)) from error


def _decisions(table: object) -> Decisions:
    document = _table(table, ("version", "documents", "$schema"), "the file")
    if document.get("version") != VERSION:
        raise FieldError(f"`version` must be {VERSION}")
    texts: dict[Key, Decided] = {}
    for number, entry in enumerate(_list(document, "documents", "the file"), 1):
        key, decided = _decided(entry, f"document {number}")
        if key in texts:
            raise FieldError(f"document {number}: decided about before")
        texts[key] = decided
    return Decisions(texts)


def _decided(entry: object, where: str) -> tuple[Key, Decided]:
    table = _table(entry, _OF_DOCUMENTS, where)
    path, sha256, record = _text(table, "path", where), _text(table, "sha256", where), None
    if not _DIGEST.fullmatch(sha256):
        raise FieldError(f"{where}: `sha256` must be 64 hexadecimal digits")
    if table.get("record") is not None:
        record = _number(table, "record", where)
    changes: list[Change] = []
    for number, decision in enumerate(_list(table, "decisions", where), 1):
        changes += _changes(decision, f"{where}, decision {number}")
    changes.sort(key=lambda change: change.edit)
    return Key.of(path, record), Decided(path, sha256, tuple(changes))


def _changes(decision: object, where: str) -> list[Change]:
    table = _table(decision, _OF_DECISIONS, where)
    verdict, rule = _text(table, "verdict", where), _text(table, "rule", where)
    _span(table, where)
    edits = _list(table, "edits", where)
    if verdict not in _VERDICTS:
        raise FieldError(f"{where}: `verdict` must be {' or '.join(_VERDICTS)}")
    if bool(edits) != (verdict == "accept"):
        raise FieldError(f"{where}: what is accepted has edits, what is rejected has none")
    return [_change(edit, rule, where) for edit in edits]


def _change(edit: object, rule: str, where: str) -> Change:
    table = _table(edit, _OF_EDITS, f"{where}, an edit")
    span, old, new = (
        _span(table, where),
        _text(table, "text", where),
        _text(table, "replacement", where),
    )
    if len(old) != span.end - span.start:
        raise FieldError(f"{where}: `text` must be as long as what is replaced")
    if old == new:
        raise FieldError(f"{where}: `replacement` must differ from `text`")
    try:
        new.encode()
    except UnicodeEncodeError as error:
        raise FieldError(f"{where}: `replacement` holds half a character") from error
    return Change(Edit(span, new), old, rule)


def _table(value: object, known: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FieldError(f"{where} must be an object")
    only(value, known, f"{where}: ")
    return value


def _list(table: dict[str, Any], key: str, where: str) -> list[object]:
    value = table.get(key)
    if not isinstance(value, list):
        raise FieldError(f"{where}: `{key}` must be a list")
    return value


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise FieldError(f"{where}: `{key}` must be a text")
    return value


def _number(table: dict[str, Any], key: str, where: str) -> int:
    value = table.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FieldError(f"{where}: `{key}` must be a whole number")
    return value


def _span(table: dict[str, Any], where: str) -> Span:
    start, end = _number(table, "start", where), _number(table, "end", where)
    if end < start:
        raise FieldError(f"{where}: `end` must not be before `start`")
    return Span(start, end)
