"""Gathers the figures of all processes that run tests, and compares them with the README."""

from typing import Any

import pytest

from tests.promises import figures, told


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the figures to the process that was started, or judge them there."""
    if hasattr(session.config, "workeroutput"):  # this is one of pytest-xdist's
        session.config.workeroutput["figures"] = figures.RECORDED
    elif told.stale(figures.RECORDED) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - pytest-xdist may not be there
    """Take what a process hands over when it ends."""
    figures.RECORDED.update(getattr(node, "workeroutput", {}).get("figures", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures where no test's output is captured."""
    for name, figure in figures.RECORDED.items():
        terminalreporter.write_line(f"{name}: {figure}")
    for name, said in told.stale(figures.RECORDED).items():
        terminalreporter.write_line(f"the README tells otherwise: {name}: {said}", red=True)
