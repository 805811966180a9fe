"""Spark as an engine: the session or the master there is, or one on this machine."""

import os
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from scrapelint.engines.cluster import LostError
from scrapelint.engines.task import Answer, Part, attempt
from scrapelint.handing import How

_TRIES = 4
_Given = tuple[How, tuple[Part, ...]]


@dataclass(frozen=True)
class SparkEngine:
    """Spark, which tries the tasks of lost workers as often as it is told; a job is a task."""

    context: SparkContext
    threads: ThreadPoolExecutor
    group: str
    width: int

    def give(self, how: How, task: tuple[Part, ...]) -> "Future[Answer]":
        """Have a task done."""
        return self.threads.submit(self._job, (how, task))

    def result(self, handle: "Future[Answer]") -> Answer:
        """Wait for what came of a task. Raises LostError."""
        try:
            return handle.result()
        except (Py4JError, PySparkException) as error:
            raise LostError from error

    def _job(self, given: _Given) -> Answer:
        self.context.setJobGroup(self.group, "scrapelint")
        (answer,) = self.context.parallelize([given], 1).map(_attempt).collect()
        said: Answer = answer
        return said


def _attempt(given: _Given) -> Answer:
    return attempt(*given)


@contextmanager
def started(jobs: int) -> Iterator[SparkEngine]:
    """Run Spark if it is not running: without a master that is named, with so many workers here."""
    session, ours = SparkSession.getActiveSession(), False
    if session is None:
        session, ours = _session(jobs), True
    context, group = session.sparkContext, f"scrapelint-{uuid.uuid4()}"
    width = context.defaultParallelism
    threads = ThreadPoolExecutor(width)
    try:
        yield SparkEngine(context, threads, group, width)
    finally:
        context.cancelJobGroup(group)
        threads.shutdown(cancel_futures=True)
        if ours:
            session.stop()


def _session(jobs: int) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("scrapelint")
    if SparkConf().get("spark.master") is None:
        builder = builder.master(f"local[{jobs},{_TRIES}]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1")
    quiet = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
    return quiet.getOrCreate()
