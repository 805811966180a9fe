"""Where a configuration stands: in a table of pyproject.toml, or in a file of its own.

What stands beside texts may come from a stranger: it decides what is looked for there and how it
is told, but names no file to write and nothing outside its repository.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapelint import keys, tomlfile
from scrapelint.config import Config, Layer
from scrapelint.fields import FieldError
from scrapelint.tomlfile import TomlError

_FILES = (".scrapelint.toml", "scrapelint.toml", "pyproject.toml")
"""Where a folder may say it; the first that does is taken."""
_PYPROJECT = "pyproject.toml"


class ConfigError(Exception):
    """A configuration that cannot be used; the message names the file and the reason."""


def discover(folder: Path) -> Config:
    """Return the configuration of the nearest folder that has one, from `folder` upwards.

    Raises ConfigError.
    """
    for parent in (folder, *folder.parents):
        if path := beside(parent):
            return _extended(_layer(path, _table(path) or {}, parent), path, within=_top(parent))
    return Config(folder)


def beside(folder: Path) -> Path | None:
    """Return the configuration file right in a folder. Raises ConfigError if it is no TOML."""
    for path in (folder / name for name in _FILES):
        if os.path.lexists(path) and _table(path) is not None:
            return path
    return None


def read(path: Path, folder: Path) -> Config:
    """Return the configuration in a file that was named; its paths are relative to `folder`.

    Raises ConfigError.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: no such file")
    return _extended(_layer(path, _table(path) or {}, folder), path, within=None)


def overridden(config: Config, setting: str) -> Config:
    """Return the configuration with `KEY = VALUE`, as TOML has it, on top. Raises ConfigError."""
    source = f"--config '{setting}'"
    try:
        values = keys.read(tomlfile.parse(setting))
    except (TomlError, FieldError) as error:
        raise ConfigError(f"{source}: {error}") from error
    if "extend" in values:
        raise ConfigError(f"{source}: `extend` is for files; name the file with --config")
    return replace(config, layers=(*config.layers, Layer(source, Path.cwd(), values)))


def _table(path: Path) -> dict[str, Any] | None:
    try:
        data = tomlfile.load(path)
    except TomlError as error:
        raise ConfigError(f"{path}: {error}") from error
    if path.name != _PYPROJECT:
        return data
    tool = data.get("tool", {})
    table = tool.get("scrapelint") if isinstance(tool, dict) else None
    if not isinstance(table, dict | None):
        raise ConfigError(f"{path}: `tool.scrapelint` must be a table")
    return table


def _layer(path: Path, table: dict[str, Any], folder: Path) -> Layer:
    try:
        return Layer(str(path), folder, keys.read(table))
    except FieldError as error:
        raise ConfigError(f"{path}: {error}") from error


def _extended(layer: Layer, path: Path, *, within: Path | None) -> Config:
    """Return a layer on top of those it extends; all stay `within` a folder, if one is given."""
    layers, seen = [layer], {path.resolve()}
    _check_inside(layer, within)
    while "extend" in layers[0].values:
        above = (path.parent / layers[0].values["extend"]).resolve()
        told = f"{path}: `extend`: {above}"
        if above in seen:
            raise ConfigError(f"{told} extends itself in the end")
        if within and not above.is_relative_to(within):
            raise ConfigError(f"{told} is elsewhere; name it with --config")
        if not above.is_file():
            raise ConfigError(f"{told}: no such file")
        table = _table(above)
        if table is None:
            raise ConfigError(f"{told} has no [tool.scrapelint]")
        seen.add(above)
        layers.insert(0, _layer(above, table, above.parent))
        _check_inside(layers[0], within)
        path = above
    return Config(layer.folder, tuple(layers))


def _check_inside(layer: Layer, within: Path | None) -> None:
    """Refuse what lies elsewhere: a folder that came from a stranger has no say about others."""
    if within is None:
        return
    for key, option in (("rules", "--rules"), ("baseline", "--baseline")):
        said = layer.values.get(key, ())
        for name in (said,) if isinstance(said, str) else said:
            path = layer.folder / name
            if not path.resolve().is_relative_to(within):
                told = f"{layer.source}: `{key}`: {path} is elsewhere; name it with {option}"
                raise ConfigError(told)


def _top(folder: Path) -> Path:
    """Return the top of the repository that a folder is in, or the folder itself, links followed.

    What a configuration names must lie in it.
    """
    tops = (above for above in (folder, *folder.parents) if os.path.lexists(above / ".git"))
    return next(tops, folder).resolve()
