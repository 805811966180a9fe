"""Paragraphs and passages that stand in a document twice."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Literal, NamedTuple

from scrapelint.detectors.base import Detector, Match, excision
from scrapelint.document import Document, Span, SpanSet
from scrapelint.late import late
from scrapelint.scan import engine, projection

_WORD = late(r"\w+")
_LETTER = late(r"[^\W\d_]{2}")
_DIGIT = late(r"\d")
_SHINGLE = 5
"""Words that must agree in a row for two places to be compared."""
_MANY, _LONG = 50_000, 300_000
"""Words and characters of a long text."""
_GAP = 4
"""Words that may differ between two runs of the same passage."""
_ALIKE = 0.7
"""Similarity (Ratcliff and Obershelp, as difflib has it) at which two words are one, misspelt."""
_SHORT = 3
"""Letters up to which a word that differs is another word."""
_WHOLE = 60
"""Characters from which a paragraph that comes again whole is no passage."""
_ODD = 0.1
"""Share of the words of a copy that may be misspelt or left out."""
_GOOD_PART = 0.35
"""Share of a document that its copies make out when it was taken twice."""


_Finder = Callable[[Document, int], Iterable[tuple[int, Span]]]
"""Returns the copies of a least length, each after the place of the first."""


class Passage(NamedTuple):
    """Words `first` to `first + size` that stand again from word `again` on."""

    first: int
    again: int
    size: int


@dataclass(frozen=True)
class Repetition(Detector):
    """What comes again in a document.

    `paragraph`: one of at least `least` characters, letter for letter, white space and marks
    aside. `copy`: one that differs from an earlier one by the spelling of some words or by
    words left out. `passage`: at least `least` words inside paragraphs, which may differ here
    and there. `line`: the same line twice in a row, shorter than a paragraph. `most`: as many
    paragraphs and copies as make out a good part of the document.
    """

    unit: Literal["paragraph", "copy", "passage", "line", "most"]
    least: int

    def matches(self, document: Document) -> Iterator[Match]:
        """Yield each copy after the first; all but passages can be taken out."""
        if self.unit == "passage":
            return _passages(document, self.least)
        if self.unit == "most":
            return _most(document, self.least)
        if self.unit != "line" and not _may_copy(document, self.least):
            return iter(())
        finds: dict[str, _Finder] = {"paragraph": _paragraphs, "copy": _copies, "line": _lines}
        return (
            Match(span, (excision(document, span),), _first_on(document, first))
            for first, span in finds[self.unit](document, self.least)
        )


@lru_cache(maxsize=1)
def _words_of(document: Document) -> tuple[bytes, ...]:
    """Return the words of each paragraph: equal ones are equal bytes, others hardly ever are."""
    return tuple(projection.words(document[span]) for span in document.paragraphs)


@lru_cache(maxsize=2)
def _may_copy(document: Document, least: int) -> bool:
    """Tell whether there may be a paragraph that comes again, or nearly."""
    if engine.compiled():
        from scrapelint import _core  # noqa: PLC0415 - not on every machine

        return _core.may_copy(_words_of(document), least)
    pairs: set[tuple[bytes, bytes]] = set()
    keys: set[bytes] = set()
    for words in map(bytes.split, _words_of(document)):
        key, own = b" ".join(words), set(pairwise(words))
        if len(key) < least:
            continue
        known = len(own & pairs) + len(words) - 1 - len(own)
        if 2 * known >= len(words) or key in keys:
            return True
        keys.add(key)
        pairs |= own
    return False


def _may_repeat(document: Document, least: int) -> bool:
    """Tell whether there may be a passage of so many words that comes again."""
    if engine.compiled():
        from scrapelint import _core  # noqa: PLC0415 - not on every machine

        return _core.may_repeat(_words_of(document), least)
    every = b" ".join(_words_of(document)).split()
    shingles = set(zip(*(every[at:] for at in range(_SHINGLE)), strict=False))
    return len(shingles) < len(every) - _SHINGLE + 1


@lru_cache(maxsize=2)
def _keys(document: Document) -> tuple[str, ...]:
    """Return the paragraphs as they are compared: words in small letters."""
    return tuple(" ".join(_WORD.findall(document[span].casefold())) for span in document.paragraphs)


@lru_cache(maxsize=4)
def _paragraphs(document: Document, least: int) -> tuple[tuple[int, Span], ...]:
    """Return the paragraphs that are an earlier one, each after the place of the first."""
    seen: dict[str, int] = {}
    again = []
    for span, key in zip(document.paragraphs, _keys(document), strict=True):
        if len(key) >= least and seen.setdefault(key, span.start) != span.start:
            again.append((seen[key], span))
    return tuple(again)


@lru_cache(maxsize=4)
def _copies(document: Document, least: int) -> tuple[tuple[int, Span], ...]:
    """Return the paragraphs that are nearly an earlier one: that with most pairs of words."""
    seen: dict[tuple[str, str], int] = {}
    exact = {span for _, span in _paragraphs(document, least)}
    texts = [key.split() for key in _keys(document)]
    last = len(texts) - 1
    again = []
    for index, (span, words) in enumerate(zip(document.paragraphs, texts, strict=True)):
        if span in exact or len(_keys(document)[index]) < least:
            continue
        votes = Counter(seen[pair] for pair in pairwise(words) if pair in seen)
        first, count = max(votes.items(), key=itemgetter(1), default=(index, 0))
        if count * 2 >= len(words) and is_copy(texts[first], words):
            again.append((document.paragraphs[first].start, span))
        elif index < last:
            seen |= {pair: index for pair in pairwise(words) if pair not in seen}
    return tuple(again)


def _lines(document: Document, least: int) -> Iterator[tuple[int, Span]]:
    """Yield lines that follow themselves, nothing but blank ones between."""
    for first, again in pairwise(document.filled_lines):
        short = least <= again.end - again.start < _WHOLE
        if short and document[first] == document[again] and _LETTER.search(document[again]):
            yield first.start, again


def _most(document: Document, least: int) -> Iterator[Match]:
    """Yield the start of a document if its copies are a good part of it."""
    if not _may_copy(document, _WHOLE):
        return
    copies = [span for find in (_paragraphs, _copies) for _, span in find(document, _WHOLE)]
    again = sum(span.end - span.start for span in copies)
    whole = sum(span.end - span.start for span in document.paragraphs)
    if len(copies) >= least and again >= _GOOD_PART * whole:
        yield Match(Span(0, 0), (), f"{len(copies)} paragraphs come again")


def _passages(document: Document, least: int) -> Iterator[Match]:
    if not _may_repeat(document, least):
        return
    copies = SpanSet(span for find in (_paragraphs, _copies) for _, span in find(document, _WHOLE))
    found = list(passages(_words(document.text), least))
    if not found:
        return
    starts, ends = array("q"), array("q")
    for match in _WORD.finditer(document.text):
        starts.append(match.start())
        ends.append(match.end())
    for first, again, size in found:
        place = Span(starts[again], ends[again + size - 1])
        if not copies.overlaps(place):
            yield Match(place, (), _first_on(document, starts[first]))


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters; in a long one each is kept once."""
    if len(text) < _LONG:
        return list(map(str.casefold, _WORD.findall(text)))
    known: dict[str, str] = {}
    folded = (match[0].casefold() for match in _WORD.finditer(text))
    return [known.setdefault(word, word) for word in folded]


def _first_on(document: Document, offset: int) -> str:
    return f"first on line {document.position(offset).line}"


def is_copy(words: list[str], others: list[str]) -> bool:
    """Tell whether two texts are one, some words misspelt or left out; numbers must agree."""
    odd = 0
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        one, other = "".join(words[start:end]), "".join(others[other_start:other_end])
        if _DIGIT.search(one + other):
            return False
        if kind == "replace" and not _alike(one, other):
            return False
        odd += max(end - start, other_end - other_start)
    return odd <= max(1, _ODD * min(len(words), len(others)))


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are one, misspelt; most are not for the letters they have."""
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) / both < _ALIKE:
        return False
    shared = sum(min(one.count(letter), other.count(letter)) for letter in set(one))
    if 2 * shared / both < _ALIKE:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def passages(words: list[str], least: int) -> Iterator[Passage]:
    """Yield the passages of at least so many words that come again, by their second place.

    Five equal words in a row make two places comparable; from there the passage is followed
    both ways over single words that differ little and gaps of up to four words.
    """
    seen: dict[tuple[str, ...], int] = {}
    recurring = _recurring(words)
    done = 0
    again = recurring.find(1)
    while again >= 0:
        shingle = tuple(words[again : again + _SHINGLE])
        first = seen.setdefault(shingle, again)
        if first + _SHINGLE > again:
            again = recurring.find(1, again + 1)
            continue
        ahead = _agreeing(words, range(first, again), range(again, len(words)))
        back = _agreeing(words, range(first - 1, -1, -1), range(again - 1, max(done, first), -1))
        if ahead + back >= least:
            yield Passage(first - back, again - back, ahead + back)
        done = again + ahead
        for skipped in range(again, done - _SHINGLE + 1):
            seen.setdefault(tuple(words[skipped : skipped + _SHINGLE]), skipped)
        again = recurring.find(1, done)


def _recurring(words: list[str]) -> bytearray:
    """Return 1 for each place at which a shingle stands that may stand elsewhere too.

    Of a long text only the hashes are kept: its shingles would fill the memory.
    """
    if len(words) < _MANY:
        shingles = list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
        counts = Counter(shingles)
        if len(counts) == len(shingles):
            return bytearray()
        return bytearray(counts[shingle] > 1 for shingle in shingles)
    met = bytearray(4 * len(words) + 1)
    for place in _places(words, len(met)):
        met[place] = min(2, met[place] + 1)
    return bytearray(met[place] > 1 for place in _places(words, len(met)))


def _places(words: list[str], size: int) -> Iterator[int]:
    """Yield a place for each shingle in a table of some size."""
    for at in range(len(words) - _SHINGLE + 1):
        yield hash(tuple(words[at : at + _SHINGLE])) % size


def _agreeing(words: list[str], one: range, other: range) -> int:
    """Return how many steps two walks over the words agree, up to the last pair that does."""
    agreed = 0
    for steps, (first, again) in enumerate(zip(one, other, strict=False), 1):
        if _same(words[first], words[again]):
            agreed = steps
        elif steps - agreed > _GAP:
            break
    return agreed


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    longer = max(len(one), len(other))
    return longer > _SHORT and _alike(one, other)
