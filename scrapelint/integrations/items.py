"""One item after another, as spiders and pipelines hand them on: judged, repaired or dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from scrapelint import anywhere, options
from scrapelint.fields import nearest
from scrapelint.finding import Finding, Severity
from scrapelint.recipe import Recipe
from scrapelint.records.fields import Fields, language
from scrapelint.report.outcome import Outcome
from scrapelint.rule import FAMILIES

REPAIRS = ("safe", "unsafe")


class Judged(NamedTuple):
    """What became of an item's text, the path to it, and the finding to drop the item for."""

    path: str
    outcome: Outcome
    to_drop: Finding | None


@dataclass(frozen=True)
class Judge:
    """How items are judged.

    `fix` is `safe`, `unsafe` or None; `drop` names severities, families and rules whose findings,
    if they are left after repairs, an item is to be dropped for.
    """

    fields: Fields
    recipe: Recipe
    fix: str | None = None
    drop: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, given: Mapping[str, Any], *, fix: str | None = None, drop: Iterable[str] = ()
    ) -> "Judge":
        """Return the judge that options ask for.

        Raises ValueError, RuleError and SelectorError.
        """
        if fix not in {None, *REPAIRS}:
            raise ValueError(f"repairs must be safe or unsafe, not {fix!r}")
        if isinstance(drop, str):
            raise ValueError("what to drop for must be a list of names, not one text")  # noqa: TRY004
        recipe, names = options.recipe(given), frozenset(drop)
        rules = anywhere.speaking(recipe, None).rules
        known = {*Severity, *FAMILIES, *(rule.name for rule in rules)}
        for name in sorted(names - known):
            raise ValueError(f"nothing is called `{name}`{nearest(name, known)}")
        return cls(options.fields(given), recipe, fix, names)

    def judge(self, record: Mapping[str, Any]) -> Judged | None:
        """Return what becomes of the text in a record; None if there is no text."""
        found = self.fields.text_in(record)
        if found is None or not isinstance(found.value, str):
            return None
        said = language(self.fields.origin(record, 1, found.path))
        linter = anywhere.speaking(self.recipe, said)
        is_unsafe = self.fix == "unsafe"
        outcome, _ = anywhere.look(linter, found.value, fix=bool(self.fix), unsafe=is_unsafe)
        return Judged(
            found.path, outcome, next(filter(self._is_unbearable, outcome.findings), None)
        )

    def _is_unbearable(self, finding: Finding) -> bool:
        return not self.drop.isdisjoint({finding.rule, finding.family, str(finding.severity)})


def why(finding: Finding) -> str:
    """Return what to say of an item that is dropped."""
    return f"{finding.rule} at {finding.line}:{finding.column}: {finding.message}"
