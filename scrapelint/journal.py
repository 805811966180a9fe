"""A journal of repairs, from which they can be undone byte for byte."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from scrapelint.document import Span
from scrapelint.finding import Edit, apply, replaced

VERSION = 1
STRIKE = b"\x18\n"
"""Ends a line that was cut off while it was written; JSON holds no such character."""


class JournalError(Exception):
    """A journal that cannot be read; the message says where."""


@dataclass(frozen=True)
class Entry:
    """What was done to one file: how to go back, and how to tell that one may.

    `before` and `after` are SHA-256 sums of the file's bytes; `passes` are the edits that lead
    back, in the order in which they must be made, at offsets of the text before each.
    """

    path: str
    before: str
    after: str
    passes: tuple[tuple[Edit, ...], ...]

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
        return json.dumps({"version": VERSION, **asdict(self)}).encode() + b"\n"


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
    if record["version"] != VERSION:
        raise ValueError(record["version"])
    passes = tuple(
        tuple(Edit(Span(*span), str(new)) for span, new in edits) for edits in record["passes"]
    )
    return Entry(str(record["path"]), str(record["before"]), str(record["after"]), passes)
