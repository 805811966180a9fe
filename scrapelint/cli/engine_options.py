"""The option of `check` that has a cluster look at the texts."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scrapelint.cli.failure import Failure
from scrapelint.engines import ENGINES
from scrapelint.looking import Look
from scrapelint.pool import Pool, cores
from scrapelint.recipe import Recipe

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PACKAGES = {"ray": "ray", "spark": "pyspark"}


def engine_options(command: _Command) -> _Command:
    """Give a command the option."""
    told = "Have a cluster look at the texts; it must see the same files."
    return click.option("--engine", type=click.Choice(ENGINES), help=told)(command)


def pool(options: dict[str, Any], recipe: Recipe, look: Look) -> Pool:
    """Return who looks at the texts. Raises Failure where the engine is not installed."""
    name, jobs = options["engine"], options["jobs"] or cores()
    if options["time"]:
        if name:
            raise Failure("--time measures in one process: not with --engine")
        jobs = 1
    if name is None:
        return Pool(jobs, recipe, look)
    from importlib.util import find_spec  # noqa: PLC0415 - seldom needed

    if find_spec(_PACKAGES[name]) is None:
        raise Failure(f"--engine {name}: not installed: pip install 'scrapelint[{name}]'")
    from scrapelint.engines.cluster import Cluster  # noqa: PLC0415 - seldom needed

    return Cluster(jobs, recipe, look, name)
