"""What tells rules from those of the same name that said something else."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time_ns

from scrapelint import files
from scrapelint.files import FileProblem

_SUFFIXES = (".toml", ".tsv")
Mark = tuple[str, int, int, int, int]
"""A file, its size and number, and when its content and what is told of it were changed."""


def edition(folders: Iterable[Path]) -> str:
    """Return a digest of all that the rule files in some folders say."""
    import hashlib  # noqa: PLC0415 - slow to load

    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(_content(path, path.relative_to(folder)))
    return digest.hexdigest()


def _content(path: Path, name: Path) -> bytes:
    try:
        data, _ = files.read(path)
    except FileProblem as problem:  # whoever needs the file will be told
        data = str(problem).encode()
    return repr((name.as_posix(), data)).encode("utf-8", "backslashreplace")


def marks(folders: Iterable[Path]) -> tuple[int, list[Mark]]:
    """Return when any file right in some folders was last changed, and the marks of all.

    Files of rules and of code count; none is read. Nothing tells of files that cannot be seen, as
    if they were just changed.
    """
    try:
        found = [mark for folder in sorted(folders) for mark in _marks(folder)]
    except OSError:
        return time_ns(), []
    return max((max(changed) for _, _, _, *changed in found), default=0), found


def _marks(folder: Path) -> Iterator[Mark]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith((*_SUFFIXES, ".py")):
                it = entry.stat()
                yield entry.path, it.st_size, it.st_ino, it.st_mtime_ns, it.st_ctime_ns
