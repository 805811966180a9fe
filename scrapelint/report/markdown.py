"""A page in Markdown for the summary of a job: figures first, then where, then examples."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapelint.files import Problem
from scrapelint.finding import Finding, Safety, Severity
from scrapelint.report.excerpt import excerpt
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import has_lines, record
from scrapelint.report.prose import code, escaped
from scrapelint.report.report import About, Totals
from scrapelint.report.worst import Worst

_LARGEST = 900_000
"""Bytes; GitHub takes no summary above a mebibyte."""
_LONGEST_LIST = 20
_EXAMPLES = 3
"""Places shown for a rule."""
_LONGEST = 200
"""Characters of a name."""
_MANY = 1000
"""Texts from which on a rate says more than a number."""


@dataclass
class _Found:
    """What a rule found."""

    severity: Severity
    findings: int = 0
    texts: int = 0
    safeties: Counter[Safety | None] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


class Markdown:
    """Figures, the worst files and sites, and examples of each rule."""

    def __init__(self, about: About) -> None:
        """Begin with nothing found."""
        self._about = about
        self._rules: dict[str, _Found] = {}
        self._name, self._in_file = "", 0
        self._files: Worst[str] = Worst(_LONGEST_LIST)
        self._sites: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, outcome: Outcome) -> tuple[()]:
        """Count what was found, and keep some of it to show."""
        site = outcome.origin.site if outcome.origin else None
        if site:
            self._sites[site].update(texts=1, findings=len(outcome.findings))
        if outcome.findings:
            name = self._about.path(outcome.name)
            self._count_file(name, len(outcome.findings))
            for finding in outcome.findings:
                self._count(outcome, name, finding)
            for rule in {finding.rule for finding in outcome.findings}:
                self._rules[rule].texts += 1
        return ()

    def _count_file(self, name: str, findings: int) -> None:
        """Count findings of a file; all of one file come together."""
        if name != self._name and self._in_file:
            self._files.add(self._in_file, self._name)
            self._in_file = 0
        self._name = name
        self._in_file += findings

    def _count(self, outcome: Outcome, name: str, finding: Finding) -> None:
        found = self._rules.setdefault(finding.rule, _Found(finding.severity))
        found.findings += 1
        found.safeties[finding.fix.safety if finding.fix else None] += 1
        if len(found.examples) < _EXAMPLES:
            found.examples.append(_example(outcome, name, finding))

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield the page, as much of it as is taken."""
        size = 0
        for line in self._page(totals):
            size += len(line.encode("utf-8", "surrogatepass")) + 1
            if size > _LARGEST:
                yield "\nThe rest does not fit.\n"
                return
            yield line + "\n"

    def _page(self, totals: Totals) -> Iterator[str]:
        ordered = sorted(self._rules, key=lambda rule: (-self._rules[rule].findings, rule))
        yield "## scrapelint\n"
        yield f"{_headline(totals)}\n"
        yield from _listed("Not checked", [_problem(problem) for problem in totals.problems])
        if ordered:
            yield from self._table(ordered, totals)
            yield from self._worst_files()
            yield from _listed("Sites", self._sited())
            yield from self._examples(ordered)

    def _table(self, ordered: list[str], totals: Totals) -> Iterator[str]:
        rate = totals.texts >= _MANY
        yield "| rule | severity | findings | texts | repaired |" + (" per 1,000 |" if rate else "")
        yield "| :--- | :--- | ---: | ---: | :--- |" + (" ---: |" if rate else "")
        for rule in ordered:
            found = self._rules[rule]
            row = [rule, found.severity, f"{found.findings:,}", f"{found.texts:,}"]
            row.append(", ".join(_repairs(found.safeties)))
            row += [f"{1000 * found.texts / totals.texts:.1f}"] if rate else []
            yield f"| {' | '.join(row)} |"
        yield ""

    def _worst_files(self) -> Iterator[str]:
        self._count_file("", 0)
        worst = [
            f"{code(_cut(name))}: {_count(count, 'finding')}" for count, name in self._files.all()
        ]
        yield from _listed("Files", worst, self._files.added - len(worst))

    def _sited(self) -> list[str]:
        worst = sorted(self._sites, key=lambda site: (-self._sites[site]["findings"], site))
        return [
            f"{code(_cut(site))}: {_count(self._sites[site]['findings'], 'finding')}"
            f" in {_count(self._sites[site]['texts'], 'text')}"
            for site in worst
        ]

    def _examples(self, ordered: list[str]) -> Iterator[str]:
        yield "### Examples\n"
        for rule in ordered:
            known = self._about.rules.get(rule)
            yield f"**{rule}**" + (f": {escaped(known.summary)}" if known else "") + "\n"
            yield from self._rules[rule].examples
            yield ""


def _headline(totals: Totals) -> str:
    checked = _count(totals.texts, "text")
    repaired = f" {_count(totals.changed, 'text')} repaired." if totals.changed else ""
    if not totals.findings:
        return f"Nothing found in {checked}.{repaired}"
    return f"**{_count(totals.findings, 'finding')}** in {totals.damaged:,} of {checked}.{repaired}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _problem(problem: Problem) -> str:
    return f"{code(_cut(problem.path))}: {escaped(_cut(problem.reason))}"


def _listed(title: str, entries: list[str], more: int = 0) -> Iterator[str]:
    """Yield a list under a title, if there is anything in it."""
    if not entries:
        return
    yield f"**{title}**\n"
    yield from (f"- {entry}" for entry in entries[:_LONGEST_LIST])
    more += len(entries[_LONGEST_LIST:])
    yield f"- and {more:,} more\n" if more else ""


def _repairs(safeties: Counter[Safety | None]) -> Iterator[str]:
    for safety, told in ((Safety.SAFE, "safely"), (Safety.UNSAFE, "on request")):
        if safeties[safety]:
            yield f"{safeties[safety]:,} {told}"


def _example(outcome: Outcome, name: str, finding: Finding) -> str:
    before, place, after = excerpt(outcome.text, finding)
    where = record(outcome)
    at = f":{finding.line}:{finding.column}" if has_lines(outcome) else ""
    parts = [code(f"{_cut(name)}{at}" + (f", {where}" if where else ""))]
    parts += [code(before)] if before else []
    parts += [f"**{code(place)}**"]
    parts += [code(after)] if after else []
    return f"- {' '.join(parts)}"


def _cut(text: str) -> str:
    """Return a name short enough; its end tells more than its start."""
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
