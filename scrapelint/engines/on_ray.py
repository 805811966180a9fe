"""Ray as an engine: the cluster that RAY_ADDRESS names, or one on this machine."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import ray
from ray.exceptions import RayError

from scrapelint.engines.cluster import LostError
from scrapelint.engines.task import Answer, Part, attempt
from scrapelint.handing import How


class RayEngine:
    """Ray, which tries tasks of lost workers up to four times."""

    def __init__(self) -> None:
        """Take the cluster that runs."""
        self.width = int(ray.cluster_resources().get("CPU", 1))
        self._attempt = ray.remote(max_retries=3)(attempt)

    def give(self, how: How, task: tuple[Part, ...]) -> Any:  # noqa: ANN401 - Ray's
        """Have a task done."""
        return self._attempt.remote(how, task)

    def result(self, handle: Any) -> Answer:  # noqa: ANN401
        """Wait for what came of a task. Raises LostError."""
        try:
            answer: Answer = ray.get(handle)
        except RayError as error:
            raise LostError from error
        return answer


@contextmanager
def _silent() -> Iterator[None]:
    """Keep Ray from telling of lost workers among the findings, on standard output."""
    teller: Any = import_module("ray._private.worker")  # there is no setting for it
    before = teller.print_to_stdstream
    teller.print_to_stdstream = lambda *_, **__: None
    try:
        yield
    finally:
        teller.print_to_stdstream = before


@contextmanager
def started(jobs: int) -> Iterator[RayEngine]:
    """Run Ray if it is not running: without a cluster that is named, with so many workers here."""
    if ray.is_initialized():
        yield RayEngine()
        return
    here: dict[str, Any] = {"num_cpus": jobs, "include_dashboard": False}
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(
        **({} if os.environ.get("RAY_ADDRESS") else here),
        logging_level=logging.ERROR,
        log_to_driver=False,
    )
    try:
        with _silent():
            yield RayEngine()
    finally:
        ray.shutdown()
