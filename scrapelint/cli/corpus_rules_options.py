"""The option of `check` for findings among many documents."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scrapelint.cli.failure import Failure
from scrapelint.corpus import JUMPS
from scrapelint.ignores import Ignores
from scrapelint.linter import Linter
from scrapelint.report.outcome import Watched
from scrapelint.rule import CORPUS

_Command = TypeVar("_Command", bound=Callable[..., Any])


def corpus_rules_options(command: _Command) -> _Command:
    """Add the option to a command."""
    told = "Look also for copies, lines of pages and rates that jump."
    return click.option("--corpus", is_flag=True, help=told)(command)


def chosen(options: dict[str, Any]) -> tuple[str, ...]:
    """Return what is selected besides the rest."""
    return (CORPUS,) if options["corpus"] else ()


def watched(linter: Linter, ignores: Ignores) -> Watched:
    """Return what adds the findings of the wanted rules for corpora to outcomes.

    Raises Failure where a library is missing that one of them needs.
    """
    rules = [rule for rule in linter.rules if rule.family == CORPUS and rule.name in linter.wanted]
    if not rules:
        return iter
    from scrapelint.corpus.corpus import Corpus, missing  # noqa: PLC0415 - seldom needed

    for rule in rules:
        if told := missing(rule):
            raise Failure(told)
    if linter.wanted == {rule.name for rule in rules} and any(rule.kind == JUMPS for rule in rules):
        told = "no rates are told, for no other rules are selected: --corpus adds these to them"
        click.echo(f"warning: {told}", err=True)
    return Corpus(rules, ignores).watched
