"""The same texts give the same report and the same diff, byte for byte, wherever it runs."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.promises.articles import article
from tests.promises.figures import record, size

SCRIPT = """
import sys
from scrapelint.cli import main
for options in (
    ["--output-format", "jsonl", "--extend-select", "name-perhaps-missing"], ["--statistics"],
    ["--diff", "--unsafe-fixes"],
):
    try:
        main(["check", "--isolated", *options, *sys.argv[1:]])
    except SystemExit as end:
        print(end.code, flush=True)
"""


UNSURE = (
    "Brug dicht, school gesloten, Brücke gesperrt: Oudezijl wacht, Altenau wartet. Vissers varen, "
    "Fischer fahren.Niemand antwoordt, winkels leeg, Läden leer, water stil."
)
"""German or Dutch: unless it is seeded, langdetect says now this, now that."""


@dataclass(frozen=True)
class Way:
    """A way to run it: variables of the environment, the folder it runs in, what it is given.

    `prefix` leads from that folder to the files, and is taken out of what is printed.
    """

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "tree"
    prefix: str = ""
    names: Callable[[list[str]], list[str]] = sorted


def shuffled(names: list[str]) -> list[str]:
    return random.Random(0).sample(names, len(names))  # noqa: S311 - no secret


WAYS = {
    "hash seed 0": Way({"PYTHONHASHSEED": "0"}),
    "hash seed 1": Way({"PYTHONHASHSEED": "1"}),
    "hash seed random": Way({"PYTHONHASHSEED": "random"}),
    "no locale": Way({"LC_ALL": "C"}),
    "Turkish": Way({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "Japanese": Way({"LC_ALL": "ja_JP.UTF-8", "TZ": "Asia/Tokyo"}),
    "another encoding": Way({"PYTHONIOENCODING": "latin-1:strict", "TZ": "Pacific/Apia"}),
    "narrow": Way({"COLUMNS": "20", "TERM": "dumb", "PYTHONOPTIMIZE": "2"}),
    "from elsewhere": Way(folder="elsewhere", prefix="../tree/"),
    "as a folder": Way(names=lambda _: ["."]),
    "as another copy": Way(folder="copy", names=lambda _: ["."]),
    "in another order": Way(names=shuffled),
}
BY_LINES = ("in another order",)
"""Ways in which the files come in turn as they are named: their lines are compared, sorted."""


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """Make a folder of articles, and another one that was filled in another order."""
    texts = {p.name: p.read_bytes() for p in sorted((ROOT / "examples/articles").iterdir())}
    texts["unsure.txt"] = UNSURE.encode()
    for number in range(size(8, 500)):
        text = article(random.Random(number))  # noqa: S311 - no secret
        texts[f"{number} é.txt"] = text.encode()
    for folder, order in (("tree", sorted(texts)), ("copy", shuffled(list(texts)))):
        (tmp_path / folder).mkdir()
        for name in order:
            (tmp_path / folder / name).write_bytes(texts[name])
    (tmp_path / "elsewhere").mkdir()
    return sorted(texts)


def report(top: Path, way: Way, names: list[str]) -> bytes:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, *(way.prefix + name for name in way.names(names))],
        cwd=top / way.folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **way.environment},
        capture_output=True,
        check=True,
    )
    assert ended.stderr == b""
    return ended.stdout.replace(way.prefix.encode(), b"") if way.prefix else ended.stdout


def test_one_report_whatever_runs_it(tmp_path: Path, names: list[str]) -> None:
    reports = {name: report(tmp_path, way, names) for name, way in WAYS.items()}
    sample = reports["hash seed 0"]
    assert len(sample) > 1000 * len(names)  # there is something to tell
    for name, other in reports.items():
        if name in BY_LINES:
            assert sorted(other.splitlines()) == sorted(sample.splitlines()), name
        else:
            assert other == sample, name
    told = f"{len(reports)} configurations over {len(names)} files: 1 distinct report"
    record("same bytes", told)
