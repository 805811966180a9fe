"""Tables of what sound text looks like: plain text, a line a weight, read once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from scrapelint.gaps.features import Known, Lexicon, Line, remember

FORMAT = "scrapelint gap table 1"
SCALE = 100
"""What a weight of one is written as."""


_Weights = dict[str, int]
Side = tuple[int, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights]
"""What a left neighbour weighs alone, and with right ones: shared, not added up for each word."""
_NONE: _Weights = {}


class TableError(Exception):
    """A table that cannot be used; the message gives the reason."""


@dataclass(frozen=True, eq=False)
class Table:
    """What was learned from sound text in one language.

    A boundary's score is the sum of the weights of what is known about it, and `bias`. Above
    `strict` a name was lost there; between `lax` and `strict` perhaps; and only where the two
    neighbours alone reach `gate` need the wider surroundings be looked at.
    """

    language: str
    apostrophe: str
    bias: int
    gate: int
    lax: int
    strict: int
    learned: str
    lexicon: Lexicon
    weights: Mapping[str, int]
    _pairs: dict[tuple[Known, Known], int] = field(default_factory=dict, repr=False)
    _lefts: dict[Known, Side] = field(default_factory=dict, repr=False)
    _rights: dict[Known, int] = field(default_factory=dict, repr=False)
    _mores: dict[tuple[Known, Known], tuple[int, int]] = field(default_factory=dict, repr=False)
    _reaches: dict[tuple[Known, str], int] = field(default_factory=dict, repr=False)
    _wides: dict[Known, "_Wide"] = field(default_factory=dict, repr=False)

    def scores(self, line: Line, suspect: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield the suspect boundaries of a line and those that could be a gap, with a score."""
        weight = self.weights.get
        for index, _, score in self._gated(line, suspect):
            yield index, score + sum(weight(name, 0) for name in line.around(index))

    def _gated(
        self, line: Line, suspect: Collection[int] = ()
    ) -> Iterator[tuple[int, tuple[Known, Known], int]]:
        """Yield the boundaries to look at, with the neighbours and what they alone score."""
        pairs, gate = self._pairs, self.gate
        for index, neighbours in enumerate(line.neighbours()):
            score = pairs.get(neighbours)
            if score is None:
                score = remember(pairs, neighbours, self._pair(*neighbours))
            if score >= gate or index in suspect:
                yield index, neighbours, score

    def promises(self, line: Line, least: int, least_at_start: int) -> bool:
        """Tell whether a boundary of a line could score so much.

        What weighs most is looked at first, and the rest only where it could be enough.
        """
        weight, mores = self.weights.get, self._mores
        for index, neighbours, score in self._gated(line):
            wanted = least if index else least_at_start
            near = score + self._nearby(line.window(index))
            left, right = neighbours
            if near + min(self._reach(left, _LEFT), self._reach(right, _RIGHT)) < wanted:
                continue
            more = mores.get(neighbours)
            if more is None:
                more = remember(mores, neighbours, self._more(*neighbours))
            by_words, by_marks = more
            if near + by_words + by_marks < wanted:
                continue
            worded = score + sum(weight(name, 0) for name in line.words_around(index))
            if worded + by_marks < wanted:
                continue
            if worded + sum(weight(name, 0) for name in line.marks_around(index)) >= wanted:
                return True
        return False

    def _more(self, left: Known, right: Known) -> tuple[int, int]:
        """Return the most that what `_nearby` leaves out can add: by words, and by marks."""
        most, greatest = [0, 0], self._most[_LEFT + _RIGHT]
        for key in _keys({**_parts(left, _LEFT), **_parts(right, _RIGHT)}):
            most[key[0] not in _BY_WORDS] += greatest.get(key, 0)
        return most[0], most[1]

    def _reach(self, word: Known, side: str) -> int:
        """Return the most that can be added whatever the word on the other side is."""
        reach = self._reaches.get((word, side))
        if reach is None:
            reach = sum(self._most[side].get(key, 0) for key in _keys(_parts(word, side)))
            remember(self._reaches, (word, side), reach)
        return reach

    @cached_property
    def _most(self) -> dict[str, dict[tuple[str, ...], int]]:
        """Return the greatest weights by what is known of one of the two words, or of both."""
        return {sides: self._greatest(sides) for sides in (_LEFT, _RIGHT, _LEFT + _RIGHT)}

    def _greatest(self, sides: str) -> dict[tuple[str, ...], int]:
        most: dict[tuple[str, ...], int] = {}
        for name, weight in self.weights.items():
            places = _FURTHER.get(name[0])
            if places and weight > 0:
                parts = zip(name[2:].split(" "), places, strict=True)
                key = (name[0], *(part for part, place in parts if place in sides))
                most[key] = max(weight, most.get(key, 0))
        return most

    def _nearby(self, words: list[Known]) -> int:
        """Return what the three words on each side weigh, one by one and two by two."""
        _, _, left, right, after, _ = words
        form, kind, right_form, right_kind = left.form, left.kind, right.form, right.kind
        after_form, after_kind = after.form, after.kind
        l3, l2, l1, r1, r2, r3 = map(self._wide, words)
        second, _, _, _, t, v, x, y, b, *_ = l2
        return (
            l3.third_left
            + second
            + r2.second_right
            + r3.third_right
            + t.get(form, 0)
            + v.get(kind, 0)
            + x.get(right_form, 0)
            + y.get(right_kind, 0)
            + b.get(after_kind, 0)
            + l1.z.get(after_form, 0)
            + l1.a.get(after_kind, 0)
            + r1.u.get(after_form, 0)
            + r1.w.get(after_kind, 0)
        )

    def _wide(self, word: Known) -> "_Wide":
        wide = self._wides.get(word)
        return wide or remember(self._wides, word, self._widely(word))

    def _widely(self, word: Known) -> "_Wide":
        get, form, kind = self.weights.get, word.form, word.kind
        second_left, second_right, third_left, third_right = (
            get(f"{by_form} {form}", 0) + get(f"{by_kind} {kind}", 0)
            for by_form, by_kind in ("lp", "mq", "nr", "os")
        )
        by = {letter: self._with(letter, form) for letter in "txzu"}
        by |= {letter: self._with(letter, kind) for letter in "vyBAw"}
        pairs = (by[letter] for letter in "tvxyBzAuw")
        return _Wide(second_left, second_right, third_left, third_right, *pairs)

    def _pair(self, left: Known, right: Known) -> int:
        """Return the score of two neighbours alone: the sum of the weights `pair` names."""
        side = self._lefts.get(left)
        if side is None:
            side = remember(self._lefts, left, self._left(left))
        alone, by_form, kind_by_form, form_by_kind, by_kind, by_initial, by_ending, endings = side
        after = self._rights.get(right)
        if after is None:
            get = self.weights.get
            alone_right = get(f"b {right.form}", 0) + get(f"d {right.kind}", 0)
            after = remember(self._rights, right, alone_right)
        return (
            alone
            + after
            + by_form.get(right.form, 0)
            + kind_by_form.get(right.form, 0)
            + form_by_kind.get(right.kind, 0)
            + by_kind.get(right.kind, 0)
            + by_initial.get(right.initial, 0)
            + by_ending.get(right.ending, 0)
            + endings.get(right.ending, 0)
        )

    def _left(self, left: Known) -> Side:
        """Return what a left neighbour weighs alone, and with each right one by its levels."""
        get = self.weights.get
        alone = self.bias + get(f"a {left.form}", 0) + get(f"c {left.kind}", 0)
        form, kind = left.form, left.kind
        return (
            alone,
            self._with("e", form),
            self._with("g", kind),
            self._with("f", form),
            self._with("h", kind),
            self._with("i", form),
            self._with("j", form),
            self._with("k", left.ending),
        )

    def _with(self, letter: str, left: str) -> _Weights:
        """Return what a left neighbour weighs with each right one, at one level."""
        return self._joint.get(f"{letter} {left}", _NONE)

    @cached_property
    def _joint(self) -> dict[str, dict[str, int]]:
        """Return the weights of pairs, by what stands on the left."""
        joint: dict[str, dict[str, int]] = {}
        for name, weight in self.weights.items():
            if name[0] in _TWO:
                left, _, right = name.rpartition(" ")
                joint.setdefault(left, {})[right] = weight
        return joint


_TWO = frozenset("efghijktuvwxyzAB")
"""The letters of weights of two words."""
_FURTHER: dict[str, str] = {
    **dict.fromkeys("FTU", "-24"),
    **dict.fromkeys("CW", "-13"),
    **dict.fromkeys("DG", "-14"),
    **dict.fromkeys("HX", "13-"),
    **dict.fromkeys("IL", "23-"),
    "E": "-23",
    "J": "14-",
    "K": "24-",
    "M": "-24-",
    "N": "14--",
    "O": "--24",
    "P": "--23",
    "Q": "-15",
    "R": "25-",
    "S": "-14-",
    "V": "--",
    "Y": "23--",
    "Z": "1",
    "0": "3",
}
"""The letters of the other weights, and what stands behind each: 1 and 2 are form and kind of the
word before, 3, 4 and 5 form, kind and ending of the word behind; the rest is further off."""


_BY_WORDS = frozenset("CDEFGHIJKLMNOPQRS")
"""Those of them that marks have no part in."""
_LEFT, _RIGHT = "12", "345"


def _parts(word: Known, side: str) -> dict[str, str]:
    """Return what is known of a word under the figures of `_FURTHER`."""
    return dict(zip(side, (word.form, word.kind, word.ending), strict=False))


def _keys(parts: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield each letter with those parts that stand behind it."""
    for letter, places in _FURTHER.items():
        yield letter, *(parts[place] for place in places if place in parts)


class _Wide(NamedTuple):
    """What a word weighs from further off: by itself, and with another one."""

    second_left: int
    second_right: int
    third_left: int
    third_right: int
    t: _Weights
    v: _Weights
    x: _Weights
    y: _Weights
    b: _Weights
    z: _Weights
    a: _Weights
    u: _Weights
    w: _Weights


_HEAD = ("language", "apostrophe", "learned", "bias", "gate", "lax", "strict")


def parse(text: str) -> Table:
    """Return the table that a text holds. Raises TableError."""
    try:
        head, classes, weights = text.split("\n\n")
        return _table(head.split("\n"), classes, weights)
    except (ValueError, KeyError) as error:
        raise TableError(f"not a table of `scrapelint learn`: {error}") from error


def _table(head: list[str], classes: str, weights: str) -> Table:
    values = dict(line.split("\t") for line in head[1:])
    members = [line.split("\t") for line in classes.split("\n")]
    return Table(
        language=values["language"],
        apostrophe=values["apostrophe"],
        learned=values["learned"],
        bias=int(values["bias"]),
        gate=int(values["gate"]),
        lax=int(values["lax"]),
        strict=int(values["strict"]),
        lexicon=Lexicon({word: kind for kind, words in members for word in words.split(" ")}),
        weights={
            name: int(weight)
            for name, weight in (line.split("\t") for line in weights.rstrip("\n").split("\n"))
        },
    )


def write(table: Table) -> bytes:
    """Return a table as the bytes of a file."""
    lines = [FORMAT]
    lines += [f"{name}\t{getattr(table, name)}" for name in _HEAD]
    members: dict[str, list[str]] = {}
    for word, kind in sorted(table.lexicon.classes.items()):
        members.setdefault(kind, []).append(word)
    lines += ["", *(f"{kind}\t{' '.join(words)}" for kind, words in sorted(members.items()))]
    lines += ["", *(f"{name}\t{weight}" for name, weight in sorted(table.weights.items()))]
    return ("\n".join(lines) + "\n").encode()
