"""A folder with a damaged file in it, and processes that repair it."""

import ctypes  # noqa: F401 - nobody could not load it when a repair needs it
import os
import re
import select
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import NamedTuple

from scrapelint import check as scrapelint_check
from scrapelint.cli import main
from scrapelint.rulebook import load_rules

OLD = b"Il part.Elle reste, et la ville dort.\n" * 8
NEW = b"Il part. Elle reste, et la ville dort.\n" * 8
FIX = ("check", "--fix", "--isolated", "--lang", "fr", "--select", "glued-sentences")
NOBODY = 65534
load_rules()  # once, for all children
scrapelint_check(OLD.decode(), "fr")  # reads the tables too


def _repair_once() -> None:
    """Load what a repair loads late, which is not what is tested under errors of the system."""
    with (
        TemporaryDirectory() as folder,
        suppress(SystemExit),
        redirect_stdout(TextIOWrapper(BytesIO())),
    ):
        path = Path(folder, "a.txt")
        path.write_bytes(OLD)
        main([*FIX, "--journal", str(path.with_name("journal")), str(path)])


_repair_once()


class Ended(NamedTuple):
    """How a process ended: its exit status, negative for a signal, and what it printed."""

    status: int
    output: str


class Child:
    """A scrapelint in a process of its own that waits until it is let go."""

    def __init__(self, *arguments: str | Path, prepare: Callable[[], object] = int) -> None:
        self._output = TemporaryFile("w+b")  # noqa: SIM115 - closed when the child has ended
        gate, self._let_go = os.pipe()
        is_ready, ready = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._let_go)
            _be_scrapelint(arguments, gate, ready, self._output.fileno(), prepare)
        os.close(gate)
        os.close(ready)
        os.read(is_ready, 1)
        os.close(is_ready)

    def let_go(self) -> None:
        os.close(self._let_go)

    def end(self) -> Ended:
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._output.seek(0)
        with self._output:
            return Ended(status, self._output.read().decode())


def _be_scrapelint(
    arguments: Sequence[str | Path],
    gate: int,
    ready: int,
    output: int,
    prepare: Callable[[], object],
) -> None:
    status = 1  # as of a traceback
    try:
        for number in (1, 2):
            os.dup2(output, number)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        prepare()
        os.close(ready)
        select.select([gate], [], [])  # a system call that nothing else makes
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 98
    except BaseException:  # noqa: BLE001 - a traceback of ours, where it can be read
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def scrapelint(*arguments: str | Path, prepare: Callable[[], object] = int) -> Ended:
    """Run scrapelint to its end."""
    child = Child(*arguments, prepare=prepare)
    child.let_go()
    return child.end()


def traced(log: Path, injections: Sequence[str], *arguments: str | Path) -> Ended:
    """Run scrapelint under strace, which does to its system calls what the injections say."""
    child = Child(*arguments)
    options = [part for each in injections for part in ("-e", f"inject={each}")]
    command = ["strace", "-p", str(child.pid), "-o", str(log), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        said = tracer.stderr.readline()
        child.let_go()
        ended = child.end()
        assert "attached" in said, said
    return ended


def can_trace() -> bool:
    """Tell whether strace is here and may look into processes."""
    try:
        run = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return run.returncode == 0


def calls(log: Path) -> Iterator[tuple[str, int]]:
    """Yield each system call in a log of strace, with how often it was made so far."""
    seen: Counter[str] = Counter()
    for name in re.findall(r"^(\w+)\(", log.read_text(encoding="utf-8"), re.MULTILINE):
        seen[name] += 1
        if name not in {"exit_group", "select", "pselect6"}:  # its end, and our gate
            yield name, seen[name]


def become_nobody() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def open_to_nobody(folder: Path) -> None:
    """Let everybody through the folders above one in a test's own, which pytest made for root."""
    for above in folder.parents[:4]:
        if not above.stat().st_mode & stat.S_IXOTH:
            above.chmod(0o755)
