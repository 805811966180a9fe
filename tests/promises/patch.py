"""Apply a unified diff, by the letter: this shares no code with what prints one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@\n")
_ESCAPES = {b"n": b"\n", b"t": b"\t", b'"': b'"', b"\\": b"\\"}


class Hunk(NamedTuple):
    """Lines to take out from a place and those to put there; places count from 0."""

    at: int
    old: list[bytes]
    new: list[bytes]


def parse(diff: bytes) -> dict[bytes, list[Hunk]]:
    """Return the hunks of each file in a diff, by the name it is given."""
    lines = re.findall(rb"[^\n]*\n", diff)
    files: dict[bytes, list[Hunk]] = {}
    at = 0
    while at < len(lines):
        assert lines[at].startswith(b"--- "), lines[at]
        assert lines[at + 1] == b"+++ " + lines[at][4:], lines[at + 1]
        hunks = files[_name(lines[at][4:-1])] = []
        at += 2
        while at < len(lines) and (header := _HUNK.fullmatch(lines[at])):
            at, hunk = _hunk(lines, at + 1, header)
            hunks.append(hunk)
    return files


def apply(hunks: list[Hunk], data: bytes) -> bytes:
    """Return the bytes of a file after its hunks."""
    lines = re.findall(rb"[^\n]+\n?|\n", data)
    for at, old, new in reversed(hunks):
        assert lines[at : at + len(old)] == old
        lines[at : at + len(old)] = new
    return b"".join(lines)


def _hunk(lines: list[bytes], at: int, header: re.Match[bytes]) -> tuple[int, Hunk]:
    start, old_count, new_count = (1 if n is None else int(n) for n in header.groups())
    old: list[bytes] = []
    new: list[bytes] = []
    while len(old) < old_count or len(new) < new_count:
        mark, line = lines[at][:1], lines[at][1:]
        at += 1
        if lines[at : at + 1] == [b"\\ No newline at end of file\n"]:
            at, line = at + 1, line[:-1]
        for side in _sides(mark, old, new):
            side.append(line)
    return at, Hunk(start - (old_count > 0), old, new)


def _sides(mark: bytes, old: list[bytes], new: list[bytes]) -> Iterator[list[bytes]]:
    assert mark in {b" ", b"-", b"+"}, mark
    if mark != b"+":
        yield old
    if mark != b"-":
        yield new


def _name(told: bytes) -> bytes:
    r"""Return a name as it is; one in quotes has escapes as in C."""
    if not told.startswith(b'"'):
        assert not re.search(rb"\s", told), told
        return told
    return re.sub(
        rb"\\(?:([0-7]{3})|(.))",
        lambda m: bytes([int(m[1], 8)]) if m[1] else _ESCAPES[m[2]],
        told[1:-1],
    )
