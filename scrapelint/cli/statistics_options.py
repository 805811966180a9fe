"""Options of `check` for figures instead of findings."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from scrapelint.cli.failure import Failure
from scrapelint.linter import Linter
from scrapelint.report.report import GROUPS

FIGURES = frozenset({"statistics", "figures"})
"""Formats that tell figures."""
_FOR_PROGRAMS = frozenset({"figures", "json", "jsonl"})
_Command = TypeVar("_Command", bound=Callable[..., Any])


def add(command: _Command) -> _Command:
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


def form(options: dict[str, Any]) -> str:
    """Return the format of what is printed: figures where they are asked for."""
    said: str = options["output_format"]
    if not (options["statistics"] or options["statistics_by"]):
        return said
    return "figures" if said in _FOR_PROGRAMS else "statistics"


def timed(linter: Linter, options: dict[str, Any]) -> Linter:
    """Return the linter, with a stopwatch if times are asked for.

    Raises Failure where there are no figures for them to stand among.
    """
    if not options["time"]:
        return linter
    if not FIGURES & {form(options), *(output.form for output in options["outputs"])}:
        raise Failure("--time needs --statistics")
    from scrapelint.stopwatch import Stopwatch  # noqa: PLC0415 - seldom needed

    return replace(linter, stopwatch=Stopwatch())


def about(linter: Linter, options: dict[str, Any]) -> dict[str, Any]:
    """Return what reports of figures need to know."""
    seconds = linter.stopwatch.seconds if linter.stopwatch else None
    return {"groups": options["statistics_by"], "seconds": seconds}
