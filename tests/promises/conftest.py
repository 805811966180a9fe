"""The figures of a run, printed where no test's output is captured."""

import pytest

from tests.promises import figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in figures.RECORDED:
        terminalreporter.write_line(line)
