"""JUnit's XML, as dashboards of tests take it: a suite for each text, a test for each rule."""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from scrapelint.finding import Finding
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import has_lines, record
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert, visible

_MOST = 100
"""Places that a failed test lists."""
_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML cannot hold and what can be shown."""


class Junit:
    """A suite for each file, and for each record in which something was found."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._before = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="scrapelint">\n'

    def add(self, outcome: Outcome) -> Iterator[str]:
        """Yield the suite of a text; a sound record has none, there may be millions."""
        yield from self._once()
        if outcome.origin and not outcome.findings:
            return
        where = record(outcome)
        name = self._about.path(outcome.name) + (f", {where}" if where else "")
        by_rule: dict[str, list[Finding]] = defaultdict(list)
        for finding in outcome.findings:
            by_rule[finding.rule].append(finding)
        tests, failures = max(1, len(by_rule)), len(by_rule)
        yield f'  <testsuite name={_quoted(name)} tests="{tests}" failures="{failures}">\n'
        if not by_rule:
            yield f'    <testcase name="sound" classname={_quoted(name)}/>\n'
        for rule, findings in by_rule.items():
            yield f"    <testcase name={_quoted(rule)} classname={_quoted(name)}>\n"
            yield _failure(outcome, findings)
            yield "    </testcase>\n"
        yield "  </testsuite>\n"

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield what could not be checked, and the end."""
        yield from self._once()
        problems = totals.problems
        if problems:
            count = len(problems)
            yield f'  <testsuite name="not checked" tests="{count}" errors="{count}">\n'
        for problem in problems:
            name = _quoted(self._about.path(problem.path))
            told = f"type={_quoted(problem.code)} message={_quoted(problem.reason)}"
            yield f'    <testcase name="readable" classname={name}>\n'
            yield f"      <error {told}/>\n    </testcase>\n"
        yield ("  </testsuite>\n" if problems else "") + "</testsuites>\n"

    def _once(self) -> Iterator[str]:
        """Yield the beginning, the first time."""
        if self._before:
            yield self._before
        self._before = ""


def _failure(outcome: Outcome, findings: list[Finding]) -> str:
    first = findings[0]
    message = first.message + (f" ({len(findings)} places)" if findings[1:] else "")
    places = [_place(outcome, finding) for finding in findings[:_MOST]]
    places += [f"and {len(findings) - _MOST} more"] if findings[_MOST:] else []
    told = f"type={_quoted(first.severity)} message={_quoted(message)}"
    return f"      <failure {told}>" + "\n".join(places) + "</failure>\n"


def _place(outcome: Outcome, finding: Finding) -> str:
    at = f"line {finding.line}, col {finding.column}, " if has_lines(outcome) else ""
    return escape(_legal(f"{at}{finding.message}"))


def _quoted(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    return inert(_ILLEGAL.sub("\ufffd", visible(text)))
