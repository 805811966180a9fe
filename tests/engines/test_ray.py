"""Ray Data with two workers: the findings of one process, also when a worker is killed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

pytest.importorskip("ray", reason="needs the extra `engines`")

import ray
import ray.data

from scrapelint.integrations import ray as integration
from tests.engines.conftest import Timer
from tests.engines.corpus import JOB, MANY, WORKERS, articles, die_once, rows, written

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, logging_level=40)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def test_findings_are_those_of_one_process(tmp_path: Path, timed: Timer) -> None:
    source, expected = written(tmp_path)
    with timed("Ray"):
        found = integration.check(
            ray.data.read_parquet(str(source), override_num_blocks=8), lang="fr"
        ).take_all()
    assert len(expected) > MANY / 5
    assert rows(found) == expected


class Killed:
    """What a step of Ray does that dies once."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, table: pa.Table) -> pa.Table:
        if "a700" in table.column("id").to_pylist():
            die_once(self.mark)
        return table


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    source, expected = written(tmp_path)
    mark = tmp_path / "killed"
    dataset = ray.data.read_parquet(str(source), override_num_blocks=8)
    dying = dataset.map_batches(Killed(mark).__call__, batch_format="pyarrow")
    found = integration.check(dying, lang="fr").take_all()
    assert mark.exists()
    assert rows(found) == expected


def test_texts_are_annotated_and_repaired() -> None:
    table = articles(200)
    dataset = ray.data.from_arrow(table)
    marked = integration.annotate(dataset, lang="fr").take_all()
    batch = table.combine_chunks().to_batches()[0]
    assert marked == JOB.annotated(batch).to_pylist()
    fixed = integration.fix(dataset, lang="fr").take_all()
    assert [row["text"] for row in fixed] == JOB.fixed(batch).column("text").to_pylist()
