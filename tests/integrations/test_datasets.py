"""Datasets of Hugging Face."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import (
    Dataset,
    DatasetDict,
    IterableDataset,
    config,
    disable_progress_bars,
    load_dataset,
)

from scrapelint.arrow import FINDINGS, ColumnError
from scrapelint.integrations import datasets as integration
from tests.conftest import HOUSE_RULE, write_rule
from tests.integrations.texts import FIXED, TEXTS, beside, plain, rows

MANY = TEXTS * 5


@pytest.fixture(autouse=True)
def _quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disable_progress_bars()
    monkeypatch.setattr(config, "HF_DATASETS_CACHE", tmp_path / "cache")


def made(texts: list[str | None] = MANY) -> Dataset:
    return Dataset.from_dict({"text": texts, "n": list(range(len(texts)))})


@pytest.mark.parametrize("num_proc", [None, 2])
def test_findings_come_as_a_dataset(num_proc: int | None) -> None:
    found = integration.check(made(), lang="fr", batch_size=7, num_proc=num_proc)
    assert found.column_names == FINDINGS.names
    assert plain(list(found)) == rows(MANY)


def test_texts_are_repaired_and_findings_stand_beside_them() -> None:
    before = made().with_format("numpy")
    fixed = integration.fix(before, lang="fr", batch_size=7)
    assert fixed.features == before.features
    assert fixed.format == before.format
    assert fixed.with_format(None)[:] == {"text": FIXED * 5, "n": list(range(len(MANY)))}
    marked = integration.annotate(made(), "found", lang="fr", batch_size=7)
    assert plain(list(marked["found"])) == plain(beside(MANY))
    assert marked.remove_columns("found")[:] == made()[:]
    with pytest.raises(ColumnError, match="already"):
        integration.annotate(made(), "n")


def streamed(texts: list[str | None]) -> Iterator[dict[str, Any]]:
    for text in texts:
        yield {"text": text}


@pytest.mark.parametrize("typed", [True, False])
def test_streams_are_looked_at_as_they_come(*, typed: bool) -> None:
    stream = made().to_iterable_dataset()
    if not typed:
        stream = IterableDataset.from_generator(streamed, gen_kwargs={"texts": MANY})
    found = integration.check(stream, lang="fr", batch_size=7)
    assert isinstance(found, IterableDataset)
    assert plain(list(found)) == rows(MANY)
    assert [r["text"] for r in integration.fix(stream, lang="fr", batch_size=7)] == FIXED * 5
    marked = integration.annotate(stream, lang="fr", batch_size=7)
    assert plain([row["scrapelint"] for row in marked]) == plain(beside(MANY))


def test_each_split_is_looked_at() -> None:
    splits = DatasetDict(train=made(), test=made(TEXTS[:2]))
    found = integration.check(splits, lang="fr")
    assert plain(list(found["train"])) == rows(MANY)
    assert plain(list(found["test"])) == rows(TEXTS[:2])


def test_what_was_made_by_other_rules_is_not_taken_again(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "A frog."}\n', encoding="utf-8")
    dataset = load_dataset("json", data_files=str(source), split="train", cache_dir=str(tmp_path))
    house = tmp_path / "house"
    write_rule(house, "frog")
    found = integration.check(dataset, rules=[house], select=["frog"])
    again = integration.check(dataset, rules=[house], select=["frog"])
    assert again._fingerprint == found._fingerprint  # noqa: SLF001 - what `map` goes by
    assert found["text"][:] == ["frog"]
    write_rule(
        house,
        "frog",
        HOUSE_RULE.replace("'''frog'''", "'''A frog'''")
        .replace('found = "frog"', 'found = "A frog"')
        .replace('"A prince."', '"prince."'),
    )
    assert integration.check(dataset, rules=[house], select=["frog"])["text"][:] == ["A frog"]
