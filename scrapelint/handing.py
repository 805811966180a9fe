"""How a worker looks: all that another process or machine needs for it, small enough to hand on."""

from typing import NamedTuple

from scrapelint.decisions import Decisions
from scrapelint.looking import Look, Mode
from scrapelint.recipe import Recipe
from scrapelint.records.fields import Fields


class How(NamedTuple):
    """How a worker looks."""

    recipe: Recipe
    mode: Mode
    unsafe: bool
    largest: int
    fields: Fields
    decisions: Decisions | None

    @classmethod
    def of(cls, recipe: Recipe, look: Look) -> "How":
        """Return how a worker looks as this process would, whatever folder it is in."""
        folders = tuple(folder.absolute() for folder in recipe.folders)
        there = recipe._replace(folders=folders)
        return cls(there, look.mode, look.unsafe, look.largest, look.fields, look.decisions)

    def look(self) -> Look:
        """Return the look, with a linter of its own. Raises RuleError and SelectorError."""
        return Look(
            self.recipe.linter(),
            self.mode,
            self.unsafe,
            self.largest,
            self.fields,
            self.recipe.ignores,
            self.decisions,
        )
