"""Spark with two workers: the findings of one process, also when a worker is killed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

pytest.importorskip("pyspark", reason="needs the extra `engines`")

from pyspark.sql import SparkSession

from scrapelint.arrow import FINDINGS
from scrapelint.integrations import spark as integration
from tests.engines.conftest import Timer
from tests.engines.corpus import JOB, MANY, WORKERS, articles, die_once, rows, written

pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's own


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    master = f"local[{WORKERS},4]"  # a task that fails is tried four times
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def test_findings_are_those_of_one_process(
    spark: SparkSession, tmp_path: Path, timed: Timer
) -> None:
    source, expected = written(tmp_path)
    with timed("Spark"):
        frame = integration.check(spark.read.parquet(str(source)), lang="fr")
        found = [row.asDict(recursive=True) for row in frame.collect()]
    assert frame.columns == FINDINGS.names
    assert len(expected) > MANY / 5
    assert rows(found) == expected


def test_a_worker_that_is_killed_loses_nothing(spark: SparkSession, tmp_path: Path) -> None:
    source, expected = written(tmp_path)
    mark = tmp_path / "killed"

    def dying(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if "a700" in batch.column("id").to_pylist():
                die_once(mark)
            yield batch

    frame = spark.read.parquet(str(source))
    found = integration.check(frame.mapInArrow(dying, frame.schema), lang="fr").collect()
    assert mark.exists()
    assert rows([row.asDict(recursive=True) for row in found]) == expected


def test_texts_are_annotated_and_repaired(spark: SparkSession) -> None:
    table = articles(200)
    batch = table.combine_chunks().to_batches()[0]
    frame = spark.createDataFrame(table).coalesce(1)
    marked = [
        row.asDict(recursive=True) for row in integration.annotate(frame, lang="fr").collect()
    ]
    assert marked == JOB.annotated(batch).to_pylist()
    fixed = integration.fix(frame, lang="fr").collect()
    assert [row["text"] for row in fixed] == JOB.fixed(batch).column("text").to_pylist()
