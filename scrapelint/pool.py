"""Many files at once, in processes of their own; what they see comes back in order.

Only the process that was started writes and prints. One that dies takes down no more than the
file it was at: what it had not given back is looked at again, a file at a time.
"""

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scrapelint import files
from scrapelint.looking import Look, Mode, Recipe, Seen

_TASK = 200_000
"""Bytes of files that make a task, some seconds of work."""
_MANY = 64
"""Files that make a task, however small they are."""
_DIED = Seen(problem=("process-died", "the process that looked at it died"))
_Task = tuple[Path, ...]
_Running = tuple[_Task, "Future[list[Seen]]"]


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Pool:
    """So many processes that look at files the same way."""

    jobs: int
    recipe: Recipe
    look: Look
    """How this process looks, where there is too little for others to do."""

    def over(self, paths: Iterable[Path]) -> Generator[tuple[Path, Seen]]:
        """Yield the files in their order, each with what was seen."""
        tasks = _tasks(paths)
        first = next(tasks, ())
        second = next(tasks, None) if self.jobs > 1 else None
        if second is None:
            for path in chain(first, *tasks):
                yield path, self.look.at(path)
            return
        yield from self._at_once(chain([first, second], tasks))

    def _at_once(self, tasks: Iterator[_Task]) -> Iterator[tuple[Path, Seen]]:
        executor = self._executor(self.jobs)
        running: deque[_Running] = deque()
        try:
            for task in tasks:
                try:
                    future = executor.submit(_look_at, task)
                except BrokenProcessPool:  # what it had been given is looked at again below
                    executor = self._executor(self.jobs)
                    future = executor.submit(_look_at, task)
                running.append((task, future))
                if len(running) == 2 * self.jobs:
                    yield from self._oldest(running)
            while running:
                yield from self._oldest(running)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    def _oldest(self, running: deque[_Running]) -> Iterator[tuple[Path, Seen]]:
        task, future = running.popleft()
        try:
            seen: Sequence[Seen] = future.result()
        except BrokenProcessPool:
            seen = [self._alone(path) for path in task]
        yield from zip(task, seen, strict=True)

    def _alone(self, path: Path) -> Seen:
        """Look at a file in a process that may die of it."""
        with self._executor(1) as executor:
            try:
                return executor.submit(_look_at, (path,)).result()[0]
            except BrokenProcessPool:
                return _DIED

    def _executor(self, jobs: int) -> ProcessPoolExecutor:
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        how = (self.recipe, self.look.mode, self.look.unsafe, self.look.largest)
        return ProcessPoolExecutor(jobs, context, _begin, how)


def _tasks(paths: Iterable[Path]) -> Iterator[_Task]:
    """Yield the files in bundles of about the same size."""
    task: list[Path] = []
    size = 0
    for path in paths:
        task.append(path)
        size += _size(path)
        if size >= _TASK or len(task) >= _MANY:
            yield tuple(task)
            task, size = [], 0
    if task:
        yield tuple(task)


def _size(path: Path) -> int:
    try:
        return min(path.stat().st_size, files.LARGEST)
    except OSError:
        return 0


_looks: list[Look] = []
"""How a process of the pool looks."""


def _begin(recipe: Recipe, mode: Mode, unsafe: bool, largest: int) -> None:  # noqa: FBT001
    """Make ready a process of the pool; Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _looks[:] = [Look(recipe.linter(), mode, unsafe, largest)]


def _look_at(task: _Task) -> list[Seen]:
    return [_looks[0].at(path) for path in task]
