"""Files of many texts, through the command line: what is found where, and what changes."""

import csv
import io
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from scrapelint import pool, rulebook
from scrapelint.cli import main
from scrapelint.records import csvfile, jsonlines, jsonlist
from scrapelint.records.fields import Fields
from scrapelint.rulebook import load_rules
from tests.conftest import ROOT
from tests.promises.articles import article

RULES = load_rules()
SCHEMA = json.loads((ROOT / "scrapelint/report/finding.schema.json").read_text(encoding="utf-8"))
OLD, NEW = "Il part.Elle reste.", "Il part. Elle reste."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path) -> Result:
    options = ("--isolated", "--lang", "fr", *map(str, arguments))
    return CliRunner().invoke(main, ["check", *options])


def found(*arguments: str | Path) -> list[dict[str, object]]:
    result = run("--output-format", "jsonl", *arguments)
    findings = [json.loads(line) for line in result.stdout.splitlines()]
    for finding in findings:
        Draft202012Validator(SCHEMA).validate(finding)
    return findings


def write(name: str, text: str) -> Path:
    Path(name).write_bytes(text.encode())
    return Path(name)


ARTICLES = [article(random.Random(seed)) for seed in range(40)]  # noqa: S311 - no secret


def test_a_text_is_found_the_same_in_every_kind_of_file() -> None:
    write("a.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in ARTICLES))
    write("a.json", json.dumps([{"text": text} for text in ARTICLES], indent=2))
    pq.write_table(pa.table({"text": ARTICLES}), "a.parquet", row_group_size=7)
    with Path("a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["n", "text"], *enumerate(ARTICLES)])
    expected = []
    for number, text in enumerate(ARTICLES, 1):
        Path("one.txt").write_bytes(text.encode())
        here = found("--ignore", "no-final-newline", "one.txt")
        expected += [(number, *_what(finding)) for finding in here]
    assert len(expected) > 100
    for name in ("a.jsonl", "a.json", "a.csv", "a.parquet"):
        assert [(f["record"], *_what(f)) for f in found(name)] == expected, name


def _what(finding: dict[str, object]) -> tuple[object, ...]:
    return tuple(finding[key] for key in ("rule", "start", "end", "text", "lang", "fix"))


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_repairs_are_those_of_the_text(name: str) -> None:
    texts = [text for text in ARTICLES if "\0" not in text]
    if name == "a.parquet":
        pq.write_table(pa.table({"text": texts}), name)
    elif name == "a.csv":
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["text"], *([t] for t in texts)])
    elif name == "a.json":
        write(name, json.dumps([{"text": text} for text in texts], ensure_ascii=False))
    else:
        write(name, "".join(json.dumps({"text": text}) + "\n" for text in texts))
    expected = []
    for text in texts:
        Path("one.txt").write_bytes(text.encode())
        run("--fix", "--ignore", "no-final-newline", "one.txt")
        expected.append(Path("one.txt").read_bytes().decode())
    run("--fix", name)
    assert _texts(name) == expected
    assert texts != expected


def _texts(name: str) -> list[str]:
    if name == "a.parquet":
        return list(pq.read_table(name).column("text").to_pylist())
    text = Path(name).read_bytes().decode()
    if name == "a.csv":
        return [row["text"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    records = json.loads(text) if name == "a.json" else map(json.loads, text.splitlines())
    return [each["text"] for each in records]


@pytest.mark.parametrize(
    "raw",
    [
        '{"text": "Il part.Elle reste."}',
        '{"text":"\\u00c9\\ud83d\\ude00 part.Elle reste."}',
        '{"a": "é\\n", "text": "Il\\tpart.Elle reste."}',
        '{"text":"x", "text": "Il part.Elle reste."}',
        '{"a": {"text": 1}, "text": "Il part.Elle reste."}',
        '\t{ "b":[{},[]],"text":"\\"Il\\\\ part.Elle reste."}',
    ],
)
def test_a_finding_stands_where_the_file_has_it(raw: str) -> None:
    write("a.jsonl", f"{{}}\n{raw}\n")
    (finding,) = found("--select", "glued-sentences", "a.jsonl")
    column = raw.index("part.E") + 5
    assert (finding["line"], finding["column"], finding["end_column"]) == (2, column, column + 1)


def test_a_finding_in_a_list_or_a_table_stands_in_its_line() -> None:
    write("a.json", json.dumps([{"text": "Oui."}, {"text": OLD}], indent=1))
    write("a.csv", f'id,text\r\n1,"Oui.\r\nNon.\r\n{OLD}"\r\n2,{OLD}\r\n')
    (listed,) = found("--select", "glued-sentences", "a.json")
    line = Path("a.json").read_text("utf-8").splitlines()[5]
    column = line.index("part.E") + 5
    assert (listed["record"], listed["line"], listed["column"]) == (2, 6, column)
    places = [
        (f["record"], f["id"], f["line"], f["column"])
        for f in found("--select", "glued-sentences", "a.csv")
    ]
    assert places == [(1, "1", 4, 8), (2, "2", 5, 10)]


def test_what_a_record_says_of_itself_is_told() -> None:
    record = {"_id": 7, "metadata": {"url": "http://a.bc/d"}, "article": {"body": OLD}}
    write("a.jsonl", json.dumps(record))
    (finding,) = found("--select", "glued-sentences", "--text-field", "article.body", "a.jsonl")
    told = {key: finding[key] for key in ("record", "id", "url", "field")}
    assert told == {"record": 1, "id": "7", "url": "http://a.bc/d", "field": "article.body"}
    shown = run("--text-field", "article.body", "--output-format", "concise", "a.jsonl").stdout
    assert shown.startswith("a.jsonl:1:78: record 1 (7): error glued-sentences: ")


def test_the_fields_may_stand_in_the_configuration() -> None:
    write("a.jsonl", json.dumps({"story": OLD, "text": "Oui.", "ref": "x"}))
    write("scrapelint.toml", 'text-field = "story"\nid-field = "ref"\nlang = "fr"')
    result = CliRunner().invoke(main, ["check", "--output-format", "jsonl", "a.jsonl"])
    assert json.loads(result.stdout.splitlines()[0])["id"] == "x"


def test_the_language_that_a_record_tells_decides() -> None:
    write("a.jsonl", '{"text": "Oui.", "lang": "fr-FR"}\n{"text": "Oui.", "lang": "xx"}\n')
    result = CliRunner().invoke(
        main, ["check", "--isolated", "--output-format", "jsonl", "--select", "ALL", "a.jsonl"]
    )
    assert {json.loads(line)["lang"] for line in result.stdout.splitlines()} <= {"fr", "unknown"}


def test_records_without_a_text_are_counted() -> None:
    write("a.jsonl", '{"text": null}\n{"text": "Oui."}\n{"title": "x"}\n')
    result = run("a.jsonl")
    assert result.exit_code == 0
    assert "a.jsonl: 2 of 3 records have no text to check" in result.stderr
    write("b.jsonl", '{"prompt": "x"}\n')
    result = run("b.jsonl")
    assert result.exit_code == 2
    assert "error[no-text]: b.jsonl: none of its 1 records has a text to check" in result.stderr
    assert run(".").exit_code == 0


def test_bad_lines_are_told_one_by_one_until_there_are_many() -> None:
    write("a.jsonl", "x\n" * 50 + json.dumps({"text": OLD}))
    result = run("a.jsonl")
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert told[0] == "error[bad-record]: a.jsonl: line 1: expecting value at column 1"
    assert told[20] == "error[bad-record]: a.jsonl: and 30 more records"
    assert "a.jsonl:51:18" in result.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'"{OLD}"', f'"{NEW}"'),
        ('"Caf\\u00E9 &eacute;t&eacute;.Elle reste."', '"Caf\\u00E9 \\u00E9t\\u00E9. Elle reste."'),
        ('"Café &eacute;t&eacute;.Elle reste."', '"Café été. Elle reste."'),
        ('"Il part\\/va.Elle reste."', '"Il part\\/va. Elle reste."'),
        ('"Il dit &quot;non&quot;.Elle reste."', '"Il dit \\"non\\". Elle reste."'),
        ('"\\u0049l part\\u002eElle reste."', '"\\u0049l part\\u002e Elle reste."'),
    ],
)
def test_a_repair_is_written_as_the_rest_of_the_string(old: str, new: str) -> None:
    write("a.jsonl", f'{{"text": {old}}}')
    run("--fix", "a.jsonl")
    assert Path("a.jsonl").read_text("utf-8") == f'{{"text": {new}}}'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"text\n{OLD}\n", f"text\n{NEW}\n"),
        (f'\ufeffa;"text"\r\n1;"{OLD} ""Oui""."\r\n', f'\ufeffa;"text"\r\n1;"{NEW} ""Oui""."\r\n'),
        (f'text,a\n"{OLD}\n\n{OLD}", "x"\n', f'text,a\n"{NEW}\n\n{NEW}", "x"\n'),
        (f"text|a\n{OLD}|\n\n{OLD}|", f"text|a\n{NEW}|\n\n{NEW}|"),
        (
            'text\n"Il dit &quot;non&quot;.Elle reste."\n',
            'text\n"Il dit ""non"". Elle reste."\n',
        ),
        (f"text\n{OLD}\rx\n", f"text\n{NEW}\rx\n"),
    ],
)
def test_a_cell_is_repaired_and_nothing_beside_it(old: str, new: str) -> None:
    write("a.csv", old)
    run("--fix", "a.csv")
    assert Path("a.csv").read_bytes().decode() == new


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"text\nIl dit &quot;non&quot;,a.\n{OLD}\n", "line 2: 2 cells in a table of 1"),
        (f'text\n{OLD}\n"Il part.Elle', "line 3: a quotation mark that is not closed"),
        (f"text,text\n{OLD},{OLD}\n", "is there twice"),
        (f"a,b\n1,{OLD}\n", "none of its 1 records has a text"),
    ],
)
def test_what_is_wrong_with_a_table_is_told(text: str, told: str) -> None:
    write("a.csv", text)
    assert told in run("--fix", "a.csv").stderr


def test_tabs_need_no_quotes() -> None:
    write("a.tsv", f'id\ttext\n1\t{OLD}\n2\tIl dit "non".Elle reste.\n')
    assert run("--fix", "a.tsv").exit_code == 0
    after = Path("a.tsv").read_text("utf-8")
    assert after == f'id\ttext\n1\t{NEW}\n2\tIl dit "non". Elle reste.\n'


@pytest.mark.parametrize(
    ("old", "problem"),
    [
        (f'[{{"text": "{OLD}"}}, {{"text":"{OLD}"}}]', ""),
        (f'\ufeff [ {{"text": "{OLD}"}} ,\n 3, [], {{"text":"{OLD}", "n": [1, "]"]}} ]\n ', ""),
        (f'{{\n "text": "{OLD}",\n "a": {{}}\n}}\n', ""),
        (f'{{"text": "{OLD}"}}\n{{"text": "{OLD}"}}\n', ""),
        (f'[{{"text": "{OLD}"}}, {{"text": NaN}}, {{"text": "{OLD}"}}]', "NaN is no JSON"),
        (f'[{{"text": "{OLD}"}}] x', "something follows the end"),
        ("[]", ""),
        ("", ""),
    ],
)
def test_a_list_is_repaired_in_place(old: str, problem: str) -> None:
    write("a.json", old)
    result = run("--fix", "a.json")
    assert Path("a.json").read_bytes().decode() == old.replace(OLD, NEW)
    assert problem in result.stderr
    assert (result.exit_code == 2) == bool(problem), result.output


def test_a_list_that_is_cut_off_is_told_and_not_repaired() -> None:
    for old in (f'[{{"text": "{OLD}"}}, {{"text": "{OLD}', f'[{{"text": "{OLD}"}}'):
        write("a.json", old)
        result = run("--fix", "a.json")
        assert (result.exit_code, Path("a.json").read_bytes().decode()) == (2, old)
        assert "the list is not closed" in result.stderr


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_blocks_of_any_size_hold_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut a file in as many ways as there are, also in the middle of characters and escapes."""
    texts = [f'{OLD} é😀 "x" \\ {n}\n, [{{' for n in range(6)]
    if name == "a.csv":
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text", "n"], *([text, "1"] for text in texts)])
    elif name == "a.json":
        write(name, json.dumps([{"text": text} for text in texts], indent=1, ensure_ascii=False))
    else:
        write(name, "".join(json.dumps({"text": text}) + "\n" for text in texts))
    expected = found(name)
    before = Path(name).read_bytes()
    assert len(expected) >= 6
    for size in (*range(1, 60), 64, 100, 1000):
        for module in (csvfile, jsonlines, jsonlist):
            monkeypatch.setattr(module, "BLOCK", size)
        Path(name).write_bytes(before)
        assert found(name) == expected, size
        run("--fix", name)
        assert Path(name).read_bytes().count(b"part. Elle") == 6


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_any_number_of_processes_tells_and_writes_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_TASK", 10_000)
    for module in (csvfile, jsonlines, jsonlist):
        monkeypatch.setattr(module, "BLOCK", 5_000)
    texts = ARTICLES * 3
    if name == "a.parquet":
        pq.write_table(pa.table({"text": texts}), name, row_group_size=50)
    elif name == "a.csv":
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["text"], *([t] for t in texts)])
    elif name == "a.json":
        write(name, json.dumps([{"text": text} for text in texts]))
    else:
        write(name, "".join(json.dumps({"text": text}) + "\n" for text in texts))
    before = Path(name).read_bytes()
    options = ("--select", "glued-text,spacing,encoding", "--output-format", "jsonl")
    one, two = (run(*options, "--jobs", jobs, name) for jobs in "12")
    assert (one.stdout, one.stderr) == (two.stdout, two.stderr)
    written = []
    for jobs in "12":
        Path(name).write_bytes(before)
        run("--fix", "--jobs", jobs, "--select", "glued-text,spacing", name)
        written.append(Path(name).read_bytes())
    assert written[0] == written[1] != before


def test_usual_names_of_texts_are_taken_in_their_order() -> None:
    fields = Fields()
    assert fields.text_in({"body": 1, "content": 2}) == ("content", 2)
    assert fields.text_in({"a.b": 1}) is None
    named = Fields.of({"text": "a.b"})
    assert named.text_in({"a": {"b": 3}}) == ("a.b", 3)
    assert named.text_in({"a": {"b": 3}, "a.b": 4}) == ("a.b", 4)
