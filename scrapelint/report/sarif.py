"""SARIF 2.1.0 as GitHub's code scanning takes it.

GitHub knows an alert by rule, file and the fingerprint of its line, so that the findings of a
rule in one line, or in one record of a file of many, are one result with several places.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from scrapelint import files
from scrapelint.files import FileProblem, Problem
from scrapelint.finding import Finding, Safety, Severity
from scrapelint.report.fingerprint import line_hashes
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import Lines, has_lines, record, uri
from scrapelint.report.prose import escaped
from scrapelint.report.report import About, Totals
from scrapelint.report.visible import inert_json, visible
from scrapelint.rule import Rule

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/scrapelint/scrapelint"
_MOST = 5000
"""Results that GitHub keeps; with more than five times as many it refuses the whole file."""
_MOST_PLACES = 100
"""Places that a result shows beside the first."""
_LONGEST = 1024
"""Characters of a description."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {**_LEVELS, Severity.INFO: "recommendation"}
_HASH = "primaryLocationLineHash"
_Json = dict[str, Any]


@dataclass(frozen=True)
class _Result:
    """A result, and what is needed to say which rule it is of and to number its line."""

    number: int
    rule: str
    name: str
    line: int
    said: _Json


class Sarif:
    """One run, the worst results if there are more than can be taken."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._results: dict[Severity, list[_Result]] = {severity: [] for severity in Severity}
        self._number = 0
        self._without_lines = 0

    def add(self, outcome: Outcome) -> tuple[()]:
        """Keep what was found, unless there is more than can be told."""
        if outcome.findings and has_lines(outcome):
            self._keep(outcome)
        else:
            self._without_lines += len(outcome.findings)
        return ()

    def _keep(self, outcome: Outcome) -> None:
        path = self._about.path(outcome.name)
        lines, kept = Lines(outcome.text), []
        for findings in _groups(outcome):
            self._number += 1
            results = self._results[findings[0].severity]
            if len(results) < _MOST:
                said = _result(outcome, path, lines, findings)
                first = findings[0]
                kept.append(_Result(self._number, first.rule, outcome.name, first.line, said))
                results.append(kept[-1])
        if outcome.origin is None:
            hashes = line_hashes(lambda: [outcome.text], {result.line for result in kept})
            _number_lines(kept, hashes)

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield all of it."""
        worst = list(chain.from_iterable(self._results[severity] for severity in Severity))[:_MOST]
        results = sorted(worst, key=lambda result: result.number)
        _number_records(results)
        rules = {name: index for index, name in enumerate(sorted({r.rule for r in results}))}
        driver = {
            "name": "scrapelint",
            "semanticVersion": version("scrapelint"),
            "informationUri": _HOME,
            "rules": [_rule(name, self._about.rules.get(name)) for name in rules],
        }
        invocation = {
            "executionSuccessful": not totals.problems,
            "toolExecutionNotifications": list(self._notes(totals, len(results))),
        }
        yield f'{{"$schema":{_dumped(_SCHEMA)},"version":"2.1.0","runs":[{{"tool":{{"driver":'
        yield f"{_dumped(driver)}}},\n"
        yield f'"columnKind":"unicodeCodePoints","invocations":[{_dumped(invocation)}],"results":['
        before = "\n"
        for result in results:
            yield before + _dumped({**result.said, "ruleIndex": rules[result.rule]})
            before = ",\n"
        yield "]}]}\n"

    def _notes(self, totals: Totals, told: int) -> Iterator[_Json]:
        """Yield what was not checked, and what is left out."""
        yield from (self._problem(problem) for problem in totals.problems[:_MOST_PLACES])
        if told < self._number:
            said = f"{self._number - told} more results are left out, the least bad."
            yield {"level": "warning", "message": {"text": said}}
        if self._without_lines:
            said = f"{self._without_lines} findings in files without lines are left out."
            yield {"level": "warning", "message": {"text": said}}

    def _problem(self, problem: Problem) -> _Json:
        place = {"artifactLocation": _file(self._about.path(problem.path))}
        return {
            "level": "error",
            "descriptor": {"id": problem.code},
            "message": {"text": _message(f"not checked: {problem.reason}")},
            "locations": [{"physicalLocation": place}],
        }


def _groups(outcome: Outcome) -> Iterable[list[Finding]]:
    """Return the findings that make one result each."""
    groups: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for finding in outcome.findings:
        groups[finding.rule, 0 if outcome.origin else finding.line].append(finding)
    return groups.values()


def _result(outcome: Outcome, path: str, lines: Lines, findings: list[Finding]) -> _Json:
    first, *others = findings
    where = record(outcome)
    count = f"{len(findings)} places" if others else ""
    remark = ", ".join(part for part in (where, count) if part)
    place: _Json = _place(path, first)
    said: _Json = {
        "ruleId": first.rule,
        "level": _LEVELS[first.severity],
        "message": {"text": _message(first.message + (f" ({remark})" if remark else ""))},
    }
    if outcome.origin:
        name = f"record {outcome.origin.record}"
        place["logicalLocations"] = [{"name": name, "fullyQualifiedName": where, "kind": "object"}]
    said["locations"] = [place]
    if others:
        said["relatedLocations"] = [_place(path, other) for other in others[:_MOST_PLACES]]
    fixes = [] if outcome.origin else list(_fixes(path, lines, findings))
    return {**said, "fixes": fixes} if fixes else said


def _place(path: str, finding: Finding) -> _Json:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    return {"physicalLocation": {"artifactLocation": _file(path), "region": region}}


def _file(path: str) -> _Json:
    return {"uri": uri(path), "uriBaseId": "%SRCROOT%"}


def _fixes(path: str, lines: Lines, findings: list[Finding]) -> Iterator[_Json]:
    """Yield the one fix that makes all safe repairs of a result."""
    safe = [f.fix for f in findings[: _MOST_PLACES + 1] if f.fix and f.fix.safety is Safety.SAFE]
    replacements = []
    for (start, end), replacement in dict.fromkeys(edit for fix in safe for edit in fix.edits):
        first, last = lines.at(start), lines.at(end)
        region = {
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
        }
        replacements.append({"deletedRegion": region, "insertedContent": {"text": replacement}})
    if replacements:
        change = {"artifactLocation": _file(path), "replacements": replacements}
        yield {"description": {"text": "The safe repair."}, "artifactChanges": [change]}


def _number_lines(results: Iterable[_Result], hashes: dict[int, str]) -> None:
    for result in results:
        if result.line in hashes:
            result.said["partialFingerprints"] = {_HASH: hashes[result.line]}


def _number_records(results: Iterable[_Result]) -> None:
    """Give results in files of many records the fingerprints of their lines."""
    by_file: dict[str, list[_Result]] = defaultdict(list)
    for result in results:
        if "partialFingerprints" not in result.said:
            by_file[result.name].append(result)
    for name, found in by_file.items():
        try:
            hashes = line_hashes(partial(files.text, Path(name)), {result.line for result in found})
        except FileProblem:  # gone meanwhile, or no file: GitHub's own action computes them
            continue
        _number_lines(found, hashes)


def _rule(name: str, rule: Rule | None) -> _Json:
    """Return what a rule says of itself."""
    if rule is None:
        told = {"text": name}
        return {"id": name, "shortDescription": told, "fullDescription": told, "help": told}
    fix = f"Fix: {rule.safety}." if rule.safety else "No fix."
    why = f"{_plain(rule.why.strip())}\n\n{fix}"
    return {
        "id": name,
        "name": name,
        "shortDescription": {"text": _cut(_plain(rule.summary))},
        "fullDescription": {"text": _cut(_plain(rule.why.strip()))},
        "help": {"text": why, "markdown": f"{escaped(rule.why.strip())}\n\n{fix}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family],
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _message(text: str) -> str:
    """Return a text as SARIF has messages: no links in it, and no places for arguments."""
    text = visible(text)
    for mark in "\\[]":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("{", "{{").replace("}", "}}")


def _plain(text: str) -> str:
    return "\n".join(_message(line) for line in text.split("\n"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2].rstrip(chr(92))} …"


def _dumped(value: object) -> str:
    return inert_json(json.dumps(value, separators=(",", ":")))
