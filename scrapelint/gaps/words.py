"""A line as words and marks, the boundaries between which are judged."""

import re
from typing import NamedTuple

BEFORE, AFTER = "<s>", "</s>"
"""What stands for the words before the first and after the last one of a line."""

_LETTERS = r"(?:[^\W\d_]\.-?){2,}|[^\W\d_]\.[^\W\d_](?!\w)|[^\W\d_]+(?:-[^\W\d_]+)*"
_OTHERS = r"|\d+(?:[.,:/]\d+)*|\.{2,}|,,|''|``|[^\w\s]|_"
_SPLITTERS = {
    # l'eau, dell'acqua: the apostrophe ends the first word
    "left": re.compile(rf"(?:{_LETTERS})['’]?{_OTHERS}"),
    # don't, Anna's, 't: the apostrophe begins the second
    "right": re.compile(rf"['’][^\W\d_]{{1,2}}(?![^\W_])|{_LETTERS}{_OTHERS}"),
}
_SAME = str.maketrans("’‘“”„«»–—…", '\'\'"""""---')
_QUOTES = dict.fromkeys((",,", "''", "``"), '"')
"""Quotation marks as old typewriters and Dutch newspapers write them."""
_ENDS = frozenset(".!?:…")
_OPENERS = frozenset("\"'([-")


class Word(NamedTuple):
    """A word, number or mark, where it stands, and whether it begins a sentence."""

    text: str
    start: int
    end: int
    first: bool


def split(text: str, apostrophe: str, offset: int = 0) -> list[Word]:
    """Return the words and marks of a line; `offset` is where the line starts."""
    words = []
    first = True
    for match in _SPLITTERS[apostrophe].finditer(text):
        form = _QUOTES.get(match.group()) or match.group().translate(_SAME)
        words.append(Word(form, match.start() + offset, match.end() + offset, first))
        if form in _ENDS:
            first = True
        elif form not in _OPENERS:
            first = False
    return words
