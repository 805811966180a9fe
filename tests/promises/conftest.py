"""A damaged file, and the figures of a run, printed where no test's output is captured."""

import os
from pathlib import Path

import pytest

from tests.promises import figures
from tests.promises.scene import OLD


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, figure in figures.RECORDED.items():
        terminalreporter.write_line(f"{name}: {figure}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have what compares figures with the README run last."""
    items.sort(key=lambda item: item.path.name == "test_told.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    os.setxattr(path, "user.origin", b"https://example.org")
    return path
