"""Untrusted text in Markdown: nothing in it becomes a link, a tag or a heading."""

import re
from collections.abc import Iterator

from scrapelint.report.visible import inert, visible

_TICKS = re.compile(r"`+")
_MARK = re.compile(r"[\\`*_{}\[\]<>#|~$&^]|^[-+=]|(?<=\w)\.(?=\w)|:(?=//)|(?<=\d)[.)](?=\s|$)")
"""What Markdown takes for more than itself, and what it makes addresses of."""


def escaped(text: str) -> str:
    """Return some paragraphs of prose with all their marks escaped but those of code."""
    return "\n".join(_line(line.strip()) for line in text.split("\n"))


def _line(line: str) -> str:
    parts, done = [], 0
    for first, last in _marked(line):
        if first.start() >= done:
            marked = line[first.end() : last.start()]
            parts += [_escaped(line[done : first.start()]), code(marked.strip())]
            done = last.end()
    return inert("".join([*parts, _escaped(line[done:])]))


def _marked(line: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield the ticks that may begin code, and the next ones that are as many."""
    following: dict[int, re.Match[str]] = {}
    pairs = []
    for ticks in reversed(list(_TICKS.finditer(line))):
        many = len(ticks[0])
        if many in following:
            pairs.append((ticks, following[many]))
        following[many] = ticks
    return reversed(pairs)


def _escaped(text: str) -> str:
    return _MARK.sub(r"\\\g<0>", visible(text)).replace("@", "＠")


def code(text: str) -> str:
    """Return a text, its ends and what cannot be seen shown, as code in a line."""
    text = inert(visible(text)) or "(nothing)"
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"
