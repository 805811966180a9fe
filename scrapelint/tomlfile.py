"""TOML files of strangers: only regular, small and shallow ones are read."""

import re
from pathlib import Path
from typing import Any

from scrapelint import files
from scrapelint.files import FileProblem
from scrapelint.late import late

_LARGEST = 1 << 20
_MOST_DOTS = 200
"""Dots in a line; the time `tomllib` takes for a dotted key grows with the cube of its parts."""

_QUOTED = late(
    r"""
      \"{3}(?:\"{0,2}(?:\\.|[^\"\\]))*\"{0,5}
    | '{3}(?:'{0,2}[^'])*'{0,5}
    | \"(?:\\[^\n]|[^\"\\\n])*\"?
    | '[^'\n]*'?
    | \#[^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
"""Strings and comments; none has to be closed, so that each character is looked at once."""


class TomlError(Exception):
    """A file that cannot be used; the message gives the reason."""


def load(path: Path) -> dict[str, Any]:
    """Return the table in a TOML file. Raises TomlError."""
    try:
        data, _ = files.read(path, largest=_LARGEST)
        return parse(data.decode())
    except (FileProblem, UnicodeDecodeError) as error:
        raise TomlError(str(error)) from error


def parse(text: str) -> dict[str, Any]:
    """Return the table in a text. Raises TomlError."""
    import tomllib  # noqa: PLC0415 - slow to load

    try:
        _check(text)
        return tomllib.loads(text)
    except RecursionError as error:
        raise TomlError("nested too deeply") from error
    except ValueError as error:
        raise TomlError(str(error)) from error


def _check(text: str) -> None:
    if max(line.count(".") for line in _QUOTED.sub("_", text).split("\n")) > _MOST_DOTS:
        raise TomlError("a key with too many dots")
