"""The action in a runner: what it shows, writes, hands on and ends with."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.promises.oracles import UNSEEN, acts, commands
from tests.runner import ACTION, run
from tests.test_formats import annotations, check_markdown, check_sarif, sarif

DAMAGED = "Il part.Elle reste pic.twitter.com/aB3dE5fG7h ici.\n"
SOUND = "Il part. Elle reste.\n"
WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return the checkout of a pull request that adds articles."""
    workspace = tmp_path / "workspace"
    (workspace / ".git").mkdir(parents=True)
    (workspace / "texts").mkdir()
    (workspace / "texts" / "sound.txt").write_text(SOUND, encoding="utf-8")
    return workspace


def test_a_damaged_article_is_shown_told_and_fails_the_job(workspace: Path) -> None:
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    ended = run(workspace, {"sarif-file": "out.sarif"})
    assert ended.status == 1, ended.log
    shown = [(level, said["file"], said["line"]) for level, said, _ in annotations(ended.log)]
    assert shown == [("error", "texts/new.txt", "1"), ("warning", "texts/new.txt", "1")]
    assert ended.summary.startswith("# Another step\n## scrapelint\n")
    assert "**2 findings** in 1 of 2 texts." in ended.summary
    text = (workspace / "out.sarif").read_text(encoding="utf-8")
    sarif().validate(json.loads(text))
    check_sarif(text)
    assert '"uri":"texts/new.txt"' in text
    told = {name: value for name, value in ended.outputs.items() if name != "version"}
    assert told == {
        "findings": "2",
        "errors": "1",
        "texts": "2",
        "exit-status": "1",
        "sarif-file": "out.sarif",
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+", ended.outputs["version"])


def test_sound_articles_pass(workspace: Path) -> None:
    ended = run(workspace, {"src": "texts"})
    assert (ended.status, ended.log) == (0, "")
    assert "Nothing found in 1 text." in ended.summary
    assert ended.outputs["findings"] == "0"
    assert ended.outputs["exit-status"] == "0"


@pytest.mark.parametrize(
    "settings",
    ['selct = ["ALL"]', "extend = [", '"::error::x\\u001b[2J" = 1', 'select = ["##[error]"]'],
)
def test_a_broken_configuration_ends_with_2(workspace: Path, settings: str) -> None:
    (workspace / "scrapelint.toml").write_text(settings, encoding="utf-8")
    ended = run(workspace, {"sarif-file": "out.sarif"})
    assert ended.status == 2
    assert "scrapelint.toml" in ended.log
    assert commands(ended.log) == ["error"]
    assert not acts(ended.log)
    told = "::error title=scrapelint::scrapelint could not begin: the log says why"
    assert ended.log.splitlines()[-1] == told
    assert ended.outputs["exit-status"] == "2"
    assert ended.outputs["findings"] == ""
    assert not (workspace / "out.sarif").exists()


def test_what_cannot_be_read_ends_with_2_and_is_shown(workspace: Path) -> None:
    (workspace / "texts" / "latin.txt").write_bytes(b"caf\xe9\n")
    ended = run(workspace, {"fail-on": "never"})
    assert ended.status == 2
    level, said, _ = next(annotations(ended.log))
    assert (level, said["title"], said["file"]) == ("error", "not checked", "texts/latin.txt")
    assert "- `texts/latin.txt`: " in ended.summary


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"fail-on": "never"}, 0),
        ({"fail-on": "warning"}, 1),
        ({"args": "--select tweet-link", "fail-on": "error"}, 0),
        ({"args": "--select tweet-link", "fail-on": "warning"}, 1),
        ({"src": "texts/*.md"}, 2),
        ({"src": "'texts/s*.txt'"}, 0),
        ({"src": "texts/**/n*.txt"}, 1),
        ({"config": "own.toml"}, 0),
        ({"baseline": "known.jsonl"}, 2),
    ],
)
def test_inputs_are_heeded(workspace: Path, inputs: dict[str, str], status: int) -> None:
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    (workspace / "own.toml").write_text('select = ["mojibake"]\n', encoding="utf-8")
    assert run(workspace, inputs).status == status


def test_a_baseline_leaves_out_what_is_known(workspace: Path) -> None:
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    assert run(workspace, {"args": "--write-baseline known.json"}).status == 0
    ended = run(workspace, {"baseline": "known.json"})
    assert (ended.status, ended.outputs["findings"]) == (0, "0"), ended.log


def test_without_annotations_and_summary_the_log_says_it_all(workspace: Path) -> None:
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    ended = run(workspace, {"annotate": "false", "summary": "false"})
    assert ended.status == 1
    assert "texts/new.txt:1:8: error glued-sentences" in ended.log
    assert commands(ended.log) == []
    assert ended.summary == "# Another step\n"


NAMES = (
    "a\n::error::b.txt",
    "##[add-matcher]x.txt",
    "::set-output name=findings::0.txt",
    "\x1b[2J\x1b]0;t\x07.txt",
    "--fix.txt",
    "-rf.txt",
    "$(touch pwned).txt",
    "`touch pwned`.txt",
    ";touch pwned;.txt",
    "a,line=9,title=x.txt",
    "%0A::error::%25.txt",
    "<img src=x onerror=y>.txt",
    "\u202eright to left.txt",
    "|a|b.txt",
    "[a](http:b).txt",
)
TEXTS = (
    DAMAGED,
    "::stop-commands::x\n  ::error file=a::b\nIl part.Elle reste ##[set-output name=findings]0\n",
    "Il part.Elle \x1b[2J\x1b]0;t\x07 reste \u202ela.\n",
    "Il part.Elle <script>x</script> reste ](javascript:x) ``` | ]]> $(touch pwned)\n",
)


def test_hostile_names_and_texts_do_nothing(workspace: Path) -> None:
    for number, name in enumerate(NAMES):
        text = TEXTS[number % len(TEXTS)]
        (workspace / "texts" / name).write_text(text, encoding="utf-8")
    (workspace / "texts" / b"\xff\xfe.txt".decode("utf-8", "surrogateescape")).write_text(DAMAGED)
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    for inputs in ({"sarif-file": "out.sarif"}, {"annotate": "false"}, {"src": "texts/*.txt"}):
        ended = run(workspace, inputs)
        assert ended.status == 1, ended.log
        ours = commands(ended.log)
        assert set(ours) <= {"error", "warning", "notice"}
        assert len(ours) == (0 if "annotate" in inputs else len(ended.log.splitlines()))
        assert not acts(ended.log)
        assert not UNSEEN.search(ended.log)
        check_markdown(ended.summary.removeprefix("# Another step\n"))
        assert ended.outputs["findings"].isdigit()
        assert int(ended.outputs["findings"]) > 15
    check_sarif((workspace / "out.sarif").read_text(encoding="utf-8"))
    (workspace / "out.sarif").unlink()
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"sarif-file": "a\nfindings=0"}, "the input sarif_file must be one line"),
        ({"fail-on": "x\n::error::y"}, "the input fail_on must be one line"),
        ({"annotate": "yes"}, "the input annotate must be true or false"),
        ({"args": "--lang 'fr"}, "No closing quotation"),
        ({"src": "$(touch pwned) `touch pwned` ;touch pwned"}, None),
        ({"args": "; touch pwned"}, None),
    ],
)
def test_hostile_inputs_do_nothing(
    workspace: Path, inputs: dict[str, str], told: str | None
) -> None:
    ended = run(workspace, inputs)
    assert ended.status == 2
    assert set(commands(ended.log)) <= {"error", "notice"}
    assert told is None or ended.log == f"::error title=scrapelint::{told}\n"
    assert sorted(path.name for path in workspace.iterdir()) == [".git", "texts"]


def test_it_installs_itself_apart_and_runs(workspace: Path) -> None:
    (workspace / "scrapelint.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (workspace / "json.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    ended = run(workspace, {}, installs=True)
    assert ended.status == 1, ended.log
    assert ended.outputs["findings"] == "2"


@pytest.mark.parametrize("version", ["1.2.3; touch x", "git+https://a.b", "1\n2", "-r x", "latest"])
def test_a_version_is_one(workspace: Path, version: str) -> None:
    ended = run(workspace, {"version": version}, installs=True)
    assert (ended.status, ended.outputs["findings"]) == (2, "")
    assert "the input version must be a version" in ended.log


def test_inputs_reach_scripts_through_the_environment_only() -> None:
    taken = set()
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        taken |= set(re.findall(r"inputs\.([\w-]+)", " ".join(step.get("env", {}).values())))
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
    assert taken == set(ACTION["inputs"])


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_it_is_what_github_takes(path: Path) -> None:
    kind = "actions" if path.name == "action.yml" else "workflows"
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        f"vendor.github-{kind}",
    ]
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
