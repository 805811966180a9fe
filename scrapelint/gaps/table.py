"""Tables of what sound text looks like: plain text, a line a weight, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scrapelint.gaps import TableError
from scrapelint.gaps.compiled import compiled
from scrapelint.gaps.features import Lexicon
from scrapelint.gaps.scorer import Scorer
from scrapelint.scan import engine

if TYPE_CHECKING:
    from scrapelint.gaps.pure import Pure

FORMAT = "scrapelint gap table 1"
SCALE = 100
"""What a weight of one is written as."""


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
    lines: str
    """The weights as they are written: the name of a feature, a tab and its weight."""

    @property
    def scorer(self) -> Scorer:
        """Return what scores boundaries, compiled where it can be: all find the same.

        Raises ValueError if a line is no weight.
        """
        return self._compiled if engine.compiled() else self._pure

    @cached_property
    def _compiled(self) -> Scorer:
        found = compiled(self.lexicon, self.lines, self.bias, self.gate, self.apostrophe)
        return found or self._pure

    @cached_property
    def _pure(self) -> "Pure":
        from scrapelint.gaps.pure import Pure  # noqa: PLC0415 - seldom needed

        rows = (line.split("\t") for line in self.lines.split("\n"))
        weights = {name: int(weight) for name, weight in rows}
        return Pure(self.lexicon, weights, self.bias, self.gate, self.apostrophe)


_HEAD = ("language", "apostrophe", "learned", "bias", "gate", "lax", "strict")


def parse(text: str) -> Table:
    """Return the table that a text holds. Raises TableError."""
    try:
        head, classes, weights = text.split("\n\n")
        table = _table(head.split("\n"), classes, weights)
        table.scorer  # noqa: B018 - reads the weights
    except (ValueError, KeyError) as error:
        raise TableError(f"not a table of `scrapelint learn`: {error}") from error
    return table


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
        lines=weights.rstrip("\n"),
    )


def weight_lines(weights: Mapping[str, int]) -> str:
    """Return weights by the names of features as they are written."""
    return "\n".join(f"{name}\t{weight}" for name, weight in sorted(weights.items()))


def write(table: Table) -> bytes:
    """Return a table as the bytes of a file."""
    lines = [FORMAT]
    lines += [f"{name}\t{getattr(table, name)}" for name in _HEAD]
    members: dict[str, list[str]] = {}
    for word, kind in sorted(table.lexicon.classes.items()):
        members.setdefault(kind, []).append(word)
    lines += ["", *(f"{kind}\t{' '.join(words)}" for kind, words in sorted(members.items()))]
    lines += ["", table.lines]
    return ("\n".join(lines) + "\n").encode()
