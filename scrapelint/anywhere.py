"""A text looked at in whatever process and thread, by a linter that is made when first needed."""

import threading
from dataclasses import replace
from typing import NamedTuple

from scrapelint import repair
from scrapelint.linter import Linter
from scrapelint.recipe import Recipe
from scrapelint.report.outcome import Outcome

_here = threading.local()  # a scanner serves one thread at a time


class Looked(NamedTuple):
    """What became of a text, and why it was not repaired although it could be."""

    outcome: Outcome
    held_back: str = ""


def look(
    recipe: Recipe,
    text: str,
    language: str | None = None,
    *,
    fix: bool = False,
    unsafe: bool = False,
) -> Looked:
    """Return what is found in a text, or what is left in it once it is repaired.

    `language` is what is known of this text; the recipe's own comes first, and without either
    the text decides. Raises RuleError and SelectorError.
    """
    linter = speaking(recipe, language)
    if not fix:
        return Looked(Outcome("", text, linter.check(text)))
    try:
        result = repair.fix(linter, text, unsafe=unsafe)
    except repair.NotStableError as error:
        return Looked(Outcome("", text, linter.check(text)), str(error))
    outcome = Outcome("", result.text, result.findings, result.fixed)
    return Looked(outcome, result.held_back)


def speaking(recipe: Recipe, language: str | None) -> Linter:
    """Return this thread's linter of a recipe for texts in a language; with None, they decide."""
    if not hasattr(_here, "linters"):
        _here.linters = {}
    linters: dict[tuple[Recipe, str | None], Linter] = _here.linters
    wanted = recipe.language or language
    found = linters.get((recipe, wanted))
    if found is None:
        general = linters.get((recipe, recipe.language)) or recipe.linter()
        linters[recipe, recipe.language] = general
        found = linters[recipe, wanted] = replace(general, language=wanted)
    return found
