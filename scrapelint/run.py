"""A run over many files: each is checked, repaired or compared, and counted."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint import journal, writer
from scrapelint.files import FileProblem, Problem
from scrapelint.finding import Safety
from scrapelint.looking import Change, Mode, Seen
from scrapelint.pool import Pool
from scrapelint.report.outcome import Outcome, Watched
from scrapelint.report.patch import diff


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
        self.checked += not outcome.late
        self.findings += len(outcome.findings)
        self.damaged += bool(outcome.findings) and (outcome.sound or not outcome.late)
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

    pool: Pool
    follow_symlinks: bool = False
    journal: Path | None = None
    totals: Totals = field(default_factory=Totals)
    diffs: list[str] = field(default_factory=list)
    stopped: bool = False
    watched: Watched = iter
    _swept: set[Path] = field(default_factory=set)

    @property
    def mode(self) -> Mode:
        """Return what files are looked at for."""
        return self.pool.look.mode

    def over(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Yield the outcome of each file; what could not be done is among the problems."""
        for outcome in self.watched(self._each(paths)):
            self.totals.add(outcome)
            yield outcome

    def _each(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        with closing(self.pool.over(self._asked(paths))) as seen:
            for path, what in seen:
                self.totals.asked += 1
                outcome = self._settled(path, what)
                if outcome:
                    yield outcome
                if self.stopped:
                    return

    def _asked(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Yield the files until the run is stopped; a folder is swept before it is looked at."""
        for path in paths:
            if self.stopped:
                return
            if self.mode == "fix" and path.parent not in self._swept:
                self._swept.add(path.parent)
                writer.sweep(path.parent)
            yield path

    def _settled(self, path: Path, seen: Seen) -> Outcome | None:
        """Return the outcome once what was seen is told and, in mode `fix`, written."""
        if seen.problem:
            self._tell(path, *seen.problem)
        self.hold_back(str(path), seen.held_back)
        if seen.change and self.mode == "fix":
            try:
                self._write(path, seen.change)
            except FileProblem as problem:
                self._tell(path, problem.code, str(problem))
                return None
        elif seen.change:
            before, result = seen.change.content, seen.change.result
            told = diff(str(path), before.text, result.passes, mark=before.mark_as_text)
            self.diffs.append(told)
        return seen.outcome

    def take_diffs(self) -> Iterator[str]:
        """Yield the diffs since this was last asked."""
        taken, self.diffs = self.diffs, []
        yield from taken

    def hold_back(self, name: str, why: str) -> None:
        """Keep why no repair was made, if there is a reason."""
        if why:
            self.totals.held_back.append(f"{name}: {why}, so none was made")

    def _write(self, path: Path, change: Change) -> None:
        target = Path(os.path.realpath(path)) if self.follow_symlinks else path
        before, result = change.content, change.result
        after = before.encoded(result.text)
        if self.journal:
            name = os.path.abspath(target)  # noqa: PTH100 - links stay as they are
            entry = journal.Entry.of(name, before.data, after, before.text, result.passes)
            writer.append(self.journal, entry.line(), strike=journal.STRIKE)
        writer.replace(target, after, identity=change.identity)

    def _tell(self, path: Path, code: str, reason: str) -> None:
        self.totals.problems.append(Problem(str(path), code, reason))
