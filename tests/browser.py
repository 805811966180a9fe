"""A real browser, Debian's Chromium without a window, and pages of reports in it."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from scrapelint.linter import Linter
from scrapelint.origin import Origin
from scrapelint.report.html import Html
from scrapelint.report.outcome import Outcome
from scrapelint.report.page.shelf import Limits
from scrapelint.report.report import About, whole
from scrapelint.rule import Rule
from scrapelint.run import Totals

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here; apt-get install chromium"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, with all that went wrong in it and all it asked for."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", self._ask)

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)

    def press(self, keys: str) -> None:
        """Press keys one after the other, their names with blanks between them."""
        for key in keys.split():
            self.page.keyboard.press(key)

    def text(self, selector: str) -> str:
        """Return what can be read in an element."""
        return self.page.inner_text(selector)

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page knows
        """Return the value of an expression."""
        return self.page.evaluate(expression)


def outcome(
    linter: Linter, text: str, name: str = "a.txt", origin: Origin | None = None
) -> Outcome:
    return Outcome(name, text, linter.check(text), origin=origin)


def page_of(
    outcomes: Iterable[Outcome], rules: Iterable[Rule] = (), limits: Limits | None = None
) -> str:
    """Return the report of some outcomes."""
    about, totals, outcomes = About({rule.name: rule for rule in rules}), Totals(), [*outcomes]
    for each in outcomes:
        totals.asked += 1
        totals.add(each)
    return whole(Html(about, limits or Limits()), outcomes, totals)


def saved(path: Path, page: str) -> str:
    """Put a page into a file, as a run does, and return its address."""
    path.write_bytes(page.encode("utf-8", "backslashreplace"))
    return path.as_uri()
