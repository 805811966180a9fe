"""Bad files of many texts: one exit status, one word for what was not done, and nothing lost."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from scrapelint import rulebook
from scrapelint.cli import main
from scrapelint.rulebook import load_rules
from tests.promises.bad_containers import NEW, ROWS, Row, extended, parquet
from tests.promises.figures import record

RULES = load_rules()
DONE: list[Row] = []


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rulebook, "load_rules", lambda *_: RULES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    options = ("--isolated", "--lang", "fr", "--select", "glued-sentences", "--jobs", "1")
    result = CliRunner().invoke(main, ["check", *options, *arguments])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.file}: {r.name}") for r in ROWS])
def test_a_bad_file_ends_as_it_should(row: Row, folder: Path) -> None:
    path = Path(row.file)
    before = row.data if isinstance(row.data, bytes) else row.data()
    path.write_bytes(before)
    checked = run(row.file)
    assert (checked.exit_code, path.read_bytes() == before) == (row.check, True), checked.output
    fixed = run("--fix", row.file)
    assert fixed.exit_code == row.fix, fixed.output[:2000]
    after = before if row.after is None else row.after
    assert path.read_bytes() == after
    assert [each.name for each in folder.iterdir()] == [row.file]
    for result, status in ((checked, row.check), (fixed, row.fix)):
        errors = [line for line in result.stderr.splitlines() if line.startswith("error[")]
        assert bool(errors) == (status == 2), result.output[:2000]
        assert all(line.startswith(f"error[{row.code}]: ") for line in errors)
    assert row.says in fixed.stderr
    DONE.append(row)
    record("bad files of many texts", f"{len(DONE)} rows: status, words and bytes as they should")


def test_a_type_that_only_others_know_stays() -> None:
    path = Path("a.parquet")
    path.write_bytes(extended())
    schema = pq.read_schema(path)
    assert run("--fix", "a.parquet").exit_code == 0
    table = pq.read_table(path)
    assert table.column("text").to_pylist() == [NEW.decode()]
    assert table.schema.equals(schema, check_metadata=True)


def test_a_table_in_parts_is_its_files() -> None:
    for name in ("table/a=1/part-0.parquet", "table/a=2/part-1.parquet"):
        Path(name).parent.mkdir(parents=True)
        Path(name).write_bytes(parquet())
    assert "18 findings in 18 of 18 texts in 2 files" in run("table").stdout
    assert run("--fix", "table").exit_code == 0
    assert "Nothing found in 18 texts" in run("table").stdout


def test_a_link_to_a_file_is_read_and_not_repaired() -> None:
    Path("real").mkdir()
    Path("real/b.parquet").write_bytes(parquet())
    Path("a.parquet").symlink_to("real/b.parquet")
    assert run("a.parquet").exit_code == 1
    result = run("--fix", "a.parquet")
    assert (result.exit_code, Path("real/b.parquet").read_bytes()) == (2, parquet())
    assert "error[refused]: " in result.stderr
