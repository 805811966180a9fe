"""The command line, through click: what is printed, what is written, how it exits."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from scrapelint.cli import main
from scrapelint.fields import FieldError
from scrapelint.gaps import TableError
from scrapelint.linter import Linter
from tests.conftest import HOUSE_RULE, ROOT, write_rule

DAMAGED = "Il part.Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
REPAIRED = "Il part. Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
SOUND = "Il part. Elle reste.\n"
SCHEMA = json.loads((ROOT / "scrapelint/report/finding.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "sound.md").write_text(SOUND, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


def rules_found(result: Result) -> list[str]:
    return [json.loads(line)["rule"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize("problem", [TableError("gone"), FieldError("detect.model: gone")])
def test_a_table_that_is_gone_when_the_first_text_comes_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def check(*_: object) -> None:
        raise problem

    monkeypatch.setattr(Linter, "check", check)
    result = run("check", "sound.md")
    assert (result.exit_code, result.stderr) == (2, f"Error: {problem}\n")


def test_a_costly_pattern_is_refused(folder: Path) -> None:
    costly = "*a*a*a*a*"
    assert "more than 3 * in one name" in run("check", "--exclude", costly).stderr
    (folder / "scrapelint.toml").write_text(f"exclude = ['{costly}']", encoding="utf-8")
    result = run("check")
    assert (result.exit_code, "`exclude`: more than 3" in result.stderr) == (2, True)


def test_check_exits_with_0_1_or_2() -> None:
    assert run("check", "sound.md").exit_code == 0
    assert run("check", "damaged.txt").exit_code == 1
    assert run("check", "damaged.txt", "--exit-zero").exit_code == 0
    assert run("check", "none.txt").exit_code == 2
    assert run("check", "sound.md", "none.txt", "--exit-zero").exit_code == 2
    assert run("check", "--nonsense").exit_code == 2
    assert run("check", "--lang", "xx").exit_code == 2


def test_nothing_checked_is_said_loudly(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run("check", "empty")
    assert result.exit_code == 2
    assert (
        "0 files checked: no .txt, .md, .jsonl, .parquet or .arrow file was found" in result.stderr
    )
    assert run("check", "empty", "--allow-empty").exit_code == 0
    excluded = run("check", "damaged.txt", "--exclude", "*.txt", "--force-exclude")
    assert excluded.exit_code == 0
    assert "0 files checked: all were excluded" in excluded.stderr


def test_full_shows_the_place_with_a_mark_below() -> None:
    result = run("check", "damaged.txt", "--select", "glued-sentences")
    assert result.stdout.splitlines()[:3] == [
        "damaged.txt:1:8: error glued-sentences: two sentences joined without a space [--fix]",
        "    1 | Il part.Elle reste pic.twitter.com/aB3dE…",
        "      |        ^",
    ]
    assert "1 finding in 1 of 1 file." in result.stdout


@pytest.mark.parametrize(
    ("line", "indent"),
    [("日本語 Il part.Elle reste.", 14), ("e\u0301te\u0301 il part.Elle reste.", 11)],
    ids=["wide", "combining"],
)
def test_the_mark_stands_under_the_place_whatever_the_width(
    folder: Path, line: str, indent: int
) -> None:
    (folder / "wide.txt").write_text(line, encoding="utf-8")
    result = run("check", "wide.txt", "--select", "glued-sentences", "--lang", "fr")
    assert result.stdout.splitlines()[2] == "      | " + " " * indent + "^"


def test_nothing_of_a_text_or_name_reaches_the_terminal_as_a_command(folder: Path) -> None:
    name = "a\x1b[31m\n::error::b.txt"
    (folder / name).write_text("Il part.Elle\x1b]0;x\x07 reste \u202ela.\n", encoding="utf-8")
    for form in ("full", "concise", "json", "jsonl"):
        result = run("check", ".", "--output-format", form, "--isolated")
        assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout + result.stderr)
        assert not any(line.startswith("::") for line in result.stdout.splitlines())


def test_concise_is_a_line_a_finding() -> None:
    result = run("check", "damaged.txt", "--output-format", "concise", "--select", "glued-text")
    assert result.stdout.splitlines()[0] == (
        "damaged.txt:1:8: error glued-sentences: two sentences joined without a space [--fix]"
    )


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = CliRunner().invoke(main, ["check", "damaged.txt"], color=True)
    assert "\x1b[" in coloured.stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in CliRunner().invoke(main, ["check", "damaged.txt"], color=True).stdout
    assert "\x1b[" not in run("check", "damaged.txt").stdout


@pytest.mark.parametrize("article", sorted((ROOT / "examples/articles").iterdir()))
def test_jsonl_is_what_its_schema_says(article: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    lines = run("check", article, "--output-format", "jsonl").stdout.splitlines()
    assert len(lines) > 3
    text = article.read_text(encoding="utf-8")
    for line in lines:
        record = json.loads(line)
        validator.validate(record)
        assert text[record["start"] : record["end"]] == record["text"]
    as_list = json.loads(run("check", article, "--output-format", "json").stdout)
    assert as_list == list(map(json.loads, lines))


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(run("check", "sound.md", "--output-format", "json").stdout) == []
    assert run("check", "sound.md", "--output-format", "jsonl").stdout == ""


def test_fix_repairs_what_is_safe_and_says_what_is_left(folder: Path) -> None:
    result = run("check", "--fix", "damaged.txt", "sound.md")
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == REPAIRED
    assert "Repaired 1 place in 1 file: glued-sentences 1." in result.stdout
    assert result.exit_code == 1
    result = run("check", "--fix", "--unsafe-fixes", "damaged.txt")
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == "Il part. Elle reste ici.\n"
    assert result.exit_code == 0


def test_exit_non_zero_on_fix() -> None:
    options = ("check", "--fix", "damaged.txt", "--select", "glued-text", "--exit-non-zero-on-fix")
    assert run(*options).exit_code == 1
    assert run(*options).exit_code == 0


def test_a_fix_changes_no_other_byte_and_keeps_the_mode(folder: Path) -> None:
    path = folder / "damaged.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "Été.\r\nIl part.Elle reste.\r\nFin.\r\n".encode())
    path.chmod(0o640)
    run("check", "--fix", path)
    after = "Été.\r\nIl part. Elle reste.\r\nFin.\r\n".encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + after
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in folder.iterdir()) == ["damaged.txt", "sound.md"]


def test_a_file_without_repairs_is_not_written(folder: Path) -> None:
    before = (folder / "sound.md").stat()
    run("check", "--fix", "sound.md")
    assert (folder / "sound.md").stat() == before


def test_diff_shows_and_changes_nothing(folder: Path) -> None:
    result = run("check", "--diff", "damaged.txt", "sound.md")
    assert result.exit_code == 1
    assert result.stdout == (
        "--- damaged.txt\n+++ damaged.txt\n@@ -1 +1 @@\n" + f"-{DAMAGED}+{REPAIRED}"
    )
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == DAMAGED
    assert run("check", "--diff", "sound.md").exit_code == 0


def test_what_is_not_utf8_is_reported_with_the_offset_and_never_written(folder: Path) -> None:
    data = b"Il part.Elle reste au caf\xe9."
    (folder / "latin.txt").write_bytes(data)
    result = run("check", "--fix", "latin.txt", "damaged.txt")
    assert result.exit_code == 2
    assert (
        "error[not-utf8]: latin.txt: not UTF-8: byte 0xe9 at offset 25; not changed"
        in result.stderr
    )
    assert (folder / "latin.txt").read_bytes() == data
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == REPAIRED


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_is_read_and_stays_what_it_is(folder: Path, codec: str) -> None:
    mark = "\ufeff".encode(codec)
    (folder / "wide.txt").write_bytes(mark + DAMAGED.encode(codec))
    result = run("check", "--fix", "wide.txt")
    assert result.exit_code == 1
    assert (folder / "wide.txt").read_bytes() == mark + REPAIRED.encode(codec)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Il part.".encode("utf-16-le"), "it looks like UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "it is no text"),
        (b"a\xc0\xafb", "byte 0xc0 at offset 1"),
        (b"a\xed\xa0\x80", "byte 0xed at offset 1"),
        (b"caf\xc3", "byte 0xc3 at offset 3"),
    ],
)
def test_bytes_that_are_no_text_are_told_and_kept(folder: Path, data: bytes, reason: str) -> None:
    (folder / "bytes.txt").write_bytes(data)
    result = run("check", "--fix", "bytes.txt")
    assert result.exit_code == 2
    assert "error[not-utf8]: bytes.txt" in result.stderr
    assert reason in result.stderr
    assert (folder / "bytes.txt").read_bytes() == data


def test_a_fix_can_be_undone_byte_for_byte(folder: Path) -> None:
    path = folder / "damaged.txt"
    data = b"\xef\xbb\xbf" + f"{DAMAGED}\r\n\r\n\r\nS\u2019inqui\xc3\xa8te &amp; fin".encode()
    path.write_bytes(data)
    run("check", "--fix", "--unsafe-fixes", "--journal", "undo.jsonl", "damaged.txt", "sound.md")
    repaired = path.read_bytes()
    assert repaired != data
    result = run("undo", "undo.jsonl")
    assert (result.exit_code, path.read_bytes()) == (0, data)
    assert "1 of 1 repairs of files taken back." in result.stdout
    path.write_bytes(repaired + b"more")
    result = run("undo", "undo.jsonl")
    assert result.exit_code == 2
    assert "error[changed]" in result.stderr
    assert path.read_bytes() == repaired + b"more"
    (folder / "undo.jsonl").write_text("{}\n", encoding="utf-8")
    assert "line 1 is no entry of a journal" in run("undo", "undo.jsonl").stderr


def test_links_are_repaired_on_request_only(folder: Path) -> None:
    (folder / "link.txt").symlink_to("damaged.txt")
    result = run("check", "--fix", "link.txt")
    assert result.exit_code == 2
    assert "error[refused]: link.txt: a link, not changed" in result.stderr
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == DAMAGED
    run("check", "--fix", "--follow-symlinks", "link.txt")
    assert (folder / "link.txt").is_symlink()
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == REPAIRED


def test_standard_input() -> None:
    result = run("check", "-", "--output-format", "concise", stdin=DAMAGED.encode())
    assert result.stdout.startswith("-:1:8: error glued-sentences")
    result = run(
        "check", "-", "--stdin-filename", "a.txt", "--output-format", "jsonl", stdin=b"a.Bcd"
    )
    assert {json.loads(line)["path"] for line in result.stdout.splitlines()} <= {"a.txt"}
    result = run("check", "-", "--fix", stdin=DAMAGED.encode())
    assert result.stdout == REPAIRED
    assert "tweet-link" in result.stderr
    result = run("check", "-", stdin=b"caf\xe9")
    assert result.exit_code == 2
    assert "not UTF-8" in result.stderr


def test_statistics() -> None:
    lines = run("check", "damaged.txt", "sound.md", "--statistics").stdout.splitlines()
    headers = ["findings", "fixable", "documents", "per", "1,000", "rule", "severity"]
    assert lines[0].split() == headers
    assert lines[2].split() == ["1", "1", "1", "500.0", "glued-sentences", "error"]
    assert "Documents: 2. Words: 9. Findings: 2, in 1 documents (500.0 of 1,000)." in lines
    assert not any(line.endswith(("site", "month")) for line in lines)


def test_report_to_a_file(folder: Path) -> None:
    result = run("check", "damaged.txt", "--output-format", "jsonl", "-o", "report.jsonl")
    assert result.stdout == ""
    rules = [
        json.loads(line)["rule"] for line in (folder / "report.jsonl").read_text().splitlines()
    ]
    assert rules == ["glued-sentences", "tweet-link"]
    assert run("check", "damaged.txt", "-o", "no/where.txt").exit_code == 2


def test_quiet_prints_nothing_but_errors() -> None:
    assert run("check", "damaged.txt", "--quiet").output == ""
    assert "no such file" in run("check", "none.txt", "--quiet").stderr


def test_configuration_and_who_has_the_last_word(folder: Path) -> None:
    found = ("check", "damaged.txt", "--output-format", "jsonl")
    config = folder / "scrapelint.toml"
    config.write_text('ignore = ["glued-text"]\n', encoding="utf-8")
    assert rules_found(run(*found)) == ["tweet-link"]
    assert rules_found(run(*found, "--select", "glued-text")) == ["glued-sentences"]
    both = ["glued-sentences", "tweet-link"]
    assert rules_found(run(*found, "--extend-select", "glued-sentences")) == both
    assert rules_found(run(*found, "--isolated")) == both
    config.write_text('[tool.scrapelint]\nselect = ["embeds"]\n', encoding="utf-8")
    assert run(*found).exit_code == 2
    config.rename(folder / "pyproject.toml")
    assert rules_found(run(*found)) == ["tweet-link"]
    (folder / "other.toml").write_text('select = ["glued-sentences"]\n', encoding="utf-8")
    assert rules_found(run(*found, "--config", "other.toml")) == ["glued-sentences"]


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("selct = []", "unknown key `selct`; did you mean `select`?"),
        ('select = "ALL"', "`select` must be a list of texts"),
        ('lang = "xx"', "`lang` must be one of de, en"),
        ('select = ["glued"]', "unknown rule selector `glued` in `select` from"),
        ('rules = ["none"]', "not a folder of rules"),
        ("select", "scrapelint.toml: "),
    ],
)
def test_a_bad_configuration_is_refused_before_any_file_is_read(
    folder: Path, config: str, reason: str
) -> None:
    (folder / "scrapelint.toml").write_text(config, encoding="utf-8")
    result = run("check", "--fix", "damaged.txt")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert (folder / "damaged.txt").read_text(encoding="utf-8") == DAMAGED


def test_rules_of_the_users(folder: Path) -> None:
    write_rule(folder / "house", "no-frogs")
    write_rule(folder / "house", "glued-sentences", HOUSE_RULE.replace("frog", "newt"))
    (folder / "a.txt").write_text("A newt. A frog.\n", encoding="utf-8")
    result = run("check", "a.txt", "--rules", "house", "--output-format", "jsonl")
    assert rules_found(result) == ["glued-sentences", "no-frogs"]
    assert "replaces the shipped rule glued-sentences" in result.stderr
    (folder / "scrapelint.toml").write_text('rules = ["house"]\n', encoding="utf-8")
    assert rules_found(run("check", "a.txt", "--output-format", "jsonl")) == rules_found(result)


def test_rules_lists_all_and_rule_tells_all() -> None:
    assert "glued-sentences" in run("rules").stdout
    records = json.loads(run("rules", "--output-format", "json").stdout)
    names = [record["name"] for record in records]
    assert "mojibake" in names
    for name in names:
        page = run("rule", name)
        assert page.exit_code == 0
        assert page.stdout.startswith(name)
    text = run("rule", "glued-sentences").stdout
    assert "Damaged" in text
    assert "Repaired" in text
    assert "Sound" in text
    assert json.loads(run("rule", "mojibake", "--output-format", "json").stdout) in records
    unknown = run("rule", "glued-sentence")
    assert unknown.exit_code == 2
    assert "did you mean `glued-sentences`?" in unknown.stderr


def test_test_runs_cases_of_the_users_rules(folder: Path) -> None:
    path = write_rule(folder, "no-frogs")
    assert "1 rules, 2 cases: all as they should be" in run("test", path).stdout
    path.write_text(HOUSE_RULE.replace("A toad", "Two frogs"), encoding="utf-8")
    failed = run("test", path)
    assert failed.exit_code == 1
    assert "found ['frog'] in sound text: 'Two frogs.'" in failed.stdout
    path.write_text(HOUSE_RULE.replace("prince", "frog frog"), encoding="utf-8")
    assert "still changing after 10 passes: no-frogs: 'A frog.'" in run("test", path).stdout
    path.write_text("", encoding="utf-8")
    assert run("test", path).exit_code == 2


def test_version() -> None:
    assert run("version").stdout.startswith("scrapelint ")
