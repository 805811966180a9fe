"""The command line: options in, reports out, exit status."""

import sys
from importlib.metadata import version as installed

import click

from scrapelint.cli.check import check
from scrapelint.cli.learn import learn
from scrapelint.cli.rules import rule, rules
from scrapelint.cli.test import test


@click.version_option(package_name="scrapelint")
@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Find what a scraper broke in articles, and repair it where that is safe."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(f"scrapelint {installed('scrapelint')}")


for _command in (check, rules, rule, test, learn):
    main.add_command(_command)
