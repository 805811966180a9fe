"""The functions for Python programs: a text in, findings or a repaired text out."""

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

from scrapelint import repair
from scrapelint.document import LANGUAGES, UNKNOWN
from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.recipe import Recipe
from scrapelint.selection import Choice


def check(
    text: str,
    lang: str | None = None,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    rules: Iterable[str | PathLike[str]] = (),
) -> list[Finding]:
    """Return the findings in a text, in its order.

    `lang` is the text's language (ISO 639-1); without it the text decides, and where it cannot,
    rules for one language do not run. `select` and `ignore` name rules or families; `rules` are
    folders of further rule files. Raises RuleError for a bad rule file and SelectorError for an
    unknown name.
    """
    return _linter(lang, select, ignore, rules).check(text)


def fix(  # noqa: PLR0913 - each is one option of the command line
    text: str,
    lang: str | None = None,
    *,
    unsafe: bool = False,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    rules: Iterable[str | PathLike[str]] = (),
) -> repair.FixResult:
    """Repair a text with the safe edits of its findings, and the unsafe ones on request.

    Parameters are those of `check`. Raises NotStableError, with nothing repaired, when the
    edits do not come to an end.
    """
    return repair.fix(_linter(lang, select, ignore, rules), text, unsafe=unsafe)


def _linter(
    lang: str | None,
    select: Sequence[str] | None,
    ignore: Sequence[str],
    folders: Iterable[str | PathLike[str]],
) -> Linter:
    if lang not in {None, UNKNOWN, *LANGUAGES}:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    choice = Choice("the call", None if select is None else tuple(select), ignore=tuple(ignore))
    return Recipe(tuple(map(Path, folders)), (choice,), lang).linter()
