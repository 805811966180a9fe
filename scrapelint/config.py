"""The configuration: a table in pyproject.toml, or a file of its own."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapelint import tomlfile
from scrapelint.document import LANGUAGES
from scrapelint.fields import FieldError, only, text, texts
from scrapelint.records.fields import ROLES
from scrapelint.selection import Choice
from scrapelint.sources import costly
from scrapelint.tomlfile import TomlError

_FILES = (".scrapelint.toml", "scrapelint.toml", "pyproject.toml")
"""Where a folder may say it; the first that does is taken."""

_FIELDS = {f"{role}-field": role for role in ROLES}
_KEYS = ("exclude", "extend-select", "ignore", "lang", "rules", "select", *_FIELDS)


class ConfigError(Exception):
    """A configuration that cannot be used; the message names the file and the reason."""


@dataclass(frozen=True)
class Config:
    """What a configuration file says; `folder` is what its paths are relative to."""

    folder: Path
    choice: Choice | None = None
    rules: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    lang: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Which field of a record is its text, and so on, by role."""


def discover(folder: Path) -> Config:
    """Return the configuration of the nearest folder that has one, from `folder` upwards.

    Raises ConfigError.
    """
    for parent in (folder, *folder.parents):
        for name in _FILES:
            path = parent / name
            if os.path.lexists(path) and (table := _table(path)) is not None:
                return _inside(path, _config(path, table, parent))
    return Config(folder)


def read(path: Path, folder: Path) -> Config:
    """Return the configuration in a file that was named; its paths are relative to `folder`.

    Raises ConfigError.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: no such file")
    return _config(path, _table(path) or {}, folder)


def _table(path: Path) -> dict[str, Any] | None:
    try:
        data = tomlfile.load(path)
    except TomlError as error:
        raise ConfigError(f"{path}: {error}") from error
    if path.name != "pyproject.toml":
        return data
    tool = data.get("tool")
    table = tool.get("scrapelint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _config(path: Path, table: dict[str, Any], folder: Path) -> Config:
    try:
        only(table, _KEYS)
        choice = Choice(
            source=str(path),
            select=texts(table, "select") if "select" in table else None,
            extend_select=texts(table, "extend-select"),
            ignore=texts(table, "ignore"),
        )
        rules = tuple(folder / name for name in texts(table, "rules"))
        named = {role: text(table, key) for key, role in _FIELDS.items() if key in table}
        return Config(folder, choice, rules, _exclude(table), _lang(table), named)
    except FieldError as error:
        raise ConfigError(f"{path}: {error}") from error


def _exclude(table: dict[str, Any]) -> tuple[str, ...]:
    patterns = texts(table, "exclude")
    for told in costly(patterns).values():
        raise FieldError(f"`exclude`: {told}")
    return patterns


def _inside(path: Path, found: Config) -> Config:
    """Refuse rules from elsewhere: a folder that came from a stranger has no say about others."""
    for folder in found.rules:
        if not folder.resolve().is_relative_to(found.folder.resolve()):
            raise ConfigError(f"{path}: `rules`: {folder} is elsewhere; name it with --rules")
    return found


def _lang(table: dict[str, Any]) -> str | None:
    lang = table.get("lang")
    if lang is not None and lang not in LANGUAGES:
        raise FieldError(f"`lang` must be one of {', '.join(LANGUAGES)}")
    return lang
