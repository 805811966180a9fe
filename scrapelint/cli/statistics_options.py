"""Options of `check` for figures instead of findings."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from scrapelint.cli.failure import Failure
from scrapelint.linter import Linter
from scrapelint.report.statistics import GROUPS
from scrapelint.stopwatch import Stopwatch

_Command = TypeVar("_Command", bound=Callable[..., Any])


def statistics_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in (
        click.option("--time", is_flag=True, help="With --statistics, time the rules; one job."),
        click.option(
            "--statistics-by",
            multiple=True,
            type=click.Choice(GROUPS),
            help="Print only these figures, but all of them.",
        ),
        click.option("--statistics", is_flag=True, help="Print figures instead of findings."),
    ):
        command = option(command)
    return command


def wanted(options: dict[str, Any]) -> bool:
    """Tell whether figures are asked for. Raises Failure where times are, but no figures."""
    asked = bool(options["statistics"] or options["statistics_by"])
    if options["time"] and not asked:
        raise Failure("--time needs --statistics")
    return asked


def timed(linter: Linter, options: dict[str, Any]) -> Linter:
    """Return the linter, with a stopwatch if times are asked for."""
    return replace(linter, stopwatch=Stopwatch()) if options["time"] else linter
