"""Repairing a text: the edits of its findings, again and again until nothing changes."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from scrapelint.document import Span, SpanSet
from scrapelint.finding import Edit, Finding, Moved, Safety, Severity, apply, conflict
from scrapelint.linter import Linter
from scrapelint.rule import FAMILIES

MAX_PASSES = 10
_SEVERITIES = list(Severity)
_BUDGET = 0.3
"""The part of a text, white space aside, beyond which removing is not safe whatever it is."""
_AT_ONCE = 1 << 16
"""Characters that are taken apart at a time."""
_DECODES = ("encoding", "markup")
"""Families whose repairs only show what was there: what they bring to light they did not make."""


class NotStableError(Exception):
    """The repairs of a text did not come to an end; nothing of them should be kept."""


class FixResult(NamedTuple):
    """A repaired text, how often each rule repaired something, and what is still found."""

    text: str
    fixed: Counter[str]
    findings: list[Finding]
    passes: tuple[tuple[Edit, ...], ...] = ()
    """The edits of each pass, at offsets of the text before it."""
    held_back: str = ""
    """Why nothing was repaired although it could be."""


class _Repair(NamedTuple):
    """One edit and the finding it repairs."""

    edit: Edit
    finding: Finding


def fix(linter: Linter, text: str, *, unsafe: bool = False) -> FixResult:
    """Repair a text with the safe edits of its findings, and the unsafe ones on request.

    A repair that would bring about a finding of another rule as bad as the one it mends is left
    out, and safe ones are all held back when together they would remove too much. Raises
    NotStableError when ten passes are not enough.
    """
    work = _Work(linter, text, linter.check(text))
    while work.advance(unsafe=unsafe):
        if len(work.passes) > MAX_PASSES:
            rules = ", ".join(sorted(work.fixed))
            raise NotStableError(f"still changing after {MAX_PASSES} passes: {rules}")
    if not unsafe and (too_much := work.too_much()):
        return FixResult(text, Counter(), linter.check(text), held_back=too_much)
    return FixResult(work.text, work.fixed, work.findings, tuple(work.passes))


@dataclass(eq=False)
class _Work:
    """A text between two passes."""

    linter: Linter
    original: str
    findings: list[Finding]
    data: bytes = b""
    """What the passes made of it: bytes take less while what becomes of that is checked."""
    fixed: Counter[str] = field(default_factory=Counter)
    passes: list[tuple[Edit, ...]] = field(default_factory=list)
    removed: int = 0

    @property
    def text(self) -> str:
        """Return the text as it is now."""
        return self.data.decode("utf-8", "surrogatepass") if self.passes else self.original

    def advance(self, *, unsafe: bool) -> bool:
        """Make the repairs that do no harm, and tell whether there were any."""
        repairs = _choose(self.findings, unsafe=unsafe)
        while repairs and len(harmless := self._tried(repairs)) < len(repairs):
            repairs = harmless
        return bool(repairs)

    def _tried(self, repairs: list[_Repair]) -> list[_Repair]:
        """Return those of some repairs that do no harm; if all are, they are made."""
        repaired, removed = self._repaired(repairs)
        after = self.linter.check(repaired)
        harmless = _harmless(self.findings, after, repairs)
        if len(harmless) == len(repairs):
            self.fixed.update(repair.finding.rule for repair in repairs)
            self.passes.append(tuple(repair.edit for repair in repairs))
            self.removed += removed
            self.data, self.findings = repaired.encode("utf-8", "surrogatepass"), after
        return harmless

    def _repaired(self, repairs: list[_Repair]) -> tuple[str, int]:
        """Return what repairs make of the text, and how many characters they take away."""
        text = self.text
        repaired = apply((repair.edit for repair in repairs), text)
        return repaired, sum(_removed(text, repair) for repair in repairs)

    def too_much(self) -> str:
        """Return why the repairs together cannot be called safe, or an empty text."""
        size = _ink(self.original)
        if size and not _ink(self.text):
            return "its safe repairs would leave nothing of it"
        if self.removed > _BUDGET * size:
            return f"its safe repairs would remove {self.removed / size:.0%} of it"
        return ""


def _removed(text: str, repair: _Repair) -> int:
    """Return how many characters of a text, white space aside, a repair takes away."""
    if repair.finding.family in _DECODES:
        return 0
    span, new = repair.edit
    return max(0, _ink(text[span.start : span.end]) - _ink(new))


def _ink(text: str) -> int:
    """Return the number of characters that are not white space."""
    pieces = (text[start : start + _AT_ONCE] for start in range(0, len(text), _AT_ONCE))
    return sum(sum(map(len, piece.split())) for piece in pieces)


def _choose(findings: Iterable[Finding], *, unsafe: bool) -> list[_Repair]:
    """Return the repairs to make at once: of two in conflict, that of the stronger family."""
    offered = [
        _Repair(edit, finding)
        for finding in findings
        if finding.fix and (unsafe or finding.fix.safety is Safety.SAFE)
        for edit in finding.fix.edits
    ]
    offered.sort(key=lambda r: (FAMILIES.index(r.finding.family), r.edit, r.finding.rule))
    chosen: list[_Repair] = []
    for repair in offered:
        at = bisect_left(chosen, repair.edit, key=lambda other: other.edit)
        if not any(
            conflict(repair.edit.span, r.edit.span) for r in chosen[max(0, at - 1) : at + 1]
        ):
            chosen.insert(at, repair)
    return chosen


def _harmless(
    before: Iterable[Finding], after: Iterable[Finding], repairs: list[_Repair]
) -> list[_Repair]:
    """Leave out the repairs that brought about a finding of another rule where they were made.

    One that is less bad than what they mend is no harm.
    """
    moved = Moved([repair.edit for repair in repairs])
    old: dict[str, list[Span]] = defaultdict(list)
    for finding in before:
        old[finding.rule].append(Span(moved.to(finding.start), moved.to(finding.end)))
    known = {rule: SpanSet(spans) for rule, spans in old.items()}
    new: dict[tuple[str, Severity], list[Span]] = defaultdict(list)
    for finding in after:
        if finding.rule not in known or not known[finding.rule].touches(finding.span):
            new[finding.rule, finding.severity].append(finding.span)
    brought = {of: SpanSet(spans) for of, spans in new.items()}
    return [
        repair
        for repair, place in zip(repairs, moved.places, strict=True)
        if repair.finding.family in _DECODES
        or not any(
            _is_as_bad(*of, repair.finding) and spans.touches(place)
            for of, spans in brought.items()
        )
    ]


def _is_as_bad(rule: str, severity: Severity, mended: Finding) -> bool:
    """Tell whether it is harm to have a finding of a rule in place of another."""
    return rule != mended.rule and (
        _SEVERITIES.index(severity) <= _SEVERITIES.index(mended.severity)
    )
