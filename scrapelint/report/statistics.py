"""How often each rule found something."""

from collections import Counter
from collections.abc import Iterator

from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, Totals

_HEADERS = ("findings", "fixable", "files", "rule", "severity")


class Statistics:
    """A table of the rules, the most frequent first, with the files they were found in."""

    def __init__(self, _about: About) -> None:
        """Begin with nothing found."""
        self._found: Counter[tuple[str, str]] = Counter()
        self._fixable: Counter[tuple[str, str]] = Counter()
        self._files: Counter[tuple[str, str]] = Counter()

    def add(self, outcome: Outcome) -> tuple[()]:
        """Count what was found."""
        self._found.update((f.rule, f.severity.value) for f in outcome.findings)
        self._fixable.update((f.rule, f.severity.value) for f in outcome.findings if f.fix)
        self._files.update({(f.rule, f.severity.value) for f in outcome.findings})
        return ()

    def end(self, _totals: Totals) -> Iterator[str]:
        """Yield the table."""
        from tabulate import tabulate  # noqa: PLC0415 - slow to load

        found = self._found
        ordered = sorted(found, key=lambda rule: (-found[rule], rule))
        rows = [(found[rule], self._fixable[rule], self._files[rule], *rule) for rule in ordered]
        yield tabulate(rows, headers=_HEADERS) + "\n"
