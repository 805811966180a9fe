"""What is known about a boundary: the words around it, each at several levels.

A word is known by its form if it is frequent, by its class (words that stand among the same
words), and by its first and last letters. Every feature is a short text: a letter that says
what is looked at, then what is there; the table holds a weight for each that matters.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from scrapelint.gaps.words import AFTER, BEFORE, Word, is_followed_by_first, normal

REACH = 3
"""How many words are looked at on each side."""

_FAR = 4
"""Distances beyond this are all the same."""
PAUSES = tuple('.,;:!?()"-')
"""Marks at which speech pauses."""
_PAUSES = frozenset(PAUSES)
_BRACKETS = frozenset("()")
_YEARS = ("1", "2")


MOST = 100_000
"""How many things are remembered of each kind: a long run meets new words for ever."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def remember(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    """Keep a value for the next time it is looked up; all others are forgotten if too many."""
    if len(memory) >= MOST:
        memory.clear()
    memory[key] = value
    return value


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


@dataclass(slots=True, eq=False)  # a frozen one takes twice as long to make
class Known:
    """What is known of a word at a place: each is made once, so that it is its own key."""

    form: str
    kind: str
    initial: str
    ending: str
    is_word: bool = False
    is_listed: bool = False
    """Whether the table has the word itself."""
    begins: bool = False
    """Whether a sentence begins with it."""
    is_followed_by_first: bool = False
    """Whether the next word begins a sentence."""

    @property
    def is_capital(self) -> bool:
        """Tell whether a capital shows that a sentence begins with it."""
        return self.form[0] == "^"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of a table: the class of each frequent form and of each ending."""

    classes: Mapping[str, str]
    _first: dict[str, Known] = field(default_factory=dict, repr=False)
    _inner: dict[str, Known] = field(default_factory=dict, repr=False)
    _same: dict[tuple[object, ...], Known] = field(default_factory=dict, repr=False)
    """Words of which the same is known, so that their pairs are the same pairs."""

    def lists(self, word: str) -> bool:
        """Tell whether the table has the word itself, as it is or in small letters."""
        return word in self.classes or word.lower() in self.classes

    def known(self, word: Word) -> Known:
        """Return what is known of a word."""
        return self._look_up(word.text, first=word.first)

    def read(self, texts: list[str]) -> list[Known]:
        """Return what is known of the words of a line, as they stand there."""
        found = []
        beginning, inside = self._first, self._inner
        first = True
        for text in texts:
            known = (beginning if first else inside).get(text)
            if known is None:
                known = self._look_up(text, first=first)
            found.append(known)
            first = known.is_followed_by_first
        return found

    def _look_up(self, text: str, *, first: bool) -> Known:
        cache = self._first if first else self._inner
        known = cache.get(text)
        return known or remember(cache, text, self._one_of(self.know(text, first=first)))

    def _one_of(self, known: Known) -> Known:
        """Return the first word of which the same is known."""
        values = tuple(getattr(known, name) for name in Known.__slots__)
        same = self._same.get(values)
        return same or remember(self._same, values, known)

    def know(self, written: str, *, first: bool) -> Known:
        """Return what is known of a word as it is written, and do not remember it."""
        text = normal(written)
        lower = text.lower()
        form = lower if first and lower in self.classes else text
        kind = self.classes.get(form)
        is_listed = kind is not None or lower in self.classes or text in self.classes
        if kind is None:
            form = shape(text)
            kind = self.classes.get(form, form.partition("~")[0])
        mark = "^" if first and text[0].isupper() else ""
        return Known(
            mark + form,
            mark + kind,
            text[0].lower(),
            text[-2:].lower() if text[-1].isalpha() else form,
            text[0].isalpha(),
            is_listed,
            first,
            is_followed_by_first(text, first=first),
        )


START = Known(BEFORE, BEFORE, "<", "<")
END = Known(AFTER, AFTER, ">", ">")


NEIGHBOURS = """\
a {l1}
b {r1}
c {c1}
d {d1}
e {l1} {r1}
f {l1} {d1}
g {c1} {r1}
h {c1} {d1}
i {l1} {initial}
j {l1} {ending}
k {tail} {ending}"""
"""What two neighbours alone tell: the words l1 and r1, their classes c1 and d1, the letters they
end and begin with."""

AROUND = """\
l {l2}
m {r2}
n {l3}
o {r3}
p {c2}
q {d2}
r {c3}
s {d3}
t {l2} {l1}
u {r1} {r2}
v {c2} {c1}
w {d1} {d2}
x {l2} {r1}
y {c2} {d1}
z {l1} {r2}
A {c1} {d2}
B {c2} {d2}
C {l2} {l1} {r1}
D {l2} {l1} {d1}
E {c2} {c1} {r1}
F {c2} {c1} {d1}
G {c2} {l1} {d1}
H {l1} {r1} {r2}
I {c1} {r1} {r2}
J {l1} {d1} {d2}
K {c1} {d1} {d2}
L {c1} {r1} {d2}
M {c2} {c1} {d1} {d2}
N {l1} {d1} {d2} {d3}
O {c3} {c2} {c1} {d1}
P {c3} {c2} {c1} {r1}
Q {l2} {l1} {ending}
R {c1} {ending} {d2}
S {c2} {l1} {d1} {d2}
T {since} {c1} {d1}
U {until} {c1} {d1}
V {since} {until}
W {since} {l1} {r1}"""
"""What the wider surroundings tell: further words, and how far the marks around are."""

BEFORE_MARK = """\
X {l1} {r1} {next}
Y {c1} {r1} {next} {d2}"""
"""What is told where a mark follows: how far the next one is, and which."""

IN_BRACKETS = """\
Z {l1}
0 {r1}"""


_CLASSES = {"l1": "c1", "l2": "c2", "l3": "c3", "r1": "d1", "r2": "d2", "r3": "d3"}
"""What the classes of the words around are called in the templates."""


def pair(left: Known, right: Known) -> list[str]:
    """Return what two neighbours alone tell."""
    return NEIGHBOURS.format(
        l1=left.form,
        c1=left.kind,
        tail=left.ending,
        r1=right.form,
        d1=right.kind,
        initial=right.initial,
        ending=right.ending,
    ).split("\n")


_STARTS, _ENDS = (START,) * REACH, (END,) * REACH


class Line:
    """The words of a line as a table knows them."""

    def __init__(self, known: list[Known]) -> None:
        """Put room for the words before the first and after the last."""
        self.known = [*_STARTS, *known, *_ENDS]
        self._inside = known

    @classmethod
    def of(cls, words: list[Word], lexicon: Lexicon) -> "Line":
        """Look up words."""
        return cls(list(map(lexicon.known, words)))

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._inside)

    def begins(self, index: int) -> bool:
        """Tell whether a sentence begins with a word."""
        return self._inside[index].begins

    @cached_property
    def _pauses(self) -> list[int]:
        """Return which words are marks at which speech pauses."""
        return [index for index, word in enumerate(self._inside) if word.form in _PAUSES]

    @cached_property
    def _brackets(self) -> list[int]:
        return [index for index, word in enumerate(self._inside) if word.form in _BRACKETS]

    def _since(self, index: int) -> int:
        """Return how many words before a boundary the last mark is."""
        last = bisect_left(self._pauses, index) - 1
        return min(index - (self._pauses[last] + 1 if last >= 0 else 0), _FAR)

    def _until(self, index: int) -> tuple[int, str]:
        """Return how many words behind a boundary the next mark is, and which mark."""
        after = bisect_left(self._pauses, index)
        if after == len(self._pauses):
            return min(len(self) - index, _FAR), AFTER
        place = self._pauses[after]
        return min(place - index, _FAR), self._inside[place].form

    def _is_in_brackets(self, index: int) -> bool:
        last = bisect_left(self._brackets, index) - 1
        return last >= 0 and self._inside[self._brackets[last]].form == "("

    def neighbours(self, index: int) -> tuple[Known, Known]:
        """Return the words on both sides of a boundary."""
        return self.known[index + REACH - 1], self.known[index + REACH]

    def all_neighbours(self) -> Iterator[tuple[Known, Known]]:
        """Yield the words on both sides of each boundary, from before the first word on."""
        return pairwise(self.known[REACH - 1 : len(self.known) - REACH + 1])

    def around(self, index: int) -> list[str]:
        """Return what the wider surroundings of a boundary tell."""
        n = index + REACH
        l3, l2, l1, r1, r2, r3 = self.known[n - 3 : n + 3]
        templates, after = AROUND, ""
        if r1.form in _PAUSES:
            templates += "\n" + BEFORE_MARK
            after = "{}{}".format(*self._until(index + 1))
        if self._is_in_brackets(index):
            templates += "\n" + IN_BRACKETS
        words = {"l1": l1, "l2": l2, "l3": l3, "r1": r1, "r2": r2, "r3": r3}
        return templates.format(
            **{name: word.form for name, word in words.items()},
            **{_CLASSES[name]: word.kind for name, word in words.items()},
            ending=r1.ending,
            since=self._since(index),
            until=self._until(index)[0],
            next=after,
        ).split("\n")
