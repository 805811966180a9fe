"""The command `learn`: a table of lost names from sound text."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import click

from scrapelint import writer
from scrapelint.cli.failure import Failure
from scrapelint.files import FileProblem
from scrapelint.gaps import table
from scrapelint.report.visible import inert, visible

_SUFFIXES = frozenset({".txt", ".md", ".jsonl"})
_FEWEST_LINES = 200
_Line = TypeVar("_Line")


@click.command()
@click.argument("paths", metavar="TEXTS…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lang", required=True, help="The language of the texts (ISO 639-1).")
@click.option("-o", "output", required=True, type=click.Path(path_type=Path), help="The table.")
@click.option("--strict", default=1.0, show_default=True, help="False alarms in 10,000 words.")
@click.option("--lax", default=2.0, show_default=True, help="The same, for a warning.")
def learn(paths: tuple[Path, ...], lang: str, output: Path, strict: float, lax: float) -> None:
    """Learn from sound TEXTS where names are lost, and write a table for the detector `gap`.

    TEXTS are files, a paragraph a line, folders of .txt, .md and .jsonl files, or JSON lines
    with a `text`. The recall it prints is that on parts of them which were held out.
    """
    from tabulate import tabulate  # noqa: PLC0415 - slow to load

    try:
        from scrapelint.learn import learn as learning  # noqa: PLC0415 - an optional extra
        from scrapelint.learn.texts import lines  # noqa: PLC0415
    except ImportError as error:
        raise Failure(f"{error.name} is missing: pip install 'scrapelint[learn]'") from error
    try:
        texts = lines(_files(paths))
    except FileProblem as error:
        raise Failure(str(error)) from error
    if len(texts) < _FEWEST_LINES:
        raise Failure(f"{len(texts)} lines are too few to learn from: {_FEWEST_LINES} are needed")
    try:  # before the work, which takes minutes
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{output.parent}: {error.strerror}") from error
    learned = learning.learn(texts, lang, strict, lax, _bar)
    try:
        writer.create(output, table.write(learned.table))
    except FileProblem as error:
        raise Failure(f"{output}: {error}") from error
    click.echo(inert(visible(f"{output}: learned from {learned.table.learned}")))
    rows = [(rate, f"{share:.0%}") for rate, share in learned.recall.items()]
    click.echo(tabulate(rows, headers=["false alarms in 10,000 words", "dropped names found"]))


def _files(paths: tuple[Path, ...]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [f for f in inside if not path.is_dir() or f.suffix in _SUFFIXES]
    return files


def _bar(lines: list[_Line]) -> Iterator[_Line]:
    """Show how many of the lines were looked at."""
    with click.progressbar(lines, label="Dropping names") as bar:
        yield from bar
