"""The README tells what the tests of the promises measured, and a run fails when it does not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.promises import told

RUN = """
from tests.promises.figures import record

def test_it():
    record("bad inputs", {figure!r})
"""


def test_the_readme_tells_a_figure_for_each_promise() -> None:
    assert set(told.read()) == told.NAMES


def test_a_loss_makes_a_figure_stale_and_chance_does_not() -> None:
    said = "25 kills: 23 old, 2 new, 0 lost; 3 temporary files"
    same = "12 kills: 5 old, 7 new, 0 lost; 0 temporary files"
    lost = "25 kills: 22 old, 2 new, 1 lost; 3 temporary files"
    assert not told.is_stale("killed at random", said, same)
    assert told.is_stale("killed at random", said, lost)
    assert told.is_stale("bad inputs", said, same)


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_run_fails_when_the_readme_tells_another_figure(processes: str, tmp_path: Path) -> None:
    options = ("-n", processes, "-p", "tests.promises.gathering", "-p", "no:cacheprovider")
    for figure, status in ((told.read()["bad inputs"], 0), ("0 inputs", 1)):
        (tmp_path / "test_run.py").write_text(RUN.format(figure=figure), encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *options, "test_run.py"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "SCRAPELINT_FIGURES": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == status, run.stdout + run.stderr
        assert f"bad inputs: {figure}" in run.stdout
        assert ("the README tells otherwise" in run.stdout) == bool(status)
        assert "1 passed" in run.stdout
