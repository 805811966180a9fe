"""Writing: the whole new file or the old one, and only by one module."""

import ast
import os
from pathlib import Path

import pytest

from scrapelint import writer
from tests.conftest import ROOT


def test_replace_puts_the_new_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    writer.replace(path, b"new", expected=b"old")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_changed_meanwhile_is_let_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"theirs")
    with pytest.raises(writer.WriteError, match="changed since it was read"):
        writer.replace(path, b"new", expected=b"old")
    assert path.read_bytes() == b"theirs"


@pytest.mark.parametrize("kind", ["symlink", "hard link", "read-only", "missing", "folder gone"])
def test_what_cannot_be_replaced_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    if kind == "symlink":
        path.rename(tmp_path / "real.txt")
        path.symlink_to(tmp_path / "real.txt")
    elif kind == "hard link":
        (tmp_path / "b.txt").hardlink_to(path)
    elif kind == "read-only":
        path.chmod(0o444)
    elif kind == "missing":
        path.unlink()
    else:
        path = tmp_path / "gone" / "a.txt"
    with pytest.raises(writer.WriteError):
        writer.replace(path, b"new", expected=b"old")
    assert all(file.read_bytes() == b"old" for file in tmp_path.iterdir())


def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(writer.WriteError, match="No space left"):
        writer.replace(path, b"new", expected=b"old")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


WRITES = {"write_text", "write_bytes", "rename", "replace_file", "unlink", "mkstemp", "touch"}
MODULES = sorted((ROOT / "scrapelint").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_writer_opens_files_for_writing(path: Path) -> None:
    if path.name == "writer.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in WRITES
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open"


EDGES = {"cli", "sources.py", "writer.py", "config.py", "rulefile.py", "rulebook.py", "run.py"}
EDGES |= {"tablefile.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_below_the_edges_nothing_prints_exits_or_opens_files(path: Path) -> None:
    if EDGES & {path.name, path.parent.name}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "open", "exit", "input"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"read_text", "read_bytes", "exit", "stdout", "stderr"}
