"""The options of `check` that have findings written beside the texts, in a copy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from scrapelint.cli.failure import Failure
from scrapelint.pool import Pool
from scrapelint.records import forms

_Command = TypeVar("_Command", bound=Callable[..., Any])


def annotate_options(command: _Command) -> _Command:
    """Give a command the options."""
    for option in (
        click.option(
            "--annotate-to",
            type=click.Path(path_type=Path),
            metavar="COPY",
            help="The copy that --annotate writes.",
        ),
        click.option(
            "--annotate",
            metavar="FIELD",
            help="Write a copy of one file of records, with the findings in each as this field.",
        ),
    ):
        command = option(command)
    return command


def annotating(options: dict[str, Any], pool: Pool) -> Pool:
    """Return a pool that writes the copy, if one is asked for. Raises Failure."""
    field, copy, paths = options["annotate"], options["annotate_to"], options["paths"]
    if not field and not copy:
        return pool
    from scrapelint.annotating import SUFFIXES, Annotating  # noqa: PLC0415 - slow to load

    if not field or not copy:
        raise Failure("--annotate and --annotate-to need each other")
    if pool.look.mode != "check":
        raise Failure("--annotate tells what is found as it is: not with --fix or --diff")
    form = forms.form(paths[0]) if len(paths) == 1 and isinstance(paths[0], Path) else None
    if form is None or form.suffix not in SUFFIXES or form.squeezed:
        raise Failure(f"--annotate takes one file, which ends in {', '.join(SUFFIXES)}")
    if copy.exists() and paths[0].exists() and copy.samefile(paths[0]):
        raise Failure("--annotate-to must name another file")
    return Annotating(pool.jobs, pool.recipe, pool.look, pool, field, copy)
