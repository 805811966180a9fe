"""How fast scrapelint is, as ratios to what was measured in the same run.

    python -m benchmarks [FOLDER]

FOLDER holds articles as .txt files, some megabytes of them; without one, articles are made. All
that is compared takes its turn one after the other, five times; a figure is the median, with the
least and the most beside it. Peers that are not installed are left out.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from tabulate import tabulate

from benchmarks import peers
from scrapelint.linter import Linter
from scrapelint.recipe import Recipe
from scrapelint.rule import Rule

TURNS = 5
BASE = "ftfy.fix_text"
SCRAPELINT = Path(sys.executable).with_name("scrapelint")
OPTIONS = ("check", "--isolated", "--exit-zero", "--quiet")
TEXT = (
    "the bridge of was closed on Monday and nobody in town knows when it will open again while "
    "ferries cross every hour but carry no cars so people walk or wait at home for news from "
    "engineers who found a crack under northern pier last winter after heavy rain"
)
DAMAGE = (".The", " ,", "Ã©", "&amp;", "\u200b", " pic.twitter.com/aB3dE5fG7h", "()", "\ufffd")


def article(chance: random.Random, damaged: bool) -> str:  # noqa: FBT001 - one of two kinds
    """Return some paragraphs of words in any order, with damage after every thirtieth or none."""
    paragraphs = []
    for _ in range(chance.randrange(5, 30)):
        words = chance.choices(TEXT.split(), k=chance.randrange(20, 90))
        if damaged:
            words = [w + chance.choice(DAMAGE) * (chance.random() < 1 / 30) for w in words]
        paragraphs.append(" ".join(words).capitalize() + ".")
    return "\n\n".join(paragraphs) + "\n"


def made(folder: Path) -> Iterator[tuple[str, Path]]:
    """Make folders of sound and of damaged articles, two megabytes each."""
    for kind in ("sound", "damaged"):
        chance = random.Random(0)  # noqa: S311 - no secret
        (folder / kind).mkdir()
        for number in range(500):
            text = article(chance, kind == "damaged")
            (folder / kind / f"{number}.txt").write_text(text, encoding="utf-8")
        yield kind, folder / kind


def times(works: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the seconds of each work, all of them measured in turn."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            before = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - before)
    return taken


def told(taken: dict[str, list[float]], base: str, megabytes: float = 0) -> str:
    """Return a table of the times, and how many times as fast each is as the first of them."""
    rows = [
        (
            name,
            f"{median(spent):.3f}",
            f"{min(spent):.3f} to {max(spent):.3f}",
            f"{megabytes / median(spent):.2f}" if megabytes else "",
            median(taken[base]) / median(spent),
        )
        for name, spent in taken.items()
    ]
    headers = ["", "seconds", "from to", "MB/s", f"times as fast as {base}"]
    return tabulate(rows, headers=headers, floatfmt=".2f") + "\n"


def run(*command: str | Path) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def linter(kind: str) -> Linter:
    """Return a linter that scans at once, or never."""
    os.environ["SCRAPELINT_ENGINE"] = kind
    return Recipe().linter()


def checker(kind: str) -> Callable[[str], object]:
    """Return what checks a text with all that makes it fast, or with nothing of it."""
    made = linter(kind)

    def check(text: str) -> object:
        os.environ["SCRAPELINT_ENGINE"] = kind  # tables of words ask each time
        return made.check(text)

    return check


def one_core(texts: list[str]) -> None:
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    native, pure = checker("native"), checker("pure")
    for text in texts:  # what is read and compiled once
        native(text)
    some = texts[:: max(1, len(texts) // 40)]
    for text in some:
        pure(text)
    of_some = {**peers.in_process(), "scrapelint, no scanner": pure}
    fix_text = of_some.pop(BASE)
    works: dict[str, Callable[[], object]] = {
        BASE: lambda: [fix_text(text) for text in texts],
        "scrapelint": lambda: [native(text) for text in texts],
    }
    for name, work in of_some.items():  # they are slow
        works[name] = lambda work=work: [work(text) for text in some]  # type: ignore[misc]
    taken = times(works)
    share = sum(map(len, texts)) / sum(map(len, some))
    for name in of_some:
        taken[name] = [seconds * share for seconds in taken[name]]
    print(told(taken, BASE, megabytes))


def other(rule: Rule) -> Rule:
    """Return a copy of a rule under another name."""
    return replace(rule, name=f"{rule.name}-again")


def growth(texts: list[str]) -> None:
    """Print what twice the rules cost, and twice the text in one line."""
    rules = linter("native").rules
    works: dict[str, Callable[[], object]] = {}
    twice = (*rules, *map(other, rules))
    for name, some in (("all rules", rules), ("each rule twice", twice)):
        checking = Linter(some, frozenset(rule.name for rule in some))
        checking.check(texts[0])
        works[name] = lambda checking=checking: [checking.check(text) for text in texts[:100]]  # type: ignore[misc]
    print(told(times(works), "all rules"))
    checking = linter("native")
    line = " ".join(texts).replace("\n", " ")
    works = {
        f"{size / 1e6:.2f} MB in one line": lambda size=size: checking.check(line[:size])  # type: ignore[misc]
        for size in (250_000, 500_000, 1_000_000)
    }
    print(told(times(works), "0.25 MB in one line"))


def commands(folder: Path) -> None:
    os.environ["SCRAPELINT_ENGINE"] = ""
    jobs = {
        f"scrapelint --jobs {number}": run(SCRAPELINT, *OPTIONS, "--jobs", str(number), folder)
        for number in (1, 2)
    }
    others = {
        name: run(path, *options, folder) for name, (path, options) in peers.commands().items()
    }
    run(SCRAPELINT, *OPTIONS, "--jobs", "1", folder)()  # scanners are compiled once and kept
    print(told(times({**jobs, **others}), "scrapelint --jobs 1"))
    small = min(folder.rglob("*.txt"), key=lambda path: path.stat().st_size)
    start = {
        "import click": run(sys.executable, "-c", "import click"),
        "scrapelint, one small file": run(SCRAPELINT, *OPTIONS, small),
        **{
            f"{name}, the same": run(path, *options, small)
            for name, (path, options) in peers.commands().items()
        },
    }
    print(told(times(start), "import click"))
    print(f"memory at most {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3:.0f} MB\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        given = [("given", Path(sys.argv[1]))] if sys.argv[1:] else made(Path(place))
        for kind, folder in given:
            texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
            size = sum(map(len, texts)) / 1e6
            print(f"## {kind}: {len(texts)} texts, {size:.1f} MB, {os.cpu_count()} cores\n")
            one_core(texts)
            growth(texts)
            commands(folder)


if __name__ == "__main__":
    main()
