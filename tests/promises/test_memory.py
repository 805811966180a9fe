"""What a text takes of the memory grows with its size, and not by much."""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tracemalloc
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scrapelint.linter import Linter
from scrapelint.looking import Look, Mode
from scrapelint.records.jsonlines import JsonLines
from scrapelint.report.patch import diff
from scrapelint.rule import Rule
from scrapelint.scan import engine, grams
from tests.conftest import ROOT
from tests.promises.figures import CAMPAIGN, record, size
from tests.promises.scene import FIX

SCRIPT = """
from scrapelint.cli import main
try:
    main()
finally:
    print("\\n" + open("/proc/self/status").read())
"""
ROOM, FACTOR = 200_000_000, 12
"""Bytes that the program and its tables may take, and bytes for each byte of a text."""
LIMIT = 1 << 30
BESIDE = 16
"""Bytes for each character of a line, four in the text, that a check may take beside it."""
SENTENCES = "Le pont de la ville est fermé depuis lundi, a dit le maire. Il rouvrira en mai. "


@dataclass(frozen=True)
class Kind:
    """A text on one line: a piece again and again, for a number of bytes."""

    piece: str
    quick: int
    long: int
    options: tuple[str, ...] = ("check", "--isolated")

    def write(self, path: Path) -> int:
        piece = self.piece.encode()
        path.write_bytes(piece * (size(self.quick, self.long) // len(piece)))
        return path.stat().st_size


KINDS = {
    "letters": Kind("a", 1_000_000, 100_000_000),
    "spaces": Kind(" ", 200_000, 20_000_000),
    "sentences": Kind(SENTENCES, 400_000, 20_000_000),
    "found places": Kind("Il part.Elle reste. ", 200_000, 20_000_000, ("check", *FIX[2:])),
    "repaired places": Kind("Il part.Elle reste. ", 100_000, 20_000_000, FIX),
}
OBJECTS = pytest.mark.xfail(
    CAMPAIGN, reason="each word and each finding is an object, 50 bytes for one of the text"
)


def limited() -> None:
    if not CAMPAIGN:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


def peak(path: Path, *options: str) -> int:
    """Return the most bytes of memory that a run over a file held at once."""
    command = [sys.executable, "-c", SCRIPT, *options, "--output-format", "concise", str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with path.with_name("output").open("w+", encoding="utf-8") as output:
        ended = subprocess.run(
            command,
            stdout=output,
            env=environment,
            preexec_fn=limited,
            check=False,
        )
    tail = path.with_name("output").read_text(encoding="utf-8")[-5_000:]
    assert ended.returncode in {0, 1}, tail
    found = re.search(r"VmHWM:\s*(\d+) kB", tail)
    assert found, tail
    return int(found[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is not told here")
@pytest.mark.parametrize(
    "name",
    ["letters", "spaces", *(pytest.param(name, marks=OBJECTS) for name in [*KINDS][2:])],
)
def test_memory_is_a_few_times_the_text(tmp_path: Path, name: str) -> None:
    length = KINDS[name].write(tmp_path / "a.txt")
    most = peak(tmp_path / "a.txt", *KINDS[name].options)
    told = f"{length / 1e6:.1f} MB on one line: {most / 1e6:.0f} MB at most"
    record(f"memory: {name}", told)
    assert most <= ROOM + FACTOR * length


def line(length: int) -> str:
    """Return sentences on one line, of few words but each another, four bytes a character."""
    chance, words = random.Random(1), SENTENCES.lower().replace(".", "").split()  # noqa: S311
    some = (" ".join(chance.choices(words, k=9)).capitalize() for _ in range(length // 40))
    return ("\U0001f600 " + ". ".join(some))[:length]


def held_at_most(step: Callable[[], object]) -> int:
    """Return the most bytes that a step held beside what it was given."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not engine.compiled(), reason="without the core words are objects")
def test_what_a_long_line_takes_beside_itself_has_a_bound(
    rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_WORTH_LOADING", 1 << 40)  # what a scanner takes is not meant
    monkeypatch.setattr(engine, "_WORTH_COMPILING", 1 << 40)
    monkeypatch.setattr(grams, "prepared", lambda _: None)  # nor a glance at small texts
    linter = Linter(rules, frozenset(rule.name for rule in rules), "fr")
    short, long = line(200_000), line(600_000)
    linter.check(short)  # has all that does not depend on a text
    grown = held_at_most(lambda: linter.check(long)) - held_at_most(lambda: linter.check(short))
    assert grown <= BESIDE * (len(long) - len(short))


Step = Callable[[Linter, str], Callable[[], object]]
"""What is done with a text; what it is given is made before."""


def in_record(mode: Mode) -> Step:
    """Look at a record that holds the text."""

    def step(linter: Linter, text: str) -> Callable[[], object]:
        data = json.dumps({"text": text}, ensure_ascii=False).encode()
        block = JsonLines(Path("a.jsonl"), data + b"\n", 1, 1)
        return lambda: Look(linter, mode).at(block)

    return step


def compared(linter: Linter, text: str) -> Callable[[], object]:
    """Show what repairs would change."""

    def step() -> None:
        _, result = Look(linter, "diff").at_text("a", text)
        assert result.passes
        deque(diff("a", text, result.passes), maxlen=0)

    return step


@pytest.mark.parametrize(
    ("step", "most"),
    [(in_record("check"), 24), (in_record("fix"), 25), (compared, 20)],
    ids=["a record", "a repaired record", "a diff"],
)
def test_a_long_text_is_in_memory_few_times_over(
    rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch, step: Step, most: int
) -> None:
    monkeypatch.setattr(engine.Engine, "scanner", lambda *_: None)
    linter = Linter(rules, frozenset({"mojibake"}), "fr")
    texts = [line(length).replace(". ", " \u00c3\u00a9t. ", 20) for length in (100_000, 300_000)]
    step(linter, texts[0])()  # has all that does not depend on a text
    short, long = (held_at_most(step(linter, text)) for text in texts)
    assert long - short <= most * (len(texts[1]) - len(texts[0]))
