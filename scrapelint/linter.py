"""From a text and rules to findings."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from scrapelint import language
from scrapelint.detectors import GAP
from scrapelint.detectors.base import Match
from scrapelint.document import Document, SpanSet
from scrapelint.evidence import PROTECTED, Evidence
from scrapelint.finding import Finding, Fix
from scrapelint.lineends import LineEnds
from scrapelint.plan import Plan
from scrapelint.rule import CORPUS, FAMILIES, Rule
from scrapelint.scan.engine import Engine
from scrapelint.selection import named

if TYPE_CHECKING:
    from scrapelint.stopwatch import Stopwatch

_WHOLE = ("embeds", "boilerplate")
"""Families whose parts are no findings of their own: to repair one would hide the rest."""
_Look = Callable[[Rule, Document], Iterable[Match]]
BETWEEN = "(scan, language, order)"
"""What a stopwatch counts the time under that is no rule's."""


@dataclass(frozen=True, eq=False)
class Linter:
    """Rules at work: all there are, and the names of those whose findings are wanted.

    Rules that are not wanted but whose evidence a wanted one could repair away run all the
    same: what a repair does never depends on what else was asked for.
    """

    rules: tuple[Rule, ...]
    wanted: frozenset[str]
    language: str | None = None
    engine: Engine = field(default_factory=Engine)
    stopwatch: "Stopwatch | None" = None
    """Told how long each rule takes, if there is one."""
    _plans: dict[str, Plan] = field(default_factory=dict, repr=False)
    _lesser: dict[frozenset[str], "Linter"] = field(default_factory=dict, init=False, repr=False)
    _whole: "Linter | None" = field(default=None, repr=False)
    """The linter that this one is a part of: one scanner looks for what both need."""

    def without(self, selectors: frozenset[str]) -> "Linter":
        """Return the linter that does not want some of the rules, the same one for the same."""
        if not selectors:
            return self
        if selectors not in self._lesser:
            wanted = self.wanted - named(selectors, self.rules)
            self._lesser[selectors] = replace(self, wanted=wanted, _plans={}, _whole=self)
        return self._lesser[selectors]

    def check(self, text: str) -> list[Finding]:
        """Return the findings in a text, in its order."""
        if not self.stopwatch:
            return self._check(text)
        with self.stopwatch.rest(BETWEEN):
            return self._check(text)

    def _check(self, text: str) -> list[Finding]:
        if not self._running:
            return []
        normal, ends = LineEnds.of(text)
        document = Document(normal, self.language or language.decide(normal))
        plan = self.plan_for(document.language)
        places = self._found(document, plan)
        places += [*_verdicts(places, plan)]
        findings = [
            _finding(document, text, ends, rule, match)
            for rule, match in _taken(places)
            if rule.name in self.wanted
        ]
        findings.sort(key=order)
        return findings

    @cached_property
    def _running(self) -> list[Rule]:
        """Return the rules that have to run; those for corpora have nothing to say of one text."""
        rules = [rule for rule in self.rules if rule.family != CORPUS]
        last = max((rule.rank for rule in rules if rule.name in self.wanted), default=-1)
        return [
            rule
            for rule in rules
            if rule.name in self.wanted or (rule.family in PROTECTED and rule.rank <= last)
        ]

    def plan_for(self, language: str) -> Plan:
        """Return which rules to run for a language."""
        plan = self._plans.get(language)
        if plan is None:
            plan = self._plans[language] = Plan(self._running, language)
        return plan

    def _found(self, document: Document, plan: Plan) -> list[tuple[Rule, Match]]:
        """Return the places; what else was worked out of the document may be forgotten."""
        whole = self._whole.plan_for(document.language) if self._whole else plan
        size = len(document.text)
        scanner = self.engine.scanner(document.language, size, whole.expressions)
        due, hits = plan.due(document, scanner)
        return self._places(Evidence(document.scanned(hits)), due)

    def _places(self, evidence: Evidence, due: list[Rule]) -> list[tuple[Rule, Match]]:
        by_family: dict[str, list[Rule]] = defaultdict(list)
        for rule in due:
            by_family[rule.family].append(rule)
        places: list[tuple[Rule, Match]] = []
        look: _Look = self.stopwatch.matches if self.stopwatch else Rule.matches
        for family in FAMILIES:
            if family == "missing-text":
                evidence.mask()
            rules, document = by_family.get(family, ()), evidence.document
            matches = [(rule, match) for rule in rules for match in look(rule, document)]
            if not matches:
                continue
            if family == "missing-text":
                matches = _surest(matches)
            if family in _WHOLE:
                matches = _outermost(matches)
            found = list(evidence.admit(family, matches))
            evidence.add(family, [match.span for _, match in found])
            places += found
        return places


def _taken(places: list[tuple[Rule, Match]]) -> Iterator[tuple[Rule, Match]]:
    """Yield places in their order, and let each go: there may be many, and as many findings."""
    places.reverse()
    while places:
        yield places.pop()


def _verdicts(places: list[tuple[Rule, Match]], plan: Plan) -> Iterator[tuple[Rule, Match]]:
    """Yield what rules say that judge a document by its findings, if there are any."""
    found = [(rule.family, rule.severity) for rule, _ in places]
    for rule, tally in plan.tallies if found else ():
        yield from ((rule, match) for match in tally.judge(found))


def _outermost(matches: list[tuple[Rule, Match]]) -> list[tuple[Rule, Match]]:
    """Leave out the matches that lie inside another, parts of an embed or block, and repeats."""
    kept: list[tuple[Rule, Match]] = []
    for rule, match in sorted(matches, key=_largest_first):
        if not kept or match.span.end > kept[-1][1].span.end:
            kept.append((rule, match))
    return kept


def _largest_first(found: tuple[Rule, Match]) -> tuple[int, int, str]:
    """Return a key that sorts by place, and of one place by name: no order of rules shows."""
    rule, match = found
    return match.span.start, -match.span.end, rule.name


def _surest(matches: list[tuple[Rule, Match]]) -> list[tuple[Rule, Match]]:
    """Leave out the guesses of a table at places that another rule is sure of."""
    guesses = [r.kind == GAP for r, _ in matches]
    sure = SpanSet(m.span for (_, m), guess in zip(matches, guesses, strict=True) if not guess)
    return [
        (rule, match)
        for (rule, match), guess in zip(matches, guesses, strict=True)
        if not (guess and sure.overlaps(match.span))
    ]


def order(finding: Finding) -> tuple[int, int, int, str]:
    """Return the key by which findings of one text are sorted."""
    return finding.start, finding.end, FAMILIES.index(finding.family), finding.rule


def _finding(document: Document, text: str, ends: LineEnds, rule: Rule, match: Match) -> Finding:
    place, edits, note = match
    positions = document.layout.positions(place)
    if text is not document.text:  # its lines end in other ways
        place, edits = ends.raw_span(place), ends.raw_edits(edits)
    start, end = place
    return Finding(  # by place, not by name: that takes a third of the time
        rule.name,
        rule.family,
        rule.severity,
        f"{rule.summary} ({note})" if note else rule.summary,
        start,
        end,
        *positions,
        text[start:end],
        document.language,
        Fix(rule.safety, edits) if rule.safety and edits else None,
    )
