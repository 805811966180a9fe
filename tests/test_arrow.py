"""Record batches in, record batches of findings out: the same findings as for texts alone."""

import json
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scrapelint
from scrapelint.arrow import DOCUMENTS, FINDINGS, ColumnError, Job, tables
from scrapelint.looking import OF_FILES
from scrapelint.report.jsonl import record
from tests.conftest import HOUSE_RULE, write_rule

GLUED = "Le maire a dit non.Puis il est parti."
MENDED = "Le maire a dit non. Puis il est parti."
CLEAN = "Le pont sur la Varne rouvre demain matin."
TEXTS = [GLUED, None, CLEAN, "", "The ferry has been late.It was foggy , they say."]
JOB = Job.of(lang="fr")


def batch(**columns: object) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def alone(texts: list[str | None], lang: str | None = None) -> list[dict[str, Any]]:
    """Return what the rows must be: those of each text checked by itself."""
    return [
        {"row": row, "id": None, "url": None, "field": "text"}
        | {key: value for key, value in record("", finding).items() if key != "path"}
        for row, text in enumerate(texts)
        for finding in scrapelint.check(text or "", lang, ignore=[*OF_FILES])
        if text is not None
    ]


def plain(table: pa.RecordBatch | pa.Table) -> list[dict[str, Any]]:
    """Return rows as JSON has them."""
    rows: list[dict[str, Any]] = json.loads(json.dumps(table.to_pylist()))
    return rows


def test_findings_are_those_of_each_text_alone() -> None:
    found = JOB.findings(batch(text=TEXTS))
    assert found.schema == FINDINGS
    assert plain(found) == json.loads(json.dumps(alone(TEXTS, "fr")))
    assert {row["row"] for row in plain(found)} == {0, 3, 4}


@settings(deadline=None)
@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_any_texts_go_through(texts: list[str | None]) -> None:
    whole = batch(text=pa.array(texts, pa.string()))
    assert plain(Job().findings(whole)) == json.loads(json.dumps(alone(texts)))
    assert Job(unsafe=True).fixed(whole).num_rows == len(texts)


@pytest.mark.parametrize(
    "text", ["\\ud83d", "&#xD800;", "&#55357;&#56832;", "%ED%A0%80", "\\uD83D\\uDE00"]
)
def test_no_repair_makes_what_arrow_cannot_hold(text: str) -> None:
    for form in (text, f"Il a dit {text} et {text}{text} puis il est parti."):
        Job.of(lang="fr", unsafe=True).lint(batch(text=[form]), fix=True)


KINDS = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_of_text_is_looked_at_and_repaired(kind: pa.DataType) -> None:
    column = pa.array(TEXTS, pa.string())
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type).dictionary_encode().cast(kind)
    whole = batch(text=column.cast(kind), n=[0, 1, 2, 3, 4])
    assert whole.schema.field("text").type == kind
    assert plain(JOB.findings(whole)) == json.loads(json.dumps(alone(TEXTS, "fr")))
    fixed = JOB.fixed(whole)
    assert fixed.schema == whole.schema
    assert fixed.column("n").equals(whole.column("n"))
    texts = fixed.column("text").to_pylist()
    assert texts[:4] == [MENDED, None, CLEAN, ""]
    fixed.validate(full=True)


def nested(texts: list[str | None]) -> pa.RecordBatch:
    inner = pa.field("plain", pa.string(), nullable=True)
    kind = pa.struct([("n", pa.int64()), pa.field("body", pa.struct([inner])), ("z", pa.string())])
    rows = [{"n": n, "body": {"plain": text}, "z": "é"} for n, text in enumerate(texts)]
    schema = pa.schema([("id", pa.int64()), pa.field("doc", kind)], {"made": "by hand"})
    rows[2]["body"] = None
    return pa.RecordBatch.from_pylist(
        [*({"id": n, "doc": row} for n, row in enumerate(rows)), {"id": 9, "doc": None}], schema
    )


def test_a_dotted_path_leads_into_structs() -> None:
    whole = nested(TEXTS)
    job = Job.of(text_field="doc.body.plain", lang="fr")
    rows = plain(job.findings(whole))
    assert {(row["row"], row["id"], row["field"]) for row in rows} == {
        (n, str(n), "doc.body.plain") for n in (0, 3, 4)
    }
    fixed = job.fixed(whole)
    assert fixed.schema.equals(whole.schema, check_metadata=True)
    before, after = whole.to_pylist(), fixed.to_pylist()
    assert after[0]["doc"]["body"]["plain"] == MENDED
    for row in (0, 4):
        after[row]["doc"]["body"] = before[row]["doc"]["body"]
    assert after == before
    part = job.fixed(whole.slice(0, 2))
    assert part.to_pylist() == fixed.slice(0, 2).to_pylist()


def test_a_column_with_a_dot_in_its_name_is_found_by_it() -> None:
    assert plain(Job.of(text_field="a.b").findings(batch(**{"a.b": [GLUED]})))[0]["field"] == "a.b"


@pytest.mark.parametrize("name", ["text", "content", "body", "article", "articleBody", "maintext"])
def test_the_text_is_in_the_first_column_of_a_known_name(name: str) -> None:
    whole = batch(z=["a.B"], maintext=["nothing"]) if name != "maintext" else batch(z=["a.B"])
    whole = whole.drop_columns([name]) if name in whole.schema.names else whole
    whole = whole.append_column(name, pa.array([GLUED]))
    (row,) = plain(JOB.findings(whole))
    assert (row["field"], row["rule"]) == (name, "glued-sentences")


def test_the_id_and_what_else_is_known_may_be_of_any_type() -> None:
    whole = batch(
        text=[GLUED, CLEAN, None],
        key=[7, None, 8],
        link=pa.array(["https://www.a.test/x", None, None]).dictionary_encode(),
        day=pa.array([1_560_000_000, None, None], pa.timestamp("s")),
    )
    job = Job.of(id_field="key", url_field="link", date_field="day", lang="fr")
    found, documents = job.lint(whole, first=100)
    assert [(r["row"], r["id"], r["url"]) for r in plain(found)] == [
        (100, "7", "https://www.a.test/x")
    ]
    assert documents.schema == DOCUMENTS
    first, second, third = plain(documents)
    assert (first["site"], first["month"]) == ("a.test", "2019-06")
    assert (first["findings"], first["errors"]) == (1, 1)
    assert first["rules"] == [{"rule": "glued-sentences", "count": 1}]
    assert (second["id"], second["findings"], second["text"]) == (None, 0, CLEAN)
    assert (third["id"], third["findings"], third["text"]) == ("8", 0, None)


def test_repaired_texts_come_with_what_is_left_in_them() -> None:
    found, documents = JOB.lint(batch(text=TEXTS), fix=True)
    mended = [None if t is None else scrapelint.fix(t, "fr") for t in TEXTS]
    assert [d["text"] for d in plain(documents)] == [m and m.text for m in mended]
    assert plain(documents)[0]["fixed"] == [{"rule": "glued-sentences", "count": 1}]
    left = [finding.rule for m in mended if m for finding in m.findings]
    assert [row["rule"] for row in plain(found)] == left


def test_why_nothing_was_repaired_is_told() -> None:
    text = "Un.\n\nLa suite après cette publicité\n"
    (row,) = plain(JOB.lint(batch(text=[text]), fix=True).documents)
    assert (row["text"], row["findings"]) == (text, 1)
    assert row["held_back"] == "its safe repairs would remove 90% of it"


def test_a_text_whose_repairs_do_not_end_stays_as_it_is(tmp_path: Path) -> None:
    write_rule(tmp_path, "no-frog", HOUSE_RULE.replace('"prince"', '"frog, frog"'))
    found, documents = Job.of(rules=[tmp_path], select=["no-frog"]).lint(
        batch(text=["A frog."]), fix=True
    )
    assert [row["rule"] for row in plain(found)] == ["no-frog"]
    (row,) = plain(documents)
    assert row["text"] == "A frog."
    assert row["held_back"].startswith("still changing after 10 passes")


SAID = ["fr", "FR-ca", "pt_BR", "pl", "", None, "French, I think"]


@pytest.mark.parametrize("said", SAID)
def test_each_text_is_in_the_language_that_its_row_says(said: str | None) -> None:
    known = {"fr": "fr", "FR-ca": "fr", "pt_BR": "pt"}
    texts = [GLUED, "Le maire, , a dit non à la fin de la journée."]
    found = Job.of(lang_field="said").findings(batch(text=texts, said=[said, said]))
    assert plain(found) == json.loads(json.dumps(alone([*texts], known.get(said or ""))))


def test_findings_stand_beside_the_text_in_a_column_of_their_own() -> None:
    whole = batch(text=TEXTS, n=[1, 2, 3, 4, 5]).replace_schema_metadata({"made": "by hand"})
    marked = JOB.annotated(whole, "found")
    assert marked.drop_columns(["found"]).equals(whole, check_metadata=True)
    values = marked.column("found").to_pylist()
    assert (values[1], values[2]) == (None, [])
    assert [f["rule"] for f in values[0]] == ["glued-sentences"]
    with pytest.raises(ColumnError, match="there is a column `n` already"):
        JOB.annotated(whole, "n")


def test_what_is_said_of_files_is_not_said_of_rows() -> None:
    text = "Le pont rouvre demain.\n\nLa route aussi."
    assert [f.rule for f in scrapelint.check(text, "fr")] == ["no-final-newline"]
    assert JOB.findings(batch(text=[text])).num_rows == 0
    assert JOB.fixed(batch(text=[text])).column("text").to_pylist() == [text]


def test_a_batch_without_damage_is_given_back_as_it_is() -> None:
    whole = batch(text=[CLEAN, None])
    assert JOB.fixed(whole) is whole


WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"a": ["x"]}, {}, "no column `text`, .* or `maintext`: name the text's with `text_field`"),
    ({"text": [1]}, {}, "column `text` holds int64, not text"),
    ({"text": [b"x"]}, {}, "column `text` holds binary, not text"),
    ({"text": [["x"]]}, {}, "column `text` holds list"),
    ({"title": ["x"]}, {"text_field": "titel"}, "no column `titel`; did you mean `title`"),
    ({"a": [{"b": "x"}]}, {"text_field": "a.c"}, "no column `a.c`: there is no `c` in struct"),
    ({"a": ["x"]}, {"text_field": "a.c"}, "no column `a.c`"),
    ({"text": ["x"]}, {"id_field": "key"}, "no column `key`"),
]


@pytest.mark.parametrize(("columns", "options", "told"), WRONG, ids=lambda value: str(value)[:30])
def test_what_cannot_be_looked_at_is_told(
    columns: dict[str, Any], options: dict[str, Any], told: str
) -> None:
    with pytest.raises(ColumnError, match=told):
        Job.of(**options).findings(batch(**columns))


def test_two_columns_of_one_name_are_not_guessed_between() -> None:
    whole = pa.RecordBatch.from_arrays([pa.array(["x"]), pa.array(["y"])], ["text", "text"])
    with pytest.raises(ColumnError, match="several columns are called `text`"):
        JOB.findings(whole)


def test_bytes_that_are_no_text_are_told() -> None:
    broken = pa.StringArray.from_buffers(
        1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")
    )
    with pytest.raises(ColumnError, match="column `text` holds bytes that are no UTF-8"):
        JOB.findings(batch(text=broken))


def test_options_are_those_there_are() -> None:
    with pytest.raises(TypeError, match="unknown option: text_feild"):
        Job.of(text_feild="x")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="lang must be one of"):
        Job.of(lang="xx")
    with pytest.raises(ValueError, match="select must be a list of names"):
        Job.of(select="typography")
    with pytest.raises(scrapelint.SelectorError):
        Job.of(select=["no-such-rule"]).findings(batch(text=["x"]))


def test_a_column_of_nulls_holds_no_findings() -> None:
    assert JOB.findings(batch(text=pa.nulls(3))).num_rows == 0


def test_tables_count_their_rows_across_batches() -> None:
    texts: list[str | None] = [*TEXTS, CLEAN] * 400
    chunked = pa.table({"text": pa.chunked_array([texts[:7], [], texts[7:1100], texts[1100:]])})
    found = tables.findings(JOB, chunked)
    assert plain(found) == json.loads(json.dumps(alone(texts, "fr")))
    assert tables.annotated(JOB, chunked).column_names == ["text", "scrapelint"]
    assert tables.fixed(JOB, chunked).column("text").to_pylist()[6 * 300] == MENDED


def test_an_empty_table_stays_one_and_its_columns_must_be_there() -> None:
    empty = pa.table({"text": pa.array([], pa.string())})
    assert tables.findings(JOB, empty).schema == FINDINGS
    assert tables.fixed(JOB, empty).equals(empty)
    with pytest.raises(ColumnError):
        tables.findings(Job.of(text_field="x"), empty)


def test_a_job_and_what_it_does_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(JOB.findings))  # noqa: S301 - our own
    assert plain(again(batch(text=TEXTS))) == plain(JOB.findings(batch(text=TEXTS)))
    assert len(pickle.dumps(JOB)) < 2000
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        found = executor.submit(JOB.findings, batch(text=TEXTS)).result()
    assert found.equals(JOB.findings(batch(text=TEXTS)))


def test_threads_do_not_get_in_each_others_way() -> None:
    whole = batch(text=[f"{text or ''} {n}" for n in range(40) for text in TEXTS] * 4)
    expected = JOB.findings(whole)
    found: list[pa.RecordBatch] = []
    threads = [threading.Thread(target=lambda: found.append(JOB.findings(whole))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(each.equals(expected) for each in found)
