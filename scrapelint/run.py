"""A run over many texts: each is checked, repaired or compared, and counted."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scrapelint import repair, sources, writer
from scrapelint.finding import Safety
from scrapelint.linter import Linter
from scrapelint.report.outcome import Outcome

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines would cut at form feeds and the like
Mode = Literal["check", "fix", "diff"]


@dataclass
class Totals:
    """Figures of a run."""

    checked: int = 0
    problems: list[str] = field(default_factory=list)
    findings: int = 0
    damaged: int = 0
    fixed: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    safe: int = 0
    unsafe: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count what became of one text."""
        self.checked += 1
        self.findings += len(outcome.findings)
        self.damaged += bool(outcome.findings)
        self.fixed += outcome.fixed
        self.changed += bool(outcome.fixed)
        safeties = [finding.fix.safety for finding in outcome.findings if finding.fix]
        self.safe += safeties.count(Safety.SAFE)
        self.unsafe += safeties.count(Safety.UNSAFE)


@dataclass
class Run:
    """One run of the linter; `diffs` and `totals` fill as its outcomes are taken."""

    linter: Linter
    mode: Mode = "check"
    unsafe: bool = False
    totals: Totals = field(default_factory=Totals)
    diffs: list[str] = field(default_factory=list)

    def over(self, files: Iterable[Path]) -> Iterator[Outcome]:
        """Yield the outcome of each file; one that cannot be done is told among the problems."""
        for path in files:
            try:
                yield self._file(path)
            except (sources.UnreadableError, writer.WriteError, repair.NotStableError) as error:
                self.totals.problems.append(f"{path}: {error}")

    def take_diffs(self) -> Iterator[str]:
        """Yield the diffs since this was last asked."""
        taken, self.diffs = self.diffs, []
        yield from taken

    def text(self, name: str, text: str) -> tuple[Outcome, str]:
        """Return the outcome for one text and what it becomes; in mode `check`, itself."""
        if self.mode == "check":
            return Outcome(name, text, self.linter.check(text)), text
        result = repair.fix(self.linter, text, unsafe=self.unsafe)
        return Outcome(name, result.text, result.findings, result.fixed), result.text

    def _file(self, path: Path) -> Outcome:
        content = sources.read(path)
        outcome, after = self.text(str(path), content.text)
        if after != content.text:
            if self.mode == "fix":
                writer.replace(path, content.encoded(after), expected=content.data)
            if self.mode == "diff":
                self.diffs.append(diff(str(path), content.text, after))
        self.totals.add(outcome)
        return outcome


def diff(name: str, before: str, after: str) -> str:
    """Return the unified diff of two texts, as `patch` takes it."""
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), name, name)
    marked = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(marked)
