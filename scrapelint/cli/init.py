"""The command `init`: a configuration to begin with."""

from collections.abc import Iterator
from pathlib import Path

import click

from scrapelint import configfiles, writer
from scrapelint.cli.failure import Failure
from scrapelint.files import FileProblem
from scrapelint.keys import KEYS

_NAME = Path("scrapelint.toml")
_HOME = "https://raw.githubusercontent.com/scrapelint/scrapelint/main"
_HEAD = f"""\
#:schema {_HOME}/scrapelint/config.schema.json

# Settings of scrapelint for this folder and those below it. Everything here is an example: what
# you take the `#` from holds. `scrapelint check --show-settings` shows what holds in the end, and
# `scrapelint rules` which rules and families there are.
"""


@click.command()
def init() -> None:
    """Write a scrapelint.toml with all that can be set, to begin with, into this folder.

    Nothing is written where there is a configuration already.
    """
    try:
        there = configfiles.beside(Path.cwd())
    except configfiles.ConfigError as error:
        raise Failure(str(error)) from error
    if there:
        raise Failure(f"{there}: there is a configuration already")
    try:
        writer.begin(_NAME, "".join(_lines()).encode())
    except FileProblem as problem:
        raise Failure(f"{_NAME}: {problem}") from problem
    click.echo(f"{_NAME}: written; nothing in it holds until you take away a #")


def _lines() -> Iterator[str]:
    yield _HEAD
    for name, key in KEYS.items():
        yield f"\n# {key.told}\n# {name} = {key.example}\n"
