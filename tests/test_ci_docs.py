"""docs/ci.md is true: what is to be copied works, and no input, output or format is left out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scrapelint.report.report import FORMATS
from tests.conftest import ROOT
from tests.runner import ACTION, run
from tests.test_formats import CHECKS

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(yaml|sh)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
YAML = [text for language, text in BLOCKS if language == "yaml"]
SHELL = [text for language, text in BLOCKS if language == "sh"]
DAMAGED = "Il part.Elle reste.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    (workspace / ".git").mkdir(parents=True)
    (workspace / "texts").mkdir()
    (workspace / "texts" / "new.txt").write_text(DAMAGED, encoding="utf-8")
    return workspace


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    tools = Path(sys.executable).parent
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def kind(text: str) -> list[str]:
    """Return the command that judges a file, but for its name."""
    if "repos" in yaml.safe_load(text):
        return ["pre_commit", "validate-config"]
    known = "github-workflows" if "jobs:" in text else "gitlab-ci"
    return ["check_jsonschema", "--builtin-schema", f"vendor.{known}"]


@pytest.mark.parametrize("text", YAML, ids=range(len(YAML)))
def test_each_file_is_what_its_reader_takes(text: str, tmp_path: Path) -> None:
    (tmp_path / "file.yml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", *kind(text), "file.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_workflow_does_what_it_says(workspace: Path) -> None:
    _, ours, upload = yaml.safe_load(YAML[0])["jobs"]["scrapelint"]["steps"]
    ended = run(workspace, ours["with"])
    assert ended.status == 1
    text = (workspace / upload["with"]["sarif_file"]).read_text(encoding="utf-8")
    CHECKS["sarif"](text)


def test_the_workflow_without_the_action_does_too(workspace: Path) -> None:
    step = yaml.safe_load(YAML[1])["jobs"]["scrapelint"]["steps"][-1]
    done = shell(step["run"], workspace)
    assert done.returncode == 1, done.stderr
    CHECKS["github"](done.stdout)
    CHECKS["sarif"]((workspace / "scrapelint.sarif").read_text(encoding="utf-8"))
    CHECKS["markdown"]((workspace / "summary.md").read_text(encoding="utf-8"))


def test_gitlab_gets_its_reports(workspace: Path) -> None:
    job = yaml.safe_load(YAML[2])["scrapelint"]
    done = shell(job["script"][-1], workspace)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("texts/new.txt:1:8: error glued-sentences")
    reports = job["artifacts"]["reports"]
    CHECKS["gitlab"]((workspace / reports["codequality"]).read_text(encoding="utf-8"))
    CHECKS["junit"]((workspace / reports["junit"]).read_text(encoding="utf-8"))


def test_an_old_corpus_shows_only_what_is_new(workspace: Path) -> None:
    first, second = SHELL[0].splitlines()
    assert shell(first, workspace).returncode == 0
    assert shell(second, workspace).returncode == 0
    (workspace / "texts" / "newer.txt").write_text(DAMAGED * 2, encoding="utf-8")
    assert shell(second, workspace).returncode == 1


def test_reviewdog_is_fed(workspace: Path) -> None:
    before, _, after = SHELL[1].partition("|\n")
    assert "reviewdog -f=rdjson" in after
    done = shell(before, workspace)
    assert done.returncode == 0, done.stderr
    CHECKS["rdjson"](done.stdout)
    assert len(json.loads(done.stdout)["diagnostics"]) == 1


def test_no_input_output_or_format_is_left_out() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| .* \| (.*?) ?\|$", PAGE, re.MULTILINE))
    for name, said in ACTION["inputs"].items():
        default = said["default"]
        assert rows[name] == f"`{default}`" or default == "", name
    for name in ACTION["outputs"]:
        assert f"`{name}`" in PAGE
    table = PAGE.partition("## Several reports")[2]
    told = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert sorted(told) == sorted(FORMATS)
