"""Text that keeps its own rules: addresses and code."""

import re
from collections.abc import Iterator

from scrapelint.document import Document, Span

_ADDRESS = re.compile(
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
_FENCE = re.compile(r"^(?:```|~~~)(?P<label>.*)$", re.MULTILINE)
_FENCES = ("```", "~~~")
_CODE_MARK = re.compile(
    r"[{};]\s*$|\w\(\w*\)|=>|==|\+\+|</|/>|\):$|^\s*(?:\$ |>>> |#include|import )"
)
_IN_ADDRESSES = ("://", "www.", "@", "#")
_DOT_INSIDE = re.compile(r"\.[^\W_]")
"""One of these is in every address, and one of the following in every mark of code."""
_IN_CODE = (*"{};(=+/$>#", "import ")
_SPARSE = 200
"""Characters of a line for one mark of code, above which it is prose with an example in it."""
_INLINE = re.compile(r"(?<!`)`(?!`)[^`\n]{1,200}(?<!`)`(?!`)")


def marked_code(document: Document) -> Iterator[Span]:
    """Yield what the text itself marks as code: between fences or backticks."""
    if any(map(document.text.__contains__, _FENCES)):
        yield from _fenced(document.text)
    if "`" in document.text:
        yield from (Span(*match.span()) for match in _INLINE.finditer(document.text))


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
    """Yield the addresses, handles, file names and unmarked code of a document.

    A line is code when two of the marks that prose never carries are in it and it is full of
    them: a whole article joined into one line is not.
    """
    in_addresses, in_code = (
        _those_in(document.text, _IN_ADDRESSES),
        _those_in(document.text, _IN_CODE),
    )
    for line in document.lines:
        text = document[line]
        if any(map(text.__contains__, in_addresses)) or _DOT_INSIDE.search(text):
            yield from (Span(*match.span()) for match in _ADDRESS.finditer(document.text, *line))
        if not any(map(text.__contains__, in_code)):
            continue
        marks = len(_CODE_MARK.findall(text))
        if marks >= 2 and line.end - line.start <= marks * _SPARSE:
            yield line
