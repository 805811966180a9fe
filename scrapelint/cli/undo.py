"""The command `undo`: what --fix did, taken back."""

import sys
from pathlib import Path

import click

from scrapelint import files, journal, sources, writer
from scrapelint.cli.failure import FAILED, Failure
from scrapelint.cli.output import problem_line
from scrapelint.container import restore
from scrapelint.files import FileProblem, Problem


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def undo(file: Path) -> None:
    """Take back the repairs in the journal FILE, written by `check --fix --journal FILE`.

    Each file becomes, byte for byte, what it was before; one that changed since is not touched,
    and the command then exits with 2.
    """
    try:
        data, _ = files.read(file)
        entries = list(journal.read(data))
    except (FileProblem, journal.JournalError) as error:
        raise Failure(f"{file}: {error}") from error
    for folder in {Path(entry.path).parent: None for entry in entries}:
        writer.sweep(folder)
    restored = failed = 0
    for entry in entries:
        try:
            restored += _restore(entry)
        except FileProblem as problem:
            failed += 1
            told = Problem(entry.path, problem.code, str(problem))
            click.echo(problem_line(told), nl=False, err=True)
    click.echo(f"{restored} of {len(entries)} repairs of files taken back.")
    sys.exit(FAILED if failed else 0)


def _restore(entry: journal.Entry) -> bool:
    path = Path(entry.path)
    if entry.of_bytes:
        return restore(path, entry)
    data, identity = files.read(path)
    if journal.digest(data) == entry.before:
        return False
    if journal.digest(data) != entry.after:
        raise FileProblem("changed", "changed since it was repaired, not restored")
    content = sources.decode(data)
    before = content.encoded(entry.undo(content.text))
    if journal.digest(before) != entry.before:
        raise FileProblem("refused", "the journal does not lead back to what it was")
    writer.replace(path, before, identity=identity)
    return True
