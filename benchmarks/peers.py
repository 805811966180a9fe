"""Other tools that look at scraped text or mend it, where they are installed."""

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

Work = Callable[[str], object]
COMMANDS = {
    "codespell": ("--quiet-level", "3"),
    "typos": ("-j1", "--format", "silent"),
    "proselint": ("check",),
    "vale": ("--no-exit",),
    "textlint": (),
}
"""Command lines that take a folder, and what stands before it."""


def in_process() -> dict[str, Work]:
    """Return what Python tools do with a text, by their names."""
    found = {}
    for name, make in (
        ("ftfy.fix_text", _ftfy),
        ("clean-text", _clean_text),
        ("scrubkit", _scrubkit),
        ("datatrove: Gopher, C4, FineWeb", _datatrove),
    ):
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def commands() -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Return the commands that are there, with their options."""
    there = {name: shutil.which(name) for name in COMMANDS}
    return {name: (Path(path), COMMANDS[name]) for name, path in there.items() if path}


def _ftfy() -> Work:
    work: Work = import_module("ftfy").fix_text
    return work


def _clean_text() -> Work:
    work: Work = import_module("cleantext").clean
    return work


def _scrubkit() -> Work:
    work: Work = import_module("scrubkit").clean
    return work


def _datatrove() -> Work:
    document: Any = import_module("datatrove.data").Document
    there = import_module("datatrove.pipeline.filters")
    names = ("GopherQuality", "GopherRepetition", "C4Quality", "FineWebQuality")
    filters = [getattr(there, f"{name}Filter")() for name in names]
    return lambda text: [each.filter(document(text=text, id="")) for each in filters]
