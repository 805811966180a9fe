"""What is handed to a worker, maybe on another machine: names and ranges of bytes, if that does."""

import threading
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import NamedTuple

from scrapelint.files import FileProblem, Location, OpenFile
from scrapelint.handing import How
from scrapelint.looking import Done, Given, Item, Look, Seen
from scrapelint.records import forms
from scrapelint.records.record import Block

_here = threading.local()  # a linter serves one thread at a time


class Whole(NamedTuple):
    """A file that is one text."""

    file: Path
    name: str

    @property
    def weight(self) -> int:
        """Return about how many bytes are to be looked at."""
        try:
            return self.file.stat().st_size
        except OSError:
            return 0

    def seen(self, look: Look) -> list[Seen]:
        """Return what is seen of it, under its own name."""
        return [_named(seen, self.name) for seen in look.at(self.file)]


class Range(NamedTuple):
    """A block of records without its bytes, and where they stand in the file."""

    file: Path
    block: Block
    start: int
    size: int
    check: int
    """A sum by which it shows that a file is not the same everywhere."""

    @property
    def weight(self) -> int:
        """Return how many bytes are to be looked at."""
        return self.size

    def seen(self, look: Look) -> list[Seen]:
        """Return what is seen of the records."""
        try:
            data = self._data()
        except FileProblem as problem:
            return [Seen(problem=(problem.code, str(problem)))]
        return _seen_in(replace(self.block, data=data), look)  # type: ignore[type-var]

    def _data(self) -> bytes:
        source = OpenFile(self.file)
        try:
            data = source.read_at(self.start, self.size)
        finally:
            source.close()
        if zlib.crc32(data) != self.check:
            raise FileProblem("changed", "not the same where it is looked at")
        return data


class Carried(NamedTuple):
    """What has to be carried as it is: its bytes do not stand in a file like that."""

    block: Given | Done | Block

    @property
    def weight(self) -> int:
        """Return how many bytes are to be looked at."""
        return self.block.size

    def seen(self, look: Look) -> list[Seen]:
        """Return what is seen of the records."""
        return _seen_in(self.block, look)


Part = Whole | Range | Carried


def parts(items: Iterable[Item]) -> Iterator[tuple[Item, Part]]:
    """Yield items, each with what is handed to a worker; the blocks of a file in their order."""
    done: dict[Location, int] = {}
    for item in items:
        if isinstance(item, Path):
            yield item, Whole(item.absolute(), str(item))
            continue
        block = item.item if isinstance(item, Done) else item
        start = 0
        if not isinstance(block, (Path, Given)):
            start = done.get(block.path, 0)
            done[block.path] = start + len(block.data)
        yield item, Carried(item) if isinstance(item, (Given, Done)) else _part(item, start)


def _part(block: Block, start: int) -> Part:
    """Return the range of a block whose bytes stand in a file that others can read, or itself."""
    form = forms.form(block.path) if isinstance(block.path, Path) else None
    if form is None or form.squeezed or not block.data or not is_dataclass(block):
        return Carried(block)
    check, size = zlib.crc32(block.data), len(block.data)
    return Range(block.path.absolute(), replace(block, data=b""), start, size, check)


Answer = list[list[Seen]] | Exception
"""What came of a task."""


def attempt(how: How, task: tuple[Part, ...]) -> Answer:
    """Return what is seen of the parts of a task, or why they could not be looked at.

    Only the death of the process keeps an answer from coming.
    """
    try:
        return _look_at(how, task)
    except Exception as error:  # noqa: BLE001 - it is raised again where the run is
        return error


def _look_at(how: How, task: tuple[Part, ...]) -> list[list[Seen]]:
    """Look at the parts of a task with a linter that is made when first needed."""
    if getattr(_here, "how", None) != how:
        _here.how = how
        _here.look = how.look()
    return [part.seen(_here.look) for part in task]


def _seen_in(block: Given | Done | Block, look: Look) -> list[Seen]:
    """Return what is seen of a block, with its file under the name that it has here."""
    if isinstance(block, (Given, Done)) or not is_dataclass(block):  # or the end of a file
        return look.at(block)
    if not isinstance(block.path, Path):
        return look.at(block)
    there = replace(block, path=block.path.absolute())
    return [_named(seen, str(block.path)) for seen in look.at(there)]


def _named(seen: Seen, name: str) -> Seen:
    return seen._replace(outcome=replace(seen.outcome, name=name)) if seen.outcome else seen
