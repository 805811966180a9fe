"""However many texts there are, what is kept of them does not grow."""

import gc
import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapelint.gaps import features
from scrapelint.gaps.table import parse
from scrapelint.looking import Look, Mode
from scrapelint.pool import Pool
from scrapelint.recipe import Recipe
from scrapelint.report.report import About, make
from scrapelint.rule import SHIPPED
from scrapelint.run import Run
from scrapelint.scan import engine
from tests.promises.articles import article
from tests.promises.figures import size

STREAMED = ("concise", "full", "jsonl", "github", "dolma", "statistics", "figures")
LETTERS = "abcdefghijklmnoprstuvwxyz"


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def write(path: Path, records: int) -> int:
    with path.open("w", encoding="utf-8") as file:
        for seed in range(records):
            text = article(random.Random(seed))  # noqa: S311 - no secret
            told = {"id": seed, "url": "https://a.example/1", "date": "2031-05-02", "text": text}
            file.write(json.dumps(told) + "\n")
    return path.stat().st_size


@pytest.mark.parametrize("mode", ["check", "fix"])
def test_nothing_is_kept_of_records(
    tmp_path: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")  # no scanner is made ready meanwhile
    records = size(120, 40_000)
    length = write(tmp_path / "a.jsonl", records)
    recipe = Recipe()
    run = Run(Pool(1, recipe, Look(recipe.linter(), mode)))
    reports = [make(form, About()) for form in STREAMED]
    after: list[int] = []
    for number, outcome in enumerate(run.over([tmp_path / "a.jsonl"]), 1):
        for report in reports:
            for _ in report.add(outcome):
                pass
        for _ in run.take_diffs():
            pass
        if number in (records // 2, records):
            after.append(held())
    assert run.totals.findings
    assert after[1] - after[0] < length / 4  # the second half alone is twice as large


@pytest.mark.parametrize("kind", ["", "pure"])
def test_words_are_remembered_until_there_are_many(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", kind)
    most = features.MOST
    if not engine.compiled():
        monkeypatch.setattr(features, "MOST", most := 2_000)
    chance = random.Random(1)  # noqa: S311 - no secret
    path = SHIPPED / "models" / "fr.tsv"
    scorer = parse(path.read_text(encoding="utf-8")).scorer
    after = []
    for _ in range(3):
        for _ in range(most // 15):
            scorer.counts(" ".join("".join(chance.choices(LETTERS, k=7)) for _ in range(20)))
        after.append(held())
    assert max(after[1:]) < after[0] + 5_000_000
    assert after[2] - after[1] < 500_000
