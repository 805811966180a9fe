"""A loss of power at any moment leaves the old file or the new one, and the journal knows."""

import json
from pathlib import Path

import pytest

from scrapelint import journal
from scrapelint.linter import Linter
from scrapelint.looking import Look
from scrapelint.pool import Pool
from scrapelint.recipe import Recipe
from scrapelint.rule import Rule
from scrapelint.run import Run
from scrapelint.writer import whole
from tests.parts_of_writer import use
from tests.promises.figures import record
from tests.promises.power import Disk
from tests.promises.scene import NEW, OLD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(OLD)
    return tmp_path


def repair(folder: Path, rules: tuple[Rule, ...]) -> None:
    linter = Linter(rules, frozenset({"glued-sentences"}), "fr")
    run = Run(Pool(1, Recipe(), Look(linter, "fix")), journal=folder / "journal")
    assert list(run.over([folder / "a.txt"]))
    assert (folder / "a.txt").read_bytes() == NEW


def test_after_a_loss_of_power(
    folder: Path, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk.of(folder)
    use(disk, monkeypatch.setitem)
    monkeypatch.setattr(whole, "exchange", disk.exchange)
    repair(folder, rules)
    for state in disk.states:
        files = dict(state)
        assert files["a.txt"] in {OLD, NEW}
        if files["a.txt"] == NEW:
            (entry,) = journal.read(files["journal"])
            assert json.loads(entry.line())["after"] == journal.digest(NEW)
    contents = {dict(state)["a.txt"] for state in disk.states}
    assert contents == {OLD, NEW}
    assert disk.names == [disk.names[-1]], "something was not synced at the end"
    record("a loss of power", f"{len(disk.states)} states of the disk: 0 torn, 0 without a journal")


@pytest.mark.parametrize("lost", ["fsync", "replace"])
def test_the_model_sees_a_writer_that_is_careless(
    folder: Path, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    disk = Disk.of(folder)
    if lost == "fsync":
        monkeypatch.setattr(Disk, "_after_fsync", lambda *_: None)
        bad = {b"", OLD[: len(OLD) // 2], NEW[: len(NEW) // 2]}
    else:
        monkeypatch.setattr(whole, "sync", lambda _: None)
        bad = {OLD}
    use(disk, monkeypatch.setitem)
    monkeypatch.setattr(whole, "exchange", disk.exchange)
    repair(folder, rules)
    last = {dict(state)["a.txt"] for state in disk._possible()}  # noqa: SLF001
    assert last & bad
