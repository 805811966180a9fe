"""Tables of what sound text looks like: plain text, a line a weight, read once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from scrapelint.gaps.features import Known, Lexicon, Line, pair

FORMAT = "scrapelint gap table 1"
SCALE = 100
"""What a weight of one is written as."""


class TableError(Exception):
    """A table that cannot be used; the message names the file and the reason."""


@dataclass(frozen=True)
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
    _pairs: dict[tuple[Known, Known], int] = field(default_factory=dict, compare=False, repr=False)

    def scores(
        self, line: Line, boundaries: range, suspect: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the suspect boundaries of a line and those that could be a gap, with a score."""
        weight = self.weights.get
        for index in boundaries:
            score = self.pair(*line.neighbours(index))
            if score >= self.gate or index in suspect:
                yield index, score + sum(weight(name, 0) for name in line.around(index))

    def pair(self, left: Known, right: Known) -> int:
        """Return the score of two neighbours alone."""
        key = (left, right)
        score = self._pairs.get(key)
        if score is None:
            score = self.bias + sum(self.weights.get(name, 0) for name in pair(left, right))
            self._pairs[key] = score
        return score


_HEAD = ("language", "apostrophe", "learned", "bias", "gate", "lax", "strict")


def check(path: Path) -> None:
    """Refuse what is no table, by its first line. Raises TableError."""
    try:
        with path.open(encoding="utf-8") as file:
            if file.readline().rstrip("\n") != FORMAT:
                raise TableError(f"{path}: the first line must be `{FORMAT}`")
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: {error}") from error


@cache
def read(path: Path) -> Table:
    """Read a table. Raises TableError."""
    try:
        head, classes, weights = path.read_text(encoding="utf-8").split("\n\n")
        return _table(head.split("\n"), classes, weights)
    except OSError as error:
        raise TableError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError) as error:
        raise TableError(f"{path}: not a table of `scrapelint learn`: {error}") from error


def _table(head: list[str], classes: str, weights: str) -> Table:
    if head[0] != FORMAT:
        raise ValueError(f"the first line must be `{FORMAT}`")
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
