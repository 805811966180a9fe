"""Boundaries scored without the compiled core: slower, and the meaning of what it does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scrapelint.gaps.features import Known, Lexicon, Line, remember
from scrapelint.gaps.scorer import Borders, Counts
from scrapelint.gaps.words import borders, forms

_Weights = dict[str, int]
Side = tuple[int, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights, _Weights]
"""What a left neighbour weighs alone, and with right ones: shared, not added up for each word."""
_NONE: _Weights = {}
_TWO = frozenset("efghijk")
"""The letters of weights of two words."""


@dataclass(frozen=True, eq=False)
class Pure:
    """Looks weights up by the names of features; see `Scorer`."""

    lexicon: Lexicon
    weights: Mapping[str, int]
    bias: int
    gate: int
    apostrophe: str
    _pairs: dict[tuple[Known, Known], int] = field(default_factory=dict, repr=False)
    _lefts: dict[Known, Side] = field(default_factory=dict, repr=False)
    _rights: dict[Known, int] = field(default_factory=dict, repr=False)

    def counts(self, text: str) -> list[Counts]:
        """Return what each line consists of."""
        return [_counts(self._known(line)) for line in text.split("\n")]

    def reaching(
        self, text: str, least: int, at_start: int, scar: int, fewest: int
    ) -> Iterator[tuple[int, int]]:
        """Yield each boundary that scores so much."""
        for number, text_of_line in enumerate(text.split("\n")):
            known = self._known(text_of_line)
            if len(known) < fewest:
                continue
            line = Line(known)
            scars = self._scars(text_of_line) if scar else ()
            for index, neighbours in enumerate(line.all_neighbours()):
                near = self._near(neighbours)
                enough = least if index else at_start
                if index in scars:
                    enough = min(enough, least - scar)
                elif near < self.gate:
                    continue
                if near + self._around(line, index) >= enough:
                    yield number, index

    def _scars(self, line: str) -> frozenset[int]:
        """Return the boundaries of a line at which two spaces stand, or one at its start."""
        starts, ends = borders(line, self.apostrophe, 0, len(line))
        before = enumerate((0, *ends[:-1])) if starts else ()
        return frozenset(n for n, end in before if line.startswith("  " if n else " ", end))

    def scores(self, line: str, boundaries: list[int]) -> list[int]:
        """Return what boundaries of a line score."""
        read = Line(self._known(line))
        return [self._near(read.neighbours(n)) + self._around(read, n) for n in boundaries]

    def borders(self, text: str, start: int, end: int) -> Borders:
        """Return where the words and marks in a range of a text start, and where they end."""
        return borders(text, self.apostrophe, start, end)

    def _known(self, line: str) -> list[Known]:
        return self.lexicon.read(forms(line, self.apostrophe))

    def _around(self, line: Line, index: int) -> int:
        weight = self.weights.get
        return sum(weight(name, 0) for name in line.around(index))

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


def _counts(known: list[Known]) -> Counts:
    words = [word for word in known if word.is_word]
    begun = [word for word in words if word.begins]
    return Counts(
        words=len(known),
        letters=len(words),
        listed=sum(word.is_listed for word in words),
        begun=len(begun),
        capitals=sum(word.is_capital for word in begun),
    )
