"""Tables of what sound text looks like: plain text, a line a weight, read once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scrapelint.gaps import TableError
from scrapelint.gaps.features import Known, Lexicon, Line, remember
from scrapelint.gaps.sifting import Sifting

FORMAT = "scrapelint gap table 1"
SCALE = 100
"""What a weight of one is written as."""


_Weights = dict[str, int]
Side = tuple[int, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights]
"""What a left neighbour weighs alone, and with right ones: shared, not added up for each word."""
_NONE: _Weights = {}


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
    _sifting: Sifting = field(default_factory=Sifting, repr=False)

    def scores(self, line: Line, boundaries: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield boundaries of a line, each with its score."""
        weight = self.weights.get
        for index in boundaries:
            near = self._near(line.neighbours(index))
            yield index, near + sum(weight(name, 0) for name in line.around(index))

    def likely(
        self, lines: Sequence[Line], least: int, least_at_start: int
    ) -> Iterator[tuple[int, int]]:
        """Yield each boundary that could score so much: which line, and which of its boundaries.

        All whose neighbours alone reach the gate and that score so much are among them.
        """
        sieve = self._sifting.sieve(self.weights, self.bias, self.gate, sum(map(len, lines)))
        if sieve:
            yield from sieve.likely(lines, least, least_at_start)
            return
        for number, line in enumerate(lines):
            for index, neighbours in enumerate(line.all_neighbours()):
                if self._near(neighbours) >= self.gate:
                    yield number, index

    def _near(self, neighbours: tuple[Known, Known]) -> int:
        """Return the score of two neighbours alone."""
        score = self._pairs.get(neighbours)
        if score is None:
            score = remember(self._pairs, neighbours, self._pair(*neighbours))
        return score

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


_TWO = frozenset("efghijk")
"""The letters of weights of two words."""
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
