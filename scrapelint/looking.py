"""What can be told of a file, and what it would become, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from scrapelint import files, repair, sources
from scrapelint.files import FileProblem, Url
from scrapelint.ignores import NOTHING, Ignores
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.records.fields import Fields, language
from scrapelint.records.record import Block, Fault, NotRewrittenError, Record, Splice, Written
from scrapelint.report.outcome import Outcome

if TYPE_CHECKING:
    from scrapelint.decisions import Decisions

Mode = Literal["check", "fix", "diff"]


class Given(NamedTuple):
    """A file that is one text and was read already, because it is in a store."""

    path: Url
    data: bytes

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return len(self.data)


class Done(NamedTuple):
    """What was looked at before, with what was seen then."""

    item: Path | Given | Block
    seen: "tuple[Seen, ...]"
    size: int = 0


Item = Path | Given | Block | Done
"""What is looked at: a file that is one text, or some records of a file of many."""
_NOBODY = files.Identity(0, 0, 0, 0, 0)
OF_FILES = frozenset({"no-final-newline"})
"""Rules about files, which say nothing of a record."""


class Change(NamedTuple):
    """What a file becomes, and the file it was."""

    content: sources.Content
    identity: files.Identity
    result: repair.FixResult


class Seen(NamedTuple):
    """What looking at a text came to; without an outcome it could not be checked."""

    outcome: Outcome | None = None
    change: Change | None = None
    held_back: str = ""
    problem: tuple[str, str] | None = None
    """The code of what could not be done, and the reason; without one, it is only counted."""
    splices: tuple[Splice, ...] = ()
    """What changes in the block that a record is part of."""


@dataclass(frozen=True, eq=False)
class Look:
    """How to look at files: with which linter, and what for."""

    linter: Linter
    mode: Mode = "check"
    unsafe: bool = False
    largest: int = files.LARGEST
    fields: Fields = field(default_factory=Fields)
    ignores: Ignores = NOTHING
    decisions: "Decisions | None" = None
    """What a person decided; then nothing else is repaired."""
    _in_language: dict[str | None, "Look"] = field(default_factory=dict)

    def linter_for(self, name: str, origin: Origin | None = None) -> Linter:
        """Return the linter for a text: without the rules that are ignored where it is from."""
        return self.linter.without(self.ignores.at(name, origin))

    def at(self, item: Item) -> list[Seen]:
        """Look at a file or at some records; what cannot be done is told, never raised."""
        if isinstance(item, Done):
            return list(item.seen)
        if isinstance(item, (Path, Given)):
            return [self._at_file(item)]
        return [self._at_record(str(item.path), found) for found in item.records(self.fields)]

    def _at_file(self, item: Path | Given) -> Seen:
        try:
            return self._at(item)
        except FileProblem as problem:
            return Seen(problem=(problem.code, str(problem)))
        except repair.NotStableError as error:
            return Seen(problem=("not-stable", f"{error}; not changed"))

    def _at(self, item: Path | Given) -> Seen:
        path, content, identity = self._read(item)
        if content.problem:
            if b"\0" in content.data:
                raise content.problem
            outcome = Outcome(path, content.text, self.linter_for(path).check(content.text))
            return Seen(outcome, problem=(content.problem.code, str(content.problem)))
        content = content._replace(data=b"")  # in memory twice for nothing
        outcome, result = self.at_text(path, content.text)
        change = Change(content, identity, result) if result.passes else None
        return Seen(outcome, change, result.held_back)

    def _read(self, item: Path | Given) -> tuple[str, sources.Content, files.Identity]:
        if isinstance(item, Given):
            return str(item.path), sources.decode(item.data), _NOBODY
        data, identity = files.read(item, largest=self.largest)
        return str(item), sources.decode(data), identity

    def at_text(
        self, name: str, text: str, origin: Origin | None = None
    ) -> tuple[Outcome, repair.FixResult]:
        """Return the outcome for one text and what it becomes; in mode `check`, itself.

        Raises NotStableError, and FileProblem where decisions do not fit.
        """
        linter = self.linter_for(name, origin)
        if self.mode == "check":
            findings = linter.check(text)
            return Outcome(name, text, findings), repair.FixResult(text, Counter(), findings)
        if self.decisions:
            result = self.decisions.made(linter, name, origin.record if origin else None, text)
        else:
            result = repair.fix(linter, text, unsafe=self.unsafe)
        return Outcome(name, result.text, result.findings, result.fixed), result

    def _at_record(self, name: str, record: Record | Fault) -> Seen:
        if isinstance(record, Fault):
            return Seen(problem=record)
        where = f"record {record.origin.record}"
        try:
            outcome, result = self._for(record).at_text(name, record.text, record.origin)
        except repair.NotStableError as error:
            return Seen(problem=("not-stable", f"{where}: {error}; not changed"))
        except FileProblem as problem:
            return Seen(problem=(problem.code, f"{where}: {problem}"))
        if result.passes:
            return self._changed(outcome, record, result)
        held_back = f"{where}: {result.held_back}" if result.held_back else ""
        return Seen(_as_written(outcome, record, record.written), held_back=held_back)

    def _changed(self, outcome: Outcome, record: Record, result: repair.FixResult) -> Seen:
        """Return what a record becomes, or why it stays as it is: readers may not agree on it."""
        try:
            splices, after = record.written.rewritten(result.text, result.passes)
        except NotRewrittenError as error:
            linter = self._for(record).linter_for(outcome.name, record.origin)
            outcome = Outcome(outcome.name, record.text, linter.check(record.text))
            told = f"record {record.origin.record}: `{record.origin.field}` {error}"
            return Seen(_as_written(outcome, record, record.written), held_back=told)
        return Seen(_as_written(outcome, record, after), splices=splices)

    def _for(self, record: Record) -> "Look":
        """Return how to look at a record, which may say what language it is in."""
        said = language(record.origin)
        if said not in self._in_language:
            linter = replace(self._for_records, language=self.linter.language or said)
            self._in_language[said] = replace(self, linter=linter)
        return self._in_language[said]

    @cached_property
    def _for_records(self) -> Linter:
        return replace(self.linter, wanted=self.linter.wanted - OF_FILES, _plans={})


def _as_written(outcome: Outcome, record: Record, written: Written) -> Outcome:
    """Return an outcome with the origin of its text, and its findings where they are written."""
    findings = outcome.findings
    for number, finding in enumerate(findings):  # in place: there may be many
        findings[number] = written.placed(finding)
    return replace(outcome, origin=record.origin, begins=written.begins)
