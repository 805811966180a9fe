"""The options that functions of other tools take, and what they ask for."""

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypedDict

from scrapelint.document import LANGUAGES, UNKNOWN
from scrapelint.recipe import Recipe
from scrapelint.records.fields import ROLES, Fields
from scrapelint.selection import Choice


class LinterOptions(TypedDict, total=False):
    """What decides about findings, as in `scrapelint.check`.

    `lang` is the language of all texts; `rules` are folders of further rule files.
    """

    lang: str | None
    select: Iterable[str] | None
    extend_select: Iterable[str]
    ignore: Iterable[str]
    rules: Iterable[str | PathLike[str]]


class Options(LinterOptions, total=False):
    """What all functions over columns take.

    Options that end in `_field` name columns, with a dotted path those inside structs, as the
    options of the command line do. `lang_field` is the column that says of each text what
    language it is in. `unsafe` has texts repaired also by removing or joining words.
    """

    text_field: str
    id_field: str
    url_field: str
    lang_field: str
    title_field: str
    date_field: str
    unsafe: bool


def only_known(given: Mapping[str, Any], kind: type[LinterOptions]) -> None:
    """Refuse options that there are not, as a function would. Raises TypeError."""
    unknown = given.keys() - kind.__annotations__.keys()
    if unknown:
        raise TypeError(f"unknown option: {', '.join(sorted(unknown))}")


def fields(given: Mapping[str, Any]) -> Fields:
    """Return the fields that options name, and the usual names of the others."""
    return Fields.of({role: given.get(f"{role}_field") for role in ROLES})


def recipe(given: Mapping[str, Any]) -> Recipe:
    """Return what the linter is to be made of. Raises ValueError for an unknown language."""
    lang, select = given.get("lang"), given.get("select")
    if lang not in {None, UNKNOWN, *LANGUAGES}:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    choice = Choice(
        "the call",
        None if select is None else _names("select", select),
        _names("extend_select", given.get("extend_select", ())),
        _names("ignore", given.get("ignore", ())),
    )
    folders = tuple(Path(folder).absolute() for folder in given.get("rules", ()))
    return Recipe(folders, (choice,), lang)


def _names(option: str, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ValueError(f"{option} must be a list of names, not one text")  # noqa: TRY004
    return tuple(value)
