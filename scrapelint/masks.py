"""Text that keeps its own rules: addresses and code."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain

from scrapelint.document import Document, Span
from scrapelint.late import late

_SITES = r"(?:(?i:com|org|net|info)|fr|de|uk|es|it|nl|pt|br|eu|ch|at|be|io|tv)"
_FILES = r"(?:html?|php|js|json|xml|pdf|jpe?g|png|gif|webp|svg|csv|txt|zip|py|mp[34])"
"""What addresses and file names end in."""
_ADDRESS = late(
    rf"""
      (?:https?://|ftp://|www\.)[^\s<>"«»“”]+
    | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+
    | (?<![\w@/.-])(?:[\w-]+\.)+{_SITES}(?:/[^\s<>"«»“”]*)?(?![\w-])
    | (?<![\w&])[@\#]\w+
    | (?<![\w.-])[\w-]+\.{_FILES}\b
    """,
    re.VERBOSE,
)
_FENCE = late(r"^(?:```|~~~)(?P<label>.*)$", re.MULTILINE)
_ADDRESS_SIGNS = {
    ".": late(rf"\.(?:(?:{_SITES}|{_FILES})(?!\w)|(?<=www\.)\S)"),
    "@": late(r"@"),
    "#": late(r"#"),
    "/": late(r"/(?<=:/)/"),
}
"""What is in every address, by the first character."""
_SPACE = late(r"\s")
_END = r"[^\S\n]*$"
_CODE_MARKS = {
    sign: late(expression, re.MULTILINE)
    for sign, expression in {
        "{": rf"\{{{_END}",
        "}": rf"\}}{_END}",
        ";": rf";{_END}",
        "(": r"\((?<=\w\()\w*\)",
        "=": r"=[>=]",
        "+": r"\+\+",
        "<": r"</",
        "/": r"/>",
        ")": r"\):$",
    }.items()
}
"""What prose never carries, by the first character."""
_CODE_STARTS = {
    sign: late(rf"^[^\S\n]*{expression}", re.MULTILINE)
    for sign, expression in {
        "$": r"\$ ",
        ">": r">>> ",
        "#": r"#include(?!\(\w*\))",
        "import": r"import ",
    }.items()
}
"""What a line of code may begin with."""
_OF_ADDRESSES = tuple(sign.pattern for sign in _ADDRESS_SIGNS.values())
_OF_CODE = tuple(sign.pattern for sign in (*_CODE_MARKS.values(), *_CODE_STARTS.values()))
SIGNS = (*_OF_ADDRESSES, *_OF_CODE)
"""Expressions of which one matches in each text with anything to mask."""
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


def masks(document: Document) -> Iterator[Span]:
    """Yield the addresses, handles, file names and unmarked code of a document."""
    if near := document.possible(_OF_ADDRESSES):
        yield from _addresses(document.text, near)
    if near := document.possible(_OF_CODE):
        yield from _code(document, near)


def _apart(
    text: str, signs: dict[str, re.Pattern[str]], near: Sequence[str]
) -> Iterator[re.Match[str]]:
    """Yield the matches of signs, as far as they may be near, that do not overlap, in their order.

    One after the other they are found quicker than in one expression: most of the characters
    that they begin with are nowhere in a text.
    """
    done = 0
    there = (
        each.finditer(text) for sign, each in signs.items() if each.pattern in near and sign in text
    )
    for match in merge(*there, key=re.Match.start):
        if match.start() >= done:
            yield match
            done = match.end()


def _addresses(text: str, near: Sequence[str]) -> Iterator[Span]:
    """Yield the addresses; they have no white space inside, so each is looked for in one word."""
    done = 0
    for match in _apart(text, _ADDRESS_SIGNS, near):
        place = match.start()
        if place >= done:
            start = max(done, text.rfind(" ", done, place) + 1, text.rfind("\n", done, place) + 1)
            space = _SPACE.search(text, place)
            done = space.start() if space else len(text)
            yield from (Span(*match.span()) for match in _ADDRESS.finditer(text, start, done))


def _code(document: Document, near: Sequence[str]) -> Iterator[Span]:
    """Yield the lines that are code.

    Two of the marks that prose never carries are in such a line, and it is full of them: a whole
    article joined into one line is not.
    """
    marks, starts = (_apart(document.text, signs, near) for signs in (_CODE_MARKS, _CODE_STARTS))
    places = (match.start() for match in chain(marks, starts))
    for number, count in Counter(map(document.layout.number_at, places)).items():
        line = document.layout.line(number)
        if count >= _FEWEST and line.end - line.start <= count * _SPARSE:
            yield line
