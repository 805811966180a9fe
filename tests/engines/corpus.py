"""As many small articles as are asked for, some of them damaged, and what is found in them."""

import json
import os
import random
import signal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scrapelint.arrow import Job

MANY = 100_000 if os.environ.get("SCRAPELINT_CAMPAIGN") else 1500
"""Articles; the campaign's take minutes."""
WORKERS = 2
JOB = Job.of(lang="fr")

_WHO = ("le maire", "la boulangère", "un passeur", "le facteur", "une voisine", "l’éclusier")
_WHAT = ("a fermé le pont", "a vu la crue", "attend le bac", "repeint la halle", "garde la digue")
_WHEN = ("ce matin", "depuis lundi", "avant la foire", "sous la pluie", "en mars dernier")
_DAMAGES = (
    lambda s: s.replace(". ", ".", 1),
    lambda s: s.replace("é", "Ã©", 1),
    lambda s: s.replace(" a ", " , a ", 1),
    lambda s: s + " [...](  )",
    lambda s: s + "\n\nPartager sur Facebook",
)


def articles(count: int = MANY) -> pa.Table:
    """Return articles with an id each; every third one is damaged, and every 50th is missing."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    texts: list[str | None] = []
    for number in range(count):
        sentences = [
            f"{chance.choice(_WHO).capitalize()} {chance.choice(_WHAT)} {chance.choice(_WHEN)}."
            for _ in range(chance.randint(1, 3))
        ]
        text = f"{' '.join(sentences)} C’est le billet {number}."
        texts.append(chance.choice(_DAMAGES)(text) if number % 3 == 0 else text)
    texts[::50] = [None] * len(texts[::50])
    return pa.table({"id": [f"a{number}" for number in range(count)], "text": texts})


def written(folder: Path, count: int = MANY) -> tuple[Path, list[dict[str, Any]]]:
    """Write the articles in several files of Parquet; return the folder and what is found."""
    table = articles(count)
    source = folder / "articles"
    source.mkdir()
    step = -(-count // 8)
    for first in range(0, count, step):
        name = source / f"{first:07}.parquet"
        pq.write_table(table.slice(first, step), name, row_group_size=max(1, step // 2))
    return source, found(count)


@cache
def found(count: int = MANY) -> list[dict[str, Any]]:
    """Return what one process finds in the articles."""
    (batch,) = articles(count).combine_chunks().to_batches()
    return rows(JOB.findings(batch).to_pylist())


def rows(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return findings in their order, without the rows, which each engine counts its own way."""
    without = [{key: value for key, value in row.items() if key != "row"} for row in findings]
    return sorted(without, key=lambda row: (int(row["id"][1:]), json.dumps(row, default=str)))


def die_once(mark: Path) -> None:
    """Kill this process, unless one was killed before."""
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
