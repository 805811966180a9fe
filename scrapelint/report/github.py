"""Workflow commands that GitHub's runner shows as annotations in the files of a pull request.

GitHub shows ten of each level a step and drops the rest without a word. So the findings of a rule
in a file are one annotation, the worst come first, and what has none is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scrapelint.files import Problem
from scrapelint.finding import Finding, Severity
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import has_lines, record
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import visible
from scrapelint.report.worst import Worst

MOST = 10
"""Annotations of one level that GitHub shows for a step."""
_LONGEST = 400
"""Characters of a message or a name."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass
class _Group:
    """What a rule found in a file: the first place, and how many there are."""

    command: str
    message: str
    count: int = 1

    @property
    def told(self) -> str:
        """Return the command."""
        remark = f" ({self.count:,} places in this file)" if self.count > 1 else ""
        return f"{self.command}{_data(self.message + remark)}\n"


class Github:
    """Ten annotations of each level, and how many findings have none."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._worst: dict[Severity, Worst[_Group]] = {each: Worst(MOST) for each in Severity}
        self._name = ""
        self._open: dict[tuple[Severity, str], _Group] = {}
        self._findings = 0

    def add(self, outcome: Outcome) -> tuple[()]:
        """Count what was found, file by file."""
        if outcome.name != self._name:
            self._close()
            self._name = outcome.name
        for finding in outcome.findings:
            self._findings += 1
            group = self._open.get((finding.severity, finding.rule))
            if group:
                group.count += 1
            else:
                self._open[finding.severity, finding.rule] = self._group(outcome, finding)
        return ()

    def _group(self, outcome: Outcome, finding: Finding) -> _Group:
        where = record(outcome)
        message = f"{where}: {finding.message}" if where else finding.message
        properties = {"title": finding.rule, "file": self._about.path(outcome.name)}
        if has_lines(outcome):
            properties["line"] = str(finding.line)
            if finding.line == finding.end_line:
                properties |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
            else:
                properties["endLine"] = str(finding.end_line)
        return _Group(_command(_LEVELS[finding.severity], properties), message)

    def _close(self) -> None:
        """Take it that no more findings come in the file at hand."""
        for (severity, _), group in self._open.items():
            self._worst[severity].add(group.count, group)
        self._open.clear()

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield the annotations: what was not checked, then the worst of each level."""
        self._close()
        left = self._findings
        for severity, worst in self._worst.items():
            most = MOST - (severity is Severity.INFO)  # the last one says what is left out
            if severity is Severity.ERROR:
                problems = totals.problems[:most]
                yield from map(self._problem, problems)
                most -= len(problems)
            for count, group in worst.all()[:most]:
                left -= count
                yield group.told
        unsaid = max(0, len(totals.problems) - MOST)
        if left or unsaid:
            yield _left_out(left, unsaid)

    def _problem(self, problem: Problem) -> str:
        properties = {"title": "not checked", "file": self._about.path(problem.path)}
        return f"{_command('error', properties)}{_data(problem.reason)}\n"


def _left_out(findings: int, problems: int) -> str:
    left = [f"{findings:,} more findings"] if findings else []
    left += [f"{problems:,} more files that were not checked"] if problems else []
    why = f"GitHub shows {MOST} of each level for a step"
    told = f"{' and '.join(left)} have no annotation: {why}."
    return f"{_command('notice', {'title': 'scrapelint'})}{_data(told)}\n"


def _command(level: str, properties: dict[str, str]) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {told}::"


def _data(text: str) -> str:
    """Return a text as the runner takes what comes after a command."""
    text = visible(text.replace("##[", "##\\["))
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
