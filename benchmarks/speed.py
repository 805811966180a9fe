"""How fast scrapelint is, as ratios to what was measured in the same run.

    python benchmarks/speed.py FOLDER

FOLDER holds articles as .txt files, some megabytes of them. Each figure is the median of five
turns, in which all that is compared takes its turn one after the other.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import ftfy
from tabulate import tabulate

from scrapelint.recipe import Recipe

TURNS = 5
SCRAPELINT = Path(sys.executable).with_name("scrapelint")
OPTIONS = ("--isolated", "--exit-zero", "--quiet")


def times(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median seconds of each work, all of them measured in turn."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            before = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - before)
    return {name: median(seconds) for name, seconds in taken.items()}


def told(seconds: dict[str, float], base: str, megabytes: float = 0) -> str:
    """Return a table of the times, and how many times as fast each is as the first of them."""
    rows = [
        (
            name,
            f"{spent:.3f}",
            f"{megabytes / spent:.2f}" if megabytes else "",
            seconds[base] / spent,
        )
        for name, spent in seconds.items()
    ]
    headers = ["", "seconds", "MB/s", f"times as fast as {base}"]
    return tabulate(rows, headers=headers, floatfmt=".2f") + "\n"


def run(*command: str | Path) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    folder = Path(sys.argv[1])
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    linter = Recipe().linter()
    for text in texts:  # what is read and compiled once
        linter.check(text)
    print(f"{len(texts)} texts, {megabytes:.1f} MB, {os.cpu_count()} cores\n")
    one_core = {
        "ftfy.fix_text": lambda: [ftfy.fix_text(text) for text in texts],
        "scrapelint": lambda: [linter.check(text) for text in texts],
    }
    print(told(times(one_core), "ftfy.fix_text", megabytes))
    jobs = {
        f"--jobs {number}": run(SCRAPELINT, "check", *OPTIONS, "--jobs", str(number), folder)
        for number in (1, 2)
    }
    print(told(times(jobs), "--jobs 1", megabytes))
    small = min(folder.rglob("*.txt"), key=lambda path: path.stat().st_size)
    start = {
        "import click": run(sys.executable, "-c", "import click"),
        "one small file": run(SCRAPELINT, "check", *OPTIONS, small),
    }
    print(told(times(start), "import click"))


if __name__ == "__main__":
    main()
