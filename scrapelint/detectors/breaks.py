"""Line ends in the middle of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrapelint.detectors.base import Detector, Expression, Match, Telltales
from scrapelint.document import Document, Span
from scrapelint.finding import Edit
from scrapelint.wrapping import Break, blocks, breaks, wraps

_LAST_WORD = re.compile(r"[^\s,;:.!?…] (?P<word>[a-zà-öø-ÿ]+)$")
_WORD = re.compile(r"[ \t]*[«“\"(]?\w")
_SMALL_LETTER = re.compile(r"[ \t]*[a-zß-öø-ÿ][\w'’-]*,?(?: [^\s/:]+){2}")
_SPACED = Expression(r"[ \t]\n")
"""A line end with white space before it."""
_VERSE_LINES = 4
_VERSE_LENGTH = 60


@dataclass(frozen=True)
class Breaks(Detector):
    """Single line ends inside a sentence, one by one: no text that was wrapped at a width.

    The line before ends in one of the `words` that end no sentence, or in a comma before a
    small letter if it has at least so many characters. Verse, lists, tables and code are let
    alone.
    """

    words: tuple[str, ...] = ()
    least: int = 40

    def telltales(self) -> Telltales:
        """Return what stands at the end of such a line."""
        return Telltales((*map(_ending, self.words), _SPACED, Expression(r",\n[ \t]*[a-zß-öø-ÿ]")))

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield the line ends, each with the space that belongs there."""
        inside = [pair for pair in breaks(document) if self._is_inside(document, pair)]
        if not inside:
            return
        wrapped = set(wraps(document))
        verse = {line for block in blocks(document) if _is_verse(block) for line in block}
        for pair in inside:
            if pair in wrapped or pair.before in verse:
                continue
            after = document[pair.after]
            gap = Span(pair.before.end, pair.after.start + len(after) - len(after.lstrip(" \t")))
            yield Match(gap, (Edit(gap, " "),))

    def _is_inside(self, document: Document, pair: Break) -> bool:
        before, after = document[pair.before], document[pair.after]
        last = _LAST_WORD.search(before)
        if last and last["word"] in self.words:
            return " " in before.strip() and bool(_WORD.match(after))
        return (
            len(before) >= self.least and before.endswith(",") and bool(_SMALL_LETTER.match(after))
        )


def _ending(word: str) -> Expression:
    return Expression(rf" {re.escape(word)}\n")


def _is_verse(block: Sequence[Span]) -> bool:
    return len(block) >= _VERSE_LINES and all(
        line.end - line.start < _VERSE_LENGTH for line in block
    )
