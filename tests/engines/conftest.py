"""How long it took, printed where no test's output is captured."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.engines.corpus import MANY, WORKERS

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
