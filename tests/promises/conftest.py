"""A damaged file."""

import os
from pathlib import Path

import pytest

from tests.promises.scene import OLD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(OLD)
    os.setxattr(path, "user.origin", b"https://example.org")
    return path
