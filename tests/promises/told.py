"""What the README says of the promises, made from the figures of a run of their tests.

SCRAPELINT_FIGURES=figures.jsonl python -m pytest -n logical tests/promises
python -m tests.promises.told figures.jsonl
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT
from tests.promises.figures import CAMPAIGN

README = ROOT / "README.md"
BEGIN, END = "```text figures\n", "```\n"
PROMISES = {
    "A file is its old or its new content at every instant, whatever ends the run": (
        "killed at every system call",
        "killed at random",
        "a loss of power",
        "a.jsonl, killed at system calls",
        "a.jsonl.gz, killed at system calls",
        "a.parquet, killed at system calls",
    ),
    "A full or failing disk costs nothing, and is told": (
        "an error of every system call, once",
        "an error of every system call, from then on",
        "a full disk",
    ),
    "Nothing changes but the edits that are listed, and each run can be undone": (
        "an independent verifier, with safe repairs",
        "an independent verifier, with unsafe repairs",
        "JSON Lines, by a second reading",
        "Parquet",
    ),
    "To repair twice is to repair once, in whatever order rules come": (
        "fixing twice, with safe repairs",
        "fixing twice, with unsafe repairs",
        "order of rules",
        "order of names",
    ),
    "Looking writes nothing, and --diff shows what --fix does": (
        "looking",
        "diffs, with safe repairs",
        "diffs, with unsafe repairs",
    ),
    "Nothing that comes in crashes it, and what could not be done is told": (
        "bad inputs",
        "garbage",
        "rule files",
        "bad files of many texts",
        "garbled files of many texts",
    ),
    "Time and memory grow with a text, and no faster": (
        "time: expressions",
        "time: whole",
        "memory: letters",
        "memory: spaces",
        "memory: sentences",
        "memory: found places",
        "memory: repaired places",
        "memory for many records, check",
        "memory for many records, --fix",
        "bombs",
    ),
    "The same text gives the same report": ("same bytes", "engines"),
    "Text never becomes a command": ("outputs", "outputs of commands"),
    "Nothing of a linted folder is run, and nothing outside it read": ("a hostile folder",),
    "Only what was asked for is written, and keeps its mode, owner and attributes": (
        "kinds of files × check and --fix",
        "a file swapped for a link",
        "three scrapelints and an editor at once",
        "people and scrapelints in one folder",
    ),
}
NAMES = {name for names in PROMISES.values() for name in names}
EXACT = {
    "bad inputs",
    "bad files of many texts",
    "a hostile folder",
    "time: expressions",
    "kinds of files × check and --fix",
}
"""Figures that are the same in every run; of the others only what is 0 must be."""
_COUNT = re.compile(r"\b\d[\d,.]*")


def lines(figures: Mapping[str, str]) -> str:
    """Return the promises, each with its figures below it."""
    return "\n".join(
        f"{promise}\n" + "".join(f"  {name}: {figures[name]}\n" for name in names)
        for promise, names in PROMISES.items()
    )


def read() -> dict[str, str]:
    """Return the figures in the README by their names."""
    told = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    entries = [line.removeprefix("  ") for line in told.splitlines() if line.startswith("  ")]
    return {
        name: e[len(name) + 2 :] for e in entries for name in NAMES if e.startswith(f"{name}: ")
    }


def is_stale(name: str, said: str, measured: str) -> bool:
    """Tell whether a figure in the README is no longer what a run comes to."""
    if name in EXACT:
        return said != measured
    counts = zip(_COUNT.findall(said), _COUNT.findall(measured), strict=False)
    broken = any(before == "0" != after for before, after in counts)
    return broken or _COUNT.sub("#", said) != _COUNT.sub("#", measured)


def stale(measured: Mapping[str, str]) -> dict[str, str]:
    """Return what the README says in place of some figures; nothing in a campaign."""
    if CAMPAIGN:
        return {}
    said = read()
    return {n: said.get(n, "") for n, m in measured.items() if is_stale(n, said.get(n, ""), m)}


def main() -> None:
    """Put the figures of a run into the README."""
    kept = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    figures = {entry["name"]: entry["figure"] for entry in map(json.loads, kept)}
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(before + BEGIN + lines(figures) + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
