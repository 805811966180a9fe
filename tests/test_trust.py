"""Checking a folder runs nothing in it, and lets it decide nothing but what is checked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_rule

TRAPS = ("re", "json", "tomllib", "click", "pathspec", "sitecustomize", "conftest", "html", "ftfy")
AUDIT = """
import sys
written = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        written.append(arguments[0])
    if event in {"os.rename", "os.remove", "os.chmod", "os.symlink", "subprocess.Popen", "os.exec",
                 "os.posix_spawn", "socket.connect", "os.system", "ctypes.dlopen"}:
        written.append(event)
    if event == "import" and arguments[1] and str(arguments[1]).startswith(FOLDER):
        written.append(arguments)
sys.addaudithook(watch)
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a folder that tries to be run, to be written and to be followed outside."""
    for name in TRAPS:
        (tmp_path / f"{name}.py").write_text("print('TRAPPED')\n", encoding="utf-8")
    (tmp_path / "scrapelint").mkdir()
    (tmp_path / "a.txt").write_text("Il part.Elle reste.\n", encoding="utf-8")
    (tmp_path / "secret.txt").symlink_to("/etc/passwd")
    (tmp_path / "away").symlink_to("/")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_modules_in_the_current_folder_are_not_imported(hostile: Path) -> None:
    (hostile / "scrapelint").rmdir()
    result = run(hostile, "-m", "scrapelint", "check", ".")
    assert "TRAPPED" not in result.stdout + result.stderr
    assert "a.txt:1:8: error glued-sentences" in result.stdout


def states(folder: Path) -> dict[Path, tuple[int, ...]]:
    status = {path: path.lstat() for path in folder.rglob("*")}
    return {
        path: (s.st_mode, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)
        for path, s in status.items()
    }


def test_a_check_writes_nothing_runs_nothing_and_follows_no_link(hostile: Path) -> None:
    before = states(hostile)
    script = (
        f"FOLDER = {str(hostile)!r}\n{AUDIT}\n"
        f"sys.path[:] = [p for p in sys.path if p] + [{str(ROOT)!r}]\n"
        "from scrapelint.cli import main\n"
        "main(['check', '.', '--output-format', 'concise'], standalone_mode=False)\n"
    )
    script = script.replace("main(['check'", "try:\n    main(['check'").rstrip() + (
        "\nexcept SystemExit as end:\n    print('status', end.code)\nprint('did', written)\n"
    )
    result = run(hostile, "-I", "-B", "-c", script)
    assert result.stdout.splitlines()[-2:] == ["status 1", "did []"], result.stderr
    assert "passwd" not in result.stdout
    assert "secret.txt" not in result.stdout
    assert states(hostile) == before


@pytest.mark.parametrize(
    "setting",
    ["fix = true", "unsafe-fixes = true", 'output-file = "x"', "plugins = []", 'extend = "../x"'],
)
def test_a_folder_cannot_make_a_check_write_or_run(hostile: Path, setting: str) -> None:
    (hostile / "scrapelint.toml").write_text(setting, encoding="utf-8")
    result = run(hostile, "-m", "scrapelint", "check", "a.txt")
    assert result.returncode == 2
    assert "unknown key" in result.stderr
    assert (hostile / "a.txt").read_text(encoding="utf-8") == "Il part.Elle reste.\n"


def test_rules_of_a_folder_are_data(hostile: Path) -> None:
    text = "summary = 'x'\nwhy = 'x'\nseverity = 'info'\n[detect]\ntype = 'pattern'\n"
    write_rule(hostile / "rules", "slow", text + "find = ['''(a+)\\1$''']\n")
    (hostile / "scrapelint.toml").write_text('rules = ["rules"]\n', encoding="utf-8")
    result = run(hostile, "-m", "scrapelint", "check", "a.txt")
    assert result.returncode == 2
    assert "slow.toml: detect.find: a backreference" in result.stderr
