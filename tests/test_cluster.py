"""What is handed to workers, and what becomes of tasks that are lost."""

import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapelint.decisions import Change, Decided, Decisions, Key, digest
from scrapelint.document import Span
from scrapelint.engines.cluster import Cluster, LostError
from scrapelint.engines.task import Answer, Carried, Part, Range, attempt, parts
from scrapelint.finding import Edit
from scrapelint.handing import How
from scrapelint.looking import Done, Item, Look, Seen
from scrapelint.pool import Pool
from scrapelint.recipe import Recipe
from scrapelint.records.fields import Fields
from scrapelint.records.forms import form

RECIPE = Recipe(language="fr")
LINES = [f'{{"id": {n}, "text": "Il a dit non.Puis oui, {n} fois \\u00e9."}}' for n in range(4000)]


@pytest.fixture
def look() -> Look:
    return Look(RECIPE.linter(), fields=Fields())


@pytest.fixture
def items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """Return blocks of several kinds of files, and files, under names that are not whole."""
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text("\n".join(["", *LINES]), encoding="utf-8")
    table = pa.table({"text": ["Il part.Elle reste.", None]})
    pq.write_table(table, "b.parquet")
    Path("c.txt").write_text("Il part.Elle reste.\n", encoding="utf-8")
    found: list[Item] = []
    for path in (Path("a.jsonl"), Path("b.parquet")):
        kind = form(path)
        assert kind
        found += kind.open(path, Fields()).blocks()
    return [*found, Path("c.txt"), Path("not-there.txt")]


def test_what_is_handed_on_is_small_and_comes_to_the_same(
    items: list[Item], look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = list(parts(items))
    assert [item for item, _ in given] == items
    sent = pickle.dumps([part for item, part in given if getattr(item, "data", b"")])
    assert b"Puis oui" not in sent
    assert len(sent) < 600 * len(given)
    expected = [look.at(item) for item in items]
    assert sum(len(seen) for seen in expected) == len(LINES) + 4
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    how = How.of(RECIPE, look)
    monkeypatch.chdir(elsewhere)
    assert attempt(how, tuple(part for _, part in given)) == expected


def test_a_file_that_is_another_where_it_is_looked_at_is_told(
    items: list[Item], look: Look
) -> None:
    given = [part for _, part in parts(items)]
    path = Path("a.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace("3999", "4000"), encoding="utf-8")
    answer = attempt(How.of(RECIPE, look), tuple(given))
    assert isinstance(answer, list)
    (seen,) = answer[len(given) - 4]
    assert seen.problem == ("changed", "not the same where it is looked at")
    assert answer[0] == look.at(items[0])


def test_what_was_seen_before_is_not_looked_at_and_moves_nothing(
    items: list[Item], look: Look
) -> None:
    expected = [look.at(item) for item in items]
    some = [
        Done(item, tuple(seen)) if number % 2 == 0 and not isinstance(item, Done) else item
        for number, (item, seen) in enumerate(zip(items, expected, strict=True))
    ]
    given = [part for _, part in parts(some)]
    assert [type(part) for part in given][:2] == [Carried, Range]
    assert attempt(How.of(RECIPE, look), tuple(given)) == expected


def test_workers_know_what_was_decided(items: list[Item], look: Look) -> None:
    text = Path("c.txt").read_text(encoding="utf-8")
    change = Change(Edit(Span(8, 8), " "), "", "glued-sentences")
    decided = Decided("c.txt", digest(text), (change,))
    deciding = replace(look, mode="fix", decisions=Decisions({Key.of("c.txt", None): decided}))
    given = [part for item, part in parts(items) if item == Path("c.txt")]
    answer = attempt(How.of(RECIPE, deciding), tuple(given))
    assert isinstance(answer, list)
    ((seen,),) = answer
    assert seen.change
    assert seen.change.result.text == "Il part. Elle reste.\n"


class Flaky:
    """An engine that loses tasks of several parts, and those with a name in it."""

    width = 2

    def give(self, how: How, task: tuple[Part, ...]) -> tuple[How, tuple[Part, ...]]:
        return how, task

    def result(self, handle: tuple[How, tuple[Part, ...]]) -> Answer:
        how, task = handle
        if len(task) > 1 or getattr(task[0], "name", "") == "c.txt":
            raise LostError
        return attempt(how, task)


@pytest.fixture
def cluster(look: Look, monkeypatch: pytest.MonkeyPatch) -> Pool:
    @contextmanager
    def started(_jobs: int) -> Iterator[Flaky]:
        yield Flaky()

    module: Any = ModuleType("scrapelint.engines.on_flaky")
    module.started = started
    monkeypatch.setitem(sys.modules, "scrapelint.engines.on_flaky", module)
    return Cluster(2, RECIPE, look, "flaky")  # type: ignore[arg-type]


def test_only_what_kills_every_worker_is_lost(items: list[Item], look: Look, cluster: Pool) -> None:
    expected = [
        [Seen(problem=("process-died", "the process that looked at it died"))]
        if item == Path("c.txt")
        else look.at(item)
        for item in items
    ]
    assert list(cluster.over(items)) == list(zip(items, expected, strict=True))


def test_what_a_worker_cannot_even_begin_with_is_raised(look: Look) -> None:
    how = How.of(Recipe((Path("no-such-folder"),)), look)
    answer = attempt(how, ())
    assert "not a folder of rules" in str(answer)
    assert isinstance(answer, Exception)
