"""Options of `check` that are about files of many texts."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scrapelint.records.fields import ROLES, Fields

_Command = TypeVar("_Command", bound=Callable[..., Any])
_HELP = {
    "text": "The field of a record that is its text, as a dotted path.",
    "id": "The field that is its id.",
    "url": "The field that is its address.",
    "lang": "The field that tells its language.",
    "title": "The field that is its title.",
    "date": "The field that is its date.",
}


def corpus_options(command: _Command) -> _Command:
    """Give a command the options."""
    for role in reversed(ROLES):
        command = click.option(f"--{role}-field", metavar="NAME", help=_HELP[role])(command)
    return command


def fields(options: dict[str, Any]) -> Fields:
    """Return which fields of records are what."""
    return Fields.of({role: options[f"{role}_field"] for role in ROLES})
