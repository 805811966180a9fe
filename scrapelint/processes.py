"""Processes that look at files and records, many at once; what they see comes back in order.

Only the process that was started writes and prints. One that dies takes down no more than the
file or the block it was at: what it had not given back is looked at again, one at a time.
"""

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from scrapelint.handing import How
from scrapelint.looking import Item, Look, Seen
from scrapelint.pool import Task
from scrapelint.recipe import Recipe

_DIED = Seen(problem=("process-died", "the process that looked at it died"))


def at_once(
    jobs: int, recipe: Recipe, look: Look, tasks: Iterator[Task]
) -> Iterator[tuple[Item, list[Seen]]]:
    """Yield the items of the tasks in their order, each with what a process saw."""
    work = _Work(jobs, How.of(recipe, look))
    try:
        for task in tasks:
            work.give(task)
            if len(work.running) == 2 * jobs:
                yield from work.oldest()
        while work.running:
            yield from work.oldest()
    finally:
        work.executor.shutdown(cancel_futures=True)  # the tasks at hand take a second or two


@dataclass
class _Work:
    """Tasks that processes are at, the oldest first."""

    jobs: int
    how: How
    running: "deque[tuple[Task, Future[list[list[Seen]]]]]" = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.executor = self._executor(self.jobs)

    def give(self, task: Task) -> None:
        """Give a task to the next process that is free."""
        try:
            future = self.executor.submit(_look_at, task)
        except BrokenProcessPool:  # what had been given to it is looked at again by `oldest`
            self.executor = self._executor(self.jobs)
            future = self.executor.submit(_look_at, task)
        self.running.append((task, future))

    def oldest(self) -> Iterator[tuple[Item, list[Seen]]]:
        """Yield what was seen in the oldest task, once it is there."""
        task, future = self.running.popleft()
        try:
            seen = future.result()
        except BrokenProcessPool:
            seen = [self._alone(item) for item in task]
        yield from zip(task, seen, strict=True)

    def _alone(self, item: Item) -> list[Seen]:
        """Look at an item in a process that may die of it."""
        with self._executor(1) as executor:
            try:
                return executor.submit(_look_at, (item,)).result()[0]
            except BrokenProcessPool:
                return [_DIED]

    def _executor(self, jobs: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        return ProcessPoolExecutor(jobs, context, _begin, (self.how,))


_looks: list[Look] = []
"""How a process of the pool looks."""


def _begin(how: How) -> None:
    """Make ready a process of the pool; Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _looks[:] = [how.look()]


def _look_at(task: Task) -> list[list[Seen]]:
    return [_looks[0].at(item) for item in task]
