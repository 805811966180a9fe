"""What the action does: `install` scrapelint in a place of its own, then `check` with it, once.

Inputs come through the environment and reach no shell. Nothing that a text or a name holds is
printed by this script; what scrapelint prints cannot be a command but its own annotations.
"""

import glob
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

ACTION = Path(__file__).resolve().parents[2]
TEMPORARY = Path(os.environ["RUNNER_TEMP"])
FAILED = 2


def main() -> int:
    """Do what the one argument says, and return the exit status."""
    try:
        return install() if sys.argv[1:] == ["install"] else check()
    except ValueError as error:
        print(f"::error title=scrapelint::{error}")
        return FAILED


def install() -> int:
    """Install the version that is asked for, or this one, and output which Python has it."""
    wanted = os.environ.get("INPUT_VERSION", "")
    if wanted and not re.fullmatch(r"\d+(\.\d+)*((a|b|rc)\d+)?", wanted):
        raise ValueError("the input version must be a version, such as 1.2.3")
    home = TEMPORARY / "scrapelint"
    run(sys.executable, "-I", "-m", "venv", str(home))
    python = next(
        each for each in (home / "bin/python", home / "Scripts/python.exe") if each.exists()
    )
    what = f"scrapelint=={wanted}" if wanted else str(ACTION)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    run(str(python), "-I", "-m", "pip", "install", *quiet, what)
    output("python", str(python))
    return 0


def check() -> int:
    """Run scrapelint, and hand on what it tells."""
    page, totals = TEMPORARY / "scrapelint.md", TEMPORARY / "scrapelint.json"
    for file in (page, totals):
        file.unlink(missing_ok=True)
    sarif = one_line("INPUT_SARIF_FILE")
    ended = subprocess.run(
        [
            *(sys.executable, "-I", "-m", "scrapelint", "check"),
            *shlex.split(os.environ.get("INPUT_ARGS", "")),
            *reports(page, totals, sarif),
            *settings(),
            *("--", *sources(os.environ.get("INPUT_SRC", "."))),
        ],
        check=False,
    )
    status = ended.returncode if ended.returncode in {0, 1} else FAILED
    output("version", version("scrapelint"))
    output("exit-status", str(status))
    if not totals.exists():
        raise ValueError("scrapelint could not begin: the log says why")
    figures = json.loads(totals.read_bytes())
    output("findings", str(int(figures["findings"])))
    output("errors", str(int(figures["severities"]["error"])))
    output("texts", str(int(figures["texts"])))
    output("sarif-file", sarif)
    if page.exists():
        append(os.environ["GITHUB_STEP_SUMMARY"], page.read_text(encoding="utf-8"))
    return status


def reports(page: Path, totals: Path, sarif: str) -> Iterator[str]:
    """Yield the options for all reports that are wanted, of one run."""
    yield from ("--output", "github:-" if wanted("INPUT_ANNOTATE") else "full:-")
    yield from ("--output", f"totals:{totals}")
    if wanted("INPUT_SUMMARY"):
        yield from ("--output", f"markdown:{page}")
    if sarif:
        yield from ("--output", f"sarif:{sarif}")


def settings() -> Iterator[str]:
    """Yield the options that have an input of their own."""
    for name in ("CONFIG", "BASELINE", "FAIL_ON"):
        if value := one_line(f"INPUT_{name}"):
            yield f"--{name.lower().replace('_', '-')}={value}"


def sources(said: str) -> Iterator[str]:
    """Yield files and folders; a pattern stands for what it matches, in order, if anything."""
    for pattern in shlex.split(said):
        yield from sorted(glob.glob(pattern, recursive=True)) or [pattern]


def wanted(name: str) -> bool:
    """Return an input that is true or false."""
    value = os.environ.get(name, "true")
    if value not in {"true", "false"}:
        raise ValueError(f"the input {name.removeprefix('INPUT_').lower()} must be true or false")
    return value == "true"


def one_line(name: str) -> str:
    """Return an input that must be one line, or the outputs would be others than they seem."""
    value = os.environ.get(name, "")
    if not value.isprintable():
        raise ValueError(f"the input {name.removeprefix('INPUT_').lower()} must be one line")
    return value


def output(name: str, value: str) -> None:
    """Hand a value to the steps that follow."""
    append(os.environ["GITHUB_OUTPUT"], f"{name}={value}\n")


def append(file: str, text: str) -> None:
    """Add a text to a file of the runner."""
    with Path(file).open("a", encoding="utf-8") as handle:
        handle.write(text)


def run(*command: str) -> None:
    """Run a command that prints nothing unless it fails."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
