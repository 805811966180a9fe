"""The command line: options in, reports out, exit status."""

import sys
from importlib.metadata import version as installed

import click

from scrapelint.cli.check import check
from scrapelint.cli.learn import learn
from scrapelint.cli.rules import rule, rules
from scrapelint.cli.test import test
from scrapelint.cli.undo import undo


@click.version_option(package_name="scrapelint")
@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Find what a scraper broke in articles, and repair it where that is safe."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(f"scrapelint {installed('scrapelint')}")


for _command in (check, undo, rules, rule, test, learn):
    main.add_command(_command)
