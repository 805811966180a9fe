"""As much of GitHub's runner as a composite action needs."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HERE = {"python": {"python-path": sys.executable}, "install": {"python": sys.executable}}
"""What steps would output that are left out: this Python, which has scrapelint."""
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


@dataclass(frozen=True)
class Ended:
    """What came of an action."""

    status: int
    log: str
    summary: str
    outputs: dict[str, str]


def run(workspace: Path, inputs: dict[str, str], *, installs: bool = False) -> Ended:
    """Run the action in a repository as a step of a job does."""
    temporary = workspace.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    summary = temporary / "summary.md"
    summary.write_text("# Another step\n", encoding="utf-8")
    context = {f"inputs.{name}": each["default"] for name, each in ACTION["inputs"].items()}
    context |= {f"inputs.{name}": value for name, value in inputs.items()}
    status, log = 0, ""
    for step in ACTION["runs"]["steps"]:
        if "uses" in step or (step["id"] == "install" and not installs):
            outputs = HERE[step["id"]]
        else:
            done, outputs = _step(step, context, workspace, temporary)
            status, log = done.returncode, log + done.stdout
        context |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}
        if status:
            break
    told = {name: _filled(each["value"], context) for name, each in ACTION["outputs"].items()}
    return Ended(status, log, summary.read_text(encoding="utf-8"), told)


def _step(
    step: dict[str, Any], context: dict[str, str], workspace: Path, temporary: Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    output = temporary / f"output-{step['id']}"
    output.write_text("", encoding="utf-8")
    script = temporary / "script.sh"
    script.write_text(step["run"], encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(temporary),
        **{name: _filled(value, context) for name, value in step.get("env", {}).items()},
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    lines = output.read_text(encoding="utf-8").splitlines()
    return done, dict(line.split("=", 1) for line in lines)


def _filled(value: str, context: dict[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: context.get(found[1], ""), value)
