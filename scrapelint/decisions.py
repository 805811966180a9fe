"""What a person decided about findings, and the repairs that come of it: exactly those accepted."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from scrapelint.files import FileProblem
from scrapelint.finding import Edit, apply, conflict, replaced
from scrapelint.linter import Linter
from scrapelint.repair import FixResult


class Key(NamedTuple):
    """Which text decisions are about: a file, and the number of a record if it holds many."""

    path: str
    record: int | None = None

    @classmethod
    def of(cls, name: str, record: int | None) -> "Key":
        """Return the key of a text, the same however its path is written."""
        return cls(os.path.abspath(name), record)  # noqa: PTH100 - links stay as they are


class Change(NamedTuple):
    """An accepted edit, the text it takes the place of, and the rule whose finding it repairs."""

    edit: Edit
    old: str
    rule: str


@dataclass(frozen=True)
class Decided:
    """What is to be done in one text, which is known by the SHA-256 sum of its UTF-8."""

    path: str
    sha256: str
    changes: tuple[Change, ...]

    def made(self, linter: Linter, text: str) -> FixResult:
        """Return the text with the accepted edits made, and what is found in it then.

        Where they are made already, nothing is left to do. Raises FileProblem when the text is
        another one or edits do not fit.
        """
        if digest(text) != self.sha256:
            if not self._is_made_in(text):
                raise FileProblem("changed", "changed since it was decided about; nothing was done")
            return FixResult(text, Counter(), linter.check(text))
        edits = tuple(change.edit for change in self.changes)
        self._see_fitting(text)
        repaired = apply(edits, text)
        passes = (edits,) if edits else ()
        fixed = Counter(change.rule for change in self.changes)
        return FixResult(repaired, fixed, linter.check(repaired), passes)

    def _see_fitting(self, text: str) -> None:
        for (span, _), old, rule in self.changes:
            if text[span.start : span.end] != old:
                raise FileProblem("refused", f"an accepted repair does not fit: {rule}")
        for one, other in pairwise(self.changes):
            if conflict(one.edit.span, other.edit.span):
                told = f"accepted repairs overlap: {one.rule} and {other.rule}"
                raise FileProblem("refused", told)

    def _is_made_in(self, text: str) -> bool:
        """Tell whether a text is what the accepted edits lead to."""
        places = replaced(change.edit for change in self.changes)
        back = []
        for place, change in zip(places, self.changes, strict=True):
            if text[place.start : place.end] != change.edit.replacement:
                return False
            back.append(Edit(place, change.old))
        try:
            return bool(back) and digest(apply(back, text)) == self.sha256
        except ValueError:  # edits that overlap lead nowhere
            return False


@dataclass(frozen=True)
class Decisions:
    """All decisions of a file."""

    texts: Mapping[Key, Decided]

    def made(self, linter: Linter, name: str, record: int | None, text: str) -> FixResult:
        """Return what a text becomes: itself, if nothing was decided about it.

        Raises FileProblem as `Decided.made` does.
        """
        decided = self.texts.get(Key.of(name, record))
        if decided is None:
            return FixResult(text, Counter(), linter.check(text))
        return decided.made(linter, text)

    def besides(self, seen: Iterable[Key]) -> list[tuple[Key, Decided]]:
        """Return what was decided about texts that were not seen."""
        known = set(seen)
        return [(key, decided) for key, decided in self.texts.items() if key not in known]


def digest(text: str) -> str:
    """Return the SHA-256 sum of a text, which tells later whether it is still the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
