"""Lines that were broken at a fixed width, as terminals, e-mails and PDF pages have them.

A program that wraps text fills each line: the first word of the next line would not have
fitted. A poem, a list or an address has its line ends elsewhere, so this tells them apart.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scrapelint.document import Document, Span, once
from scrapelint.late import late

_FEWEST, _FEWEST_NARROW = 3, 9
"""Line ends from which a width can be told, and from which a narrow one: verse is narrow too."""
_NARROWEST, _NARROW, _WIDEST = 25, 55, 130
"""Columns between which programs wrap text."""
_SLACK = 15
"""Characters by which a line may be longer than the width: a long word stands out."""
_FULL = 0.7
_INSIDE = 0.5
_LOWER = 0.25
"""Shares of the line ends that are full, inside a sentence, and before a small letter."""
_FEWEST_LOWER = 2
"""Line ends before a small letter from which a width can be told."""
_SHORT_LAST = 0.9
"""Share of the width that the last line of a paragraph mostly falls short of; verse does not."""
_MOST = 0.95
"""Share of the lines that the width is taken from: the longest may be no lines of prose."""

_BULLET = late(r"[ \t]*[*+•·▪●■◦‣>|#](?:[ \t]|$)")
_ITEM = late(r"[ \t]*(?:[-*+•·▪●■◦‣–—>|#]|\(?(?:\d{1,3}|[A-Za-z])[.)])(?:[ \t]|$)")
_HANGING = 2
"""Columns that the mark of an entry takes at least."""
_INDENTED = late(r"\n[ \t]{2}")
_WORD = late(r"[^ \t]+")
_TABLE = late(r"\t|\||\S {3,}\S")
_OF_TABLES = ("\t", "|", "   ")
"""One of these is in every line of a table."""
_STOPS, _CLOSERS = (".", "!", "?", "…", ":", ";"), ")]»”“\"'’"
"""What ends a sentence, and what may stand behind that."""
_LONGEST = 60
"""Characters of the longest first half of a word."""
_BROKEN = late(r"-(?<=\w-)[ \t]*\n[ \t]*(?P<last>\w+(?:[-'’]\w+)*)")
_FIRST_HALF = late(r"\w[\w'’-]*\Z")
_HANGS, _BREAKS = (_INDENTED.pattern,), (_BROKEN.pattern,)
SIGNS = (*_HANGS, *_BREAKS)
"""Expressions that texts match in which lines hang, or words are broken."""


class Break(NamedTuple):
    """A line end with text on both sides: the line before it and the line after it."""

    before: Span
    after: Span


@once
def wraps(document: Document) -> tuple[Break, ...]:
    """Return the line ends that a program put into running text; none if it cannot be told."""
    if not _may_be_wrapped(document):
        return ()
    pairs = breaks(document)
    width = _width(document, pairs)
    full = tuple(pair for pair in pairs if _is_full(document, pair, width))
    if not _is_wrapped(document, pairs, full, width):
        return ()
    only_lines = not any(not document[line].strip() for line in document.lines[:-1])
    return tuple(
        pair for pair in full if not (only_lines and _ends_sentence(document[pair.before]))
    )


def _may_be_wrapped(document: Document) -> bool:
    """Tell whether enough lines begin with a small letter; in sound text hardly any does."""
    return (
        sum(document.text[start].islower() for start, _ in document.filled_lines) >= _FEWEST_LOWER
    )


def hanging(document: Document) -> Iterator[Break]:
    """Yield the line ends inside an entry of a list whose further lines stand below its text."""
    if not (document.possible(_HANGS) and _INDENTED.search(document.text)):
        return
    for block in blocks(document):
        edge = None
        for before, after in pairwise(block):
            if _ITEM.match(document[before]):
                edge = _indent(document[before]) + _HANGING
            if edge is None or _indent(document[after]) < edge or _ITEM.match(document[after]):
                edge = None
            else:
                yield Break(before, after)


@once
def breaks(document: Document) -> tuple[Break, ...]:
    """Return the line ends inside a block, those of lists, tables and code left out."""
    return tuple(
        pair
        for block in blocks(document)
        if len(block) > 1
        for pair in _running(document, block)
        if not document.masks.covers(document.strip(pair.before))
    )


def _running(document: Document, block: Sequence[Span]) -> Iterator[Break]:
    """Yield the line ends of a block at which the text may go on: no list, no table."""
    lines = [document[line] for line in block]
    tables = [_is_table(line) for line in lines]
    for number, (before, after) in enumerate(pairwise(lines)):
        if not (tables[number] or tables[number + 1]) and _runs_on(before, after):
            yield Break(block[number], block[number + 1])


def _is_table(line: str) -> bool:
    line = line.strip()
    return any(map(line.__contains__, _OF_TABLES)) and bool(_TABLE.search(line))


def _runs_on(before: str, after: str) -> bool:
    """Tell whether two lines may be one text: no list, no indented paragraph."""
    if _starts_item(before, after):
        return False
    return _indent(after) <= _indent(before) or bool(_ITEM.match(before))


@once
def blocks(document: Document) -> tuple[tuple[Span, ...], ...]:
    """Return the lines between blank lines, without the white space at their ends."""
    found: list[list[Span]] = [[]]
    start = 0
    for line in document.text.split("\n"):
        text = line.rstrip(" \t")
        if text and not text.isspace():
            found[-1].append(Span(start, start + len(text)))
        elif found[-1]:
            found.append([])
        start += len(line) + 1
    return tuple(tuple(block) for block in found if block)


def _starts_item(before: str, line: str) -> bool:
    """Tell whether a line begins an entry of a list; a dash or number may also be in a sentence."""
    if line[:2].isalpha():
        return False
    if _BULLET.match(line):
        return True
    return bool(_ITEM.match(line)) and bool(_ITEM.match(before) or _ends_sentence(before))


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(_STOPS)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _width(document: Document, pairs: tuple[Break, ...]) -> int:
    lengths = sorted(b.end - b.start for b, _ in pairs if " " in document[b].strip())
    return lengths[int(_MOST * (len(lengths) - 1))] if lengths else 0


def _is_full(document: Document, pair: Break, width: int) -> bool:
    """Tell whether the first word of the next line would not have fitted."""
    length = pair.before.end - pair.before.start
    word = _WORD.search(document[pair.after])
    return width < length + 1 + len(word[0] if word else "") and length <= width + _SLACK


def _is_wrapped(
    document: Document, pairs: tuple[Break, ...], full: tuple[Break, ...], width: int
) -> bool:
    count = len(full)
    if count < (_FEWEST_NARROW if width < _NARROW else _FEWEST):
        return False
    inside = sum(not _ends_sentence(document[before]) for before, _ in full)
    lower = sum(document[after].lstrip()[0].islower() for _, after in full)
    return (
        _NARROWEST <= width <= _WIDEST
        and count >= _FULL * len(pairs)
        and inside >= _INSIDE * count
        and lower >= max(_FEWEST_LOWER, _LOWER * count)
        and _ends_short(document, full, width)
    )


def _ends_short(document: Document, full: tuple[Break, ...], width: int) -> bool:
    """Tell whether two in five of the blocks with such line ends have a shorter last line."""
    starts = {before.start for before, _ in full}
    wrapped = [block for block in blocks(document) if any(b.start in starts for b in block)]
    short = sum(block[-1].end - block[-1].start < _SHORT_LAST * width for block in wrapped)
    return short * 5 >= len(wrapped) * 2


class Halves(NamedTuple):
    """A word with a hyphen at a line end, and what stands on both sides of the hyphen."""

    span: Span
    first: str
    last: str


def broken_words(document: Document, conjunctions: tuple[str, ...] = ()) -> Iterator[Halves]:
    """Yield the words with a hyphen at a line end; before a conjunction it is part of a list."""
    done = 0
    for match in _BROKEN.finditer(document.text) if document.possible(_BREAKS) else ():
        at, last = match.start(), match["last"]
        if at == done:  # the letter before it ends another such word
            continue
        done = match.end()
        first = _FIRST_HALF.search(document.text[max(0, at - _LONGEST) : at])
        if first is None or last.casefold() in conjunctions:
            continue
        span = Span(at - len(first[0]), match.end())
        if not document.text.startswith("-", max(0, span.start - 1)):  # a pair of dashes
            yield Halves(span, first[0], last)
