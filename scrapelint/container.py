"""A file of many texts while a run is at it: read in blocks, and written as they come back."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint import journal, writer
from scrapelint.document import Span
from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.finding import Edit, minimal
from scrapelint.looking import Mode, Seen
from scrapelint.records.fields import Fields
from scrapelint.records.forms import End, Form
from scrapelint.records.opening import Lines, Source
from scrapelint.records.record import Block, Fault, Splice, spliced
from scrapelint.records.rows import Row, Rows
from scrapelint.report.outcome import Outcome
from scrapelint.report.patch import Diff, diff, heading, record_diff
from scrapelint.rewriting import Output, Target, output
from scrapelint.through import Through

_MOST_TOLD = 20
"""Records of one file whose problems are told one by one; more are counted."""
_PIECE = 1 << 20
_WITHOUT = "no-text"


@dataclass
class Container:
    """A file of many texts: its blocks on the way out, what was seen of them on the way in."""

    path: Location
    form: Form
    mode: Mode
    fields: Fields
    undo: Path | None = None
    """The journal of repairs, if one is kept."""
    target: Location = Path()
    """The file that is written in mode `fix`."""
    copied: bool = False
    """Whether that is a fixed copy, to be written even if nothing changes."""
    found: bool = False
    """Whether a walk came upon it; nobody said then that there are texts in it."""
    through: Through | None = None
    """Standard input, if that is what is read."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    diffs: list[Diff] = field(default_factory=list)
    fixed: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    """Texts that were repaired."""
    failed: bool = False
    """Whether the file could not be read to its end, or not be written."""
    _texts: int = 0
    _told: Counter[str] = field(default_factory=Counter)
    _lines: tuple[int, int] = (0, 0)
    _differs: bool = False
    _source: Source | None = None
    _output: Output | None = None
    _tally: journal.Tally = field(default_factory=journal.Tally)

    @property
    def done(self) -> int:
        """Return how many bytes of the file were read so far."""
        return self._source.done if self._source else 0

    def items(self) -> Iterator[Block]:
        """Yield the blocks, then the end."""
        try:
            source = self._source = self._opened()
            self._begin(source)
            for block in source.blocks():
                if self.failed:
                    break
                yield block
            source.see_unchanged()
        except FileProblem as problem:
            yield End(self.path, Fault(problem.code, str(problem)))
        else:
            yield End(self.path)

    def _opened(self) -> Source:
        if self.through:
            return self.form.read(self.path, self.through, self.fields)
        return self.form.open(self.path, self.fields)

    def take(self, block: Block, seen: list[Seen]) -> list[Outcome]:
        """Return the outcomes of a block, once what becomes of it is written."""
        if self.failed:
            return []
        try:
            self._write(block, [splice for each in seen for splice in each.splices])
        except FileProblem as problem:
            self._fail(problem)
            return []
        for each in seen:
            self._tell(each, block)
            self.changed += bool(each.splices)
        outcomes = [each.outcome for each in seen if each.outcome]
        self._texts += len(outcomes)
        for outcome in outcomes:
            self.fixed += outcome.fixed
        return outcomes

    def _tell(self, seen: Seen, block: Block) -> None:
        if seen.held_back:
            self._told["held back"] += 1
            if self._told["held back"] <= _MOST_TOLD:
                self.notes.append(f"{seen.held_back}, so no repair was made")
        if seen.problem:
            code, reason = seen.problem
            if code == "process-died":
                reason += f", at record {_first(block)} or after it"
            self._told[code] += 1
            if code != _WITHOUT and self._told[code] <= _MOST_TOLD:
                self.problems.append((code, reason))

    def end(self, end: End) -> None:
        """Tell what was only counted, and give a repaired file its name."""
        if end.problem:
            self.failed = True
            self.problems.append(end.problem)
        for code in [code for code in self._told if code not in {_WITHOUT, "held back"}]:
            if (more := self._told[code] - _MOST_TOLD) > 0:
                self.problems.append((code, f"and {more:,} more records"))
        if (more := self._told["held back"] - _MOST_TOLD) > 0:
            self.notes.append(f"and no repair was made in {more:,} more records")
        self._tell_without_text()
        self.close()

    def close(self) -> None:
        """Keep the repaired file if all went well, else the old one."""
        try:
            self._keep()
        except FileProblem as problem:
            self._fail(problem)
        self._output = None
        if self._source:
            self._source.close()

    def _keep(self) -> None:
        if self._output and self.failed:
            self._output.drop()
            self.notes.append("nothing was repaired")
        elif self._output and self._output.finish():
            self._note_down()
            self._output.commit()

    def _note_down(self) -> None:
        """Write down how to undo what is about to be done."""
        if self.undo and isinstance(self.target, Path):
            entry = self._tally.entry(os.path.abspath(self.target))  # noqa: PTH100 - links stay
            writer.append(self.undo, entry.line(), strike=journal.STRIKE)

    def _tell_without_text(self) -> None:
        without = self._told[_WITHOUT]
        if not without:
            return
        if self._texts or self.found:
            of = f"{without:,} of {self._texts + without:,} records have no text"
            self.notes.append(f"{of} to check")
        else:
            told = f"none of its {without:,} records has a text to check; --text-field names it"
            self.problems.append((_WITHOUT, told))

    def _fail(self, problem: FileProblem) -> None:
        self.failed = True
        self.problems.append((problem.code, str(problem)))
        if self._output:
            self._output.drop()
        self._output = None

    def _begin(self, source: Source) -> None:
        if self.mode != "fix":
            return
        if self.through:
            self._output = self.through
            return
        if self.undo and not (isinstance(source, Lines) and isinstance(source.file, OpenFile)):
            told = "--journal cannot undo what is done to compressed files; not repaired"
            raise FileProblem("refused", told)
        self._output = output(source, Target(self.target, None if self.copied else source.identity))

    def _write(self, block: Block, splices: list[Splice]) -> None:
        if self.mode == "diff":
            self._compare(block, splices)
        if self.undo:
            self._tally.add(block.data, spliced(block.data, splices), splices)
        if self._output:
            self._output.take(block, splices)

    def _compare(self, block: Block, splices: list[Splice]) -> None:
        """Add the hunks of a block to the diffs."""
        if isinstance(block, Rows):
            for row, _, new in splices:
                self.diffs.append(_diff_of_row(self.path, block.rows[row], new.decode()))
            return
        (old, new_), data = self._lines, block.data
        if splices:
            if not self._differs:
                self.diffs.append([heading(str(self.path))])
            self.diffs.append(record_diff(_text(data), _edits(data, splices), first=(old, new_)))
            self._differs = True
        self._lines = old + data.count(b"\n"), new_ + spliced(data, splices).count(b"\n")


def _first(block: Block) -> int:
    """Return the number of the first record of a block."""
    if isinstance(block, Rows):
        return block.rows[0].origin.record
    return int(getattr(block, "record", 1))


def _diff_of_row(path: Location, row: Row, new: str) -> Diff:
    """Return the diff of a text that has no lines in its file, but is one."""
    old = row.text or ""
    whole = Edit(Span(0, len(old)), new)
    return diff(f"{path}, record {row.origin.record}", old, [[minimal(old, whole)]])


def restore(path: Path, entry: journal.Entry) -> bool:
    """Undo what was done to a large file, and tell whether it had to be. Raises FileProblem."""
    source = OpenFile(path)
    try:
        digest = _digest(iter(lambda: source.read(_PIECE), b""))
        if digest == entry.before:
            return False
        if digest != entry.after:
            raise FileProblem("changed", "changed since it was repaired, not restored")
        output = writer.Growing(path, identity=source.identity)
        _undo(source, entry, output)
        output.commit()
    finally:
        source.close()
    return True


def _undo(source: OpenFile, entry: journal.Entry, output: writer.Growing) -> None:
    digest = hashlib.sha256()
    try:
        for piece in _undone(source, entry.passes[0]):
            digest.update(piece)
            output.write(piece)
    except BaseException:
        output.drop()
        raise
    if digest.hexdigest() != entry.before:
        output.drop()
        raise FileProblem("refused", "the journal does not lead back to what it was")


def _undone(source: OpenFile, edits: tuple[Edit, ...]) -> Iterator[bytes]:
    """Yield what a file was before the edits that lead back are made."""
    done = 0
    for (start, end), old in [*edits, Edit(Span(source.identity.size, source.identity.size), "")]:
        while done < start:
            piece = source.read_at(done, min(_PIECE, start - done))
            done += len(piece)
            yield piece
        yield old.encode()
        done = end


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _edits(data: bytes, splices: list[Splice]) -> Iterator[Edit]:
    """Yield splices as edits of the text of a block."""
    at = done = 0
    for start, end, new in splices:
        first = at + len(_text(data[done:start]))
        at, done = first + len(_text(data[start:end])), end
        yield Edit(Span(first, at), new.decode())
