"""Many files, in bundles; where there are several bundles, several processes look at them."""

import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scrapelint import files
from scrapelint.looking import Look, Seen
from scrapelint.recipe import Recipe

_TASK = 200_000
"""Bytes of files that make a bundle, some seconds of work."""
_MANY = 64
"""Files that make a bundle, however small they are."""
Task = tuple[Path, ...]


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
        from scrapelint.processes import at_once  # noqa: PLC0415 - slow to load, seldom needed

        yield from at_once(self.jobs, self.recipe, self.look, chain([first, second], tasks))


def _tasks(paths: Iterable[Path]) -> Iterator[Task]:
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
