"""Rules of the family `corpus` at work: outcomes in, the same with what is found among them out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import PurePath
from typing import cast

from scrapelint.corpus.base import CorpusDetector, Watch
from scrapelint.corpus.reading import Place, Reading, Told
from scrapelint.document import UNKNOWN
from scrapelint.finding import Finding
from scrapelint.ignores import NOTHING, Ignores
from scrapelint.linter import order
from scrapelint.report.outcome import Outcome
from scrapelint.rule import CORPUS, Rule
from scrapelint.selection import named


class Corpus:
    """The documents of one run, each known by little once it was looked at.

    What is found depends on the documents and their order alone. A finding about two of them
    stands at the later one.
    """

    def __init__(self, rules: Iterable[Rule], ignores: Ignores = NOTHING) -> None:
        """Begin with no document; rules that look at one alone are left out."""
        self._ignores = ignores
        self._watches: list[tuple[Rule, Watch]] = [
            (rule, cast("CorpusDetector", rule.detectors[UNKNOWN]).watch())
            for rule in rules
            if rule.family == CORPUS
        ]

    def watched(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes with what is found in them, and late ones when all were seen."""
        for number, outcome in enumerate(outcomes):
            yield self._looked_at(outcome, number)
        yield from self._late()

    def _looked_at(self, outcome: Outcome, number: int) -> Outcome:
        reading = reading_of(outcome, number)
        place = reading.place
        found = [
            finding(rule, Told(place, note))
            for rule, watch in self._watches
            if (note := watch.add(reading)) and not self._is_ignored(rule, place)
        ]
        return (
            replace(outcome, findings=sorted([*outcome.findings, *found], key=order))
            if found
            else outcome
        )

    def _late(self) -> Iterator[Outcome]:
        """Yield the documents that something is found in at last, in their order."""
        late: dict[int, list[tuple[Place, Finding]]] = defaultdict(list)
        for rule, watch in self._watches:
            for told in watch.end():
                if not self._is_ignored(rule, told.place):
                    late[told.place.number].append((told.place, finding(rule, told)))
        for _, found in sorted(late.items()):
            place = found[0][0]
            findings = sorted((each for _, each in found), key=order)
            yield Outcome(
                place.name, "", findings, origin=place.origin, late=True, sound=place.sound
            )

    def _is_ignored(self, rule: Rule, place: Place) -> bool:
        """Tell whether what a rule finds there is unwanted; it is looked at all the same."""
        return bool(named(self._ignores.at(place.name, place.origin), [rule]))


def reading_of(outcome: Outcome, number: int) -> Reading:
    """Return a document as detectors take it."""
    origin = outcome.origin
    return Reading(
        number=number,
        name=outcome.name,
        text=outcome.text,
        origin=origin,
        begins=outcome.begins,
        site=(origin and origin.site) or str(PurePath(outcome.name).parent),
        week=origin.week if origin else None,
        rules=frozenset(finding.rule for finding in outcome.findings),
    )


def finding(rule: Rule, told: Told) -> Finding:
    """Return what is told of a document as a finding."""
    place = told.place
    line, column = place.position
    return Finding(
        rule=rule.name,
        family=rule.family,
        severity=rule.severity,
        message=f"{rule.summary} ({told.note})",
        start=place.start,
        end=place.end,
        line=line,
        column=column,
        end_line=line,
        end_column=column if place.origin else column + len(place.text),
        text=place.text,
        lang=UNKNOWN,
    )


def missing(rule: Rule) -> str | None:
    """Return what is to be told if a rule needs a library that is not installed."""
    if rule.family != CORPUS:
        return None
    module = cast("CorpusDetector", rule.detectors[UNKNOWN]).needs
    if not module or find_spec(module):
        return None
    return f"{rule.name} needs {module}: pip install 'scrapelint[corpora]'"
