"""What a repair changes, as `patch` takes it."""

import os
import re
from collections.abc import Iterable, Iterator

from scrapelint.document import Span
from scrapelint.finding import Edit
from scrapelint.hunks import hunks
from scrapelint.report.visible import UNSEEN

Diff = Iterable[str]
"""A diff, piece by piece: whole lines, each made when it is asked for."""


def diff(
    name: str, before: str, passes: Iterable[Iterable[Edit]], *, mark: str = ""
) -> Iterator[str]:
    """Yield the unified diff of a text and what passes of edits make of it; of no change, nothing.

    `mark` is the byte order mark that the file has in front of the text.
    """
    moved = ([_moved(edit, len(mark)) for edit in edits] for edits in passes)
    for number, row in enumerate(hunks(mark + before, moved)):
        if number == 0:
            yield heading(name)
        yield row


def record_diff(
    before: str, edits: Iterable[Edit], *, first: tuple[int, int] = (0, 0)
) -> Iterator[str]:
    """Return the hunks of the diff of some records, without the lines around, which are long."""
    return hunks(before, [edits], context=0, first=first)


def heading(name: str) -> str:
    """Return what comes before the hunks of a file."""
    told = _quoted(name)
    return f"--- {told}\n+++ {told}\n"


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.start + by, edit.span.end + by), edit.replacement)


def _quoted(name: str) -> str:
    r"""Return a name as it is, or with quotes and escapes if `patch` would take it for another."""
    escaped = UNSEEN.sub(_octal, name.replace("\\", r"\\").replace('"', r"\""))
    return f'"{escaped}"' if escaped != name or " " in name else name


def _octal(match: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(match[0]))
