"""The figures of a corpus: how much there is of it, and what was found where and when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from scrapelint.finding import Severity
from scrapelint.report.outcome import Outcome

OTHER_SITES = "(other sites)"
_MOST_SITES = 10_000
_PIECE = 1 << 20
"""Characters whose words are counted at once: a list of all words of a long text is large."""


@dataclass
class Counts:
    """How many documents and words there are, and what was found in them, by rule."""

    documents: int = 0
    words: int = 0
    damaged: int = 0
    """Documents in which something was found."""
    findings: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    """Documents in which something was found, by rule."""

    def add(self, words: int, found: list[str], *, known: bool = False, sound: bool = True) -> None:
        """Count a document of so many words, with the rules of its findings.

        One that is `known` is among the documents; it is damaged already unless it was `sound`.
        """
        self.documents += not known
        self.words += words
        if found:
            self.damaged += sound
            self.findings.update(found)
            self.hit.update(set(found))

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of both."""
        both = Counts()
        both += self
        both += other
        return both

    def __iadd__(self, other: "Counts") -> Self:
        """Take in the counts of other documents."""
        self.documents += other.documents
        self.words += other.words
        self.damaged += other.damaged
        self.findings.update(other.findings)
        self.hit.update(other.hit)
        return self

    def per_thousand(self, number: int) -> float:
        """Return how many of something there are to 1,000 documents."""
        return 1000 * number / self.documents if self.documents else 0.0


@dataclass
class Figures:
    """The counts of a corpus as a whole, by site and by month; those of parts can be added.

    It takes no more memory for more documents. Of sites the 10,000 with most documents are kept
    by name: once there are twice as many, the smaller ones are put together as `OTHER_SITES`,
    and so are the first documents of one that only later grows large. With fewer sites all
    figures are exact, and the same in whatever order documents or parts are added.
    """

    whole: Counts = field(default_factory=Counts)
    sites: dict[str, Counts] = field(default_factory=dict)
    months: dict[str, Counts] = field(default_factory=dict)
    severities: dict[str, Severity] = field(default_factory=dict)
    """How bad what a rule finds is, for the rules that found something."""
    fixable: Counter[str] = field(default_factory=Counter)
    """Findings that come with a repair, by rule."""
    fixed: Counter[str] = field(default_factory=Counter)
    """Places that were repaired, by rule."""

    def add(self, outcome: Outcome) -> None:
        """Count what became of one text."""
        words = count_words(outcome.text)
        found = [finding.rule for finding in outcome.findings]
        for counts in self._groups(outcome):
            counts.add(words, found, known=outcome.late, sound=outcome.sound or not outcome.late)
        self.severities |= {f.rule: f.severity for f in outcome.findings}
        self.fixable.update(f.rule for f in outcome.findings if f.fix)
        self.fixed.update(outcome.fixed)
        self._bound()

    def _groups(self, outcome: Outcome) -> Iterable[Counts]:
        """Return the counts that a text belongs to."""
        yield self.whole
        if outcome.origin:
            if site := outcome.origin.site:
                yield self.sites.setdefault(site, Counts())
            if month := outcome.origin.month:
                yield self.months.setdefault(month, Counts())

    def __iadd__(self, other: "Figures") -> Self:
        """Take in the figures of another part of the corpus."""
        self.whole += other.whole
        for mine, others in ((self.sites, other.sites), (self.months, other.months)):
            for name, counts in others.items():
                mine[name] = mine.get(name, Counts()) + counts
        self.severities |= other.severities
        self.fixable.update(other.fixable)
        self.fixed.update(other.fixed)
        self._bound()
        return self

    def __add__(self, other: "Figures") -> "Figures":
        """Return the figures of both parts."""
        both = Figures()
        both += self
        both += other
        return both

    def share(self, rule: str) -> float:
        """Return the share of documents in which a rule found something, 0.0 to 1.0."""
        return self.whole.hit[rule] / self.whole.documents if self.whole.documents else 0.0

    def _bound(self) -> None:
        """Put the smaller sites together once there are twice too many."""
        if len(self.sites) <= 2 * _MOST_SITES:
            return
        rest = self.sites.pop(OTHER_SITES, Counts())
        ordered = sorted(self.sites, key=lambda site: (-self.sites[site].documents, site))
        for site in ordered[_MOST_SITES:]:
            rest += self.sites.pop(site)
        self.sites[OTHER_SITES] = rest


def count_words(text: str) -> int:
    """Return the number of words in a text: what stands between white space."""
    words = 0
    for start in range(0, len(text), _PIECE):
        words += len(text[start : start + _PIECE].split())
        if start and not (text[start - 1].isspace() or text[start].isspace()):
            words -= 1  # one word in two pieces
    return words
