"""The configuration: where it is found, what it may say, who has the last word."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from scrapelint import globs, keys
from scrapelint.cli import main
from scrapelint.configfiles import ConfigError, discover
from scrapelint.fields import FieldError
from scrapelint.ignores import Ignores, SourceIgnore
from scrapelint.linter import Linter
from scrapelint.looking import Look
from scrapelint.origin import Origin
from scrapelint.rule import Rule
from tests import config_schema
from tests.conftest import ROOT, write_rule
from tests.promises.oracles import UNSEEN, acts, commands

DAMAGED = "Il part.Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
BOTH = ["glued-sentences", "tweet-link"]
SCHEMA = json.loads((ROOT / "scrapelint/config.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder `here` in a repository, with a damaged text."""
    here = tmp_path / "repository" / "here"
    here.mkdir(parents=True)
    (here.parent / ".git").mkdir()
    (here / "a.txt").write_text(DAMAGED, encoding="utf-8")
    monkeypatch.chdir(here)
    return here


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def found(*arguments: str | Path) -> list[str]:
    result = run("check", "--lang", "fr", "--output-format", "jsonl", *arguments)
    assert result.exit_code in {0, 1}, result.stderr
    return [json.loads(line)["rule"] for line in result.stdout.splitlines()]


def settings(text: str, path: str | Path = "scrapelint.toml") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


# Where it is found


def test_the_dotted_file_comes_before_the_plain_one_and_that_before_pyproject() -> None:
    settings('[tool.scrapelint]\nselect = ["embeds"]', "pyproject.toml")
    assert found() == ["tweet-link"]
    settings('select = ["glued-text"]')
    assert found() == ["glued-sentences"]
    settings('ignore = ["ALL"]', ".scrapelint.toml")
    assert found() == []


def test_the_nearest_holds_alone_and_a_pyproject_without_the_table_is_passed_over() -> None:
    settings('ignore = ["embeds"]\nlang = "de"', "../scrapelint.toml")
    settings("[project]\nname = 'x'", "pyproject.toml")
    assert found() == ["glued-sentences"]
    settings("[tool.scrapelint]", "pyproject.toml")
    assert found() == BOTH


def test_a_table_that_is_none_is_refused() -> None:
    settings("[tool]\nscrapelint = 3", "pyproject.toml")
    result = run("check")
    assert result.exit_code == 2
    assert "pyproject.toml: `tool.scrapelint` must be a table" in result.stderr


# Who has the last word


def test_options_beat_variables_and_those_beat_keys_and_those_beat_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def form(*options: str) -> str:
        printed = run("check", "--lang", "fr", *options).stdout
        forms = {"[": "json", "{": "jsonl"}
        return forms.get(printed[0], "full" if " | " in printed else "concise")

    settings('output-format = "json"')
    assert form() == "json"
    assert form("--config", "output-format = 'concise'") == "concise"
    monkeypatch.setenv("SCRAPELINT_OUTPUT_FORMAT", "jsonl")
    assert form("--config", "output-format = 'concise'") == "jsonl"
    assert form("--output-format", "full") == "full"


def test_what_one_key_says_on_the_command_line_is_added_to_the_file() -> None:
    settings('ignore = ["embeds"]')
    assert found("--config", 'extend-select = ["tweet-link"]') == BOTH
    assert found("--config", 'ignore = ["glued-text"]') == []
    settings('select = ["embeds"]', "other.toml")
    assert found("--config", "other.toml", "--config", "ignore = ['tweet-link']") == []
    assert found("--isolated", "--config", "ignore = ['tweet-link']") == ["glued-sentences"]
    long = ", ".join(["'embeds'"] * 100)
    assert found("--config", f"select = [{long}]") == ["tweet-link"]
    settings("lang = 'fr'", "a=b.toml")
    assert found("--config", "a=b.toml") == BOTH


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("--config", "ignroe = []"), "unknown key `ignroe`; did you mean `ignore`?"),
        (("--config", "ignore = ["), "--config 'ignore = [': "),
        (("--config", "extend = 'x'"), "`extend` is for files"),
        (("--config", "none.toml"), "none.toml: no such file"),
        (("--config", "a.toml", "--config", "b.toml"), "only one file can be the strongest"),
        (("--config", "output-format = 'x'"), "`output-format`: 'x' is not one of"),
    ],
)
def test_bad_keys_on_the_command_line_are_refused(given: tuple[str, ...], reason: str) -> None:
    result = run("check", *given)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_help_is_told_even_where_the_configuration_is_broken() -> None:
    settings("broken")
    assert run("check", "--help").exit_code == 0
    assert run("check").exit_code == 2


# What it extends


def test_an_extending_file_has_the_last_word() -> None:
    settings('ignore = ["embeds"]\noutput-format = "json"\nlang = "fr"', "../base.toml")
    settings('extend = "../base.toml"\nextend-select = ["tweet-link"]')
    assert found() == BOTH
    settings('extend = "../base.toml"\nselect = ["embeds"]')
    assert found() == ["tweet-link"]
    assert run("check").stdout.startswith("[")


def test_tables_and_lists_add_up_and_paths_start_at_the_file_that_says_them(folder: Path) -> None:
    for name in ("top.txt", "here/sub/b.txt", "here/out/c.txt", "out/d.txt"):
        settings(DAMAGED, folder.parent / name)
    write_rule(folder.parent / "house", "no-frogs")
    base = 'exclude = ["/out/"]\nrules = ["house"]\n[per-file-ignores]\n"/top.txt" = ["ALL"]\n'
    settings(base + '"b.txt" = ["embeds"]', "../base.toml")
    settings('extend = "../base.toml"\n[per-file-ignores]\n"sub/" = ["glued-text"]')
    config = discover(folder)
    assert (config.root, config.exclude()) == (folder.parent, ("/out/",))
    assert config.rules == (folder.parent / "house",)
    assert found("sub") == []
    assert found(".") == BOTH * 2  # a.txt and out/c.txt
    assert found("..", "--exclude", "out/") == BOTH  # the base excludes the other `out`


def test_the_later_word_on_a_pattern_replaces_the_earlier() -> None:
    settings('[per-file-ignores]\n"a.txt" = ["ALL"]', "base.toml")
    settings('extend = "base.toml"\n[per-file-ignores]\n"a.txt" = []')
    assert found() == BOTH


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"scrapelint.toml": 'extend = "none.toml"'}, "none.toml: no such file"),
        ({"scrapelint.toml": 'extend = "scrapelint.toml"'}, "extends itself in the end"),
        (
            {"scrapelint.toml": 'extend = "b.toml"', "b.toml": 'extend = "./scrapelint.toml"'},
            "extends itself in the end",
        ),
        ({"scrapelint.toml": 'extend = "../../x.toml"', "../../x.toml": ""}, "is elsewhere"),
        ({"scrapelint.toml": 'extend = "/etc/passwd"'}, "/etc/passwd is elsewhere"),
        ({"scrapelint.toml": 'extend = "../pyproject.toml"', "../pyproject.toml": ""}, "has no [t"),
        ({"scrapelint.toml": 'extend = "b.toml"', "b.toml": "no"}, "b.toml: "),
        ({"scrapelint.toml": 'extend = "b.toml"', "b.toml": "a = 1"}, "b.toml: unknown key `a`"),
        ({"scrapelint.toml": 'extend = "b.toml"', "b.toml": 'rules = ["../.."]'}, "is elsewhere"),
        ({"scrapelint.toml": 'baseline = "../../x.jsonl"'}, "elsewhere; name it with --baseline"),
        ({"scrapelint.toml": 'rules = ["../../x"]'}, "elsewhere; name it with --rules"),
    ],
)
def test_what_cannot_be_extended_or_lies_elsewhere_is_refused(
    files: dict[str, str], reason: str
) -> None:
    for name, text in files.items():
        settings(text, name)
    result = run("check", "--fix")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert Path("a.txt").read_text(encoding="utf-8") == DAMAGED


def test_a_link_does_not_lead_out_of_the_repository(folder: Path) -> None:
    settings("ignore = ['ALL']", "../../outside.toml")
    Path("in.toml").symlink_to(folder.parent.parent / "outside.toml")
    settings('extend = "in.toml"')
    assert "is elsewhere" in run("check").stderr
    assert found("--config", "scrapelint.toml") == []  # who names a file answers for it


def test_without_a_repository_a_folder_speaks_for_itself(folder: Path) -> None:
    (folder.parent / ".git").rmdir()
    settings("", "../base.toml")
    settings('extend = "../base.toml"')
    assert "is elsewhere" in run("check").stderr


def test_a_thousand_files_can_extend_each_other() -> None:
    for number in range(1000):
        settings(f'extend = "{number + 1}.toml"', f"{number}.toml")
    settings('ignore = ["embeds"]', "1000.toml")
    settings('extend = "0.toml"')
    assert found() == ["glued-sentences"]


# What is ignored where


@pytest.mark.parametrize(
    ("pattern", "name", "holds"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "sub/deep/a.txt", True),
        ("/*.txt", "sub/a.txt", False),
        ("sub/", "sub/deep/a.txt", True),
        ("sub", "other/sub.txt", False),
        ("sub/**/a.txt", "sub/x/y/a.txt", True),
        ("!sub/", "a.txt", True),
        ("!sub/", "sub/a.txt", False),
        ("*.jsonl", "s3://bucket/part-1.jsonl", True),
        ("bucket/", "s3://bucket/part-1.jsonl", True),
        ("é.txt", "e\u0301.txt", False),
        ("*.txt", "../elsewhere/a.txt", True),
        ("here/", "../elsewhere/a.txt", False),
    ],
)
def test_patterns_of_files(folder: Path, pattern: str, name: str, holds: bool) -> None:  # noqa: FBT001
    settings(f"[per-file-ignores]\n{json.dumps(pattern, ensure_ascii=False)} = ['ALL']")
    assert bool(discover(folder).ignores.at(name)) is holds


@pytest.mark.parametrize(
    ("pattern", "url", "holds"),
    [
        ("example.org", "https://example.org/a", True),
        ("example.org", "https://www.example.org:443/a", True),
        ("www.Example.org", "https://EXAMPLE.org/a", True),
        ("example.org", "https://sport.example.org/a", True),
        ("example.org", "https://myexample.org/a", False),
        ("example.org", "https://example.org.evil.example/a", False),
        ("*.example.org", "https://example.org/", False),
        ("*.example.org", "https://a.example.org/", True),
        ("example.*", "https://example.net/", True),
        ("example.org/live", "https://example.org/live/1", True),
        ("example.org/live/", "https://example.org/live", True),
        ("example.org/live", "https://example.org/lives", False),
        ("example.org/*/live", "https://example.org/fr/live/1", True),
        ("example.org/", "https://example.org/x", True),
        ("example.org", "no address", False),
        ("example.org", "http://[", False),
        ("example.org", None, False),
    ],
)
def test_patterns_of_sites(pattern: str, url: str | None, holds: bool) -> None:  # noqa: FBT001
    ignores = Ignores(sources=(SourceIgnore(pattern, ("ALL",), "a test"),))
    assert bool(ignores.at("a.jsonl", Origin(1, "text", url=url))) is holds
    assert not ignores.at("a.jsonl")


def test_what_is_ignored_in_a_file_is_what_is_ignored_on_the_command_line(folder: Path) -> None:
    trace = "Il écrit pour le , journal.Il part.\n"
    (folder / "b.txt").write_text(trace, encoding="utf-8")
    for selector in ("missing-text", "spacing", "glued-sentences", "ALL"):
        settings(f"[per-file-ignores]\n'b.txt' = ['{selector}']")
        assert found("b.txt") == found("b.txt", "--isolated", "--ignore", selector)
        assert found("a.txt") == BOTH


def test_what_is_ignored_is_not_repaired_and_keeps_the_traces_it_kept(folder: Path) -> None:
    path = folder / "b.txt"
    path.write_text("Il écrit pour le , journal.Il part.\n", encoding="utf-8")
    settings('lang = "fr"\n[per-file-ignores]\n"b.txt" = ["missing-text", "glued-text"]')
    assert run("check", "--fix", "b.txt").exit_code == 0
    assert path.read_text(encoding="utf-8") == "Il écrit pour le , journal.Il part.\n"
    settings('lang = "fr"\n[per-file-ignores]\n"b.txt" = ["missing-text"]')
    assert run("check", "--fix", "b.txt").exit_code == 0
    assert path.read_text(encoding="utf-8") == "Il écrit pour le , journal. Il part.\n"


def test_any_number_of_processes_ignores_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrapelint.pool._MANY", 2)
    for number in range(9):
        (folder / f"{number}.txt").write_text(DAMAGED, encoding="utf-8")
    settings('[per-file-ignores]\n"[0-4].txt" = ["embeds"]\n[severity]\n"embeds" = "info"')
    one = run("check", "--jobs", "1", "--output-format", "concise").stdout
    assert one.count("info tweet-link") == 5
    assert run("check", "--jobs", "3", "--output-format", "concise").stdout == one


def test_a_record_is_looked_at_without_the_rules_its_site_ignores(rules: tuple[Rule, ...]) -> None:
    ignores = Ignores(sources=(SourceIgnore("example.org", ("embeds",), "a test"),))
    look = Look(Linter(rules, frozenset(BOTH), "fr"), ignores=ignores)
    there, elsewhere = Origin(1, "text", url="https://example.org/"), Origin(2, "text")
    assert [f.rule for f in look.linter_for("a.jsonl", there).check(DAMAGED)] == BOTH[:1]
    assert look.linter_for("a.jsonl", elsewhere) is look.linter
    assert look.linter_for("b.jsonl", there) is look.linter_for("a.jsonl", there)


def test_what_a_site_ignores_is_neither_found_nor_repaired_in_its_records(folder: Path) -> None:
    records = [
        {"url": f"https://{site}/1", "text": DAMAGED}
        for site in ("example.org", "live.example.org", "example.net")
    ]
    lines = "\n".join(map(json.dumps, records)) + "\n"
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    settings('lang = "fr"\n[per-source-ignores]\n"example.org" = ["glued-text"]')
    assert found("a.jsonl") == ["tweet-link", "tweet-link", *BOTH]
    assert run("check", "--fix", "a.jsonl").exit_code == 1
    after = (folder / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert after[:2] == lines.splitlines()[:2]
    assert json.loads(after[2])["text"] == DAMAGED.replace(".Elle", ". Elle")


def test_the_fields_of_records_are_set(folder: Path) -> None:
    line = json.dumps({"text": "Rien.", "meta": {"body": DAMAGED}, "n": 7})
    (folder / "a.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert found("a.jsonl") == []
    settings('text-field = "meta.body"\nid-field = "n"')
    assert found("a.jsonl") == BOTH
    assert found("a.jsonl", "--text-field", "text") == []
    run("check", "a.jsonl", "--write-baseline", "known")
    entries = (folder / "known").read_text(encoding="utf-8").splitlines()[1:]
    assert {json.loads(entry)["id"] for entry in entries} == {"7"}


def test_records_in_other_languages_keep_to_their_language(rules: tuple[Rule, ...]) -> None:
    text = "Il écrit pour le , journal. Er schrieb für die , Zeitung.\n"
    french = Linter(rules, frozenset(rule.name for rule in rules), "fr")
    german = replace(french, language="de")
    less = frozenset({"spacing"})
    assert french.without(less).check(text) != german.without(less).check(text)
    assert german.without(less).check(text) == [
        finding for finding in german.check(text) if finding.family != "spacing"
    ]


@pytest.mark.parametrize("first", [True, False])
def test_a_scanner_made_for_all_rules_serves_those_that_are_left(
    monkeypatch: pytest.MonkeyPatch,
    rules: tuple[Rule, ...],
    first: bool,  # noqa: FBT001
) -> None:
    less, wanted = frozenset({"glued-text", "boilerplate"}), frozenset(rule.name for rule in rules)
    plain = Linter(rules, wanted, "fr")
    monkeypatch.setenv("SCRAPELINT_ENGINE", "native")
    scanned = Linter(rules, wanted, "fr")
    texts = [case.text for rule in rules for case in rule.invalid if case.language == "fr"][:200]
    for text in texts:
        for selectors in (less, frozenset[str]())[:: 1 if first else -1]:
            assert scanned.without(selectors).check(text) == plain.without(selectors).check(text)


# How bad it is and what may be repaired


def told(*arguments: str) -> dict[str, str]:
    lines = run("check", "--lang", "fr", "--output-format", "jsonl", *arguments).stdout.splitlines()
    return {(entry := json.loads(line))["rule"]: entry["severity"] for line in lines}


def test_the_most_specific_severity_holds_and_the_strongest_source() -> None:
    settings('[severity]\n"ALL" = "warning"\n"embeds" = "info"\n"tweet-link" = "error"')
    assert told() == {"glued-sentences": "warning", "tweet-link": "error"}
    assert told("--config", 'severity = { "ALL" = "info" }') == dict.fromkeys(BOTH, "info")


def test_a_severity_changes_no_repair_and_no_verdict(folder: Path) -> None:
    text = "Il écrit pour le , journal. Il va à la . Elle parle de , hier.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    before = dict.fromkeys(told(), "info")
    assert len(before) > 1
    diff = run("check", "--lang", "fr", "--diff", "--unsafe-fixes").stdout
    settings('[severity]\n"ALL" = "info"')
    assert told() == before
    assert run("check", "--lang", "fr", "--diff", "--unsafe-fixes").stdout == diff


def test_a_project_decides_what_is_safe_and_is_named_for_it(folder: Path) -> None:
    path = folder / "a.txt"
    before = "Il part.Elle reste encore un jour ou deux, le temps de voir passer les bateaux "
    path.write_text(f"{before}pic.twitter.com/aB3dE5fG7h du matin.\n", encoding="utf-8")
    settings('lang = "fr"\nextend-safe-fixes = ["tweet-link"]\nextend-unsafe-fixes = ["ALL"]')
    result = run("check", "--fix")
    assert "repairs of tweet-link count as safe: " in result.stderr
    assert "scrapelint.toml says so" in result.stderr
    assert path.read_text(encoding="utf-8") == f"{before}du matin.\n"
    assert "count as safe" not in run("check").stderr


def test_what_is_unfixable_is_found_and_never_repaired(folder: Path) -> None:
    settings('lang = "fr"\nunfixable = ["glued-text"]\nextend-safe-fixes = ["glued-sentences"]')
    assert "glued-sentences: two sentences joined without a space [--fix" in run("check").stdout
    settings('lang = "fr"\nunfixable = ["ALL"]')
    result = run("check", "--fix", "--unsafe-fixes")
    assert result.exit_code == 1
    assert "[--fix" not in result.stdout
    assert (folder / "a.txt").read_text(encoding="utf-8") == DAMAGED


# What cannot be meant


BAD = {
    'selct = ["ALL"]': "unknown key `selct`; did you mean `select`?",
    'text-feild = "x"': "unknown key `text-feild`",
    'select = "ALL"': "`select` must be a list of texts",
    'select = [["ALL"]]': "`select` must be a list of texts",
    'lang = "xx"': "`lang` must be one of",
    "lang = ['fr']": "`lang` must be one of",
    'force-exclude = "yes"': "`force-exclude` must be true or false",
    'fail-on = "bad"': "`fail-on` must be one of error, warning, info, never",
    'per-file-ignores = ["x"]': "`per-file-ignores` must be a table",
    '[per-file-ignores]\n"*.txt" = "ALL"': "`per-file-ignores`: `*.txt` must be a list of texts",
    '[per-source-ignores]\n"a.b" = 1': "`per-source-ignores`: `a.b` must be a list of texts",
    "severity = 'error'": "`severity` must be a table",
    '[severity]\n"ALL" = "fatal"': "`severity`: `ALL` must be one of error, warning, info",
    '[max-rate]\n"ALL" = 0.5': "`max-rate`: `ALL` must be a text",
    '[max-rate]\n"ALL" = "0.5"': "`max-rate`: a rate is a share of documents such as `0.5%`",
    'extend = ""': "`extend` must be a text that is not empty",
    "baseline = 1": "`baseline` must be a text",
}
"""What is refused when a file is read, as the schema does."""

BAD_NAMES = {
    '[per-file-ignores]\n"*" = ["embed"]': "`embed` in `per-file-ignores` from ",
    '[per-source-ignores]\n"x.y" = ["embed"]': "`embed` in `per-source-ignores` from ",
    '[severity]\n"tweets" = "info"': "`tweets` in `severity` from ",
    '[max-rate]\n"glued-sentence" = "1%"': "`max-rate` from ",
    'extend-safe-fixes = ["embeds"]': "`extend-safe-fixes`: `embeds` is no single rule",
    'extend-safe-fixes = ["ALL"]': "is no single rule; name each whose repairs are safe",
    'extend-safe-fixes = ["accents-lost"]': " repairs nothing",
    'unfixable = ["all"]': "`all` in `unfixable` from ",
    'extend-unsafe-fixes = ["x"]': "`x` in `extend-unsafe-fixes` from ",
    'output-format = "fulll"': "`output-format`: 'fulll' is not one of",
    '[per-file-ignores]\n"a*b*c*d*e" = []': "`per-file-ignores`: more than 3 * in one name",
    '[per-source-ignores]\n"a*b*c*d*e" = []': "`per-source-ignores`: more than 3 * in one name",
}
"""What is refused once the rules are known, or costs too much."""


@pytest.mark.parametrize(("text", "reason"), [*BAD.items(), *BAD_NAMES.items()])
def test_what_cannot_be_meant_is_refused_by_name(folder: Path, text: str, reason: str) -> None:
    settings(text)
    result = run("check", "--fix")
    assert result.exit_code == 2, result.output
    assert reason in result.stderr
    assert "scrapelint.toml" in result.stderr
    assert (folder / "a.txt").read_text(encoding="utf-8") == DAMAGED


@pytest.mark.parametrize("key", ["fix", "unsafe-fixes", "output-file", "journal", "cache-dir"])
def test_no_key_makes_it_write(key: str) -> None:
    assert key not in keys.KEYS
    assert not [k for k in keys.KEYS if k.startswith("write") or "output-file" in k]


# The schema and the first file


def test_the_schema_is_that_of_the_keys() -> None:
    stale = "stale: python -m tests.config_schema writes it anew"
    assert config_schema.FILE.read_text(encoding="utf-8") == config_schema.written(), stale


def test_the_schema_is_one_and_takes_what_the_code_takes() -> None:
    Draft7Validator.check_schema(SCHEMA)
    for name, key in keys.KEYS.items():
        table = tomllib.loads(f"{name} = {key.example}")
        Draft7Validator(SCHEMA).validate(table)
        keys.read(table)


@pytest.mark.parametrize("text", BAD)
def test_the_schema_refuses_what_the_code_refuses(text: str) -> None:
    table = tomllib.loads(text)
    assert not Draft7Validator(SCHEMA).is_valid(table)
    with pytest.raises(FieldError):
        keys.read(table)


def test_our_own_settings_fit_the_schema() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    Draft7Validator(SCHEMA).validate(ours["tool"]["scrapelint"])


def test_init_writes_a_file_that_changes_nothing_until_it_is_edited(folder: Path) -> None:
    assert run("init").exit_code == 0
    text = (folder / "scrapelint.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    assert found() == BOTH
    lines = re.sub(r"^# (?=[a-z-]+ = )", "", text, flags=re.MULTILINE)
    assert list(tomllib.loads(lines)) == list(keys.KEYS)
    Draft7Validator(SCHEMA).validate(tomllib.loads(lines))
    settings("", folder.parent / "scrapelint.toml")
    settings('{"scrapelint-baseline": 1}', "scrapelint.baseline")
    write_rule(folder / "house-rules", "no-frogs")
    settings(lines)
    assert run("check").exit_code == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scrapelint.toml", "# mine"),
        (".scrapelint.toml", ""),
        ("pyproject.toml", "[tool.scrapelint]"),
        ("scrapelint.toml", "broken"),
    ],
)
def test_init_writes_over_nothing(folder: Path, name: str, text: str) -> None:
    settings(text, name)
    assert run("init").exit_code == 2
    assert (folder / name).read_text(encoding="utf-8") == text
    assert [path.name for path in folder.glob("*.toml")] == [name]


def test_init_follows_no_link(folder: Path) -> None:
    outside = folder.parent / "outside.toml"
    (folder / "scrapelint.toml").symlink_to(outside)
    result = run("init")
    assert (result.exit_code, outside.exists()) == (2, False)


def test_init_works_beside_a_pyproject_of_others(folder: Path) -> None:
    settings("[project]\nname = 'x'", "pyproject.toml")
    assert run("init").exit_code == 0
    assert (folder / "scrapelint.toml").exists()


# What holds, shown


def test_the_settings_are_shown_with_where_they_come_from(folder: Path) -> None:
    settings('ignore = ["embeds"]\n[severity]\n"typography" = "info"', "../base.toml")
    settings('extend = "../base.toml"\nforce-exclude = true\nunfixable = ["spacing"]')
    shown = run("check", "--show-settings", "--fail-on", "never", "--max-rate", "ALL=1%").stdout
    before, ours = shown.split(f"# {folder / 'scrapelint.toml'}; paths start at {folder}\n")
    assert f"{folder.parent / 'base.toml'}" in before
    assert tomllib.loads(before) == {"ignore": ["embeds"], "severity": {"typography": "info"}}
    assert tomllib.loads(ours)["unfixable"] == ["spacing"]
    assert '#   fail-on = "never"' in ours
    assert '#   max-rate = {"ALL" = "1%"}' in ours
    assert "#   force-exclude = true" in ours
    assert "#   glued-text/glued-sentences, safe fix\n" in ours
    assert "#   spacing/multiple-spaces\n" in ours
    assert "embeds/" not in ours
    assert (folder / "a.txt").read_text(encoding="utf-8") == DAMAGED
    assert "# No configuration." in run("check", "--isolated", "--show-settings").stdout


def test_settings_that_do_not_hold_are_not_shown() -> None:
    settings('ignore = ["embed"]')
    assert run("check", "--show-settings").exit_code == 2


HOSTILE = '\n::error::x\x1b[2J##[group]\u202e\u200b\x7f\U000e0041\\"'


def test_what_is_shown_of_settings_cannot_act() -> None:
    quoted = json.dumps(HOSTILE).replace("\x7f", "\\u007f").replace("\\udb40\\udc41", "\\U000e0041")
    settings(f"exclude = [{quoted}]\n[per-file-ignores]\n{quoted} = []")
    result = run("check", "--show-settings")
    assert result.exit_code == 0, result.output
    assert commands(result.output) == []
    assert acts(result.output) == set()
    assert not UNSEEN.search(result.output)
    said = tomllib.loads(result.stdout)
    assert said == {"exclude": [HOSTILE], "per-file-ignores": {HOSTILE: []}}


def test_the_files_are_shown_that_would_be_checked(folder: Path) -> None:
    for name in ("sub/b.md", "out/c.txt", "d.csv"):
        settings(DAMAGED, folder / name)
    settings('exclude = ["out/"]')
    shown = run("check", "--show-files")
    assert (shown.exit_code, shown.stdout.splitlines()) == (0, ["a.txt", "sub/b.md"])
    assert run("check", "--show-files", "out").stdout == "out/c.txt\n"
    assert run("check", "--show-files", "out", "--force-exclude").exit_code == 2
    assert run("check", "--show-files", "out", "--force-exclude", "--allow-empty").exit_code == 0


# Patterns


@pytest.mark.parametrize(
    ("pattern", "rebased"),
    [
        ("drafts/", "/a/b/**/drafts/"),
        ("*.txt", "/a/b/**/*.txt"),
        ("/x", "/a/b/x"),
        ("x/y", "/a/b/x/y"),
        ("!keep.txt", "!/a/b/**/keep.txt"),
        ("# a remark", "# a remark"),
        ("", ""),
    ],
)
def test_patterns_are_taken_to_the_folder_above(pattern: str, rebased: str) -> None:
    assert globs.rebased(pattern, "a/b") == rebased
    assert globs.rebased(pattern, ".") == pattern


def test_a_pattern_for_one_file_means_no_other(folder: Path) -> None:
    assert globs.exactly(folder / "[a]*.jsonl", folder) == ("/\\[a\\]\\*.jsonl",)
    assert globs.exactly(Path("../x"), folder) == ()
    assert globs.exactly(Path("sub/../x"), folder.parent) == ("/here/x",)


def test_a_folder_with_the_signs_of_patterns_is_only_that_folder(folder: Path) -> None:
    odd = folder.parent / "[h]e*"
    settings(DAMAGED, odd / "out" / "x.txt")
    settings(DAMAGED, folder / "out" / "x.txt")
    settings('exclude = ["/none/"]', folder.parent / "base.toml")
    settings('extend = "../base.toml"\nexclude = ["/out/"]', odd / "scrapelint.toml")
    config = discover(odd)
    assert config.root == folder.parent
    assert config.exclude()[1] == "/\\[h\\]e\\*/out/"


def test_an_unreadable_configuration_is_told() -> None:
    Path("scrapelint.toml").symlink_to("nowhere")
    with pytest.raises(ConfigError, match="no such file"):
        discover(Path.cwd())


# What the documents say

MANUAL = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_every_key_has_a_section_with_an_example_that_holds() -> None:
    sections = re.findall(r"^### (.*)\n", MANUAL, re.MULTILINE)
    assert sorted(key for section in sections for key in section.split(", ")) == sorted(keys.KEYS)
    examples = [
        tomllib.loads(block)
        for block in re.findall(r"^```toml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    ]
    for example in examples:
        Draft7Validator(SCHEMA).validate(example)
        keys.read(example)
    assert {key for example in examples[1:] for key in example} == set(keys.KEYS)


def test_the_names_in_the_examples_are_those_of_rules(rules: tuple[Rule, ...]) -> None:
    known = {"ALL", *(rule.family for rule in rules), *(rule.name for rule in rules)}
    everything = "".join(f"{name} = {key.example}\n" for name, key in keys.KEYS.items())
    shown = tomllib.loads(everything)
    for key in ("select", "extend-select", "ignore", "unfixable", "extend-unsafe-fixes"):
        assert set(shown[key]) <= known
    for key in ("severity", "max-rate"):
        assert set(shown[key]) <= known
