"""A line as words and marks, the boundaries between which are judged."""

from array import array
from typing import NamedTuple

from scrapelint.late import late

BEFORE, AFTER = "<s>", "</s>"
"""What stands for the words before the first and after the last one of a line."""

_LETTERS = r"(?:[^\W\d_]\.-?){2,}|[^\W\d_]\.[^\W\d_](?!\w)|[^\W\d_]+(?:-[^\W\d_]+)*"
_OTHERS = r"|\d+(?:[.,:/]\d+)*|\.{2,}|,,|''|``|[^\w\s]|_"
_SPLITTERS = {
    # l'eau, dell'acqua: the apostrophe ends the first word
    "left": late(rf"(?:{_LETTERS})['’]?{_OTHERS}"),
    # don't, Anna's, 't: the apostrophe begins the second
    "right": late(rf"['’][^\W\d_]{{1,2}}(?![^\W_])|{_LETTERS}{_OTHERS}"),
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


def forms(line: str, apostrophe: str) -> list[str]:
    """Return the words and marks of a line as they are written."""
    return _SPLITTERS[apostrophe].findall(line)


def normal(form: str) -> str:
    """Return a mark in the one way of writing it that tables know."""
    return form if form.isalpha() else _QUOTES.get(form) or form.translate(_SAME)


def is_followed_by_first(form: str, *, first: bool) -> bool:
    """Tell whether a sentence begins behind a word or mark that itself begins one or not."""
    return form in _ENDS or (first and form in _OPENERS)


def borders(text: str, apostrophe: str, start: int, end: int) -> tuple["array[int]", "array[int]"]:
    """Return where the words and marks in a range of a text start and where they end."""
    starts, ends = array("q"), array("q")
    for match in _SPLITTERS[apostrophe].finditer(text, start, end):
        starts.append(match.start())
        ends.append(match.end())
    return starts, ends


def split(text: str, apostrophe: str) -> list[Word]:
    """Return the words and marks of a line with their places."""
    words: list[Word] = []
    first = True
    for match in _SPLITTERS[apostrophe].finditer(text):
        form = normal(match[0])
        words.append(Word(form, match.start(), match.end(), first))
        first = is_followed_by_first(form, first=first)
    return words
