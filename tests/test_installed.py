"""Installed from a wheel, and as a pre-commit hook, away from this folder."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from scrapelint.scan import engine
from tests.conftest import ROOT

DAMAGED = "Il part.Elle reste.\n"
REPAIRED = "Il part. Elle reste.\n"
WITHOUT = "without its compiled core"


def run(*command: str | Path, cwd: Path, status: int = 0, env: dict[str, str] | None = None) -> str:
    result = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
        | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == status, result.stdout
    return result.stdout


def wheel(folder: Path, *options: str, **env: str) -> tuple[Path, str]:
    """Build a wheel, and return it with what was said meanwhile."""
    build: tuple[str | Path, ...] = (sys.executable, "-m", "build", *options, "--outdir", folder)
    said = run(*build, ROOT, cwd=folder, env=env)
    (built,) = folder.glob("*.whl")
    return built, said


def test_a_wheel_carries_its_rules_and_its_core(tmp_path: Path) -> None:
    built, _ = wheel(tmp_path)
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    run("env/bin/pip", "install", "--quiet", built, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text(DAMAGED, encoding="utf-8")
    tool = tmp_path / "env/bin/scrapelint"
    assert "glued-sentences" in run(tool, "check", "--lang", "fr", cwd=elsewhere, status=1)
    assert "all as they should be" in run(tool, "test", cwd=elsewhere)
    assert "site-packages" in run(tool, "rule", "mojibake", cwd=elsewhere)
    run(tool, "check", "--lang", "fr", "--output", "html:report.html", cwd=elsewhere, status=1)
    assert "glued-sentences" in (elsewhere / "report.html").read_text(encoding="utf-8")
    if engine.compiled():  # so it can be built here
        assert "-cp311-abi3-" in built.name or sysconfig.get_config_var("Py_GIL_DISABLED")
        assert WITHOUT not in run(tool, "version", cwd=elsewhere)


def test_without_a_compiler_it_installs_and_finds_the_same(tmp_path: Path) -> None:
    built, said = wheel(tmp_path, "--wheel", CC="/nonexistent", SCRAPELINT_BUILD="")
    assert "core was not compiled" in said
    assert built.name.endswith("-py3-none-any.whl")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps")
    run(*pip, "--target", "installed", built, cwd=tmp_path)
    tool = (sys.executable, "-m", "scrapelint")
    installed = {"PYTHONPATH": str(tmp_path / "installed")}
    assert WITHOUT in run(*tool, "version", cwd=tmp_path, env=installed)
    check = (*tool, "check", "--select", "ALL", ROOT / "examples" / "articles")
    found = run(*check, cwd=tmp_path, env=installed, status=1)
    assert found == run(*check, cwd=tmp_path, status=1)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return a repository with a damaged and a sound article, ready to be committed."""
    repository = tmp_path / "scratch"
    repository.mkdir()
    run("git", "init", "--quiet", cwd=repository)
    (repository / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (repository / "sound.md").write_text(REPAIRED, encoding="utf-8")
    run("git", "add", ".", cwd=repository)
    return repository


def test_both_hooks_do_what_they_say(scratch: Path, tmp_path: Path) -> None:
    hook = (sys.executable, "-m", "pre_commit", "try-repo", ROOT)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    shown = run(*hook, "scrapelint", "--all-files", cwd=scratch, status=1, env=home)
    assert "damaged.txt:1:8: error glued-sentences" in shown
    assert (scratch / "damaged.txt").read_text(encoding="utf-8") == DAMAGED
    fixed = run(*hook, "scrapelint-fix", "--all-files", cwd=scratch, status=1, env=home)
    assert "files were modified by this hook" in fixed
    assert (scratch / "damaged.txt").read_text(encoding="utf-8") == REPAIRED
    run("git", "add", ".", cwd=scratch)
    run(*hook, "scrapelint-fix", "--all-files", cwd=scratch, env=home)
    run(*hook, "scrapelint", "--all-files", cwd=scratch, env=home)
