"""What tells rules from those of the same name that said something else."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from scrapelint import files
from scrapelint.files import FileProblem

_SUFFIXES = (".toml", ".tsv")


def edition(folders: Iterable[Path]) -> str:
    """Return a digest of all that the rule files in some folders say."""
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
