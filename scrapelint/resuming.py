"""What a run saw, kept while it goes on, so that another can take over where it was stopped.

What was seen is kept by the content it was seen in: a file that changed meanwhile, or parts of
it, are looked at again. The report of the run that takes over is that of a single run.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scrapelint import files, sources, writer
from scrapelint.document import Span
from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.finding import Edit, Finding, Fix, Safety, Severity
from scrapelint.looking import Done, Given, Item, Look, Seen
from scrapelint.pool import Pool, ResumeError
from scrapelint.records.forms import End
from scrapelint.records.record import Block, Fault, Record, Splice
from scrapelint.report.outcome import Outcome

_VERSION = 1
_STRIKE = b"\x18\n"
"""Ends a line that was cut off while it was written; JSON holds no such character."""
_PIECE = 1 << 20


@dataclass
class Memory:
    """The state file of a run; `asked` tells what the run was asked, as a sum of it."""

    path: Path
    look: Look
    asked: str
    _lines: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    """Where in the file the line for a content is."""
    _kept: set[bytes] = field(default_factory=set)
    _file: OpenFile | None = None

    def over(self, pool: Pool, items: Iterable[Item]) -> Generator[tuple[Item, list[Seen]]]:
        """Yield what a pool does, without looking at what was seen before. Raises ResumeError."""
        self._open()
        with closing(pool.over(map(self._known, items))) as looked_at:
            for item, seen in looked_at:
                if isinstance(item, Done):
                    yield item.item, list(item.seen)
                else:
                    self._keep(item, seen)
                    yield item, seen

    def _open(self) -> None:
        if not self.path.exists():
            head = json.dumps({"version": _VERSION, "run": self.asked}).encode()
            writer.append(self.path, head + b"\n", strike=_STRIKE)
        self._file = OpenFile(self.path)
        for number, (start, line) in enumerate(_lines(self._file)):
            if number == 0:
                self._see_that_it_is_ours(line)
            elif not line.endswith(_STRIKE[:1]):
                self._lines[line[:64]] = start, len(line)

    def _see_that_it_is_ours(self, head: bytes) -> None:
        try:
            is_ours = json.loads(head) == {"version": _VERSION, "run": self.asked}
        except ValueError:
            is_ours = False
        if not is_ours:
            raise ResumeError(f"{self.path}: of a run with other options, rules or fields")

    def _known(self, item: Item) -> Item:
        """Return an item, with what was seen of it before if it was looked at."""
        key = self._key(item)
        if isinstance(item, Done) or key not in self._lines or self._file is None:
            return item
        start, length = self._lines[key]
        told = json.loads(self._file.read_at(start, length)[65:])
        return Done(item, tuple(self._seen(item, told)))

    def _key(self, item: Item) -> bytes:
        """Return the sum of what is in an item; nothing for what is not remembered."""
        if isinstance(item, Path):
            if self.look.mode != "check":
                return b""
            try:
                return _sum(self._ignored(item), files.read(item, largest=self.look.largest)[0])
            except FileProblem:
                return b""
        if isinstance(item, Given):
            mode = self.look.mode
            return _sum(self._ignored(item.path), item.data) if mode == "check" else b""
        if isinstance(item, (Done, End)):
            return b""
        about = {key: value for key, value in vars(item).items() if key not in {"path", "data"}}
        kind = repr((type(item).__name__, about)).encode("utf-8", "backslashreplace")
        return _sum(kind + self._ignored(item.path), item.data)

    def _ignored(self, path: Location) -> bytes:
        """Return what a file of that name is looked at without."""
        selectors = self.look.ignores.at(str(path))
        return repr(sorted(selectors)).encode() if selectors else b""

    def _keep(self, item: Item, seen: list[Seen]) -> None:
        codes = {each.problem[0] for each in seen if each.problem}
        if "process-died" in codes or (codes and isinstance(item, (Path, Given))):
            return
        if (key := self._key(item)) and key not in self._lines and key not in self._kept:
            self._kept.add(key)
            told = json.dumps([_told(each) for each in seen]).encode()
            writer.append(self.path, key + b" " + told + b"\n", strike=_STRIKE)

    def _seen(self, item: Item, told: list[dict[str, Any]]) -> Iterator[Seen]:
        """Yield what was seen, together with the texts that it was seen in."""
        if isinstance(item, Given):
            yield _again(told[0], str(item.path), sources.decode(item.data).text, None)
            return
        if isinstance(item, Path):
            text = sources.decode(files.read(item, largest=self.look.largest)[0]).text
            yield _again(told[0], str(item), text, None)
            return
        assert not isinstance(item, Done)
        for record, each in zip(item.records(self.look.fields), told, strict=True):
            yield _of_record(item, record, each)


def _of_record(block: Block, record: Record | Fault, told: dict[str, Any]) -> Seen:
    if isinstance(record, Fault):
        return Seen(problem=record)
    return _again(told, str(block.path), record.text, record)


def _sum(about: bytes, data: bytes) -> bytes:
    return hashlib.sha256(about + b"\0" + data).hexdigest().encode()


def _lines(file: OpenFile) -> Iterator[tuple[int, bytes]]:
    """Yield the whole lines of a file, and where they begin."""
    start, rest = 0, b""
    while piece := file.read(_PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield start, line
            start += len(line) + 1


def _told(seen: Seen) -> dict[str, Any]:
    """Return what was seen as JSON has it, but for what is in the file anyway."""
    told: dict[str, Any] = {}
    if seen.held_back:
        told["held_back"] = seen.held_back
    if seen.problem:
        told["problem"] = list(seen.problem)
    if seen.splices:
        told["splices"] = [[start, end, new.decode()] for start, end, new in seen.splices]
    if seen.outcome:
        told["findings"] = [_finding(finding) for finding in seen.outcome.findings]
        told["fixed"] = seen.outcome.fixed
        if seen.splices:
            told["text"] = seen.outcome.text
    return told


def _finding(finding: Finding) -> dict[str, Any]:
    told = finding._asdict()
    del told["text"]
    return told


def _again(told: dict[str, Any], name: str, text: str, record: Record | None) -> Seen:
    """Return what was seen from what was told of it."""
    text = told.get("text", text)
    outcome = None
    if "findings" in told:
        findings = [_found(each, text) for each in told["findings"]]
        outcome = Outcome(name, text, findings, Counter(told["fixed"]))
        if record:
            outcome = replace(outcome, origin=record.origin, begins=record.written.begins)
    splices = tuple(Splice(start, end, new.encode()) for start, end, new in told.get("splices", ()))
    problem = told.get("problem")
    held_back = told.get("held_back", "")
    return Seen(outcome, None, held_back, (problem[0], problem[1]) if problem else None, splices)


def _found(told: dict[str, Any], text: str) -> Finding:
    fix = told.pop("fix")
    if fix:
        safety, edits = fix
        fix = Fix(Safety(safety), tuple(Edit(Span(*span), new) for span, new in edits))
    severity = Severity(told.pop("severity"))
    there = text[told["start"] : told["end"]]
    return Finding(**told, severity=severity, text=there, fix=fix)


def asked(look: Look, language: str | None) -> str:
    """Return a sum of what a run is asked: with what rules it looks at what, and what for."""
    digest = hashlib.sha256()
    for rule in sorted(look.linter.rules, key=lambda rule: rule.name):
        digest.update(files.read(Path(rule.path))[0])
    wanted = sorted(look.linter.wanted)
    safe = sorted((rule.name, rule.safety) for rule in look.linter.rules if rule.safety)
    how = (
        *(wanted, safe, language, look.mode, look.unsafe, look.fields, look.ignores),
        look.decisions,
    )
    digest.update(repr(how).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
