"""Rates of defects that jump: a template changed, or the scraper fails on one site."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from operator import attrgetter
from typing import NamedTuple

from scrapelint.corpus.detectors import Jumps
from scrapelint.corpus.reading import Place, Reading, Told

_BEFORE = 8
"""Periods before a jump that it is measured against."""
_CHANCE = 30.0
"""The log-likelihood ratio (G) two rates must differ by; one in 20 million does by chance."""
_LEAST_HIT = 5
"""Documents with a defect below which there is no rate to speak of."""


@dataclass
class _Week:
    """The documents of a week of a site, and those in which each rule found something."""

    documents: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    first: dict[str, Place] = field(default_factory=dict)
    """The first of those documents, by rule."""


class _Rate(NamedTuple):
    hit: int
    documents: int

    @property
    def share(self) -> float:
        return self.hit / self.documents if self.documents else 0.0

    def __str__(self) -> str:
        return f"{self.share:.1%} of {self.documents:,} documents"


class _Period(NamedTuple):
    """Weeks in a row: the first of them, their rate, and the first document that was hit."""

    begins: str
    rate: _Rate
    first: Place | None


class JumpsWatch:
    """The rates of each site in each week."""

    def __init__(self, how: Jumps) -> None:
        """Begin with no document."""
        self._how = how
        self._sites: dict[str, dict[str | None, _Week]] = defaultdict(lambda: defaultdict(_Week))

    def add(self, reading: Reading) -> None:
        """Count a document."""
        week = self._sites[reading.site][reading.week if self._how.over == "week" else None]
        week.documents += 1
        week.hit.update(reading.rules)
        for rule in reading.rules - week.first.keys():
            week.first[rule] = reading.place

    def end(self) -> Iterator[Told]:
        """Yield where rates jump, by site and rule."""
        every = _whole(self._sites[site][None] for site in self._sites)
        for site in sorted(self._sites):
            for rule in sorted({rule for week in self._sites[site].values() for rule in week.hit}):
                if self._how.over == "week":
                    yield from self._weeks(site, rule)
                else:
                    yield from self._site(site, rule, every)

    def _site(self, site: str, rule: str, every: _Week) -> Iterator[Told]:
        """Yield the first document a rule hit on a site, if it hits far more than elsewhere."""
        own = self._sites[site][None]
        rate = _Rate(own.hit[rule], own.documents)
        others = _Rate(every.hit[rule] - rate.hit, every.documents - rate.documents)
        if self._is_jump(others, rate):
            note = f"{rule} in {rate} of {site}, in {others} of other sites"
            yield Told(own.first[rule], note)

    def _weeks(self, site: str, rule: str) -> Iterator[Told]:
        """Yield the first document of each period in which a rule begins to hit far more."""
        before: list[_Rate] = []
        for begins, rate, first in self._periods(site, rule):
            known = _sum(before[-_BEFORE:])
            if first and self._is_jump(known, rate):
                note = f"{rule} in {rate} of {site} from {begins} on, in {known} before"
                yield Told(first, note)
                before = []
            before.append(rate)

    def _periods(self, site: str, rule: str) -> Iterator[_Period]:
        """Yield the weeks of a site in their order, small ones with those that follow."""
        weeks = self._sites[site]
        dated = sorted(week for week in weeks if week)
        held: list[str] = []
        for name in dated:
            held.append(name)
            documents = sum(weeks[each].documents for each in held)
            if documents >= self._how.at_least or name == dated[-1]:
                rate = _Rate(sum(weeks[each].hit[rule] for each in held), documents)
                hit = [weeks[each].first[rule] for each in held if rule in weeks[each].first]
                yield _Period(held[0], rate, min(hit, key=attrgetter("number"), default=None))
                held = []

    def _is_jump(self, before: _Rate, now: _Rate) -> bool:
        how = self._how
        return (
            min(before.documents, now.documents) >= how.at_least
            and now.hit >= _LEAST_HIT
            and now.share >= how.times * before.share
            and now.share - before.share >= how.points / 100
            and _apart(before, now) >= _CHANCE
        )


def _whole(parts: Iterable[_Week]) -> _Week:
    whole = _Week()
    for part in parts:
        whole.documents += part.documents
        whole.hit.update(part.hit)
    return whole


def _sum(rates: Sequence[_Rate]) -> _Rate:
    return _Rate(sum(rate.hit for rate in rates), sum(rate.documents for rate in rates))


def _apart(one: _Rate, other: _Rate) -> float:
    """Return how far two rates are apart: the log-likelihood ratio of one rate against two."""
    both = _sum([one, other])
    return 2 * sum(
        count * log(count / (rate.documents * share))
        for rate in (one, other)
        for count, share in (
            (rate.hit, both.share),
            (rate.documents - rate.hit, 1 - both.share),
        )
        if count
    )
