"""A damaged file, and the figures of a run, printed where no test's output is captured."""

import os
from pathlib import Path

import pytest

from tests.promises import figures
from tests.promises.scene import OLD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in figures.RECORDED:
        terminalreporter.write_line(line)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    os.setxattr(path, "user.origin", b"https://example.org")
    return path
