"""The command line: options in, reports out, exit status."""

import sys
from typing import Any

import click

from scrapelint.cli.check import check
from scrapelint.cli.failure import Failure
from scrapelint.cli.init import init
from scrapelint.cli.learn import learn
from scrapelint.cli.learn_boilerplate import learn_boilerplate
from scrapelint.cli.rules import rule, rules
from scrapelint.cli.test import test
from scrapelint.cli.undo import undo
from scrapelint.fields import FieldError
from scrapelint.files import reason
from scrapelint.gaps.table import TableError
from scrapelint.report.visible import inert, visible
from scrapelint.scan.engine import compiled


class _Commands(click.Group):
    """Commands that end with 2, not with 1 as if something were found, when the system fails.

    What they say of it may hold names from files and folders, and is made fit to be shown.
    """

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
            raise Failure(reason(error)) from error
        except (FieldError, TableError) as error:  # when the first text in a language comes
            raise Failure(str(error)) from error


def _shown(error: click.ClickException) -> str:
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

    less = "" if compiled() else ", without its compiled core: slower"
    click.echo(f"scrapelint {installed('scrapelint')}{less}")


for _command in (check, init, undo, rules, rule, test, learn, learn_boilerplate):
    main.add_command(_command)
