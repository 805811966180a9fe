"""Options of `check` that are about files of many texts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scrapelint.config import Config
from scrapelint.copying import Copying
from scrapelint.looking import Look
from scrapelint.records.fields import ROLES, Fields
from scrapelint.resuming import Memory, asked

_Command = TypeVar("_Command", bound=Callable[..., Any])
_HELP = {
    "text": "The field of a record that is its text, as a dotted path.",
    "id": "The field that is its id.",
    "url": "The field that is its address.",
    "lang": "The field that tells its language.",
    "title": "The field that is its title.",
    "date": "The field that is its date.",
}
_OTHERS = {
    "resume": "Keep in this file what was seen; a run that was stopped goes on from there.",
    "fixed-copy": "Write repaired copies to this file or folder, and leave the files alone.",
}


def corpus_options(command: _Command) -> _Command:
    """Give a command the options."""
    for name, help_ in reversed(_OTHERS.items()):
        option = click.option(f"--{name}", type=click.Path(path_type=Path), help=help_)
        command = option(command)
    for role in reversed(ROLES):
        command = click.option(f"--{role}-field", metavar="NAME", help=_HELP[role])(command)
    return command


def fields(settings: Config, options: dict[str, Any]) -> Fields:
    """Return which fields of records are what: the command line has the last word."""
    return Fields.of(
        {role: options[f"{role}_field"] or settings.fields.get(role) for role in ROLES}
    )


def copying(options: dict[str, Any]) -> Copying | None:
    """Return where fixed copies go, if they are asked for. Raises UsageError."""
    if options["fixed_copy"] is None:
        return None
    if options["paths"] == (Path("-"),):
        raise click.UsageError("--fixed-copy is for files; standard input goes out with --fix")
    for other in ("fix", "diff", "journal"):
        if options[other]:
            raise click.UsageError(f"--fixed-copy and --{other} exclude each other")
    return Copying(options["fixed_copy"], tuple(options["paths"]) or (Path(),))


def memory(look: Look, language: str | None, options: dict[str, Any]) -> Memory | None:
    """Return what is kept for a run to be resumed, if that is asked for."""
    if options["resume"] is None:
        return None
    return Memory(options["resume"], look, asked(look, language))
