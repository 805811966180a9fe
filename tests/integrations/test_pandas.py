"""Data frames of pandas."""

import pandas as pd
import pyarrow as pa
import pytest

from scrapelint.arrow import FINDINGS, ColumnError
from scrapelint.integrations import pandas as integration
from tests.integrations.texts import CLEAN, FIXED, GLUED, MENDED, TEXTS, beside, plain, rows

KINDS = ["object", "str", "category", pd.ArrowDtype(pa.large_string()), pd.ArrowDtype(pa.string())]


def frame(kind: object = "object") -> pd.DataFrame:
    """Return a frame with the texts, in an index of no help, beside what no table can hold."""
    texts = pd.Series(TEXTS, dtype="object").astype(kind)
    made = pd.DataFrame({"text": texts, "id": [7, "b", 3.5, None, 1, 2], "n": [object()] * 6})
    return made.set_index(pd.Index([3, 3, 1, 0, 9, 9]))


IDS = ["7", "b", "3.5", None, "1", "2"]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_findings_come_as_a_frame(kind: object) -> None:
    found = integration.check(frame(kind), lang="fr")
    assert list(found.columns) == FINDINGS.names
    assert plain(found.to_dict("records")) == rows(TEXTS, IDS)
    first = found.iloc[0]
    assert frame(kind)["text"].iloc[first["row"]][first["start"] : first["end"]] == "."


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_texts_are_repaired_in_a_copy(kind: object) -> None:
    before = frame(kind)
    after = integration.fix(before, lang="fr")
    assert [None if pd.isna(t) else t for t in after["text"]] == FIXED
    assert after["text"].dtype == before["text"].dtype or kind == "category"
    assert after.index.equals(before.index)
    assert list(after["n"]) == list(before["n"])
    assert before["text"].iloc[0] == GLUED


def test_findings_stand_beside_the_texts() -> None:
    before = frame()
    after = integration.annotate(before, "found", lang="fr")
    assert plain(list(after["found"])) == plain(beside(TEXTS))
    assert after.drop(columns="found").equals(before)
    with pytest.raises(ColumnError, match="already"):
        integration.annotate(before, "n")


def test_a_frame_without_findings_has_the_same_columns() -> None:
    found = integration.check(pd.DataFrame({"text": [CLEAN]}))
    assert list(found.columns) == FINDINGS.names
    assert found["start"].dtype == "int64"
    assert len(found) == 0


def test_a_text_inside_a_column_is_checked_but_not_repaired() -> None:
    made = pd.DataFrame({"doc": [{"body": GLUED}]})
    assert integration.check(made, text_field="doc.body", lang="fr")["rule"][0] == "glued-sentences"
    with pytest.raises(ColumnError, match="inside another column"):
        integration.fix(made, text_field="doc.body")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["a", 5], "column `text` holds values of several types, not only text"),
        (["a\ud83d"], "column `text` holds halves of surrogate pairs, not only text"),
        ([1, 2], "column `text` holds int64, not text"),
    ],
)
def test_what_is_no_text_is_told(values: list[object], told: str) -> None:
    with pytest.raises(ColumnError, match=told):
        integration.check(pd.DataFrame({"text": pd.Series(values, dtype="object")}))


def test_two_columns_of_one_name_are_not_guessed_between() -> None:
    with pytest.raises(ColumnError, match="several columns are called `text`"):
        integration.check(pd.DataFrame([["a", "b"]], columns=["text", "text"]))
    assert integration.fix(pd.DataFrame({"text": [GLUED], 5: [1]}))["text"][0] == MENDED
