"""What a promise came to: a line to read at the end of the run, and one to keep."""

import json
import os
from pathlib import Path

CAMPAIGN = bool(os.environ.get("SCRAPELINT_CAMPAIGN"))
"""Whether there are hours to spend instead of seconds."""
RECORDED: dict[str, str] = {}


def record(name: str, figure: str) -> None:
    """Have a figure printed, and kept as a line of JSON in the file $SCRAPELINT_FIGURES."""
    RECORDED[name] = figure
    if kept := os.environ.get("SCRAPELINT_FIGURES"):
        line = json.dumps({"name": name, "figure": figure}, ensure_ascii=False)
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def size(quick: int, long: int) -> int:
    """Return how often to try: a little in every run, much in a campaign."""
    return long if CAMPAIGN else quick
