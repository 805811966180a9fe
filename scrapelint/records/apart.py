"""Reading in a process that may die of it: what parses binary files is not proof against all."""

import faulthandler
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from typing import Protocol

from scrapelint.files import FileProblem, Identity
from scrapelint.records.record import Block


class Readable(Protocol):
    """What is read in the other process."""

    @property
    def identity(self) -> Identity:
        """Return the identity of the file."""

    @property
    def done(self) -> int:
        """Return about how many bytes of the file were read so far."""

    def read_blocks(self) -> Iterator[Block]:
        """Yield the blocks of the file. Raises FileProblem."""

    def close(self) -> None:
        """Close the file."""


def apart(
    opened: Callable[[], Readable], identity: Identity, at: Callable[[int], None]
) -> Iterator[Block]:
    """Yield the blocks of what another process opens and reads; `at` is told how far it is.

    Raises FileProblem, also when that process dies.
    """
    if sys.platform == "linux":
        context: ForkContext | SpawnContext = multiprocessing.get_context("fork")
    else:
        context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(opened, identity, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while (told := ours.recv()) is not None:
            if isinstance(told[0], str):
                raise FileProblem(*told)
            block, done = told
            at(done)
            yield block
    except EOFError:
        told = "the process that read it died: it is malformed, or parts of it are encrypted"
        raise FileProblem("unreadable", told) from None
    finally:
        ours.close()
        process.kill()
        process.join()


def _read(opened: Callable[[], Readable], identity: Identity, out: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 2)  # what a library says when it dies is nothing to the user
    try:
        _send(opened(), identity, out)
    except FileProblem as problem:
        out.send((problem.code, str(problem)))
    except BrokenPipeError:  # nobody wants more
        return
    out.close()


def _send(source: Readable, identity: Identity, out: Connection) -> None:
    if source.identity != identity:
        raise FileProblem("changed", "changed while it was read")
    for block in source.read_blocks():
        out.send((block, source.done))
    out.send(None)
    source.close()
