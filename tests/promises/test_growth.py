"""However many texts there are, what is kept of them does not grow."""

import gc
import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapelint import pool
from scrapelint.document import Document
from scrapelint.gaps import features
from scrapelint.gaps.table import parse
from scrapelint.layout import Layout
from scrapelint.looking import Look, Mode
from scrapelint.pool import Pool
from scrapelint.recipe import Recipe
from scrapelint.records import jsonlines
from scrapelint.records.record import Record
from scrapelint.repeats import Pure
from scrapelint.report.outcome import Outcome
from scrapelint.report.report import About, make
from scrapelint.rule import SHIPPED
from scrapelint.run import Run
from scrapelint.scan import engine
from scrapelint.scan.scanner import Hits
from tests.promises.articles import article
from tests.promises.figures import size

STREAMED = ("concise", "full", "jsonl", "github", "dolma", "statistics", "figures")
LETTERS = "abcdefghijklmnoprstuvwxyz"


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def is_of_a_record(thing: object) -> bool:
    return isinstance(thing, (Outcome, Document, Record))


def is_of_a_text(thing: object) -> bool:
    return isinstance(thing, (Document, Layout, Pure, Hits))


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def write(path: Path, records: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for seed in range(records):
            text = article(random.Random(seed))  # noqa: S311 - no secret
            told = {"id": seed, "url": "https://a.example/1", "date": "2031-05-02", "text": text}
            file.write(json.dumps(told) + "\n")


@pytest.mark.parametrize("mode", ["check", "fix"])
def test_nothing_is_kept_of_records(
    tmp_path: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")  # no scanner is made ready meanwhile
    monkeypatch.setattr(jsonlines, "BLOCK", 1000)  # or all records would be at hand at once
    monkeypatch.setattr(pool, "_TASK", 1000)
    records = size(80, 4_000)
    write(tmp_path / "a.jsonl", records)
    recipe = Recipe()
    run = Run(Pool(1, recipe, Look(recipe.linter(), mode)))
    reports = [make(form, About()) for form in STREAMED]
    alive: list[int] = []
    for outcome in run.over([tmp_path / "a.jsonl"]):
        for report in reports:
            for _ in report.add(outcome):
                pass
        alive.append(sum(map(is_of_a_record, gc.get_objects())))
    assert run.totals.findings
    assert len(alive) == records
    assert max(alive) < 30  # a block, and what was looked at last


@pytest.mark.parametrize("kind", ["", "pure"])
def test_nothing_of_a_text_outlives_its_check(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", kind)
    linter = Recipe().linter()
    chances = map(random.Random, range(40))  # no secrets
    gc.collect()
    gc.disable()  # that it is collected is not enough: it may be long until then
    try:
        before = sum(map(is_of_a_text, gc.get_objects()))
        findings = [linter.check(article(chance)) for chance in chances]
        after = sum(map(is_of_a_text, gc.get_objects()))
    finally:
        gc.enable()
    assert any(findings)
    assert after == before


@pytest.mark.usefixtures("traced")
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
