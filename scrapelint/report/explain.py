"""A rule file as a page to read."""

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import indent
from typing import Any

from scrapelint.document import UNKNOWN
from scrapelint.page import Case, Sheet
from scrapelint.rule import Rule


def explain(rule: Rule) -> Iterator[str]:
    """Yield all that a rule file says, line by line."""
    fix = f"{rule.safety} fix" if rule.safety else "no fix"
    languages = ", ".join(rule.languages) or "all languages"
    yield f"{rule.name} ({rule.family})\n"
    yield f"{rule.summary}\n"
    yield f"{rule.severity} · {fix} · {languages}\n\n"
    yield f"{rule.why}\n\n"
    for case in rule.invalid:
        yield from _damaged(case)
    for case in rule.valid:
        yield f"Sound{_remark(case)}:\n{_shown(case)}\n"
    yield f"Source: {rule.path}\n"


def _damaged(case: Case) -> Iterator[str]:
    yield f"Damaged{_remark(case)}:\n{_shown(case)}"
    yield f"  found: {', '.join(repr(place) for place in case.found)}\n"
    if case.fixed is not None:
        yield f"Repaired:\n{_quoted(case.fixed)}"
    yield "\n"


def _remark(case: Case) -> str:
    remarks = [remark for remark in (case.language, case.note) if remark not in {"", UNKNOWN}]
    return f" ({', '.join(remarks)})" if remarks else ""


def _shown(case: Case) -> str:
    return "".join(map(_sheet, case.documents)) if case.documents else _quoted(case.text)


def _sheet(sheet: Sheet) -> str:
    """Return a document of a case that needs several."""
    times = f"{sheet.times} times" if sheet.times > 1 else None
    return f"  {', '.join(filter(None, (sheet.url, sheet.date, times)))}\n{_quoted(sheet.text)}"


def _quoted(text: str) -> str:
    return indent(text.strip("\n") or "(nothing)", "    ") + "\n"


def record(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON has it."""
    return {
        "name": rule.name,
        "family": rule.family,
        "summary": rule.summary,
        "why": rule.why,
        "severity": rule.severity,
        "fix": rule.safety,
        "languages": list(rule.languages),
        "invalid": [_case(case) for case in rule.invalid],
        "valid": [_case(case) for case in rule.valid],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "text": case.text,
        "lang": case.language,
        "found": list(case.found),
        "fixed": case.fixed,
        "note": case.note,
        **({"documents": list(map(asdict, case.documents))} if case.documents else {}),
    }
