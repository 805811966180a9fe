"""Findings for people: one line each, or with the place shown."""

from collections.abc import Callable, Iterable, Iterator

from scrapelint.finding import Finding, Safety, Severity
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.visible import inert, visible

Paint = Callable[[str, str], str]
"""Returns a text in a colour, or as it is."""

_AROUND = 32
"""Characters of the line shown on either side of a place."""
_LONGEST = 60
"""Characters of a place that are shown; the middle of a longer one is left out."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def concise(outcomes: Iterable[Outcome], paint: Paint) -> Iterator[str]:
    """Yield a line a finding: where, how bad, which rule, what, and whether it can be fixed."""
    for outcome in outcomes:
        for finding in outcome.findings:
            yield _headline(outcome, finding, paint) + "\n"


def full(outcomes: Iterable[Outcome], paint: Paint) -> Iterator[str]:
    """Yield each finding with the place shown in its line and marked below."""
    for outcome in outcomes:
        for finding in outcome.findings:
            yield _headline(outcome, finding, paint) + "\n"
            yield _excerpt(outcome.text, finding, paint) + "\n"


def _headline(outcome: Outcome, finding: Finding, paint: Paint) -> str:
    severity = paint(finding.severity, _COLOURS[finding.severity])
    place = f"{visible(outcome.name)}:{finding.line}:{finding.column}:{_record(outcome.origin)}"
    what = f"{paint(finding.rule, 'bold')}: {visible(finding.message)}{_hint(finding)}"
    return inert(f"{place} {severity} {what}")


def _record(origin: Origin | None) -> str:
    """Return which record of a file of many texts it is, by its id if it has one."""
    if origin is None:
        return ""
    return f" record {origin.record}{f' ({visible(origin.id[:_LONGEST])})' if origin.id else ''}:"


def _hint(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return " [--fix]" if finding.fix.safety is Safety.SAFE else " [--fix --unsafe-fixes]"


def _excerpt(text: str, finding: Finding, paint: Paint) -> str:
    first = max(text.rfind("\n", 0, finding.start), text.rfind("\r", 0, finding.start)) + 1
    ends = [at for mark in "\r\n" if (at := text.find(mark, finding.start)) >= 0]
    last = min(ends, default=len(text))
    end = min(finding.end, max(last, finding.start))
    before = visible(text[max(first, finding.start - _AROUND) : finding.start])
    before = ("…" if finding.start - _AROUND > first else "") + before
    place = _shortened(visible(text[finding.start : end])) + ("⏎" if finding.end > end else "")
    after = visible(text[end : min(last, end + _AROUND)]) + ("…" if end + _AROUND < last else "")
    gutter = f"{finding.line:>5} | "
    indent = " " * _width(before)
    marks = paint("^" * max(1, _width(place)), _COLOURS[finding.severity])
    after = "" if finding.end > end else after
    return inert(f"{gutter}{before}{place}{after}") + f"\n      | {indent}{marks}"


def _width(shown: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if shown.isascii():
        return len(shown)
    from wcwidth import wcswidth  # noqa: PLC0415 - slow to load

    return max(0, wcswidth(shown))


def _shortened(place: str) -> str:
    if len(place) <= _LONGEST:
        return place
    half = _LONGEST // 2
    return f"{place[:half]} … {place[-half:]}"
