"""Text that keeps its own rules: addresses and code."""

import re
from collections import Counter
from collections.abc import Iterator
from heapq import merge

from scrapelint.document import Document, Span
from scrapelint.late import late

_ADDRESS = late(
    r"""
      (?:https?://|ftp://|www\.)[^\s<>"«»“”]+
    | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+
    | (?<![\w@/.-])(?:[\w-]+\.)+(?:(?i:com|org|net|info)|fr|de|uk|es|it|nl|pt|br|eu|ch|at|be|io|tv)
      (?:/[^\s<>"«»“”]*)?(?![\w-])
    | (?<![\w&])[@\#]\w+
    | (?<![\w.-])[\w-]+\.
      (?:html?|php|js|json|xml|pdf|jpe?g|png|gif|webp|svg|csv|txt|zip|py|mp[34])\b
    """,
    re.VERBOSE,
)
_FENCE = late(r"^(?:```|~~~)(?P<label>.*)$", re.MULTILINE)
_DOT_INSIDE = late(r"\.[^\W_]")
_SIGNS = {sign: late(re.escape(sign)) for sign in ("@", "#", "://", "www.")}
"""One of these, or a dot inside, is in every address."""
_SPACE = late(r"\s")
_END = r"(?=[^\S\n]*$)"
# Each begins with its sign, and nothing else is looked at closely.
_CODE_MARK = late(
    rf"\{{{_END}|\}}{_END}|;{_END}|\((?<=\w\()\w*\)|=[>=]|\+\+|</|/>|\)(?=:$)", re.MULTILINE
)
_CODE_LINE = late(r"^[^\S\n]*(?:\$ |>>> |#include(?!\(\w*\))|import )", re.MULTILINE)
_IN_CODE_LINES = ("$", ">", "#", "import")
_FEWEST, _SPARSE = 2, 200
"""Marks of a line of code, and its characters for each: prose with an example has more."""
_INLINE = late(r"(?<!`)`(?!`)[^`\n]{1,200}(?<!`)`(?!`)")


def marked_code(document: Document) -> Iterator[Span]:
    """Yield what the text itself marks as code: between fences or backticks."""
    text = document.text
    if "`" in text or "~" in text:
        yield from _fenced(text)
    if "`" in text:
        yield from (Span(*match.span()) for match in _INLINE.finditer(text))


def _fenced(text: str) -> Iterator[Span]:
    opened: int | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence.start()
        elif not fence["label"].strip(" \t"):
            yield Span(opened, fence.end())
            opened = None


def _those_in(text: str, signs: tuple[str, ...]) -> list[str]:
    return [sign for sign in signs if sign in text]


def masks(document: Document) -> Iterator[Span]:
    """Yield the addresses, handles, file names and unmarked code of a document."""
    yield from _addresses(document.text)
    yield from _code(document)


def _addresses(text: str) -> Iterator[Span]:
    """Yield the addresses; they have no white space inside, so each is looked for in one word."""
    signs = [_DOT_INSIDE, *(sign for plain, sign in _SIGNS.items() if plain in text)]
    done = 0
    for match in merge(*(sign.finditer(text) for sign in signs), key=re.Match.start):
        place = match.start()
        if place >= done:
            start = max(done, text.rfind(" ", done, place) + 1, text.rfind("\n", done, place) + 1)
            space = _SPACE.search(text, place)
            done = space.start() if space else len(text)
            yield from (Span(*match.span()) for match in _ADDRESS.finditer(text, start, done))


def _code(document: Document) -> Iterator[Span]:
    """Yield the lines that are code.

    Two of the marks that prose never carries are in such a line, and it is full of them: a whole
    article joined into one line is not.
    """
    text = document.text
    marks = Counter(document.position(m.start()).line for m in _CODE_MARK.finditer(text))
    if any(map(text.__contains__, _IN_CODE_LINES)):
        marks.update(document.position(m.start()).line for m in _CODE_LINE.finditer(text))
    for number, count in marks.items():
        line = document.layout.line(number)
        if count >= _FEWEST and line.end - line.start <= count * _SPARSE:
            yield line
