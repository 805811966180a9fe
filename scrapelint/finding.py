"""What a rule found, and the edits that would repair it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from scrapelint.document import Span


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """Information was lost or corrupted."""
    WARNING = "warning"
    """Text that is not the article's stands in it."""
    INFO = "info"
    """Style: nothing is lost."""


class Safety(StrEnum):
    """Whether a repair can be made without asking."""

    SAFE = "safe"
    """No reader could want the old text back."""
    UNSAFE = "unsafe"
    """Probably right; removes or joins words."""


class Edit(NamedTuple):
    """One repair: put the replacement where the span is."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    """The edits that repair a finding; each of them is right by itself."""

    safety: Safety
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """One defect at one place.

    Offsets count characters of the text from 0 and are half-open; lines and columns count
    from 1. A finding about the document as a whole stands at its start and is empty.
    """

    rule: str
    family: str
    severity: Severity
    message: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    lang: str
    fix: Fix | None = None

    @property
    def span(self) -> Span:
        """Return the place as a span."""
        return Span(self.start, self.end)


def minimal(text: str, edit: Edit) -> Edit:
    """Return the smallest edit with the same effect, so that no other character is touched."""
    (start, end), new = edit
    old = text[start:end]
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(Span(start + head, end - tail), new[head : len(new) - tail])


def conflict(first: Span, second: Span) -> bool:
    """Tell whether two edits cannot be made together: they overlap or start at one place."""
    return first.overlaps(second) or first.start == second.start


def replaced(edits: Iterable[Edit]) -> list[Span]:
    """Return where each replacement stands once all are made; the edits come in their order."""
    places, moved = [], 0
    for span, replacement in edits:
        start = span.start + moved
        places.append(Span(start, start + len(replacement)))
        moved += len(replacement) - (span.end - span.start)
    return places


def apply(edits: Iterable[Edit], text: str) -> str:
    """Apply edits that do not overlap, in whatever order they come.

    Raises ValueError when two of them overlap.
    """
    parts: list[str] = []
    done = 0
    for span, replacement in sorted(edits):
        if span.start < done:
            raise ValueError(f"edits overlap at {span.start}")
        parts += [text[done : span.start], replacement]
        done = span.end
    return "".join([*parts, text[done:]])


class Moved:
    """Where offsets of a text stand once edits are made, sorted ones that are not in conflict."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Find where the replacements come to stand."""
        self._spans = [edit.span for edit in edits]
        self.places = replaced(edits)
        """Where each replacement stands."""

    def to(self, offset: int) -> int:
        """Return the new offset; inside a replacement, that of its start."""
        index = bisect_left(self._spans, offset, key=lambda span: span.start) - 1
        if index < 0:
            return offset
        span, place = self._spans[index], self.places[index]
        return place.start if offset < span.end else offset - span.end + place.end
