"""A text that is no file, looked at in whatever process and thread.

The linter is made when first needed. Rules about files say nothing of such a text.
"""

import threading
from dataclasses import replace
from typing import Any, NamedTuple

from scrapelint import repair, rulebook
from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.looking import OF_FILES
from scrapelint.recipe import Recipe
from scrapelint.report.jsonl import record
from scrapelint.report.outcome import Outcome

_here = threading.local()  # a linter serves one thread at a time


class Looked(NamedTuple):
    """What became of a text, and why it was not repaired although it could be."""

    outcome: Outcome
    held_back: str = ""


def look(linter: Linter, text: str, *, fix: bool = False, unsafe: bool = False) -> Looked:
    """Return what is found in a text, or what is left in it once it is repaired."""
    if not fix:
        return Looked(Outcome("", text, linter.check(text)))
    try:
        result = repair.fix(linter, text, unsafe=unsafe)
    except repair.NotStableError as error:
        return Looked(Outcome("", text, linter.check(text)), str(error))
    outcome = Outcome("", result.text, result.findings, result.fixed)
    return Looked(outcome, result.held_back)


def told(finding: Finding) -> dict[str, Any]:
    """Return what there is to say of a finding, whatever text it is in, as JSON has it."""
    said = record("", finding) | {"severity": str(finding.severity)}
    if finding.fix:
        said["fix"] |= {"safety": str(finding.fix.safety)}
    return {key: said[key] for key in Finding._fields}


def speaking(recipe: Recipe, language: str | None, edition: str = "") -> Linter:
    """Return this thread's linter for texts in a language; the recipe's own comes first.

    Without either the texts decide. Of another `edition` of the recipe's rule files a new one is
    made. Raises RuleError and SelectorError.
    """
    if not hasattr(_here, "linters"):
        _here.linters = {}
    linters: dict[tuple[Recipe, str, str | None], Linter] = _here.linters
    general, wanted = (recipe, edition, recipe.language), recipe.language or language
    if general not in linters:
        if edition:
            rulebook.load_folder.cache_clear()  # it may have read what the files said before
        linters[general] = recipe.linter().without(OF_FILES)
    if (recipe, edition, wanted) not in linters:
        linters[recipe, edition, wanted] = replace(linters[general], language=wanted)
    return linters[recipe, edition, wanted]
