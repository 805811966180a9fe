"""Data frames of Polars."""

import polars as pl
import pyarrow as pa
import pytest

from scrapelint.arrow import FINDINGS, ColumnError
from scrapelint.integrations import polars as integration
from tests.integrations.texts import FIXED, GLUED, MENDED, TEXTS, beside, plain, rows

IDS = [str(n) for n in range(len(TEXTS))]


def frame(kind: type[pl.DataType] | pl.DataType = pl.String) -> pl.DataFrame:
    """Return a frame with the texts, beside what no Arrow table can hold."""
    columns = {"text": TEXTS, "id": range(len(TEXTS)), "n": [object()] * len(TEXTS)}
    return pl.DataFrame(columns).with_columns(pl.col("text").cast(kind))


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical], ids=str)
def test_findings_come_as_a_frame(kind: type[pl.DataType]) -> None:
    found = integration.check(frame(kind), lang="fr")
    assert found.columns == FINDINGS.names
    assert plain(found.to_dicts()) == rows(TEXTS, IDS)


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical], ids=str)
def test_texts_are_repaired_and_nothing_else(kind: type[pl.DataType]) -> None:
    before = frame(kind)
    after = integration.fix(before, lang="fr")
    assert after.schema == before.schema
    assert after["text"].to_list() == FIXED
    assert list(after["n"]) == list(before["n"])


def test_findings_stand_beside_the_texts() -> None:
    before = frame()
    after = integration.annotate(before, "found", lang="fr")
    assert plain(after["found"].to_list()) == plain(beside(TEXTS))
    assert after.columns == [*before.columns, "found"]
    with pytest.raises(ColumnError, match="already"):
        integration.annotate(before, "id")


def test_a_text_inside_a_struct_is_checked_and_repaired() -> None:
    made = pl.DataFrame({"doc": [{"body": GLUED, "n": 1}, None]})
    found = integration.check(made, text_field="doc.body", lang="fr")
    assert found["field"].to_list() == ["doc.body"]
    after = integration.fix(made, text_field="doc.body", lang="fr")
    assert after.to_dicts() == [{"doc": {"body": MENDED, "n": 1}}, {"doc": None}]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_of_a_lazy_frame_comes_a_lazy_one(engine: str) -> None:
    lazy = pl.DataFrame({"text": TEXTS * 50, "n": range(len(TEXTS) * 50)}).lazy()
    found = integration.check(lazy, lang="fr")
    marked = integration.annotate(lazy, "found", lang="fr").select("n", pl.col("found").list.len())
    fixed = integration.fix(lazy, lang="fr").filter(pl.col("text").is_not_null())
    assert isinstance(found, pl.LazyFrame)
    assert found.collect_schema() == found.collect(engine=engine).schema
    assert plain(found.collect(engine=engine).to_dicts()) == rows(TEXTS * 50)
    counts = [None if each is None else len(each) for each in beside(TEXTS)]
    assert marked.collect(engine=engine).sort("n")["found"].to_list() == counts * 50
    repaired = [text for text in FIXED if text is not None]
    assert fixed.collect(engine=engine).sort("n")["text"].to_list() == repaired * 50


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(ColumnError, match="column `text` holds int64, not text"):
        integration.check(pl.DataFrame({"text": [1]}))
    with pytest.raises(ColumnError, match="no column `text`"):
        integration.check(pl.DataFrame({"n": [1]}))


def test_the_columns_are_those_of_arrow() -> None:
    found = integration.check(pl.DataFrame({"text": pa.array(["x"])}))
    assert found.to_arrow().column_names == FINDINGS.names
