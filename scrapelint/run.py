"""A run over many files: each is checked, repaired or compared, and counted."""

import os
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scrapelint import store
from scrapelint.files import FileProblem, Location, Piped, Problem, Url
from scrapelint.finding import Safety
from scrapelint.gates import Gates
from scrapelint.looking import Change, Done, Given, Item, Mode, Seen
from scrapelint.policy import Policy
from scrapelint.pool import Pool
from scrapelint.records import forms
from scrapelint.records.record import Fault
from scrapelint.report.outcome import Outcome, Watched

if TYPE_CHECKING:
    from scrapelint.container import Container
    from scrapelint.copying import Copying
    from scrapelint.report.patch import Diff
    from scrapelint.resuming import Memory
    from scrapelint.through import Through


@dataclass(eq=False)
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
        self.texts += not outcome.late
        self.findings += len(outcome.findings)
        self.damaged += bool(outcome.findings) and (outcome.sound or not outcome.late)
        if not outcome.origin and not outcome.late:
            self.checked += 1
            self.fixed += outcome.fixed
            self.changed += bool(outcome.fixed)
        safeties = [finding.fix.safety for finding in outcome.findings if finding.fix]
        self.safe += safeties.count(Safety.SAFE)
        self.unsafe += safeties.count(Safety.UNSAFE)


@dataclass(eq=False)
class Run:
    """One run of the linter; `diffs` and `totals` fill as its outcomes are taken.

    Set `stopped` to end it after the file at hand.
    """

    pool: Pool
    follow_symlinks: bool = False
    journal: Path | None = None
    policy: Policy = field(default_factory=Policy)
    gates: Gates = field(default_factory=Gates)
    memory: "Memory | None" = None
    """What a run that was stopped saw, and what this one sees."""
    copying: "Copying | None" = None
    """Where fixed copies go, if the files themselves are not repaired."""
    found: Collection[Location] = ()
    """Files of many texts that a walk came upon; the others were named."""
    through: "Through | None" = None
    """Standard input, if there are records in it."""
    totals: Totals = field(default_factory=Totals)
    diffs: "list[Diff]" = field(default_factory=list)
    stopped: bool = False
    watched: Watched = iter
    _finished: int = 0
    _swept: set[Path] = field(default_factory=set)
    _open: "dict[Location, Container]" = field(default_factory=dict)

    @property
    def mode(self) -> Mode:
        """Return what files are looked at for."""
        return self.pool.look.mode

    @property
    def done(self) -> int:
        """Return how many bytes of files were read, more or less."""
        return self._finished + sum(container.done for container in self._open.values())

    def over(self, paths: Iterable[Location]) -> Iterator[Outcome]:
        """Yield the outcome of each text; what could not be done is among the problems."""
        with closing(self._each(paths)) as outcomes:
            for outcome in self.watched(outcomes):
                yield self.count(outcome)

    def _each(self, paths: Iterable[Location]) -> Generator[Outcome]:
        try:
            with closing(self._looked_at(self._items(paths))) as looked_at:
                for item, seen in looked_at:
                    yield from self._outcomes(item, seen)
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

    def _looked_at(self, items: Iterator[Item]) -> Generator[tuple[Item, list[Seen]]]:
        return self.memory.over(self.pool, items) if self.memory else self.pool.over(items)

    def _items(self, paths: Iterable[Location]) -> Iterator[Item]:
        """Yield the files, those of many texts in blocks, until the run is stopped."""
        for path in paths:
            if self.stopped:
                return
            if isinstance(path, Path):
                self._sweep(path.parent)
            form = forms.form(path)
            if form is None:
                yield from self._text(path)
            else:
                self.totals.asked += 1
                yield from self._blocks(path, form)

    def _text(self, path: Location) -> Iterator[Item]:
        """Yield a file that is one text; what is in a store is read here, for it may be slow."""
        if isinstance(path, Path):
            yield path
            return
        assert isinstance(path, Url)  # what comes in by a pipe is a text without a run
        try:
            yield Given(path, store.read(path, largest=self.pool.look.largest))
        except FileProblem as problem:
            self.totals.asked += 1
            self._tell(path, problem.code, str(problem))

    def _blocks(self, path: Location, form: forms.Form) -> Iterator[Item]:
        from scrapelint.container import Container  # noqa: PLC0415 - slow to load

        fields = self.pool.look.fields
        container = self._open[path] = Container(path, form, self.mode, fields, self.journal)
        container.found = path in self.found
        try:
            container.copied = self.copying is not None
            if isinstance(path, Piped):
                container.through = self.through
            elif self.copying:
                container.target = self.copying.target(path)
            elif isinstance(path, Path):
                container.target = self._target(path)
        except FileProblem as problem:
            yield forms.End(path, Fault(problem.code, str(problem)))
        else:
            yield from container.items()

    def _sweep(self, folder: Path) -> None:
        """Sweep a folder before anything in it is looked at."""
        if self.mode == "fix" and not self.copying and folder not in self._swept:
            from scrapelint import writer  # noqa: PLC0415 - seldom needed

            self._swept.add(folder)
            writer.sweep(folder)

    def _outcomes(self, item: Item, seen: list[Seen]) -> Iterator[Outcome]:
        if isinstance(item, (Path, Given)):
            self.totals.asked += 1
            outcome = self._settled(item, *seen)
            if outcome:
                self._finished += len(outcome.text)
                yield outcome
        elif isinstance(item, forms.End):
            self._ended(item)
        elif not isinstance(item, Done):
            container = self._open[item.path]
            outcomes = container.take(item, seen)
            self.diffs += container.diffs
            container.diffs.clear()
            yield from outcomes

    def _ended(self, end: forms.End) -> None:
        """Count a file of many texts, and tell what there is to tell of it."""
        container, totals = self._open.pop(end.path), self.totals
        self._finished += container.done
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

    def _settled(self, item: Path | Given, seen: Seen) -> Outcome | None:
        """Return the outcome once what was seen is told and, in mode `fix`, written."""
        path = item.path if isinstance(item, Given) else item
        if seen.problem:
            self._tell(path, *seen.problem)
        self.hold_back(str(path), seen.held_back)
        if self.mode == "fix" and (seen.change or self.copying):
            try:
                self._write(item, seen.change)
            except FileProblem as problem:
                self._tell(path, problem.code, str(problem))
                return None
        elif seen.change:
            from scrapelint.report.patch import diff  # noqa: PLC0415 - seldom needed

            before, result = seen.change.content, seen.change.result
            told = diff(str(path), before.text, result.passes, mark=before.mark_as_text)
            self.diffs.append(told)
        return seen.outcome

    def take_diffs(self) -> "Iterator[Diff]":
        """Yield the diffs since this was last asked."""
        taken, self.diffs = self.diffs, []
        yield from taken

    def hold_back(self, name: str, why: str) -> None:
        """Keep why no repair was made, if there is a reason."""
        if why:
            self.totals.held_back.append(f"{name}: {why}, so none was made")

    def _write(self, item: Path | Given, change: Change | None) -> None:
        after = change.content.encoded(change.result.text) if change else None
        if isinstance(item, Given):
            assert self.copying
            self.copying.copy(item.path, item.data if after is None else after)
        elif self.copying:
            self.copying.copy(item, after)
        elif change and after is not None:
            self._replace(self._target(item), change, after)

    def _replace(self, target: Path, change: Change, after: bytes) -> None:
        from scrapelint import journal, writer  # noqa: PLC0415 - seldom needed

        before = change.content
        if self.journal:
            name = os.path.abspath(target)  # noqa: PTH100 - links stay as they are
            data = before.encoded(before.text)
            entry = journal.Entry.of(name, data, after, before.text, change.result.passes)
            writer.append(self.journal, entry.line(), strike=journal.STRIKE)
        writer.replace(target, after, identity=change.identity)

    def _target(self, path: Path) -> Path:
        """Return the file that is written for one that was named."""
        return Path(os.path.realpath(path)) if self.follow_symlinks else path

    def _tell(self, path: Location, code: str, reason: str) -> None:
        self.totals.problems.append(Problem(str(path), code, reason))
