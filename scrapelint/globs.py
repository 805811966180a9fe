"""Patterns as in .gitignore, taken from one folder to another."""

import os
from pathlib import Path

from scrapelint.late import late

_SPECIAL = late(r"[\\*?\[\]!#]")


def rebased(pattern: str, folder: str) -> str:
    """Return a pattern that means, from above `folder`, what it means in there; `.` is the same."""
    if folder == "." or not pattern.strip() or pattern.startswith("#"):
        return pattern
    mark = "!" if pattern.startswith("!") else ""
    inner = pattern.removeprefix(mark)
    anchored = "/" in inner.rstrip().removesuffix("/")
    above = _SPECIAL.sub(r"\\\g<0>", folder)
    return f"{mark}/{above}/{'' if anchored else '**/'}{inner.removeprefix('/')}"


def exactly(file: Path, root: Path) -> tuple[str, ...]:
    """Return the pattern that means one file, seen from `root`; none if it is outside."""
    inside = Path(os.path.relpath(Path(os.path.abspath(file)), root)).as_posix()  # noqa: PTH100
    return () if inside.startswith("../") else (_SPECIAL.sub(r"\\\g<0>", f"/{inside}"),)
