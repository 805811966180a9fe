"""Decisions: exactly the accepted edits are made, and what does not fit is told."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.decisions import digest
from scrapelint.decisionsfile import DecisionsError, read
from tests.conftest import ROOT

TEXT = "Il part.Elle reste, dit le maire de .\n\nPartager sur Facebook\n\nLa fin.Il pleut.\n"
SCHEMA = json.loads(files("scrapelint").joinpath("decisions.schema.json").read_text("utf-8"))
Table = dict[str, Any]


def edit(text: str, old: str, new: str, at: int = 0) -> Table:
    start = text.index(old, at)
    return {"start": start, "end": start + len(old), "text": old, "replacement": new}


def decision(*edits: Table, verdict: str = "accept", rule: str = "a-rule") -> Table:
    start, end = (edits[0]["start"], edits[-1]["end"]) if edits else (0, 1)
    return {"rule": rule, "start": start, "end": end, "verdict": verdict, "edits": [*edits]}


def document(path: str | Path, text: str, *decisions: Table, record: int | None = None) -> Table:
    table: Table = {"path": str(path), "sha256": digest(text), "decisions": [*decisions]}
    return table if record is None else table | {"record": record}


def write(path: Path, *documents: Table) -> Path:
    table = {"version": 1, "documents": [*documents]}
    jsonschema.validate(table, SCHEMA)
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--isolated", *map(str, arguments)])


def decide(decisions: Path, *paths: Path, how: str = "--fix") -> Result:
    return check("--lang", "fr", how, "--decisions", decisions, *paths)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.json"


def test_what_is_accepted_is_made_and_nothing_else(article: Path, file: Path) -> None:
    named = edit(TEXT, " .", " Brumont.", TEXT.index("de"))
    write(file, document(article, TEXT, decision(named), decision(verdict="reject")))
    result = decide(file, article)
    assert result.exit_code == 1
    assert article.read_text(encoding="utf-8") == TEXT.replace("de .", "de Brumont.")
    assert "Repaired 1 place in 1 file: a-rule 1." in result.stdout
    assert "glued-sentences" in result.stdout  # safe, and not decided about: left, and reported


def test_a_person_may_remove_more_than_a_rule_would(article: Path, file: Path) -> None:
    whole = decision({"start": 0, "end": len(TEXT) - 1, "text": TEXT[:-1], "replacement": ""})
    write(file, document(article, TEXT, whole))
    decide(file, article)
    assert article.read_text(encoding="utf-8") == "\n"


def test_files_without_decisions_stay_as_they_are(article: Path, file: Path) -> None:
    other = article.with_name("b.txt")
    other.write_bytes(article.read_bytes())
    write(file, document(article, TEXT, decision(edit(TEXT, ".E", ". E"))))
    assert decide(file, article.parent).exit_code == 1
    assert other.read_text(encoding="utf-8") == TEXT
    assert article.read_text(encoding="utf-8") == TEXT.replace(".E", ". E")


def test_a_changed_text_is_refused(article: Path, file: Path) -> None:
    write(file, document(article, TEXT, decision(edit(TEXT, ".E", ". E"))))
    article.write_text(TEXT + "Plus.\n", encoding="utf-8")
    result = decide(file, article)
    assert result.exit_code == 2
    assert "error[changed]" in result.stderr
    assert "changed since it was decided about" in result.stderr
    assert article.read_text(encoding="utf-8") == TEXT + "Plus.\n"


def test_what_is_made_already_is_not_made_again(article: Path, file: Path) -> None:
    edits = edit(TEXT, ".E", ". E"), edit(TEXT, "de .", "de Brumont."), edit(TEXT, ".I", ". I")
    write(file, document(article, TEXT, *map(decision, edits)))
    decide(file, article)
    after = article.read_bytes()
    result = decide(file, article)
    assert result.exit_code == 1
    assert "Repaired" not in result.stdout
    assert article.read_bytes() == after


def test_what_was_decided_about_and_not_checked_is_told(article: Path, file: Path) -> None:
    gone = article.with_name("gone.txt")
    write(file, document(gone, TEXT, decision(edit(TEXT, ".E", ". E"))))
    result = decide(file, article)
    assert result.exit_code == 2
    assert f"error[decided]: {gone}: decided about, but not checked" in result.stderr


def test_what_was_rejected_need_not_be_checked(article: Path, file: Path) -> None:
    gone = article.with_name("gone.txt")
    write(file, document(gone, TEXT, decision(verdict="reject")))
    assert decide(file, article).exit_code == 1


@pytest.mark.parametrize("other", ["e", ".El", ".E"], ids=["inside", "overlapping", "same"])
def test_repairs_that_overlap_are_refused(article: Path, file: Path, other: str) -> None:
    one, two = decision(edit(TEXT, ".Ell", "1")), decision(edit(TEXT, other, "2"), rule="b-rule")
    if other == "e":
        two = decision(edit(TEXT, "ll", "2"), rule="b-rule")
    write(file, document(article, TEXT, one, two))
    result = decide(file, article)
    assert result.exit_code == 2
    assert "accepted repairs overlap" in result.stderr
    assert article.read_text(encoding="utf-8") == TEXT


def test_an_edit_of_another_text_is_refused(article: Path, file: Path) -> None:
    wrong = edit(TEXT, ".E", ". E") | {"text": "!E"}
    write(file, document(article, TEXT, decision(wrong)))
    result = decide(file, article)
    assert result.exit_code == 2
    assert "does not fit: a-rule" in result.stderr


def test_line_ends_and_marks_stay(article: Path, file: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    article.write_bytes(b"\xef\xbb\xbf" + text.encode())
    write(file, document(article, text, decision(edit(text, "Partager sur Facebook\r\n\r\n", ""))))
    decide(file, article)
    after = text.replace("Partager sur Facebook\r\n\r\n", "")
    assert article.read_bytes() == b"\xef\xbb\xbf" + after.encode()


def test_decisions_can_be_looked_at_and_undone(article: Path, file: Path) -> None:
    write(file, document(article, TEXT, decision(edit(TEXT, ".E", ". E"))))
    shown = decide(file, article, how="--diff").stdout
    assert "+Il part. Elle reste" in shown
    assert article.read_text(encoding="utf-8") == TEXT
    journal = article.with_name("journal")
    check("--lang", "fr", "--fix", "--journal", journal, "--decisions", file, article)
    assert article.read_text(encoding="utf-8") != TEXT
    assert CliRunner().invoke(main, ["undo", str(journal)]).exit_code == 0
    assert article.read_text(encoding="utf-8") == TEXT


def test_a_path_may_be_written_otherwise(
    article: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, document("./x/../a.txt", TEXT, decision(edit(TEXT, ".E", ". E"))))
    monkeypatch.chdir(article.parent)
    assert decide(file, article).exit_code == 1
    assert article.read_text(encoding="utf-8") == TEXT.replace(".E", ". E")


def test_many_processes_make_the_same(tmp_path: Path, file: Path) -> None:
    articles = [tmp_path / f"{number:03}.txt" for number in range(130)]
    for path in articles:
        path.write_text(TEXT, encoding="utf-8")
    write(file, *(document(path, TEXT, decision(edit(TEXT, ".E", ". E"))) for path in articles))
    check("--lang", "fr", "--jobs", "2", "--fix", "--decisions", file, tmp_path)
    assert {path.read_text(encoding="utf-8") for path in articles} == {TEXT.replace(".E", ". E")}


def test_records_are_known_by_their_number(tmp_path: Path, file: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": n, "text": TEXT}) for n in range(3)]
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    named = decision(edit(TEXT, "de .", "de Brumont."))
    write(
        file,
        document(corpus, TEXT, named, record=2),
        document(corpus, TEXT + "x", named, record=3),
        document(corpus, TEXT, named, record=9),
    )
    result = decide(file, corpus)
    assert result.exit_code == 2
    assert "record 3: changed since it was decided about" in result.stderr
    assert "record 9: decided about, but not checked" in result.stderr
    after = corpus.read_text(encoding="utf-8").splitlines()
    assert after == [lines[0], lines[1].replace("de .", "de Brumont."), lines[2]]


def test_it_repairs_only_when_asked_to(article: Path, file: Path) -> None:
    write(file)
    for more in ([], ["--fix", "--unsafe-fixes"]):
        result = check("--decisions", file, *more, article)
        assert result.exit_code == 2
        assert "--decisions" in result.stderr


GOOD: Table = {"version": 1, "documents": [document("a", "ab", decision(edit("ab", "b", "c")))]}


def changed(value: object, *keys: str | int) -> Table:
    table: Table = json.loads(json.dumps(GOOD))
    place: Any = table
    for key in keys[:-1]:
        place = place[key]
    if value is None:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    return table


DOCUMENT = ("documents", 0)
DECISION = (*DOCUMENT, "decisions", 0)
EDIT = (*DECISION, "edits", 0)
BAD: dict[str, tuple[object, str]] = {
    "no object": ([], "the file must be an object"),
    "a later version": (changed(2, "version"), "`version` must be 1"),
    "an unknown key": (changed(1, "versions"), "unknown key `versions`; did you mean `version`?"),
    "no documents": (changed(None, "documents"), "`documents` must be a list"),
    "no path": (changed(None, *DOCUMENT, "path"), "document 1: `path` must be a text"),
    "no sum": (changed("0" * 63, *DOCUMENT, "sha256"), "64 hexadecimal digits"),
    "a record by name": (changed("1", *DOCUMENT, "record"), "`record` must be a whole number"),
    "a document twice": (changed(GOOD["documents"] * 2, "documents"), "document 2: decided about"),
    "no verdict": (changed("perhaps", *DECISION, "verdict"), "must be accept or reject"),
    "accepted without edits": (changed([], *DECISION, "edits"), "what is accepted has edits"),
    "rejected with edits": (changed("reject", *DECISION, "verdict"), "what is rejected has none"),
    "an edit backwards": (changed(0, *EDIT, "end"), "`end` must not be before `start`"),
    "a negative place": (changed(-1, *EDIT, "start"), "`start` must be a whole number"),
    "a place that is true": (changed(True, *EDIT, "start"), "must be a whole number"),  # noqa: FBT003
    "another length": (changed("bb", *EDIT, "text"), "as long as what is replaced"),
    "no change": (changed("b", *EDIT, "replacement"), "must differ"),
    "half a character": (changed("\ud800", *EDIT, "replacement"), "half a character"),
}


@pytest.mark.parametrize(("table", "told"), BAD.values(), ids=BAD)
def test_a_careless_file_is_refused_with_the_place(table: object, told: str) -> None:
    with pytest.raises(DecisionsError, match=told.replace("?", r"\?")):
        read(json.dumps(table).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000], ids=len)
def test_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(DecisionsError, match="not JSON"):
        read(data)


def test_a_file_that_is_not_there_is_told(article: Path, file: Path) -> None:
    result = decide(file, article)
    assert result.exit_code == 2
    assert "decisions.json: no such file" in result.stderr


def test_the_decisions_that_the_docs_show_work(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = (ROOT / "docs/report.md").read_text("utf-8")
    file.write_text(docs.partition("```json\n")[2].partition("```")[0], "utf-8")
    jsonschema.validate(json.loads(file.read_text("utf-8")), SCHEMA)
    article = file.parent / "articles/ferry.txt"
    article.parent.mkdir()
    article.write_text("The ferry leaves the quay of, and it is free.\n", "utf-8")
    monkeypatch.chdir(file.parent)
    assert check("--fix", "--decisions", file, "articles").exit_code == 0
    assert article.read_text("utf-8") == "The ferry leaves the quay of Brumont, and it is free.\n"
