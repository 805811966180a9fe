"""What a linter is made of."""

from pathlib import Path
from typing import NamedTuple

from scrapelint.cache import Cache
from scrapelint.fixes import FixChoice, adapted
from scrapelint.ignores import NOTHING, Ignores
from scrapelint.linter import Linter
from scrapelint.rulebook import load_rules
from scrapelint.scan.engine import Engine
from scrapelint.selection import Choice, wanted


class Recipe(NamedTuple):
    """All that a linter is made of, small enough to be handed to another process."""

    folders: tuple[Path, ...] = ()
    choices: tuple[Choice, ...] = ()
    language: str | None = None
    fixes: tuple[FixChoice, ...] = ()
    ignores: Ignores = NOTHING

    def linter(self) -> Linter:
        """Return the linter. Raises RuleError and SelectorError."""
        rules = adapted(load_rules(*self.folders), self.fixes)
        self.ignores.check(rules)
        engine = Engine(Cache.of_user())
        return Linter(rules, wanted(rules, self.choices), self.language, engine)
