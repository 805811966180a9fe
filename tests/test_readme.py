"""The README is true: what it shows is printed, and its walk works when done literally."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import scrapelint
from scrapelint.cli import main
from scrapelint.rule import FAMILIES
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(language: str, after: str = "") -> list[str]:
    text = README[README.index(after) :]
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_findings_it_shows_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(main, ["check", "examples/articles"]).stdout
    shown = blocks("text")[0]
    for finding in re.split(r"^(?=examples)", shown, flags=re.MULTILINE)[1:]:
        assert finding in printed


def test_the_walk_works_when_done_literally(tmp_path: Path) -> None:
    after = "## Write a rule in five minutes"
    (name,) = re.findall(r"Save this as `(.*?)`", README)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(blocks("toml", after)[0], encoding="utf-8")
    tools = Path(sys.executable).parent
    result = subprocess.run(
        ["bash", "-euc", blocks("sh", after)[0]],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr + result.stdout
    assert "1 rules, 2 cases: all as they should be" in result.stdout
    assert (tmp_path / "ferry.txt").read_text(encoding="utf-8") == "The ferry runs.\n"


def test_the_python_it_shows_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(blocks("python")[0], {})  # noqa: S102 - our own README
    assert capsys.readouterr().out.startswith("glued-sentences 17 18")


def test_all_families_and_detectors_are_told() -> None:
    for family in FAMILIES:
        assert f"`{family}`" in README
    for detector in scrapelint.detectors.DETECTORS:
        assert f"`{detector}`" in CONTRIBUTING


def test_the_settings_it_shows_are_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = blocks("toml")[0].replace('rules = ["house-rules/"]', "")
    (tmp_path / "scrapelint.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Il part. Elle reste.\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_both_hooks_are_told() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for name in re.findall(r"^- id: (.*)$", hooks, re.MULTILINE):
        assert f"- id: {name}\n" in README
