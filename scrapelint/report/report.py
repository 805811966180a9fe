"""What a report is, and which there are by name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from scrapelint.files import Problem
from scrapelint.report.outcome import Outcome
from scrapelint.report.places import relative
from scrapelint.rule import Rule

FORMATS = {
    "full": "text:Full",
    "concise": "text:Concise",
    "json": "jsonl:Json",
    "jsonl": "jsonl:Jsonl",
    "html": "html:Html",
    "statistics": "statistics:Statistics",
    "figures": "statistics:Record",
    "github": "github:Github",
    "sarif": "sarif:Sarif",
    "gitlab": "gitlab:Gitlab",
    "junit": "junit:Junit",
    "rdjson": "rdjson:Rdjson",
    "markdown": "markdown:Markdown",
    "dolma": "dolma:Dolma",
}
"""All formats: the module in this folder, loaded when it is asked for, and the class in it."""

GROUPS = ("rule", "site", "month")
"""What figures can be told by."""

Paint = Callable[[str, str], str]
"""Returns a text in a colour, or as it is."""


class Totals(Protocol):
    """The figures of a run that is over: files asked for, and the texts in them."""

    @property
    def asked(self) -> int:
        """Return how many files were to be checked."""

    @property
    def checked(self) -> int:
        """Return how many were."""

    @property
    def failed(self) -> int:
        """Return how many could not be."""

    @property
    def texts(self) -> int:
        """Return how many texts were in them."""

    @property
    def findings(self) -> int:
        """Return how many findings there were."""

    @property
    def damaged(self) -> int:
        """Return in how many texts something was found."""

    @property
    def changed(self) -> int:
        """Return how many texts were repaired."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Return what was asked for and could not be done."""


class Report(Protocol):
    """Findings in some form, fed with one outcome after the other.

    Outcomes come in the order of files, all records of a file together, also those without
    findings; late ones, with more about texts that came before, at the very end. What is yielded
    are pieces of the report in their order.
    """

    def add(self, outcome: Outcome) -> Iterable[str]:
        """Yield what can be said at once."""

    def end(self, totals: Totals) -> Iterable[str]:
        """Yield what is said once all outcomes were added."""


def unpainted(text: str, _colour: str) -> str:
    """Return a text as it is."""
    return text


@dataclass(frozen=True, eq=False)
class About:
    """What a report may need to know besides the outcomes."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    """The rules that looked, by name."""
    top: Path = field(default_factory=Path)
    """The folder that paths in reports for other programs start from, that of the repository."""
    paint: Paint = unpainted
    groups: tuple[str, ...] = ()
    """What figures are told by; without any, by what there is."""
    seconds: Mapping[str, float] | None = None
    """How long each rule took once the run is over, if that is told."""

    @cached_property
    def path(self) -> Callable[[str], str]:
        """Return what other programs call a file, which all records of it ask in turn."""
        return lru_cache(maxsize=1)(partial(relative, top=self.top))


def make(form: str, about: About) -> Report:
    """Return an empty report of a format."""
    module, _, name = FORMATS[form].partition(":")
    report: Report = getattr(import_module(f"scrapelint.report.{module}"), name)(about)
    return report


def whole(report: Report, outcomes: Iterable[Outcome], totals: Totals) -> str:
    """Return all that a report says of some outcomes."""
    pieces = [piece for outcome in outcomes for piece in report.add(outcome)]
    return "".join([*pieces, *report.end(totals)])
