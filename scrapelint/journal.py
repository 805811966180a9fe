"""A journal of repairs, from which they can be undone byte for byte."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from scrapelint.document import Span
from scrapelint.finding import Edit, apply, replaced

VERSION = 1
_OF_BYTES = 2
"""The version of entries whose offsets count bytes."""
STRIKE = b"\x18\n"
"""Ends a line that was cut off while it was written; JSON holds no such character."""


class JournalError(Exception):
    """A journal that cannot be read; the message says where."""


@dataclass(frozen=True)
class Entry:
    """What was done to one file: how to go back, and how to tell that one may.

    `before` and `after` are SHA-256 sums of the file's bytes; `passes` are the edits that lead
    back, in the order in which they must be made, at offsets of the text before each. With
    `of_bytes` there is one pass, and its offsets count bytes of the file, which may be large.
    """

    path: str
    before: str
    after: str
    passes: tuple[tuple[Edit, ...], ...]
    of_bytes: bool = False

    @classmethod
    def of(
        cls, path: str, before: bytes, after: bytes, text: str, passes: tuple[tuple[Edit, ...], ...]
    ) -> Self:
        """Return the entry for a file whose text the passes repaired."""
        back: list[tuple[Edit, ...]] = []
        for edits in passes:
            back.append(_reverse(edits, text))
            text = apply(edits, text)
        return cls(path, digest(before), digest(after), tuple(reversed(back)))

    def undo(self, text: str) -> str:
        """Return the text as it was before."""
        for edits in self.passes:
            text = apply(edits, text)
        return text

    def line(self) -> bytes:
        """Return the entry as a line of the journal."""
        record = asdict(self)
        version = _OF_BYTES if record.pop("of_bytes") else VERSION
        return json.dumps({"version": version, **record}).encode() + b"\n"


@dataclass
class Tally:
    """What is done to a large file, noted down while it is written."""

    _before: Any = field(default_factory=hashlib.sha256)
    _after: Any = field(default_factory=hashlib.sha256)
    _size: int = 0
    _edits: list[Edit] = field(default_factory=list)

    def add(self, before: bytes, after: bytes, changes: Iterable[tuple[int, int, bytes]]) -> None:
        """Note what some bytes became, and which of them were replaced by what."""
        self._before.update(before)
        self._after.update(after)
        grown = 0
        for start, end, new in changes:
            first = self._size + start + grown
            place = Span(first, first + len(new))
            self._edits.append(Edit(place, before[start:end].decode()))
            grown += len(new) - (end - start)
        self._size += len(after)

    def entry(self, path: str) -> Entry:
        """Return the entry for the file."""
        sums = self._before.hexdigest(), self._after.hexdigest()
        return Entry(path, *sums, (tuple(self._edits),), of_bytes=True)


def _reverse(edits: tuple[Edit, ...], text: str) -> tuple[Edit, ...]:
    """Return the edits that lead back; what was removed at one place comes back as one piece."""
    made = sorted(edits)
    back: list[Edit] = []
    for place, (span, _) in zip(replaced(made), made, strict=True):
        old = text[span.start : span.end]
        if back and back[-1].span.end == place.start:
            before = back.pop()
            back.append(Edit(Span(before.span.start, place.end), before.replacement + old))
        else:
            back.append(Edit(place, old))
    return tuple(back)


def digest(data: bytes) -> str:
    """Return the SHA-256 sum of some bytes."""
    return hashlib.sha256(data).hexdigest()


def read(data: bytes) -> Iterator[Entry]:
    """Yield the entries of a journal, the last first. Raises JournalError.

    Lines that were cut off, by a kill while they were written, are left out: the files they
    were about were not written yet.
    """
    lines = data.split(b"\n")[:-1]
    for number, line in reversed(list(enumerate(lines, 1))):
        if line.endswith(STRIKE[:1]):
            continue
        try:
            yield _entry(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise JournalError(f"line {number} is no entry of a journal") from error


def _entry(record: dict[str, Any]) -> Entry:
    if record["version"] not in {VERSION, _OF_BYTES}:
        raise ValueError(record["version"])
    passes = tuple(
        tuple(Edit(Span(*span), str(new)) for span, new in edits) for edits in record["passes"]
    )
    return Entry(
        str(record["path"]),
        str(record["before"]),
        str(record["after"]),
        passes,
        record["version"] == _OF_BYTES,
    )
