"""Files and blocks of records, in bundles that several processes look at if there are several."""

import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scrapelint import files
from scrapelint.looking import Item, Look, Seen
from scrapelint.recipe import Recipe
from scrapelint.records.forms import End

_TASK = 200_000
"""Bytes of files that make a bundle, some seconds of work."""
_MANY = 64
"""Files that make a bundle, however small they are."""
Task = tuple[Item, ...]


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ResumeError(Exception):
    """A state file that cannot be used; the message says why."""


@dataclass(frozen=True, eq=False)
class Pool:
    """So many processes that look at files the same way."""

    jobs: int
    recipe: Recipe
    look: Look
    """How this process looks, where there is too little for others to do."""

    def over(self, items: Iterable[Item]) -> Generator[tuple[Item, list[Seen]]]:
        """Yield the items in their order, each with what was seen of its texts."""
        tasks = _tasks(items)
        first = next(tasks, ())
        second = next(tasks, ()) if self.jobs > 1 else ()
        if all(isinstance(item, End) for item in second):  # too little for several
            for item in chain(first, second, chain.from_iterable(tasks)):
                yield item, self.look.at(item)
            return
        from scrapelint.processes import at_once  # noqa: PLC0415 - slow to load, seldom needed

        yield from at_once(self.jobs, self.recipe, self.look, chain([first, second], tasks))


def _tasks(items: Iterable[Item]) -> Iterator[Task]:
    """Yield the items in bundles of about the same size."""
    task: list[Item] = []
    size = 0
    for item in items:
        task.append(item)
        size += _size(item)
        if size >= _TASK or len(task) >= _MANY:
            yield tuple(task)
            task, size = [], 0
    if task:
        yield tuple(task)


def _size(item: Item) -> int:
    if not isinstance(item, Path):
        return item.size
    try:
        return min(item.stat().st_size, files.LARGEST)
    except OSError:
        return 0
