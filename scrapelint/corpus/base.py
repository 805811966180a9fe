"""What every way to look at a corpus is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from scrapelint.detectors.base import Detector, Match
from scrapelint.document import Document

if TYPE_CHECKING:  # rules are loaded in every run, documents are seldom laid side by side
    from scrapelint.corpus.reading import Reading, Told


class Watch(Protocol):
    """Looks at one document after the other and keeps little of each."""

    def add(self, reading: "Reading") -> str | None:
        """Take in a document; return what is found of it as a whole, if that can be told yet."""

    def end(self) -> Iterator["Told"]:
        """Yield what is found now that all documents are known."""


class CorpusDetector(Detector, Protocol):
    """A way to look at many documents; one alone tells it nothing."""

    @property
    def needs(self) -> str | None:
        """Return the module of an extra that must be installed, if one must."""
        return None

    def matches(self, document: Document) -> Iterator[Match]:  # noqa: ARG002 - one tells nothing
        """Yield nothing."""
        return iter(())

    def watch(self) -> Watch:
        """Return a watch over a corpus, before its first document."""
        ...
