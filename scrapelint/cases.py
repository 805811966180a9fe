"""The cases of rules, run: what does not come out as the rule file says."""

from collections.abc import Iterator, Sequence

from scrapelint import repair
from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.page import Case
from scrapelint.report.outcome import Outcome
from scrapelint.rule import CORPUS, Rule

_CUT = " […] "


def failures(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield a sentence for each case of a rule that fails.

    A damaged case must be found where it says and nowhere else, be repaired to what it says,
    and stay so; a sound case must be left alone by the rule and by the safe repairs of all.
    """
    if rule.family == CORPUS:
        yield from _of_many(rule, rules)
        return
    for judge, cases in ((_invalid, rule.invalid), (_valid, rule.valid)):
        for case in cases:
            try:
                yield from judge(rule, case, rules)
            except repair.NotStableError as error:
                yield f"{error}: {case.text!r}"


def _of_many(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    linter = Linter(tuple(rules), frozenset(other.name for other in rules if other.default))
    for case in (*rule.invalid, *rule.valid):
        found = tuple(_found_in_many(rule, case, linter))
        if len(found) != len(case.found) or not all(map(_is_as_said, case.found, found)):
            yield f"found {list(found)}, not {list(case.found)}: {case.text!r}"


def _found_in_many(rule: Rule, case: Case, linter: Linter) -> Iterator[str]:
    """Yield the numbers of the documents of a case that a rule finds something in, and where."""
    from scrapelint.corpus.corpus import Corpus  # noqa: PLC0415 - seldom needed

    outcomes: list[Outcome] = []
    for sheet in case.documents:
        findings = linter.check(sheet.text)
        for _ in range(sheet.times):
            number = len(outcomes) + 1
            origin = Origin(number, "text", url=sheet.url, date=sheet.date)
            outcomes.append(Outcome(str(number), sheet.text, findings, origin=origin))
    for outcome in Corpus([rule]).watched(outcomes):
        for finding in outcome.findings:
            if finding.rule == rule.name:
                yield f"{outcome.name}: {finding.text}" if finding.text else outcome.name


def _invalid(rule: Rule, case: Case, rules: Sequence[Rule]) -> Iterator[str]:
    linter = Linter(tuple(rules), frozenset({rule.name}), case.language)
    found = tuple(finding.text for finding in linter.check(case.text))
    if len(found) != len(case.found) or not all(map(_is_as_said, case.found, found)):
        yield f"found {list(found)}, not {list(case.found)}: {case.text!r}"
    if case.fixed is None:
        return
    result = repair.fix(linter, case.text, unsafe=True)
    if result.text != case.fixed:
        yield f"became {result.text!r}, not {case.fixed!r}: {case.text!r}"
    if result.findings:
        left = [finding.text for finding in result.findings]
        yield f"still finds {left} in what it repaired: {result.text!r}"


def _valid(rule: Rule, case: Case, rules: Sequence[Rule]) -> Iterator[str]:
    linter = Linter(tuple(rules), frozenset({rule.name}), case.language)
    if found := [finding.text for finding in linter.check(case.text)]:
        yield f"found {found} in sound text: {case.text!r}"
    everything = Linter(tuple(rules), frozenset(other.name for other in rules), case.language)
    repaired = repair.fix(everything, case.text)
    if repaired.text != case.text:
        by = ", ".join(sorted(repaired.fixed))
        yield f"sound text was changed by {by}: {case.text!r} became {repaired.text!r}"


def _is_as_said(said: str, found: str) -> bool:
    """Compare a place with what a case says of it: `start […] end` stands for a long one."""
    start, cut, end = said.partition(_CUT)
    return found.startswith(start) and found.endswith(end) if cut else found == said
