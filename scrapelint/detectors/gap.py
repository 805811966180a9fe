"""Places between two words where a name was lost, by a table learned from sound text."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from scrapelint.detectors.base import Detector, Expression, Match, compiled
from scrapelint.document import Document, Span, SpanSet, once
from scrapelint.gaps import tablefile
from scrapelint.gaps.scars import Scars
from scrapelint.gaps.scorer import Counts
from scrapelint.gaps.table import SCALE, Table
from scrapelint.gaps.text import FEWEST_WORDS, Begun, Form, Row, is_of_language, is_promising, rows
from scrapelint.names import candidates

Level = Literal["strict", "lax"]

_MARKS = frozenset(",.;:!?)")
_SHARED = frozenset(
    {("de", "et"), ("à", "et"), ("por", "y"), ("de", "y"), ("di", "e"), ("de", "e")}
)
"""Two prepositions may share a noun: « un film de et avec elle »."""
_SCAR = 5 * SCALE
"""What white space left behind adds to a score."""
_SMALL = 120
"""What a small letter adds at the start of a line, where sentences begin with capitals."""
_AGAIN, _MOST_AGAIN = SCALE // 4, SCALE
"""What each other sure place in the document adds, and all of them at most."""
_CROWDED = 0.05
"""The share of boundaries in doubt above which a document is not of the table's kind."""
_FEW = 3
"""So many places are never a crowd."""


class Place(NamedTuple):
    """A boundary of a row, counted from before its first word, with its score."""

    score: int
    row: Row
    at: int

    @property
    def left(self) -> Form | None:
        """Return the word before it, if there is one; few places come so far as to need it."""
        return self.row.word(self.at - 1)

    @property
    def right(self) -> Form | None:
        """Return the word behind it, if there is one."""
        return self.row.word(self.at)


@dataclass(frozen=True)
class Gap(Detector):
    """Boundaries whose words do not go together, unless a name stood between them.

    `model` names a table that `scrapelint learn` wrote: `fr` is `models/fr.tsv` beside the
    families. `level` tells whether the places above the table's strict threshold are meant, or
    those between its lax and its strict one. White space left behind and other such places in
    the document make a place surer; text of another kind than the table's is let alone, and so
    is a place in what an expression of `unless` matches. What stands before a mark is left to
    lists of words, but for languages whose prepositions end sentences: there `marks` has the
    table judge it.
    """

    model: str
    level: Level
    marks: bool = False
    unless: tuple[Expression, ...] = ()

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the places, in the order of the text."""
        known = tablefile.read(self.model)
        found = [
            _match(document, place)
            for place in _places(document, known, self.marks)
            if (place.score >= known.strict) == (self.level == "strict")
        ]
        for line, matches in groupby(found, lambda match: document.line_at(match.span.start)):
            sound = SpanSet(self._sound(document.text, line))
            yield from (match for match in matches if not sound.overlaps(match.span))

    def _sound(self, text: str, line: Span) -> Iterator[Span]:
        """Yield what `unless` matches in a line."""
        for expression in self.unless:
            yield from (Span(*match.span()) for match in compiled(expression).finditer(text, *line))


def _places(document: Document, known: Table, marks: bool) -> list[Place]:  # noqa: FBT001
    """Return the boundaries of a document above the lax threshold, all evidence weighed."""
    boundaries, scored = _weighed(document, known)
    sure = sum(place.score >= known.strict and _is_judged(place, marks) for place in scored)
    more = min(_AGAIN * max(0, sure - 1), _MOST_AGAIN)
    places = [
        place._replace(score=place.score + more)
        for place in scored
        if place.score + more >= known.lax and _is_judged(place, marks)
    ]
    return [] if len(places) > max(_FEW, _CROWDED * boundaries) else places


def _weighed(document: Document, known: Table) -> tuple[int, list[Place]]:
    """Return how many boundaries a document has, and those that could be places."""
    boundaries, told = _told(document, known)
    places: list[Place] = []
    scorer = known.scorer
    for number, counts, scored in told:
        row = Row(document, number, document.lines[number], scorer, counts)
        places += [Place(score, row, index) for score, index in scored]
    return boundaries, places


@once
def _told(
    document: Document, known: Table
) -> tuple[int, list[tuple[int, Counts, list[tuple[int, int]]]]]:
    """Return the same; of a row its number, its counts, and the scores of places by index."""
    if not is_promising(document, known, known.lax, known.lax - _SMALL, _SCAR):
        return 0, []  # one place above the lax threshold is needed for any other to count
    prose = rows(document, known)
    begun = Begun.of(prose)
    if not (is_of_language(prose) and begun.is_prose):
        return 0, []
    scars = Scars.of(document, prose)
    boundaries = {row.number: set(scars.within(row)) for row in prose}
    least = known.lax - _MOST_AGAIN
    reaching = known.scorer.reaching(document.text, least, least - _SMALL, 0, FEWEST_WORDS)
    for number, index in reaching:
        if number in boundaries:
            boundaries[number].add(index)
    scored = (
        (row, _scored(row, known, sorted(near), scars, begun.is_careful))
        for row in prose
        if (near := boundaries[row.number])
    )
    told = [(row.number, row.counts, found) for row, places in scored if (found := [*places])]
    return sum(row.counts.words for row in prose), told


def _scored(
    row: Row,
    known: Table,
    boundaries: list[int],
    scars: Scars,
    careful: bool,  # noqa: FBT001
) -> Iterator[tuple[int, int]]:
    """Yield the boundaries of a row that could be places, by scores of all that weighs."""
    scarred = scars.within(row)
    scores = known.scorer.scores(row.document[row.span], boundaries)
    for index, score in zip(boundaries, scores, strict=True):
        if index in scarred:
            score += _SCAR  # noqa: PLW2901 - the same score, with what speaks for it
        elif index == 0 and careful and row.starts_small:
            score += _SMALL  # noqa: PLW2901
        if score >= known.lax - _MOST_AGAIN:
            yield score, index


def _is_judged(place: Place, marks: bool) -> bool:  # noqa: FBT001
    """Leave out what lists judge, with their exceptions: marks, and words that share a noun."""
    left, right = place.left, place.right
    words = [word.text for word in (left, right) if word is not None]
    if tuple(words) in _SHARED:
        return False
    if left and left.text == '"':  # it may open or close
        return False
    if words[-1] in _MARKS:
        return marks and len(words) > 1 and words[0][0].isalnum()
    return any(word[0].isalnum() for word in words)


def _match(document: Document, place: Place) -> Match:
    left, right = place.left, place.right
    start = left.start if left else right.start if right else 0
    end = right.end if right else left.end if left else 0
    span = Span(start, end)
    after = f"after « {document.text[left.start : left.end]} » " if left else ""
    before = f" before « {document.text[right.start : right.end]} »" if right else ""
    offered = candidates(document, span)
    remark = f"; {offered}" if offered else ""
    return Match(span, (), f"{after}a name is expected{before}{remark}")
