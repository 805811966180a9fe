"""The command `learn-boilerplate`: the lines of a site's pages, from a corpus."""

from pathlib import Path
from typing import Any

import click

from scrapelint import configfiles, writer
from scrapelint.cli.corpus_options import corpus_options, fields
from scrapelint.cli.failure import FAILED, Failure
from scrapelint.cli.output import problem_line
from scrapelint.cli.rules import load
from scrapelint.cli.stream import stoppable
from scrapelint.config import Config
from scrapelint.corpus.base import Watch
from scrapelint.corpus.detectors import SiteLines
from scrapelint.files import FileProblem
from scrapelint.linter import Linter
from scrapelint.looking import Look
from scrapelint.pool import Pool
from scrapelint.recipe import Recipe
from scrapelint.records.fields import ROLES
from scrapelint.report.visible import inert, visible
from scrapelint.rule import Rule, RuleError
from scrapelint.rulefile import check_path
from scrapelint.run import Run
from scrapelint.sources import Walk

_DEFAULT = SiteLines()


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    help="The rule file, as in house-rules/boilerplate/learned-lines.toml.",
)
@click.option(
    "--at-least",
    type=click.IntRange(min=3),
    default=_DEFAULT.at_least,
    show_default=True,
    help="Articles of a site that a line must be in.",
)
@click.option(
    "--share",
    type=click.IntRange(0, 100),
    default=_DEFAULT.share,
    show_default=True,
    help="Articles in 100 of its site that a line must be in.",
)
@click.option(
    "--words",
    type=click.IntRange(min=1),
    default=_DEFAULT.words,
    show_default=True,
    help="Words that a line must have.",
)
@click.option(
    "--rules",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of rules whose lines are known.",
)
@corpus_options
def learn_boilerplate(**options: Any) -> None:  # noqa: ANN401 - a value for each, typed by click
    """Learn from PATHS which lines stand in many articles of one site, and write a rule file.

    The rule finds those lines, and takes them out with --unsafe-fixes; look the file through
    before. Lines that other rules find are left out. Without an address, the folder of a text
    stands for its site.
    """
    from scrapelint.corpus.learned import learned  # noqa: PLC0415 - seldom needed
    from scrapelint.corpus.sitelines import Lines  # noqa: PLC0415

    output: Path = options["output"]
    _check_output(output)
    settings = _settings()
    rules = load((*settings.rules, *options["folders"]))
    lines = Lines(SiteLines(options["at_least"], options["share"], options["words"]))
    documents = _read(lines, rules, settings, options)
    every = frozenset(rule.name for rule in rules if rule.default)
    others = Linter(rules, every)
    found = learned(lines, documents, others)
    if not found.lines:
        click.echo(f"No lines to learn in {documents:,} documents.{_known(found.known)}")
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        writer.create(output, found.file(others).encode())
    except FileProblem as error:
        raise Failure(f"{output}: {error}") from error
    told = f"{len(found.lines):,} lines of {found.sites:,} sites from {documents:,} documents"
    click.echo(inert(visible(f"{output}: {told}.{_known(found.known)}")))


def _check_output(output: Path) -> None:
    """Refuse, before the work, what would not be a rule file, or would take one's place."""
    try:
        check_path(output)
    except RuleError as error:
        raise Failure(f"-o {error}") from error
    if output.exists():
        raise Failure(f"{output}: there is such a file, perhaps one that was looked through")


def _settings() -> Config:
    try:
        return configfiles.discover(Path.cwd())
    except configfiles.ConfigError as error:
        raise Failure(str(error)) from error


def _read(lines: Watch, rules: tuple[Rule, ...], settings: Config, options: dict[str, Any]) -> int:
    """Let the lines of all documents be counted; return how many documents there were."""
    from scrapelint.corpus.corpus import reading_of  # noqa: PLC0415 - seldom needed

    for role in ROLES:
        options[f"{role}_field"] = options[f"{role}_field"] or settings.value(f"{role}-field")
    look = Look(Linter(rules, frozenset()), fields=fields(options))
    run, walk = Run(Pool(1, Recipe(), look)), Walk(settings.root, settings.exclude())
    run.found = walk.found
    with stoppable(run) as signals:
        for number, outcome in enumerate(run.over(walk.files(options["paths"]))):
            lines.add(reading_of(outcome, number))
    for problem in (problems := [*run.totals.problems, *walk.problems]):
        click.echo(problem_line(problem), nl=False, err=True)
    if signals:
        raise Failure("stopped; nothing was written")
    if problems and not run.totals.texts:
        raise SystemExit(FAILED)
    return run.totals.texts


def _known(number: int) -> str:
    return f" {number:,} more are found by other rules." if number else ""
