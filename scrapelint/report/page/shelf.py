"""The documents that are put into the page: all of a small corpus, examples of a large one."""

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from scrapelint.decisions import Key, digest
from scrapelint.finding import Finding
from scrapelint.names import fitting, offered
from scrapelint.report.outcome import Outcome
from scrapelint.report.page.inert import embedded
from scrapelint.report.page.kinds import Kinds, is_lost_name
from scrapelint.report.page.places import place

_PLENTY = 5 / 6
"""The part of each limit up to which every document is taken."""
_NAMES = 6
"""How many names are offered for a place at most."""
_LONGEST = 300
"""Characters of a title, an address and the like that are shown."""


@dataclass(frozen=True)
class Limits:
    """How much is put into the page at most, so that a browser opens it in a moment."""

    documents: int = 6_000
    findings: int = 60_000
    characters: int = 18_000_000
    document: int = 1_000_000
    """Characters of one document; of a longer one its start is shown."""
    findings_of_one: int = 20_000
    examples: int = 20
    """Once most of the room is used: documents a rule gets before it gets no more."""


@dataclass
class Shelf:
    """Documents with findings, as JSON that is fit for the page, until it is full.

    While less than five sixths of each limit are used, every document is taken. From then on only
    one with a finding of a rule that has few examples so far: rare defects are not crowded out.
    """

    limits: Limits = field(default_factory=Limits)
    kinds: Kinds = field(default_factory=Kinds)
    index: list[str] = field(default_factory=list)
    """For each document what the list of findings needs."""
    texts: list[str] = field(default_factory=list)
    """For each document its text, and what the reader needs."""
    findings: int = 0
    characters: int = 0
    cut: int = 0
    """Documents of which only a part is shown."""
    _examples: Counter[str] = field(default_factory=Counter)
    _places: dict[Key, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Take a document if there is something to show and room for it."""
        if not outcome.findings or not self._has_room(outcome):
            return
        key = Key(outcome.name, outcome.origin.record if outcome.origin else None)
        if outcome.late and key in self._places:
            self._add_to(self._places[key], outcome.findings)
            return
        text = outcome.text[: self.limits.document]
        findings = [_without_text(f) if outcome.late else f for f in outcome.findings]
        within = (finding for finding in findings if finding.end <= len(text))
        room = min(self.limits.findings_of_one, self.limits.findings - self.findings)
        if shown := list(islice(within, room)):
            self._places[key] = len(self.index)
            self.index.append(embedded(self._listed(outcome, shown)))
            self.texts.append(embedded(_document(outcome, text, shown)))
            self.cut += len(text) < len(outcome.text) or len(shown) < len(findings)
            self._count(shown, len(text))

    def _add_to(self, place: int, findings: list[Finding]) -> None:
        """Add findings that could only be told later to a document that is there."""
        listed, document = json.loads(self.index[place]), json.loads(self.texts[place])
        end = len(document["text"])
        shown = [found if found.end <= end else _without_text(found) for found in findings]
        entries = [*zip(listed["kinds"], listed["lines"], document["findings"], strict=True)]
        entries += [(self.kinds.of(found), found.line, _finding(found, ())) for found in shown]
        entries.sort(key=lambda entry: (entry[2]["start"], entry[2]["end"]))
        for name, values in zip(("kinds", "lines"), zip(*entries, strict=True), strict=False):
            listed[name] = values
        document["findings"] = [found for _, _, found in entries]
        self.index[place], self.texts[place] = embedded(listed), embedded(document)
        self._count(shown, 0)

    def _count(self, shown: list[Finding], characters: int) -> None:
        self.findings += len(shown)
        self.characters += characters
        self._examples.update({finding.rule for finding in shown})

    def _has_room(self, outcome: Outcome) -> bool:
        used = max(
            len(self.index) / self.limits.documents,
            self.findings / self.limits.findings,
            self.characters / self.limits.characters,
        )
        if used < _PLENTY:
            return True
        few = any(self._examples[f.rule] < self.limits.examples for f in outcome.findings)
        return used < 1 and few

    def _listed(self, outcome: Outcome, findings: list[Finding]) -> dict[str, Any]:
        origin = outcome.origin
        return {
            "path": outcome.name,
            "record": origin and origin.record,
            "site": origin and origin.site,
            "title": origin and _short(origin.title),
            "kinds": [self.kinds.of(finding) for finding in findings],
            "lines": [finding.line for finding in findings],
        }


def _without_text(finding: Finding) -> Finding:
    """Return a finding in a text that is not at hand as one about the document as a whole."""
    return finding._replace(start=0, end=0, fix=None)


def _short(told: str | None) -> str | None:
    """Return what a record says of itself, cut where it goes on and on."""
    return told if told is None or len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def _document(outcome: Outcome, text: str, findings: list[Finding]) -> dict[str, Any]:
    origin = outcome.origin
    lang = outcome.findings[0].lang
    names = offered(outcome.text) if any(is_lost_name(finding) for finding in findings) else ()
    return {
        "text": text,
        "sha256": digest(outcome.text),
        "cut": len(text) < len(outcome.text) or len(findings) < len(outcome.findings),
        "lang": lang,
        "id": origin and _short(origin.id),
        "field": origin and origin.field,
        "url": origin and _short(origin.url),
        "date": origin and _short(origin.date),
        "findings": [_finding(finding, names) for finding in findings],
    }


def _finding(finding: Finding, names: tuple[str, ...]) -> dict[str, Any]:
    edits = finding.fix.edits if finding.fix else ()
    told: dict[str, Any] = {
        "start": finding.start,
        "end": finding.end,
        "column": finding.column,
        "message": finding.message,
        "edits": [[*edit.span, edit.replacement] for edit in edits],
    }
    if is_lost_name(finding):
        start, end = place(finding.rule, finding.text)
        told["place"] = [finding.start + start, finding.start + end]
        told["names"] = fitting(names, finding.text)[:_NAMES]
    return told
