"""How long a corpus takes, how much memory, and whether its parts tell what the whole does.

    python -m benchmarks.corpus TEXTS [--records 1000000] [--jobs 2] [--parts 8] [--at FOLDER]

TEXTS are articles: a folder of .txt files, or JSONL files with a field `text`, also .gz and .xz.
They are written to one JSONL file again and again, each time a little different, until there are so
many records. The file is read with orjson alone and then checked; then it is cut, and its parts
are checked one after the other. On the disk there are never more than the file and one part of it.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import IO

import click
import orjson
from tabulate import tabulate

from benchmarks import records as made
from benchmarks.watching import SHARES, Watched, watched

CHECK = ("check", "--isolated", "--exit-zero", "--output-format", "jsonl")
NAME = "corpus.jsonl"
_PIECE = 1 << 20
_PLACE = re.compile(rb'"(record|line|end_line)": (\d+)')
"""What depends on where a record stands; in texts, quotation marks are escaped."""


class Findings:
    """A sum of findings as they are printed, and how many there are."""

    def __init__(self) -> None:
        self.sum = blake2b(digest_size=16)
        self.number = 0

    def take(self, printed: IO[bytes]) -> None:
        """Add what a run over the whole prints."""
        while piece := printed.read(_PIECE):
            self.number += piece.count(b"\n")
            self.sum.update(piece)

    def take_part(self, printed: Iterable[bytes], before: int) -> None:
        """Add what a run over a part prints, as if so many records were before it."""

        def moved(found: re.Match[bytes]) -> bytes:
            return b'"%s": %d' % (found[1], int(found[2]) + before)

        for line in printed:
            self.number += 1
            self.sum.update(_PLACE.sub(moved, line))

    def __str__(self) -> str:
        return f"{self.number:,} findings, {self.sum.hexdigest()}"


def seconds_of_orjson(path: Path) -> float:
    """Return the seconds that reading every record takes, the quicker of two turns."""
    taken = []
    for _ in range(2):
        began = time.perf_counter()
        with path.open("rb") as lines:
            for line in lines:
                orjson.loads(line)
        taken.append(time.perf_counter() - began)
    return min(taken)


def command(jobs: int) -> list[str]:
    return [str(Path(sys.executable).with_name("scrapelint")), *CHECK, "-j", str(jobs), NAME]


def whole(folder: Path, jobs: int) -> tuple[Watched, Findings]:
    findings = Findings()
    return watched(command(jobs), folder, findings.take), findings


def in_parts(folder: Path, size: int, jobs: int) -> tuple[float, Findings]:
    """Return the seconds, and the findings of parts of so many records one after the other."""
    findings, seconds = Findings(), 0.0
    place = folder / "part"
    place.mkdir()
    for before in made.cut(folder / NAME, place / NAME, size):
        run = watched(command(jobs), place, lambda out, n=before: findings.take_part(out, n))  # type: ignore[misc]
        seconds += run.wall
    return seconds, findings


def table(run: Watched) -> str:
    headers = ["MB of memory", "most", *(f"at {share:.0%}" for share in SHARES)]
    rows = [(name, *(f"{size / 1e6:.0f}" for size in sizes)) for name, sizes in run.memory()]
    return tabulate(rows, headers=headers)


@click.command(help=__doc__)
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--records", default=1_000_000)
@click.option("--jobs", default=2)
@click.option("--parts", default=8)
@click.option("--at", type=click.Path(path_type=Path), help="A folder with room for the file.")
def main(texts: tuple[Path, ...], records: int, jobs: int, parts: int, at: Path | None) -> None:
    with tempfile.TemporaryDirectory(dir=at) as place:
        folder = Path(place)
        given = list(chain.from_iterable(map(made.texts, texts)))
        size = made.make(folder / NAME, given, records) / 1e6
        print(f"{records:,} records of {len(given):,} texts, {size:,.1f} MB\n", flush=True)
        alone = seconds_of_orjson(folder / NAME)
        print(f"orjson alone {alone:.2f} s, {size / alone:.1f} MB/s", flush=True)
        run, findings = whole(folder, jobs)
        print(f"check with {jobs} jobs {run.wall:.1f} s, {run.cpu:.1f} s of processors, ", end="")
        print(f"{size / run.wall:.2f} MB/s, {run.wall / alone:.1f} times as long as orjson\n")
        print(f"{table(run)}\n\nthe whole: {findings}", flush=True)
        seconds, parted = in_parts(folder, -(-records // parts), jobs)
        print(f"{parts} parts:   {parted}, {seconds:.1f} s")
    if run.status or str(findings) != str(parted):
        sys.exit("The run failed, or the parts tell something else than the whole.")
    print("The parts tell what the whole does.")


if __name__ == "__main__":
    main()
