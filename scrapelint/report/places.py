"""Where findings are, as other programs call it: paths of a repository, addresses, lines."""

import os
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from scrapelint.late import late
from scrapelint.report.outcome import Outcome
from scrapelint.report.visible import visible

_LINE_END = late(r"\r\n|\r|\n")
_OF_LINES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
"""Files of many records that have lines to point at."""


def relative(name: str, top: Path) -> str:
    """Return the path of a file from the top of the repository, with `/`, links resolved.

    A file elsewhere keeps its name, and so does one that has an address.
    """
    if "://" in name:
        return name
    path, start = os.path.realpath(name), os.path.realpath(top)
    inside = path.startswith(start.rstrip(os.sep) + os.sep)
    return (os.path.relpath(path, start) if inside else name).replace(os.sep, "/")


def uri(path: str) -> str:
    """Return a path as a relative reference; bytes that are no UTF-8 are kept."""
    return quote(os.fsencode(path), safe="/")


def has_lines(outcome: Outcome) -> bool:
    """Tell whether the lines and columns of findings are those of the file."""
    return outcome.origin is None or Path(outcome.name).suffix.lower() in _OF_LINES


def record(outcome: Outcome) -> str:
    """Return which record of a file a text is, fit to be shown; nothing for a file of one text."""
    if outcome.origin is None:
        return ""
    told = outcome.origin.id or outcome.origin.url
    return f"record {outcome.origin.record}" + (f" ({visible(told)[:80]})" if told else "")


class Point(NamedTuple):
    """A place between two characters; line and column count from 1."""

    line: int
    column: int


class Lines:
    """The lines of a text as its file has them."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def at(self, offset: int) -> Point:
        """Return the line and the column, in characters, of an offset."""
        line = bisect_right(self._starts, offset)
        return Point(line, offset - self._starts[line - 1] + 1)

    def in_bytes(self, offset: int) -> Point:
        """Return the line and the column, in bytes of UTF-8, of an offset."""
        line = self.at(offset).line
        return Point(line, self._bytes(offset) - self._bytes(self._starts[line - 1]) + 1)

    def _bytes(self, offset: int) -> int:
        """Return how many bytes stand before an offset; what was counted is not counted again."""
        step, rest = divmod(offset, _STEP)
        return self._counted[step] + _size(self.text[offset - rest : offset])

    @cached_property
    def _counted(self) -> list[int]:
        counted = [0]
        for start in range(0, len(self.text), _STEP):
            counted.append(counted[-1] + _size(self.text[start : start + _STEP]))
        return counted


_STEP = 4096


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
