"""The commands `rules` and `rule`: what is looked for, and why."""

import json
from pathlib import Path

import click

from scrapelint.cli.failure import Failure
from scrapelint.fields import nearest
from scrapelint.report.explain import explain, record
from scrapelint.report.visible import inert_json, visible, visible_lines
from scrapelint.rule import Rule, RuleError
from scrapelint.rulebook import load_rules

_rules_option = click.option(
    "--rules",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of further rules.",
)
_format_option = click.option(
    "--output-format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)


def load(folders: tuple[Path, ...]) -> tuple[Rule, ...]:
    """Return the shipped rules and those of the folders; a bad file ends the command."""
    try:
        return load_rules(*folders)
    except RuleError as error:
        raise Failure(str(error)) from error


@click.command()
@_rules_option
@_format_option
def rules(folders: tuple[Path, ...], form: str) -> None:
    """List all rules."""
    found = load(folders)
    if form == "json":
        click.echo(_json([record(rule) for rule in found]))
        return
    rows = [
        (
            *(r.family, r.name, r.severity, r.safety or "", ", ".join(r.languages) or "all"),
            visible(r.summary),
        )
        for r in found
    ]
    from tabulate import tabulate  # noqa: PLC0415 - slow to load

    headers = ["family", "rule", "severity", "fix", "languages", "finds"]
    click.echo(visible_lines(tabulate(rows, headers=headers)))


@click.command()
@click.argument("name")
@_rules_option
@_format_option
def rule(name: str, folders: tuple[Path, ...], form: str) -> None:
    """Tell all about the rule NAME: what it finds, what causes it, whether the fix is safe."""
    found = {rule.name: rule for rule in load(folders)}
    if name not in found:
        raise Failure(f"no rule is called `{name}`{nearest(name, found)}")
    if form == "json":
        click.echo(_json(record(found[name])))
        return
    for part in explain(found[name]):
        click.echo(visible_lines(part), nl=False)


def _json(value: object) -> str:
    return inert_json(json.dumps(value, indent=2))
