"""Standard output and signals: a closed pipe, a full disk and Ctrl-C end a run in good order."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from scrapelint.cli.failure import Failure
from scrapelint.files import reason
from scrapelint.report.visible import visible_lines
from scrapelint.run import Run

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stream:
    """Standard output, until nobody reads it any more."""

    def __init__(self) -> None:
        """Begin open."""
        self.closed = False
        self.before: Callable[[], None] = lambda: None
        """Makes room for what is printed."""

    def write(self, text: str | bytes, *, err: bool = False, as_is: bool = False) -> None:
        """Print a text, or bytes as they are. Raises Failure when a full disk keeps them out.

        Colours are left out where there is no terminal, unless they are the text's own.
        """
        if self.closed and not err:
            return
        if sys.stdout is None and not err:
            raise Failure("standard output: closed")
        self.before()
        try:
            click.echo(text, nl=False, err=err, color=as_is or None)
        except BrokenPipeError:
            self.closed = True
            _to_nowhere()
        except OSError as error:
            _to_nowhere()
            raise Failure(f"standard output: {reason(error)}") from error


def guarded(diffs: Iterable[Iterable[str]]) -> Iterator[Iterable[str]]:
    """Yield diffs, whose lines must be printed as they are, where they can do no harm.

    On a terminal they are made fit to be seen instead. In a workflow GitHub's runner is told to
    obey none of them.
    """
    if sys.stdout is not None and sys.stdout.isatty():
        yield from (map(visible_lines, lines) for lines in diffs)
    elif os.environ.get("GITHUB_ACTIONS") != "true":
        yield from diffs
    else:
        token = os.urandom(16).hex()
        yield [f"::stop-commands::{token}\n"]
        yield from diffs
        yield [f"::{token}::\n"]


def _to_nowhere() -> None:
    """Let what Python flushes at its end go nowhere instead of failing again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        sys.stdout = None


@contextmanager
def stoppable(run: Run) -> Iterator[list[int]]:
    """Let a signal stop a run after the file at hand; a second one ends it at once.

    Yields the list of signals received.
    """
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        run.stopped = True
        for each, handler in before.items():
            signal.signal(each, handler)

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield received
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
