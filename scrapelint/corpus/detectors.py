"""The closed list of ways to look at a corpus: types that rules of the family `corpus` may name.

Here are their parameters only; what looks at documents is loaded when there are some.
"""

from dataclasses import dataclass
from typing import Any, Literal

from scrapelint.corpus import JUMPS
from scrapelint.corpus.base import CorpusDetector, Watch


@dataclass(frozen=True)
class Copies(CorpusDetector):
    """Documents of at least so many words that are an earlier one.

    `exact`: word for word, whatever stands between the words. `near`: with at least `share` of
    100 shingles of five words in common, as MinHash estimates it, and not exact. Of several
    earlier ones the most alike is named. Texts of a million characters are compared letter for
    letter.
    """

    unit: Literal["exact", "near"]
    least: int
    share: int = 100

    @property
    def needs(self) -> str | None:
        """Return the module that must be installed."""
        return "rensa" if self.unit == "near" else None

    def watch(self) -> Watch:
        """Return a watch over a corpus."""
        from scrapelint.corpus.copies import CopiesWatch  # noqa: PLC0415 - seldom needed

        return CopiesWatch(self)


@dataclass(frozen=True)
class Jumps(CorpusDetector):
    """Sites, or weeks of a site, in which a rule finds something in far more documents.

    The share of documents must be `times` as large and `points` of 100 larger than it is on all
    other sites (`site`) or was in the eight weeks before (`week`), with at least so many
    documents on either side. Weeks with fewer are taken together with the next ones.
    """

    over: Literal["site", "week"]
    at_least: int = 30
    times: int = 3
    points: int = 5

    def watch(self) -> Watch:
        """Return a watch over a corpus."""
        from scrapelint.corpus.jumps import JumpsWatch  # noqa: PLC0415 - seldom needed

        return JumpsWatch(self)


@dataclass(frozen=True)
class SiteLines(CorpusDetector):
    """Lines of at least so many `words` in at least so many documents of a site, copies aside.

    They must stand in `share` of 100 of the site's documents as well. Those of which more than half
    stood on the site before, versions of an article, count only where a line is in ten times as
    many documents and four times as large a share; those of which all did never count. A number
    is as good as another: `12 comments` is `7 comments`.
    """

    at_least: int = 5
    share: int = 5
    words: int = 3

    def watch(self) -> Watch:
        """Return a watch over a corpus."""
        from scrapelint.corpus.sitelines import Lines  # noqa: PLC0415 - seldom needed

        return Lines(self)


CORPUS_DETECTORS: dict[str, type[Any]] = {
    "copies": Copies,
    JUMPS: Jumps,
    "site-lines": SiteLines,
}
