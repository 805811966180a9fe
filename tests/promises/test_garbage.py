"""No bytes and no rule file crash it, and what is bad costs only itself."""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scrapelint.cli import main
from scrapelint.rule import SHIPPED
from tests.conftest import ROOT
from tests.promises import patch
from tests.promises.figures import record, size
from tests.promises.garbage import garbage, unfinished
from tests.test_formats import CHECKS

GOOD = "Il part.Elle reste, et la ville pic.twitter.com/aB3dE5fG7h dort .\n"
FORMS = ("full", "concise", "json", "jsonl", "statistics", "diff", "fix", *CHECKS)
OPTIONS: tuple[tuple[str, ...], ...] = (
    *((), (), (), ("--unsafe-fixes",), ("--lang", "fr"), ("--lang", "de"), ("--ignore", "ALL")),
    *(("--extend-select", "name-perhaps-missing"), ("--select", "spacing"), ("--exit-zero",)),
    *(("--max-bytes", "300"), ("--exit-non-zero-on-fix",), ("--quiet",)),
)
SCRIPT = (sys.executable, "-c", "from scrapelint.cli import main; main()")
_HEADLINE = re.compile(r"(\S+\.txt):\d+:\d+: (?:error|warning|info) [a-z0-9-]+: .*")
_COUNT = re.compile(r"^(\d+) findings? in \d+ of", re.MULTILINE)


def arguments(form: str, options: tuple[str, ...]) -> list[str]:
    told = [f"--{form}"] if form in {"statistics", "diff", "fix"} else ["--output-format", form]
    return ["check", "--isolated", *told, *options]


def findings(form: str, output: str, options: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Yield what a report says of each file, and see that it is in its form."""
    if form in {"json", "jsonl"}:
        lines = output.splitlines()
        found = json.loads(output or "[]") if form == "json" else map(json.loads, lines)
        yield from ((f.pop("path"), f) for f in found)
    elif form in CHECKS:
        if output or "--quiet" not in options:
            CHECKS[form](output)
    elif form == "diff":
        yield from ((os.fsdecode(name), h) for name, h in patch.parse(output.encode()).items())
    elif form != "statistics":
        headlines = [found for line in output.split("\n") if (found := _HEADLINE.fullmatch(line))]
        count = _COUNT.search(output)
        assert "--quiet" in options or len(headlines) == (int(count[1]) if count else 0), output
        yield from ((found[1], found[0]) for found in headlines)


def of_good(form: str, result: Result, options: tuple[str, ...]) -> list[object]:
    """Return what is said of the good file and what became of it."""
    said = [told for name, told in findings(form, result.stdout, options) if name == "good.txt"]
    return [*said, Path("good.txt").read_text(encoding="utf-8")]


def run(command: list[str]) -> Result:
    Path("good.txt").write_text(GOOD, encoding="utf-8")
    return CliRunner().invoke(main, command)


@cache
def alone(form: str, options: tuple[str, ...]) -> list[object]:
    return of_good(form, run([*arguments(form, options), "good.txt"]), options)


def is_told_the_same(command: list[str], result: Result, data: bytes, bad: str) -> bool:
    """Tell whether a process of its own ends and prints as the one here did."""
    Path(bad).write_bytes(data)
    Path("good.txt").write_text(GOOD, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run([*SCRIPT, *command], env=environment, capture_output=True, check=False)
    told = (ended.returncode, ended.stdout, ended.stderr)
    return told == (result.exit_code, result.stdout_bytes, result.stderr_bytes)


def test_any_bytes_cost_only_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    statuses: Counter[int] = Counter()
    processes = 0
    for number in range(size(300, 20_000)):
        chance = random.Random(number)  # noqa: S311 - no secret
        data, form, options = garbage(chance), chance.choice(FORMS), chance.choice(OPTIONS)
        names = chance.choice((["bad.txt", "good.txt"], ["good.txt", "worse.txt"]))
        bad = next(name for name in names if name != "good.txt")
        Path(bad).write_bytes(data)
        command = [*arguments(form, options), *names]
        result = run(command)
        told = (number, command, data)
        assert isinstance(result.exception, SystemExit | None), told
        assert result.exit_code in {0, 1, 2}, told
        assert "Traceback" not in result.output, told
        assert of_good(form, result, options) == alone(form, options), told
        if number % 100 == 0:
            assert is_told_the_same(command, result, data, bad), told
            processes += 1
        statuses[result.exit_code] += 1
    spread = ", ".join(f"{statuses[status]} with {status}" for status in sorted(statuses))
    record(
        "garbage",
        f"{statuses.total()} inputs ({processes} in processes of their own): {spread}; "
        "0 tracebacks, 0 reports out of form, 0 neighbours told otherwise",
    )


def test_any_rule_file_is_refused_with_its_name_or_works(tmp_path: Path) -> None:
    shipped = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*/*.toml"))]
    good = tmp_path / "good.txt"
    good.write_text(GOOD, encoding="utf-8")
    count, refused = size(300, 5000), 0
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - no secret
        path = tmp_path / str(number) / chance.choice(("spacing", "embeds")) / "house-rule.toml"
        path.parent.mkdir(parents=True)
        text = unfinished(chance, chance.choice(shipped), chance.choice(shipped))
        path.write_text(text, encoding="utf-8")
        folder = str(path.parent.parent)
        command = ["check", "--isolated", "--rules", folder, "--unsafe-fixes", "--diff", str(good)]
        results = [CliRunner().invoke(main, c) for c in (command, ["test", str(path)])]
        for result in results:
            assert isinstance(result.exception, SystemExit | None), text
            assert result.exit_code in {0, 1, 2}, text
            assert result.exit_code < 2 or "house-rule.toml: " in result.stderr, text
        refused += results[-1].exit_code == 2
    record(
        "rule files",
        f"{count} careless ones: {refused} refused by name, {count - refused} work, 0 tracebacks",
    )
