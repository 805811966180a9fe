"""Known findings, kept in a file, so that only new ones are told.

A finding is known again by its rule, by where it is from, and by the words in its line around it:
not by its place, nor by the number of its record or the name of the file that holds the record.
"""

import hashlib
import json
import os
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from scrapelint import files
from scrapelint.files import FileProblem
from scrapelint.finding import Finding
from scrapelint.report.outcome import Outcome

VERSION = 1
_HEADER = "scrapelint-baseline"
_LARGEST = 1 << 28
_AROUND = 32
"""Letters and digits on either side of a place that tell it from others."""
_NEAR = 256
"""Characters that are looked through for them."""

Kind = Literal["id", "path", "url"]
_KINDS: tuple[Kind, ...] = ("id", "path", "url")


class BaselineError(Exception):
    """A baseline that cannot be used; the message says where and why."""


class Known(NamedTuple):
    """What a finding is known by: where it is from, its rule and a hash of what is around it."""

    kind: Kind
    source: str
    rule: str
    context: str


@dataclass
class Baseline:
    """Known findings, each so many times; paths are relative to `folder`.

    Findings that are taken out of outcomes are counted in `used`.
    """

    folder: Path
    known: Counter[Known] = field(default_factory=Counter)
    used: Counter[Known] = field(default_factory=Counter)
    seen: set[tuple[Kind, str]] = field(default_factory=set)
    """Those sources of known findings that outcomes came from."""

    def __post_init__(self) -> None:
        """Find the sources of what is known."""
        self._sources = {(entry.kind, entry.source) for entry in self.known}

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what is in a file. Raises BaselineError."""
        try:
            data, _ = files.read(path, largest=_LARGEST)
            lines = data.decode().split("\n")
        except (FileProblem, UnicodeDecodeError) as error:
            raise BaselineError(f"{path}: {error}") from error
        _check_header(path, lines[0])
        known: Counter[Known] = Counter()
        for number, line in enumerate(lines[1:], 2):
            if line.strip():
                entry, count = _parsed(f"{path}:{number}", line)
                known[entry] += count
        return cls(_absolute(path).parent, known)

    @classmethod
    def beside(cls, path: Path) -> Self:
        """Return an empty one, for a file that is not there yet."""
        return cls(_absolute(path).parent)

    def new(self, outcome: Outcome) -> list[Finding]:
        """Return the findings that are not known, and count the others as used."""
        return [f for f, entry in self._entries(outcome) if not self._use(entry)]

    def learn(self, outcome: Outcome) -> None:
        """Take in all findings of an outcome as known."""
        for _, entry in self._entries(outcome):
            self.known[entry] += 1

    def unused(self, wanted: Collection[str], rules: Collection[str]) -> Counter[Known]:
        """Return what was looked for and not found again, and what nobody can find any more.

        That is what rules that are no more among `rules` found, and what was in files that are
        gone. Of sources that this run did not see, and of rules that are not `wanted` in it,
        nothing is known.
        """
        return Counter(
            {
                entry: left
                for entry, count in self.known.items()
                if (left := count - self.used[entry]) and self._is_past(entry, wanted, rules)
            }
        )

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file: a finding a line, sorted."""
        yield json.dumps({_HEADER: VERSION}) + "\n"
        for entry, count in sorted(self.known.items()):
            if count > 0:
                told = {
                    entry.kind: entry.source,
                    "rule": entry.rule,
                    "context": entry.context,
                    "count": count,
                }
                yield json.dumps(told) + "\n"

    def _entries(self, outcome: Outcome) -> Iterator[tuple[Finding, Known]]:
        kind, source = self._source(outcome)
        if (kind, source) in self._sources:
            self.seen.add((kind, source))
        for finding in outcome.findings:
            yield finding, Known(kind, source, finding.rule, context(outcome.text, finding))

    def _source(self, outcome: Outcome) -> tuple[Kind, str]:
        """Return where a text is from: its record's id or address, or else its file."""
        if outcome.origin and outcome.origin.id:
            return "id", outcome.origin.id
        if outcome.origin and outcome.origin.url:
            return "url", outcome.origin.url
        if "://" in outcome.name:
            return "url", outcome.name
        return "path", Path(os.path.relpath(_absolute(outcome.name), self.folder)).as_posix()

    def _use(self, entry: Known) -> bool:
        known = self.used[entry] < self.known[entry]
        if known:
            self.used[entry] += 1
        return known

    def _is_past(self, entry: Known, wanted: Collection[str], rules: Collection[str]) -> bool:
        if entry.rule not in rules:
            return True
        if (entry.kind, entry.source) in self.seen:
            return entry.rule in wanted
        return entry.kind == "path" and not os.path.lexists(self.folder / entry.source)


def context(text: str, finding: Finding) -> str:
    """Return a hash of a place and the words around it in its line; of a whole document, of none.

    Only letters and digits count, and not how they are written: spaces that come or go, other
    quotation marks and capitals leave it the same.
    """
    around = ("", finding.text, "")
    if finding.end:
        before = text[max(0, finding.start - _NEAR) : finding.start]
        after = text[finding.end : finding.end + _NEAR]
        around = (
            _plain(before.replace("\r", "\n").rpartition("\n")[2])[-_AROUND:],
            _plain(finding.text),
            _plain(after.replace("\r", "\n").partition("\n")[0])[:_AROUND],
        )
    told = "\0".join(around).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:16]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _absolute(name: str | Path) -> Path:
    return Path(os.path.abspath(name))  # noqa: PTH100 - links stay as they are


def _check_header(path: Path, line: str) -> None:
    version = _object(line).get(_HEADER)
    if version is None:
        raise BaselineError(f"{path}: not a baseline; --write-baseline makes one")
    if version != VERSION:
        raise BaselineError(f"{path}: of version {version!r}; this scrapelint reads {VERSION}")


def _parsed(where: str, line: str) -> tuple[Known, int]:
    entry = _object(line)
    kinds = [kind for kind in _KINDS if kind in entry]
    texts = [entry.get(key) for key in (*kinds, "rule", "context")]
    count = entry.get("count")
    if len(kinds) != 1 or type(count) is not int or count < 1:
        raise BaselineError(f"{where}: not an entry of a baseline")
    if not all(isinstance(each, str) for each in texts):
        raise BaselineError(f"{where}: not an entry of a baseline")
    source, rule, around = map(str, texts)
    return Known(kinds[0], source, rule, around), count


def _object(line: str) -> dict[str, Any]:
    """Return the JSON object in a line, or an empty one if there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
