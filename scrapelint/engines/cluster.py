"""A pool whose processes are those of a cluster.

What is seen comes back in the order of the files, so that all that is printed and written is the
same as from one process. An engine gives what a lost worker was at to another; what it cannot
have looked at is told, as with processes on one machine.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol, TypeVar

from scrapelint.engines.task import Answer, Part, parts
from scrapelint.handing import How
from scrapelint.looking import Item, Seen
from scrapelint.pool import Pool

_TASK = 1_000_000
"""Bytes that make a task, a second or two of work."""
_MANY = 256
_DIED = Seen(problem=("process-died", "the process that looked at it died"))
Handle = TypeVar("Handle")


class LostError(Exception):
    """A task that came to nothing, however often it was tried."""


class Engine(Protocol[Handle]):
    """What has tasks done elsewhere."""

    @property
    def width(self) -> int:
        """Return how many tasks are done at once."""

    def give(self, how: How, task: tuple[Part, ...]) -> Handle:
        """Have a task done."""

    def result(self, handle: Handle) -> Answer:
        """Wait for what came of a task. Raises LostError."""


@dataclass(frozen=True)
class Cluster(Pool):
    """The workers of an engine, which is started, with so many of them, if it is not running."""

    engine: Literal["ray", "spark"] = "ray"

    def over(self, items: Iterable[Item]) -> Generator[tuple[Item, list[Seen]]]:
        """Yield the items in their order, each with what was seen of its texts.

        Raises ImportError where the engine is not installed.
        """
        module = import_module(f"scrapelint.engines.on_{self.engine}")
        started: AbstractContextManager[Engine[object]] = module.started(self.jobs)
        with started as engine:
            yield from _in_order(engine, How.of(self.recipe, self.look), items)


_Task = list[tuple[Item, Part]]


def _in_order(
    engine: Engine[Handle], how: How, items: Iterable[Item]
) -> Iterator[tuple[Item, list[Seen]]]:
    running: deque[tuple[_Task, Handle]] = deque()
    for task in _tasks(items):
        running.append((task, engine.give(how, tuple(part for _, part in task))))
        if len(running) > 2 * engine.width:
            yield from _result(engine, how, *running.popleft())
    while running:
        yield from _result(engine, how, *running.popleft())


def _result(
    engine: Engine[Handle], how: How, task: _Task, handle: Handle
) -> Iterator[tuple[Item, list[Seen]]]:
    try:
        seen = _seen(engine.result(handle))
    except LostError:
        seen = [_alone(engine, how, part) for _, part in task]
    yield from zip((item for item, _ in task), seen, strict=True)


def _alone(engine: Engine[Handle], how: How, part: Part) -> list[Seen]:
    """Return what is seen of one part of a task that was lost."""
    try:
        return _seen(engine.result(engine.give(how, (part,))))[0]
    except LostError:
        return [_DIED]


def _seen(answer: Answer) -> list[list[Seen]]:
    """Return what was seen; what a worker could not even begin with is raised here."""
    if isinstance(answer, Exception):
        raise answer
    return answer


def _tasks(items: Iterable[Item]) -> Iterator[_Task]:
    """Yield the items, and what is handed on of each, in bundles of about the same size."""
    task: _Task = []
    size = 0
    for item, part in parts(items):
        task.append((item, part))
        size += part.weight
        if size >= _TASK or len(task) >= _MANY:
            yield task
            task, size = [], 0
    if task:
        yield task
