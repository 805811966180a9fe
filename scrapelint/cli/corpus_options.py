"""Options of `check` that are about files of many texts."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scrapelint import store, web
from scrapelint.files import FileProblem, Location, Problem, Url
from scrapelint.looking import Look
from scrapelint.records import forms
from scrapelint.records.fields import ROLES, Fields
from scrapelint.sources import SUFFIXES, Walk

if TYPE_CHECKING:
    from scrapelint.copying import Copying
    from scrapelint.resuming import Memory

_Command = TypeVar("_Command", bound=Callable[..., Any])
_HELP = {
    "text": "The field of a record that is its text, as a dotted path.",
    "id": "The field that is its id.",
    "url": "The field that is its address.",
    "lang": "The field that tells its language.",
    "title": "The field that is its title.",
    "date": "The field that is its date.",
}


class Anywhere(click.Path):
    """A path, or a URL of a store."""

    def __init__(self, *, allow_dash: bool = False) -> None:
        """Take paths as pathlib has them."""
        super().__init__(path_type=Path, allow_dash=allow_dash)

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """Return the path or the URL."""
        if isinstance(value, str) and store.is_url(value):
            return Url(value)
        return super().convert(value, param, ctx)


_OTHERS = {
    "resume": "Keep in this file what was seen; a run that was stopped goes on from there.",
    "fixed-copy": "Write repaired copies to this file or folder, and leave the files alone.",
}


def corpus_options(command: _Command) -> _Command:
    """Give a command the options."""
    for name, help_ in reversed(_OTHERS.items()):
        option = click.option(f"--{name}", type=Anywhere(), help=help_)
        command = option(command)
    for role in reversed(ROLES):
        command = click.option(f"--{role}-field", metavar="NAME", help=_HELP[role])(command)
    return command


def fields(options: dict[str, Any]) -> Fields:
    """Return which fields of records are what."""
    return Fields.of({role: options[f"{role}_field"] for role in ROLES})


def copying(options: dict[str, Any]) -> "Copying | None":
    """Return where fixed copies go, if they are asked for. Raises UsageError."""
    if options["fix"] and any(isinstance(path, Url) for path in options["paths"]):
        raise click.UsageError("--fix does not write to URLs; --fixed-copy does")
    if options["journal"] and options["paths"] == (Path("-"),):
        raise click.UsageError("--journal is for files; what comes in by a pipe stays as it is")
    if options["fixed_copy"] is None:
        return None
    if isinstance(options["fixed_copy"], Url) and web.is_web(options["fixed_copy"]):
        raise click.UsageError(f"{web.READ_ONLY}: --fixed-copy takes a file, a folder or a store")
    if options["paths"] == (Path("-"),):
        raise click.UsageError("--fixed-copy is for files; standard input goes out with --fix")
    for other in ("fix", "diff", "journal"):
        if options[other]:
            raise click.UsageError(f"--fixed-copy and --{other} exclude each other")
    from scrapelint.copying import Copying  # noqa: PLC0415 - seldom needed

    return Copying(options["fixed_copy"], tuple(options["paths"]) or (Path(),))


def memory(look: Look, language: str | None, options: dict[str, Any]) -> "Memory | None":
    """Return what is kept for a run to be resumed, if that is asked for."""
    if options["resume"] is None:
        return None
    from scrapelint.resuming import Memory, asked  # noqa: PLC0415 - seldom needed

    return Memory(options["resume"], look, asked(look, language))


def locations(paths: Iterable[Location], walk: Walk, found: set[Location]) -> Iterator[Location]:
    """Yield the files to check: those on this machine, then those in stores."""
    here = [path for path in paths if isinstance(path, Path)]
    there = [path for path in paths if isinstance(path, Url)]
    for path in walk.files(here if here or there else [Path()]):
        if path in walk.found:
            found.add(path)
        yield path
    for url in there:
        try:
            for each in store.expand(url, is_taken_in):
                if each != url:
                    found.add(each)
                yield each
        except FileProblem as problem:
            walk.problems.append(Problem(str(url), problem.code, str(problem)))


def is_taken_in(name: str) -> bool:
    """Tell whether a search takes in a file of that name."""
    return name.lower().endswith((*SUFFIXES, *forms.FOUND))
