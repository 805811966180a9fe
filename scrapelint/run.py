"""A run over many files: each is checked, repaired or compared, and counted."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint import journal, writer
from scrapelint.container import Container
from scrapelint.files import FileProblem, Problem
from scrapelint.finding import Safety
from scrapelint.gates import Gates
from scrapelint.looking import Change, Item, Mode, Seen
from scrapelint.policy import Policy
from scrapelint.pool import Pool
from scrapelint.records import forms
from scrapelint.records.record import Fault
from scrapelint.report.outcome import Outcome
from scrapelint.report.patch import diff


@dataclass
class Totals:
    """Figures of a run: every file that was asked for is checked or has failed.

    What is found and repaired is counted by texts, of which some files hold many.
    """

    asked: int = 0
    checked: int = 0
    texts: int = 0
    problems: list[Problem] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What else is to be told of a file that was checked."""
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
        """Count what became of one text; the repairs of records count once they are written."""
        self.texts += 1
        self.findings += len(outcome.findings)
        self.damaged += bool(outcome.findings)
        if not outcome.origin:
            self.checked += 1
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
    policy: Policy = field(default_factory=Policy)
    gates: Gates = field(default_factory=Gates)
    found: Collection[Path] = ()
    """Files of many texts that a walk came upon; the others were named."""
    totals: Totals = field(default_factory=Totals)
    diffs: list[str] = field(default_factory=list)
    stopped: bool = False
    _swept: set[Path] = field(default_factory=set)
    _open: dict[Path, Container] = field(default_factory=dict)

    @property
    def mode(self) -> Mode:
        """Return what files are looked at for."""
        return self.pool.look.mode

    def over(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Yield the outcome of each text; what could not be done is among the problems."""
        try:
            with closing(self.pool.over(self._items(paths))) as looked_at:
                for item, seen in looked_at:
                    for outcome in self._outcomes(item, seen):
                        yield self.count(outcome)
                    if self.stopped:
                        return
        finally:
            self._leave()

    def count(self, outcome: Outcome) -> Outcome:
        """Return what is to be told of an outcome, and count it."""
        told = self.policy.told(outcome)
        self.totals.add(told)
        self.gates.add(told)
        return told

    def _items(self, paths: Iterable[Path]) -> Iterator[Item]:
        """Yield the files, those of many texts in blocks, until the run is stopped."""
        for path in paths:
            if self.stopped:
                return
            self._sweep(path.parent)
            form = forms.form(path)
            if form is None:
                yield path
            else:
                fields, target = self.pool.look.fields, self._target(path)
                container = Container(path, form, self.mode, fields, target, self.journal)
                container.found = path in self.found
                self._open[path] = container
                self.totals.asked += 1
                yield from container.items()

    def _sweep(self, folder: Path) -> None:
        """Sweep a folder before anything in it is looked at."""
        if self.mode == "fix" and folder not in self._swept:
            self._swept.add(folder)
            writer.sweep(folder)

    def _outcomes(self, item: Item, seen: list[Seen]) -> Iterator[Outcome]:
        if isinstance(item, Path):
            self.totals.asked += 1
            outcome = self._settled(item, *seen)
            if outcome:
                yield outcome
        elif isinstance(item, forms.End):
            self._ended(item)
        else:
            container = self._open[item.path]
            outcomes = container.take(item, seen)
            self.diffs += container.diffs
            container.diffs.clear()
            yield from outcomes

    def _ended(self, end: forms.End) -> None:
        """Count a file of many texts, and tell what there is to tell of it."""
        container, totals = self._open.pop(end.path), self.totals
        container.end(end)
        totals.checked += not container.failed
        if not container.failed:
            totals.fixed += container.fixed
            totals.changed += container.changed
        for code, reason in container.problems:
            self._tell(end.path, code, reason)
        totals.notes += [f"{end.path}: {note}" for note in container.notes]

    def _leave(self) -> None:
        """Leave the files of many texts that the run was at as they were."""
        for path in [*self._open][: self.stopped]:
            told = "stopped before its end" + "; not changed" * (self.mode == "fix")
            self._ended(forms.End(path, Fault("stopped", told)))
        for container in self._open.values():
            container.failed = True
            container.close()

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
        target = self._target(path)
        before, result = change.content, change.result
        after = before.encoded(result.text)
        if self.journal:
            name = os.path.abspath(target)  # noqa: PTH100 - links stay as they are
            entry = journal.Entry.of(name, before.data, after, before.text, result.passes)
            writer.append(self.journal, entry.line(), strike=journal.STRIKE)
        writer.replace(target, after, identity=change.identity)

    def _target(self, path: Path) -> Path:
        """Return the file that is written for one that was named."""
        return Path(os.path.realpath(path)) if self.follow_symlinks else path

    def _tell(self, path: Path, code: str, reason: str) -> None:
        self.totals.problems.append(Problem(str(path), code, reason))
