"""The command line: options in, reports out, exit status."""

import sys
from importlib import import_module
from typing import Any

import click

from scrapelint.cli.failure import Failure
from scrapelint.fields import FieldError
from scrapelint.gaps import TableError

_COMMANDS = {
    "check": "check",
    "init": "init",
    "learn": "learn",
    "learn-boilerplate": "learn_boilerplate",
    "rule": "rules",
    "rules": "rules",
    "test": "test",
    "undo": "undo",
}
"""The commands, each with the module in this folder that is loaded for it."""


class _Commands(click.Group):
    """Commands that end with 2, not with 1 as if something were found, when the system fails.

    What they say of it may hold names from files and folders, and is made fit to be shown.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"{__name__}.{_COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return found

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return self._invoke(ctx)
        except click.UsageError as error:
            raise click.UsageError(_shown(error), error.ctx) from error
        except click.ClickException as error:
            raise Failure(_shown(error)) from error

    def _invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except OSError as error:
            from scrapelint.files import reason  # noqa: PLC0415 - slow to load

            raise Failure(reason(error)) from error
        except (FieldError, TableError) as error:  # when the first text in a language comes
            raise Failure(str(error)) from error


def _shown(error: click.ClickException) -> str:
    from scrapelint.report.visible import inert, visible  # noqa: PLC0415 - slow to load

    return inert(visible(error.format_message()))


@click.version_option(package_name="scrapelint")
@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def main() -> None:
    """Find what a scraper broke in articles, and repair it where that is safe."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
def version() -> None:
    """Print the version, and whether it goes without its compiled core."""
    from importlib.metadata import version as installed  # noqa: PLC0415 - slow to load

    from scrapelint.scan.engine import compiled  # noqa: PLC0415 - seldom needed

    less = "" if compiled() else ", without its compiled core: slower"
    click.echo(f"scrapelint {installed('scrapelint')}{less}")
