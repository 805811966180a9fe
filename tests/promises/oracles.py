"""Those who read what is printed: GitHub's runner, a terminal, and eyes."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any, cast

import pyte

BLANKS = "".join(map(chr, [*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
"""What .NET takes off the start of a line, with the five that stand apart."""
BLANKS += "\u2028\u2029\u202f\u205f\u3000"
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, 0x0A}
"""Marks before Arabic numbers and the like, which are shown although they count as controls."""
HIDDEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Letters and marks that have no shape."""


def _unseen() -> Iterator[str]:
    for code in range(sys.maxunicode + 1):
        control = unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        if (control and code not in SEEN) or chr(code) in HIDDEN:
            yield f"\\U{code:08x}"


UNSEEN = re.compile(f"[{''.join(_unseen())}]")
"""Control characters, bidirectional ones and what cannot be seen."""


def commands(output: str) -> list[str]:
    """Return the names of the commands that GitHub's runner obeys, in both of its forms.

    It looks for the newer form at the start of a line and for the older one anywhere in it, and
    does not care about case. Once told to stop it waits for the word it was given.
    """
    obeyed: list[str] = []
    word = ""
    for line in re.split(r"\r\n|\r|\n", output):
        for name, data in filter(None, (_newer(line), _older(line))):
            if word in {"", name}:
                obeyed.append(name)
                word = data if name.lower() == "stop-commands" else ""
    return obeyed


def _newer(line: str) -> tuple[str, str] | None:
    line = line.lstrip(BLANKS)
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    return line[2:end].split(" ", maxsplit=1)[0], line[end + 2 :]


def _older(line: str) -> tuple[str, str] | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    return line[start + 3 : end].split(" ", maxsplit=1)[0], line[end + 1 :]


class Screen:
    """A screen that keeps account of what it is told to do, besides showing text and lines."""

    def __init__(self) -> None:
        self.acts: list[str] = []

    def draw(self, _text: str) -> None:
        pass

    def linefeed(self) -> None:
        pass

    def select_graphic_rendition(self, *colours: int, **_: object) -> None:
        self.acts += [f"colour {colour}" for colour in colours]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the emulator calls it
        return lambda *_, **__: self.acts.append(name)


def acts(output: str) -> set[str]:
    """Return what an output does to a terminal."""
    screen = Screen()
    pyte.Stream(cast("pyte.Screen", screen)).feed(output)
    return set(screen.acts)
