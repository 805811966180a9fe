"""What a line looks like: a label, a sentence, or something short that is neither."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from scrapelint.detectors.base import Expression, compiled
from scrapelint.document import Document, Span, once
from scrapelint.late import late
from scrapelint.scan.reach import read

LONGEST = 159
"""Characters of the longest line that is looked at as a label, if no label is longer."""
_STOP = late(r"[.…][\"'”’»)\]]*\Z")
_FEW = 6
"""Words from which a line that ends in a stop is a sentence; titles may ask and exclaim."""


def plain(line: str) -> str:
    """Return a line as it is compared: no case, no marks at its ends, single spaces."""
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while start < end and not line[end - 1].isalnum():
        end -= 1
    return " ".join(line[start:end].split()).casefold()


def labelled(
    document: Document, labels: AbstractSet[str], at_most: int
) -> Iterator[tuple[int, str]]:
    """Yield the index of each filled line that is a label and not longer, and that label."""
    lines = document.filled_lines
    known = document.hits.labels if document.hits else None
    if known is None:
        known = _plain_lines(document, max(LONGEST, at_most))
    for label in labels & known.keys():
        for index in known[label]:
            if lines[index].end - lines[index].start <= at_most:
                yield index, label


@once
def _plain_lines(document: Document, at_most: int) -> Mapping[str, Sequence[int]]:
    """Return the indexes of the filled lines of at most so many characters, by what is plain."""
    found: dict[str, list[int]] = {}
    for index, line in enumerate(document.filled_lines):
        if line.end - line.start <= at_most:
            found.setdefault(plain(document[line]), []).append(index)
    return found


@cache
def alone(expression: Expression) -> Expression:
    """Return an expression for what another one matches if it is all there is on a line."""
    return Expression(rf"^[^\S\n]*(?:{expression})[^\S\n]*$")


def whole(document: Document, expressions: Iterable[Expression]) -> set[int]:
    """Return the indexes of the filled lines that one of the expressions matches whole."""
    found: set[int] = set()
    hits = document.hits
    for expression in expressions:
        places = hits.places(alone(expression)) if hits else None
        every = range(len(document.filled_lines))
        near = every if places is None else _holding(document, places)
        found |= _whole(document, expression, near)
    return found


def _holding(document: Document, places: Iterable[int]) -> set[int]:
    """Return the indexes of the filled lines that hold some places."""
    lines, end = document.filled_lines, len(document.text)
    return {bisect_right(lines, Span(place, end)) - 1 for place in places} - {-1}


def _whole(document: Document, expression: Expression, indexes: Iterable[int]) -> set[int]:
    lines, longest = document.filled_lines, read(expression).longest
    return {
        index
        for index in indexes
        if lines[index].end - lines[index].start <= longest
        and compiled(expression).fullmatch(document[lines[index]])
    }


def is_text(line: str, long: int) -> bool:
    """Tell whether a line is a sentence, or has at least so many characters."""
    return len(line) >= long or (bool(_STOP.search(line)) and len(line.split()) >= _FEW)
