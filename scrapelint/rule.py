"""A rule: what is wrong, why it happens, how to look for it, and the cases that prove it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scrapelint.detecting import ByLanguage
from scrapelint.detectors.base import Match
from scrapelint.document import Document
from scrapelint.finding import Safety, Severity

FAMILIES = (
    "encoding",
    "markup",
    "embeds",
    "missing-text",
    "glued-text",
    "spacing",
    "structure",
    "metadata",
    "media",
    "boilerplate",
    "typography",
    "duplicates",
    "truncation",
    "document",
    "corpus",
)
"""All families, in the order in which their evidence is protected."""
CORPUS = FAMILIES[-1]
"""The family of rules that look at many documents; they run only where they are asked for."""


_PACKAGED = Path(__file__).parent / "rules"
SHIPPED = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "rules"
"""Where the rules are: inside an installed package, beside the package in a checkout."""
MODELS = "models"
"""The folder, among the families, of the tables that the detector `gap` looks into."""
TABLES = "tables"
"""The folder, among the families, of word lists that rules share."""


class RuleError(Exception):
    """A rule file that cannot be used; the message names the file and the reason."""


@dataclass(frozen=True)
class Sheet:
    """A document of a case that needs several; `times` over where one stands for many."""

    text: str
    url: str | None = None
    date: str | None = None
    times: int = 1


@dataclass(frozen=True)
class Case:
    """An example: damaged text with what is found in it and what it becomes, or sound text.

    One of the family `corpus` has documents in place of a text; what is found is the number of a
    document, from 1, and after a colon the place in it if that is not all of it.
    """

    text: str
    language: str
    found: tuple[str, ...] = ()
    fixed: str | None = None
    note: str = ""
    documents: tuple[Sheet, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its text, or those of its documents."""
        return tuple(sheet.text for sheet in self.documents) or (self.text,)


@dataclass(frozen=True)
class Page:
    """What a rule file says to people, and the cases that prove it: no run over texts needs it."""

    why: str
    invalid: tuple[Case, ...]
    valid: tuple[Case, ...]


@dataclass(frozen=True)
class Rule:
    """One rule file, checked.

    `languages` are those the rule claims; empty, it runs on every document. `detectors` holds
    the detector, one of `kind`, for each language of a document that the rule runs on; `page`
    returns what else the file says. Without `default` its findings are shown only where the rule
    or its family is asked for by name.
    """

    name: str
    family: str
    summary: str
    severity: Severity
    safety: Safety | None
    languages: tuple[str, ...]
    kind: str
    path: Path
    detectors: ByLanguage = field(compare=False)
    page: Callable[[], Page] = field(compare=False, repr=False)
    default: bool = True

    @property
    def rank(self) -> int:
        """Return how early the family's evidence is protected: 0 is first."""
        return FAMILIES.index(self.family)

    @property
    def why(self) -> str:
        """Return the bug behind it, and what repairs that."""
        return self.page().why

    @property
    def invalid(self) -> tuple[Case, ...]:
        """Return the cases of damaged text."""
        return self.page().invalid

    @property
    def valid(self) -> tuple[Case, ...]:
        """Return the cases of sound text."""
        return self.page().valid

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the places in a document; none in a language the rule is not for."""
        detector = self.detectors.get(document.language)
        return iter(()) if detector is None else detector.matches(document)
