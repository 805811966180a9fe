"""Findings for people: one line each, or with the place shown."""

from collections.abc import Iterator

from scrapelint.finding import Finding, Safety, Severity
from scrapelint.late import late
from scrapelint.origin import Origin
from scrapelint.report.excerpt import excerpt
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Paint, Totals
from scrapelint.report.visible import inert, visible

_NARROW = late(r"[ -~\u00A0-\u02FF\u2010-\u2027€→⏎]*")
"""Characters that take a column each: all that most languages of Europe are written in."""
_LONGEST = 60
"""Characters of an identifier."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class Concise:
    """A line a finding: where, how bad, which rule, what, and whether it can be fixed."""

    def __init__(self, about: About) -> None:
        """Take what is known besides the outcomes."""
        self.about = about

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield the line of each finding."""
        for finding in outcome.findings:
            yield _headline(outcome, finding, self.about.paint) + "\n"

    def end(self, _totals: Totals) -> tuple[()]:
        """Say nothing."""
        return ()


class Full(Concise):
    """Each finding with the place shown in its line and marked below, if its text is at hand."""

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield each finding and its place."""
        for finding in outcome.findings:
            yield _headline(outcome, finding, self.about.paint) + "\n"
            if not outcome.late:
                yield _shown(outcome.text, finding, self.about.paint) + "\n"


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


def _shown(text: str, finding: Finding, paint: Paint) -> str:
    before, place, after = excerpt(text, finding)
    gutter = f"{finding.line:>5} | "
    indent = " " * _width(before)
    marks = paint("^" * max(1, _width(place)), _COLOURS[finding.severity])
    return inert(f"{gutter}{before}{place}{after}") + f"\n      | {indent}{marks}"


def _width(shown: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if _NARROW.fullmatch(shown):
        return len(shown)
    from wcwidth import wcswidth  # noqa: PLC0415 - slow to load

    return max(0, wcswidth(shown))
