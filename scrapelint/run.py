"""A run over many files: each is checked, repaired or compared, and counted."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scrapelint import files, journal, repair, sources, writer
from scrapelint.files import FileProblem, Problem
from scrapelint.finding import Safety
from scrapelint.linter import Linter
from scrapelint.report.outcome import Outcome
from scrapelint.report.patch import diff

Mode = Literal["check", "fix", "diff"]


@dataclass
class Totals:
    """Figures of a run: every file that was asked for is checked or has failed."""

    asked: int = 0
    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    findings: int = 0
    damaged: int = 0
    fixed: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    safe: int = 0
    unsafe: int = 0

    @property
    def failed(self) -> int:
        """Return the number of files that were asked for and not checked."""
        return self.asked - self.checked

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
    """One run of the linter; `diffs` and `totals` fill as its outcomes are taken.

    Set `stopped` to end it after the file at hand.
    """

    linter: Linter
    mode: Mode = "check"
    unsafe: bool = False
    follow_symlinks: bool = False
    journal: Path | None = None
    largest: int = files.LARGEST
    totals: Totals = field(default_factory=Totals)
    diffs: list[str] = field(default_factory=list)
    stopped: bool = False
    _swept: set[Path] = field(default_factory=set)

    def over(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Yield the outcome of each file; what could not be done is among the problems."""
        for path in paths:
            if self.stopped:
                return
            self.totals.asked += 1
            try:
                outcome = self._file(path)
            except FileProblem as problem:
                self._tell(path, problem)
            except repair.NotStableError as error:
                self._tell(path, FileProblem("not-stable", f"{error}; not changed"))
            else:
                self.totals.add(outcome)
                yield outcome

    def take_diffs(self) -> Iterator[str]:
        """Yield the diffs since this was last asked."""
        taken, self.diffs = self.diffs, []
        yield from taken

    def text(self, name: str, text: str) -> tuple[Outcome, repair.FixResult]:
        """Return the outcome for one text and what it becomes; in mode `check`, itself."""
        if self.mode == "check":
            findings = self.linter.check(text)
            return Outcome(name, text, findings), repair.FixResult(text, Counter(), findings)
        result = repair.fix(self.linter, text, unsafe=self.unsafe)
        if result.held_back:
            self.totals.held_back.append(f"{name}: {result.held_back}, so none was made")
        return Outcome(name, result.text, result.findings, result.fixed), result

    def _file(self, path: Path) -> Outcome:
        if self.mode == "fix" and path.parent not in self._swept:
            self._swept.add(path.parent)
            writer.sweep(path.parent)
        data, identity = files.read(path, largest=self.largest)
        content = sources.decode(data)
        if content.problem:
            if b"\0" in data:
                raise content.problem
            self._tell(path, content.problem)
            return Outcome(str(path), content.text, self.linter.check(content.text))
        outcome, result = self.text(str(path), content.text)
        if result.passes and self.mode == "fix":
            self._write(path, content, result, identity)
        elif result.passes:
            told = diff(str(path), content.text, result.passes, mark=content.mark_as_text)
            self.diffs.append(told)
        return outcome

    def _write(
        self,
        path: Path,
        content: sources.Content,
        result: repair.FixResult,
        identity: files.Identity,
    ) -> None:
        target = Path(os.path.realpath(path)) if self.follow_symlinks else path
        after = content.encoded(result.text)
        if self.journal:
            name = os.path.abspath(target)  # noqa: PTH100 - links stay as they are
            entry = journal.Entry.of(name, content.data, after, content.text, result.passes)
            writer.append(self.journal, entry.line(), strike=journal.STRIKE)
        writer.replace(target, after, identity=identity)

    def _tell(self, path: Path, problem: FileProblem) -> None:
        self.totals.problems.append(Problem(str(path), problem.code, str(problem)))
