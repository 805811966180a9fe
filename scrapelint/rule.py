"""A rule: what is wrong, how bad that is, how to look for it, and where more is told of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scrapelint.detecting import ByLanguage
from scrapelint.detectors.base import Match
from scrapelint.document import Document
from scrapelint.finding import Safety, Severity

if TYPE_CHECKING:
    from scrapelint.page import Case, Page

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
    page: "Callable[[], Page]" = field(compare=False, repr=False)
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
    def invalid(self) -> "tuple[Case, ...]":
        """Return the cases of damaged text."""
        return self.page().invalid

    @property
    def valid(self) -> "tuple[Case, ...]":
        """Return the cases of sound text."""
        return self.page().valid

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the places in a document; none in a language the rule is not for."""
        detector = self.detectors.of(document.language)
        return iter(()) if detector is None else detector.matches(document)
