"""How often each rule found something."""

from collections import Counter
from collections.abc import Iterable, Iterator

from scrapelint.report.outcome import Outcome

_HEADERS = ("findings", "fixable", "files", "rule", "severity")


def statistics(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a table of the rules, the most frequent first, with the files they were found in."""
    from tabulate import tabulate  # noqa: PLC0415 - slow to load

    found: Counter[tuple[str, str]] = Counter()
    fixable: Counter[tuple[str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        found.update((f.rule, f.severity.value) for f in outcome.findings)
        fixable.update((f.rule, f.severity.value) for f in outcome.findings if f.fix)
        files.update({(f.rule, f.severity.value) for f in outcome.findings})
    ordered = sorted(found, key=lambda rule: (-found[rule], rule))
    rows = [(found[rule], fixable[rule], files[rule], *rule) for rule in ordered]
    yield tabulate(rows, headers=_HEADERS) + "\n"
