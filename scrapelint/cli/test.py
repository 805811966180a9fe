"""The command `test`: the cases of rule files, run."""

import sys
from pathlib import Path

import click

from scrapelint.cases import failures
from scrapelint.cli.failure import FOUND, Failure
from scrapelint.cli.rules import load
from scrapelint.report.visible import inert, visible
from scrapelint.rule import Rule, RuleError
from scrapelint.rulefile import load_rule


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--rules",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of further rules.",
)
def test(files: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
    """Run the cases of rule FILES, or of all rules.

    Exits with 0 if all come out as the files say, with 1 if some do not, with 2 if a file
    cannot be used.
    """
    from scrapelint.corpus.corpus import missing  # noqa: PLC0415 - seldom needed

    every = load(folders)
    rules = _load_files(files) if files else every
    others = {rule.name: rule for rule in every} | {rule.name: rule for rule in rules}
    failed = 0
    for rule in rules:
        if told := missing(rule):
            click.echo(f"not tested: {told}", err=True)
            continue
        for failure in failures(rule, tuple(others.values())):
            failed += 1
            click.echo(inert(visible(f"{rule.path}: {failure}")))
    cases = sum(len(rule.invalid) + len(rule.valid) for rule in rules)
    verdict = f"{failed} failed" if failed else "all as they should be"
    click.echo(f"{len(rules)} rules, {cases} cases: {verdict}")
    sys.exit(FOUND if failed else 0)


def _load_files(files: tuple[Path, ...]) -> tuple[Rule, ...]:
    try:
        return tuple(load_rule(path) for path in files)
    except RuleError as error:
        raise Failure(str(error)) from error
