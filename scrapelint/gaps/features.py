"""What is known about a boundary: the words around it, each at several levels.

A word is known by its form if it is frequent, by its class (words that stand among the same
words), and by its first and last letters. Every feature is a short text: a letter that says
what is looked at, then what is there; the table holds a weight for each that matters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scrapelint.gaps.words import AFTER, BEFORE, Word

REACH = 3
"""How many words are looked at on each side."""

_FAR = 4
"""Distances beyond this are all the same."""
_PAUSES = frozenset('.,;:!?()"-')
_YEARS = ("1", "2")


def shape(form: str) -> str:
    """Return what a rare word looks like: its case or digits, and its ending."""
    if form[0].isdigit():
        year = len(form) == 4 and form[0] in _YEARS
        digits = "4" if year else str(min(len(form), 3))
        return f"#{digits}" if form.isdigit() else "#."
    if not form[0].isalpha():
        return form
    if form.isupper():
        return "A" if len(form) == 1 else "AA"
    if form[-1] == "'":
        return "a'"
    return f"{'Aa' if form[0].isupper() else 'a'}~{form[-3:].lower()}"


class Known(tuple[str, str, str, str]):
    """A word by its form, its class, its first letter and its ending."""

    __slots__ = ()


@dataclass(frozen=True)
class Lexicon:
    """The words of a table: the class of each frequent form and of each ending."""

    classes: Mapping[str, str]
    _seen: dict[tuple[str, bool], Known] = field(default_factory=dict, compare=False, repr=False)

    def known(self, word: Word) -> Known:
        """Return what is known of a word."""
        key = (word.text, word.first)
        known = self._seen.get(key)
        if known is None:
            known = self._seen[key] = self._know(*key)
        return known

    def has(self, word: Word) -> bool:
        """Tell whether a word is one of the frequent ones."""
        return word.text in self.classes or word.text.lower() in self.classes

    def _know(self, text: str, first: bool) -> Known:  # noqa: FBT001 - a key taken apart
        form = text.lower() if first and text.lower() in self.classes else text
        mark = "^" if first and text[0].isupper() else ""
        if form not in self.classes:
            form = shape(text)
        kind = self.classes.get(form, form.partition("~")[0])
        ending = text[-2:].lower() if text[-1].isalpha() else form
        return Known((mark + form, mark + kind, text[0].lower(), ending))


_START = Known((BEFORE, BEFORE, "<", "<"))
_END = Known((AFTER, AFTER, ">", ">"))


def pair(left: Known, right: Known) -> Iterator[str]:
    """Yield what two neighbours alone tell."""
    l1, c1, _, tail = left
    r1, d1, initial, ending = right
    yield f"a {l1}"
    yield f"b {r1}"
    yield f"c {c1}"
    yield f"d {d1}"
    yield f"e {l1} {r1}"
    yield f"f {l1} {d1}"
    yield f"g {c1} {r1}"
    yield f"h {c1} {d1}"
    yield f"i {l1} {initial}"
    yield f"j {l1} {ending}"
    yield f"k {tail} {ending}"


class Line:
    """The words of a line as a table knows them."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        """Look up the words, and measure how far the marks around each are."""
        known = [_START] * REACH + [lexicon.known(word) for word in words] + [_END] * REACH
        self.known = known
        self._since, self._open = _before(words)
        self._until, self._pause = _behind(words)

    def neighbours(self, index: int) -> tuple[Known, Known]:
        """Return the words on both sides of the boundary before a word."""
        return self.known[index + REACH - 1], self.known[index + REACH]

    def around(self, index: int) -> Iterator[str]:
        """Yield what the wider surroundings of a boundary tell."""
        n = index + REACH
        (l3, c3, *_), (l2, c2, *_), (l1, c1, *_) = self.known[n - 3 : n]
        (r1, d1, _, ending), (r2, d2, *_), (r3, d3, *_) = self.known[n : n + 3]
        yield f"l {l2}"
        yield f"m {r2}"
        yield f"n {l3}"
        yield f"o {r3}"
        yield f"p {c2}"
        yield f"q {d2}"
        yield f"r {c3}"
        yield f"s {d3}"
        yield f"t {l2} {l1}"
        yield f"u {r1} {r2}"
        yield f"v {c2} {c1}"
        yield f"w {d1} {d2}"
        yield f"x {l2} {r1}"
        yield f"y {c2} {d1}"
        yield f"z {l1} {r2}"
        yield f"A {c1} {d2}"
        yield f"B {c2} {d2}"
        yield f"C {l2} {l1} {r1}"
        yield f"D {l2} {l1} {d1}"
        yield f"E {c2} {c1} {r1}"
        yield f"F {c2} {c1} {d1}"
        yield f"G {c2} {l1} {d1}"
        yield f"H {l1} {r1} {r2}"
        yield f"I {c1} {r1} {r2}"
        yield f"J {l1} {d1} {d2}"
        yield f"K {c1} {d1} {d2}"
        yield f"L {c1} {r1} {d2}"
        yield f"M {c2} {c1} {d1} {d2}"
        yield f"N {l1} {d1} {d2} {d3}"
        yield f"O {c3} {c2} {c1} {d1}"
        yield f"P {c3} {c2} {c1} {r1}"
        yield f"Q {l2} {l1} {ending}"
        yield f"R {c1} {ending} {d2}"
        yield f"S {c2} {l1} {d1} {d2}"
        since, until = self._since[index], self._until[index]
        yield f"T {since} {c1} {d1}"
        yield f"U {until} {c1} {d1}"
        yield f"V {since} {until}"
        yield f"W {since} {l1} {r1}"
        if r1 in _PAUSES:
            pause = self._pause[index]
            yield f"X {l1} {r1} {pause}"
            yield f"Y {c1} {r1} {pause} {d2}"
        if self._open[index]:
            yield f"Z {l1}"
            yield f"0 {r1}"


def _before(words: list[Word]) -> tuple[list[int], list[bool]]:
    """Return for each boundary how far the last mark is, and whether a bracket is open."""
    since, opened = [0], [False]
    for word in words:
        since.append(0 if word.text in _PAUSES else min(since[-1] + 1, _FAR))
        opened.append(word.text == "(" or (opened[-1] and word.text != ")"))
    return since, opened


def _behind(words: list[Word]) -> tuple[list[int], list[str]]:
    """Return for each boundary how far the next mark is, and what follows the next word."""
    until, pauses, mark = [0], [""], AFTER
    for word in reversed(words):
        pauses.append(f"{until[-1]}{mark}")
        if word.text in _PAUSES:
            until.append(0)
            mark = word.text
        else:
            until.append(min(until[-1] + 1, _FAR))
    return until[::-1], pauses[::-1]
