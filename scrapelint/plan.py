"""Which rules a text gives reason to run."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, cast

from scrapelint import masks, wrapping
from scrapelint.detectors import TALLY
from scrapelint.detectors.base import Expression, Telltales, matches
from scrapelint.detectors.shape import plain
from scrapelint.document import Document
from scrapelint.ink import end_of
from scrapelint.rule import Rule
from scrapelint.scan.projection import pieces
from scrapelint.scan.scanner import Hits, Last, Prepared

if TYPE_CHECKING:
    from scrapelint.detectors.tally import Tally

_LONGEST, _DECORATION = 160, 12
"""Characters of the longest line that detectors take for a label, and how much longer than its
label a line may be where that is longer."""
_SMALL = 30_000
"""Characters of the longest text that is small."""
_ALWAYS = Telltales(at_least=0)


class Plan:
    """The rules for one language, by what must be in a text for each to find anything."""

    def __init__(self, rules: Iterable[Rule], language: str) -> None:
        """Take the rules that have a detector for the language, in their order."""
        spoken = [rule for rule in rules if language in rule.detectors]
        self._rules = [rule for rule in spoken if rule.kind != TALLY]
        self._judges = [rule for rule in spoken if rule.kind == TALLY]
        self._language = language
        self._index: tuple[Prepared, _Index] | None = None

    def due(self, document: Document, prepared: Prepared | None) -> tuple[list[Rule], Hits | None]:
        """Return the rules that may find something, and where their expressions may match.

        Without a scanner they are all due.
        """
        if prepared is None:
            return self._rules, None
        if self._index is None or self._index[0] is not prepared:
            self._index = prepared, _Index(self._telltales, prepared)
        index = self._index[1]
        data = b"".join((b"\n", *pieces(document.text), b"\n"))
        ends = {
            number: places
            for number, places in prepared.scanner.scan(data).items()
            if places is not None or index.may_match(number, document)
        }
        met = dict.fromkeys(index.always, 0)
        for number in ends:
            for rule in index.by_number[number]:
                met[rule] = met.get(rule, 0) + 1
        labels = index.labels(document)
        for label, lines in labels.items():
            for rule in index.by_line[label]:
                met[rule] = met.get(rule, 0) + len(lines)
        for rule in index.ended(document, data):
            met[rule] = met.get(rule, 0) + 1
        due = sorted(rule for rule, times in met.items() if times >= index.least[rule])
        return [self._rules[rule] for rule in due], Hits(prepared.sought, ends, labels, data)

    def expressions(self) -> tuple[str, ...]:
        """Return what a scanner has to look for."""
        of_rules = chain.from_iterable(tells.expressions for tells in self._telltales)
        return tuple(dict.fromkeys(chain(of_rules, masks.SIGNS, wrapping.SIGNS)))

    @cached_property
    def tallies(self) -> "list[tuple[Rule, Tally]]":
        """Return the rules that judge a document by its findings."""
        return [(rule, cast("Tally", rule.detectors[self._language])) for rule in self._judges]

    @cached_property
    def _telltales(self) -> list[Telltales]:
        return [rule.detectors.telltales(self._language) or _ALWAYS for rule in self._rules]


class _Index:
    """Rules, by their place in the plan, under what tells of them."""

    def __init__(self, telltales: list[Telltales], prepared: Prepared) -> None:
        sought, last = prepared.sought, prepared.last
        self._by_number = {each.number: Expression(e) for e, each in sought.items()}
        self._ends: list[tuple[Last, Expression, int]] = []
        """What tells of rules at the end of a text."""
        self.by_number: dict[int, list[int]] = defaultdict(list)
        """The rules by the numbers of pieces, one as often as it has expressions."""
        self.by_line: dict[str, list[int]] = defaultdict(list)
        """The rules by the lines, as `shape.plain` has them, that tell of them."""
        for rule, tells in enumerate(telltales):
            for expression in tells.expressions:
                if expression in sought:
                    self.by_number[sought[expression].number].append(rule)
                elif expression in last:
                    self._ends.append((last[expression], expression, rule))
            for line in tells.lines:
                self.by_line[line].append(rule)
        self.least = [
            tells.at_least - sum(e not in sought and e not in last for e in tells.expressions)
            for tells in telltales
        ]
        """How many telltales each must have, those nobody can look for taken as found."""
        self.always = [rule for rule, least in enumerate(self.least) if least <= 0]
        self._longest = max(map(len, self.by_line), default=0)

    def may_match(self, number: int, document: Document) -> bool:
        """Tell whether a piece whose place nobody knows may be what its expression matches.

        In a small text to try that takes less time than to make a rule ready.
        """
        if len(document.text) > _SMALL:
            return True
        return next(matches(document, self._by_number[number]), None) is not None

    def ended(self, document: Document, data: bytes) -> Iterator[int]:
        """Yield the rules of which the end of the text, or of the same as bytes, tells."""
        text, size = document.text, len(document.text)
        whole, stripped = data[size], data[end_of(text, 0, size)]
        for last, expression, rule in self._ends:
            byte = stripped if last.strips else whole
            if byte in last.bytes and next(matches(document, expression), None):
                yield rule

    def labels(self, document: Document) -> dict[str, list[int]]:
        """Return the indexes of the filled lines that tell of rules, by the lines."""
        limit = max(_LONGEST, self._longest + _DECORATION)
        found: dict[str, list[int]] = {}
        for index, (start, end) in enumerate(document.filled_lines):
            if end - start <= limit and not self._is_too_long(line := document.text[start:end]):
                label = plain(line)
                if label in self.by_line:
                    found.setdefault(label, []).append(index)
        return found

    def _is_too_long(self, line: str) -> bool:
        """Tell whether a line is longer than any label, the marks at its ends left out."""
        if len(line) <= self._longest + 1 or not (line[0].isalnum() and line[-2].isalnum()):
            return False
        return len(" ".join(line.split())) == len(line)
