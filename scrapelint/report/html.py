"""The report to look at: one page, which needs nothing else and asks nobody."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from scrapelint.report.outcome import Outcome
from scrapelint.report.page import sheet
from scrapelint.report.page.figures import Figures
from scrapelint.report.page.inert import embedded
from scrapelint.report.page.kinds import Kinds
from scrapelint.report.page.shelf import Limits, Shelf
from scrapelint.report.report import About, Totals


@dataclass
class Html:
    """Figures, and documents with their findings marked, where a person decides what to repair.

    Figures are of all documents; texts are put into the page up to `limits`, and the page tells
    what was left out.
    """

    about: About
    limits: Limits = field(default_factory=Limits)
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        """Begin with an empty shelf."""
        self.shelf = Shelf(self.limits, Kinds(self.about.rules))

    def add(self, outcome: Outcome) -> tuple[str, ...]:
        """Take in a document; nothing can be said yet."""
        self.figures.add(outcome)
        self.shelf.add(outcome)
        return ()

    def end(self, totals: Totals) -> Iterator[str]:
        """Yield the page."""
        shelf, all_ = self.shelf, self.figures.all
        before, after = sheet.pieces(
            {"documents": f"{all_.documents:,}", "findings": f"{all_.findings:,}"}
        )
        yield before
        yield _data("figures", embedded(self._head(totals)))
        yield _data("index", "[" + ",\n".join(shelf.index) + "]")
        for number, text in enumerate(shelf.texts):
            yield _data(f"document-{number}", text)
        yield after

    def _head(self, totals: Totals) -> dict[str, Any]:
        shelf = self.shelf
        return {
            "version": version("scrapelint"),
            "page": _name(shelf.texts),
            "failed": totals.failed,
            "kinds": shelf.kinds.told(),
            "figures": self.figures.told(),
            "shown": {
                "documents": len(shelf.index),
                "findings": shelf.findings,
                "cut": shelf.cut,
            },
        }


def _data(name: str, json: str) -> str:
    return f'<script type="application/json" id="{name}">{json}</script>\n'


def _name(texts: list[str]) -> str:
    """Return a name for what is in the page, under which a browser can keep decisions."""
    together = hashlib.sha256()
    for text in texts:
        together.update(text.encode())
    return together.hexdigest()[:16]
