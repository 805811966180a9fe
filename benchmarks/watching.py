"""A command while it runs: the memory of its processes, as Linux tells it, and its time."""

import os
import re
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PAUSE = 0.25
_MEMORY = re.compile(r"VmHWM:\s*(\d+) kB\nVmRSS:\s*(\d+) kB")
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Parts of the time at which it is told how much memory there was."""


@dataclass
class Process:
    """The memory of one process, in bytes."""

    most: int = 0
    held: list[tuple[float, int]] = field(default_factory=list)
    """The time of each sample, and how much was held."""

    def add(self, at: float, most: int, held: int) -> None:
        self.most = max(self.most, most)
        self.held.append((at, held))

    def at(self, moment: float) -> int:
        """Return how much was held at a moment."""
        return max((sample for sample in self.held if sample[0] <= moment), default=(0, 0))[1]


@dataclass
class Watched:
    """What a command took: seconds, seconds of processors, and the memory of its processes."""

    wall: float
    cpu: float
    status: int
    processes: list[Process]
    """The first is the one that was started."""

    def memory(self) -> Iterator[tuple[str, list[int]]]:
        """Yield for each process the most it held, and how much when a part of the time was up."""
        ends = max((each.held[-1][0] for each in self.processes if each.held), default=0.0)
        begins = min((each.held[0][0] for each in self.processes if each.held), default=0.0)
        for number, each in enumerate(self.processes):
            held = [each.at(begins + share * (ends - begins)) for share in SHARES]
            yield (f"worker {number}" if number else "parent"), [each.most, *held]


def watched(command: list[str], folder: Path, take: Callable[[IO[bytes]], None]) -> Watched:
    """Run a command in a folder, and have what it prints taken as it comes."""
    began, before = time.perf_counter(), os.times()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as run:
        assert run.stdout
        over = threading.Event()
        processes: defaultdict[int, Process] = defaultdict(Process)
        watch = threading.Thread(target=_watch, args=(run.pid, processes, over))
        watch.start()
        try:
            take(run.stdout)
        finally:
            over.set()
            watch.join()
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user - before.children_user
    cpu += after.children_system - before.children_system
    return Watched(wall, cpu, run.returncode, list(processes.values()))


def _watch(parent: int, processes: defaultdict[int, Process], over: threading.Event) -> None:
    _look(parent, processes)
    while not over.wait(_PAUSE):
        _look(parent, processes)


def _look(parent: int, processes: defaultdict[int, Process]) -> None:
    for pid in [parent, *_children(parent)]:
        try:
            told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        if found := _MEMORY.search(told):
            most, held = (int(each) * 1024 for each in found.groups())
            processes[pid].add(time.perf_counter(), most, held)


def _children(parent: int) -> list[int]:
    try:
        told = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [int(pid) for pid in told.split()]
