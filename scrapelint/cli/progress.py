"""How far a run is, on a terminal: one line on stderr that is written over and gone in the end."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scrapelint.files import Location
from scrapelint.report.outcome import Outcome
from scrapelint.run import Run

_PAUSE = 0.2
"""Seconds between two lines."""
_PATIENCE = 1.0
"""Seconds before the first: a short run needs none."""
_CLEAR = "\r\x1b[2K"


class Progress:
    """The line, for a run over files of that many bytes, if that is known."""

    def __init__(self, run: Run, total: int | None) -> None:
        """Begin with the run."""
        self.run, self.total = run, total
        self._began, self._told = time.monotonic(), 0.0
        self._is_shown = False

    def over(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes, and tell between them how far the run is."""
        for outcome in outcomes:
            now = time.monotonic()
            if now - self._began > _PATIENCE and now - self._told > _PAUSE:
                self._told = now
                self._show(line(self.run.done, self.total, now - self._began))
            yield outcome
        self.clear()

    def _show(self, text: str) -> None:
        self._is_shown = True
        sys.stderr.write(f"{_CLEAR}{text}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Make room for what is to be printed."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def progress(run: Run, paths: Sequence[Location], *, quiet: bool) -> Progress | None:
    """Return the line if there is a terminal to show it on and somebody who wants it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return None
    return Progress(run, _total(paths))


def line(done: int, total: int | None, seconds: float) -> str:
    """Return how much is done, how fast, and how long the rest will take."""
    rate = done / seconds if seconds else 0
    told = f"{_bytes(done)}, {_bytes(rate)}/s"
    if not total or not rate:
        return told
    part = min(done / total, 1)
    left = max(0, total - done) / rate
    return f"{part:4.0%} of {_bytes(total)}, {_bytes(rate)}/s, {_time(left)} left"


def _total(paths: Sequence[Location]) -> int | None:
    """Return the bytes of the files; of folders nobody knows before they are searched."""
    try:
        here = [path for path in paths if isinstance(path, Path)]
        sizes = [path.stat().st_size for path in here if path.is_file()]
    except OSError:
        return None
    return sum(sizes) if len(sizes) == len(paths) else None


def _bytes(number: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
