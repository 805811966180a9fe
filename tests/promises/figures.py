"""What a promise came to: a line to read, and a line to keep."""

import json
import os
import sys
from pathlib import Path

CAMPAIGN = bool(os.environ.get("SCRAPELINT_CAMPAIGN"))
"""Whether there are hours to spend instead of seconds."""
_KEPT = os.environ.get("SCRAPELINT_FIGURES")


def record(name: str, figure: str) -> None:
    """Print a figure, past what captures output, and keep it where that is asked for."""
    print(f"\n{name}: {figure}", file=sys.__stdout__, flush=True)  # noqa: T201
    if _KEPT:
        line = json.dumps({"name": name, "figure": figure}, ensure_ascii=False)
        with Path(_KEPT).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def size(quick: int, long: int) -> int:
    """Return how often to try: little in every run, much in a campaign."""
    return long if CAMPAIGN else quick
