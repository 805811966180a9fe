"""What can be told of a file, and what it would become, before anything is written."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from scrapelint import files, repair, sources
from scrapelint.files import FileProblem
from scrapelint.ignores import NOTHING, Ignores
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome

Mode = Literal["check", "fix", "diff"]


class Change(NamedTuple):
    """What a file becomes, and the file it was."""

    content: sources.Content
    identity: files.Identity
    result: repair.FixResult


class Seen(NamedTuple):
    """What looking at a file came to; without an outcome it could not be checked."""

    outcome: Outcome | None = None
    change: Change | None = None
    held_back: str = ""
    problem: tuple[str, str] | None = None
    """The code of what could not be done, and the reason."""


@dataclass(frozen=True)
class Look:
    """How to look at files: with which linter, and what for."""

    linter: Linter
    mode: Mode = "check"
    unsafe: bool = False
    largest: int = files.LARGEST
    ignores: Ignores = NOTHING

    def linter_for(self, name: str, origin: Origin | None = None) -> Linter:
        """Return the linter for a text: without the rules that are ignored where it is from."""
        return self.linter.without(self.ignores.at(name, origin))

    def at(self, path: Path) -> Seen:
        """Look at a file; what cannot be done is told, never raised."""
        try:
            return self._at(path)
        except FileProblem as problem:
            return Seen(problem=(problem.code, str(problem)))
        except repair.NotStableError as error:
            return Seen(problem=("not-stable", f"{error}; not changed"))

    def _at(self, path: Path) -> Seen:
        data, identity = files.read(path, largest=self.largest)
        content = sources.decode(data)
        if content.problem:
            if b"\0" in data:
                raise content.problem
            findings = self.linter_for(str(path)).check(content.text)
            outcome = Outcome(str(path), content.text, findings)
            return Seen(outcome, problem=(content.problem.code, str(content.problem)))
        outcome, result = self.at_text(str(path), content.text)
        change = Change(content, identity, result) if result.passes else None
        return Seen(outcome, change, result.held_back)

    def at_text(self, name: str, text: str) -> tuple[Outcome, repair.FixResult]:
        """Return the outcome for one text and what it becomes; in mode `check`, itself."""
        linter = self.linter_for(name)
        if self.mode == "check":
            findings = linter.check(text)
            return Outcome(name, text, findings), repair.FixResult(text, Counter(), findings)
        result = repair.fix(linter, text, unsafe=self.unsafe)
        return Outcome(name, result.text, result.findings, result.fixed), result
