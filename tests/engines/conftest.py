"""How long it took, printed where no test's output is captured."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.engines.corpus import MANY, WORKERS

_ALL = bool(os.environ.get("SCRAPELINT_ENGINES"))
"""Whether nothing may be left out."""
_LEFT_OUT: list[str] = []
Timer = Callable[[str], AbstractContextManager[None]]
_TOOK: list[str] = []


@pytest.fixture
def timed() -> Timer:
    """Return what measures the time of some lines."""

    @contextmanager
    def measured(what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        _TOOK.append(f"{what}, {WORKERS} workers, {MANY:,} texts: {took:.1f} s")

    return measured


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _TOOK:
        terminalreporter.write_line(line)
    if _ALL and _LEFT_OUT:
        terminalreporter.write_line(f"left out: {', '.join(_LEFT_OUT)}", red=True)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _LEFT_OUT.append(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        _LEFT_OUT.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _ALL and _LEFT_OUT:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
