"""The options that say in which forms findings are told, and where."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from scrapelint.fields import nearest
from scrapelint.report.report import FORMATS

STDOUT = Path("-")
_Command = Callable[..., Any]


class Output(NamedTuple):
    """A report: its format, and where it goes."""

    form: str
    file: Path = STDOUT


def _parsed(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[Output, ...]:
    """Take apart FORMAT:FILE."""
    outputs = []
    for entry in value:
        form, colon, file = entry.partition(":")
        if form not in FORMATS:
            raise click.BadParameter(f"no format is called `{form}`{nearest(form, FORMATS)}")
        if not colon or not file:
            raise click.BadParameter(f"`{entry}` names no file; `{form}:-` is standard output")
        outputs.append(Output(form, Path(file)))
    return tuple(outputs)


def output_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in (
        click.option("--statistics", is_flag=True, help="Print a table of the rules instead."),
        click.option(
            "--output",
            "outputs",
            metavar="FORMAT:FILE",
            multiple=True,
            callback=_parsed,
            help="Write this report too; again for further ones. The file - is standard output.",
        ),
        click.option(
            "-o",
            "--output-file",
            type=click.Path(path_type=Path),
            help="Write the findings to a file.",
        ),
        click.option(
            "--output-format",
            type=click.Choice(list(FORMATS)),
            default="full",
            envvar="SCRAPELINT_OUTPUT_FORMAT",
            show_default=True,
            help="How findings are printed.",
        ),
    ):
        command = option(command)
    return command


def outputs(context: click.Context) -> tuple[Output, ...]:
    """Return the reports that the options ask for, that of `--output-format` first.

    Raises UsageError where two are to go to one place.
    """
    options = context.params
    form = "statistics" if options["statistics"] else options["output_format"]
    first = Output(form, options["output_file"] or STDOUT)
    asked = context.get_parameter_source("output_format") is ParameterSource.COMMANDLINE
    alone = asked or options["output_file"] or options["statistics"] or not options["outputs"]
    found = (*((first,) if alone else ()), *options["outputs"])
    places = [output.file for output in found]
    for place in places:
        if places.count(place) > 1:
            told = "standard output" if place == STDOUT else f"`{place}`"
            raise click.UsageError(f"two reports are to go to {told}", context)
    return found
