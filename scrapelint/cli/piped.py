"""Records on standard input: its name tells what they are in."""

import sys
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from scrapelint.cli.corpus_options import locations
from scrapelint.cli.failure import Failure
from scrapelint.cli.stream import Stream
from scrapelint.files import Location, Piped
from scrapelint.records import forms
from scrapelint.report.outcome import Outcome
from scrapelint.run import Run
from scrapelint.sources import Walk

STDIN = Path("-")


def is_text(options: dict[str, Any]) -> bool:
    """Tell whether standard input is to be checked, and is one text."""
    return options["paths"] == (STDIN,) and forms.form(Piped(options["stdin_filename"])) is None


def asked(
    run: Run, walk: Walk, found: set[Location], stream: Stream, options: dict[str, Any]
) -> Iterator[Location]:
    """Return the files to check, or standard input if that is asked for. Raises Failure."""
    if options["paths"] != (STDIN,):
        return locations(options["paths"], walk, found)
    name = Piped(options["stdin_filename"])
    form = forms.form(name)
    if form is None or not form.is_read_in_order:
        told = "decompress it on the way" if form and form.squeezed else "name the file"
        raise Failure(f"{name}: cannot be read from standard input: {told}")
    if sys.stdin is None:
        raise Failure("standard input: closed")
    from scrapelint.through import Through  # noqa: PLC0415 - seldom needed

    run.through = Through(sys.stdin.buffer, stream.write if run.mode == "fix" else None)
    return iter([name])


def while_read(run: Run, outcomes: Iterable[Outcome], stream: Stream) -> Iterator[Outcome]:
    """Yield outcomes, of standard input while somebody reads what becomes of it."""
    yield from takewhile(lambda _: not (run.through and stream.closed), outcomes)
    if run.through and not (run.stopped or stream.closed):
        run.through.rest()
