"""The language of a document, by a vote of function words and, when that is unsure, langdetect."""

from collections import Counter
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from scrapelint.commonwords import WORDS
from scrapelint.document import LANGUAGES, UNKNOWN, Span
from scrapelint.late import late
from scrapelint.scan import engine
from scrapelint.scan.projection import letters

if TYPE_CHECKING:
    from scrapelint._core import Ballot

_VOTERS: dict[str, list[str]] = {}
for _language in LANGUAGES:
    for _word in WORDS[_language].split():
        _VOTERS.setdefault(_word, []).append(_language)

_SHARES = {
    word: [60 // len(voters) * (language in voters) for language in LANGUAGES]
    for word, voters in _VOTERS.items()
}
"""What a word gives to each language: those that share it get a part of its vote."""

_TOKEN = late(r"[^\W\d_]+")
_SAMPLE = 6000
"""Characters that are looked at: more would not change the answer."""
_CLEAR = 2.0
"""How many times the votes of the second the first must have to be believed."""
_MIXED = 1.4
"""Below this, with votes enough, the text is in two languages."""
_FEWEST_VOTES = 4
_LANGDETECT_FROM = 120
"""Characters below which langdetect guesses."""
_SURE = 0.95
_CHANGED = 3
"""Words that two parts of a text must tell apart for them to be in two languages."""


def decide(text: str) -> str:
    """Return the language of a text (ISO 639-1), or `unknown` rather than a guess.

    A word that several languages share gives each a part of its vote. Only languages that
    scrapelint has rules for are ever named.
    """
    sample = text[:_SAMPLE]
    (most, first), (second, _) = sorted(zip(_votes(sample), LANGUAGES, strict=True))[:-3:-1]
    enough = most >= _FEWEST_VOTES * 60
    if enough and most >= _CLEAR * second:
        return first
    if enough and most < _MIXED * second:
        return UNKNOWN
    detected = _langdetect(sample)
    return detected if detected == first or not enough else UNKNOWN


def _votes(sample: str) -> list[int]:
    """Return how many votes a text gives to each language."""
    runs = letters(sample)
    if runs is not None and engine.compiled():
        return _ballot().votes(runs)
    words = _TOKEN.findall(sample.lower()) if runs is None else runs.decode("latin-1").split()
    votes = [0] * len(LANGUAGES)
    for word, times in Counter(words).items():
        for place, share in enumerate(_SHARES.get(word, ())):
            votes[place] += times * share
    return votes


@cache
def _ballot() -> "Ballot":
    from scrapelint._core import Ballot  # noqa: PLC0415 - not on every machine

    words = tuple(word.encode("latin-1") for word in _SHARES)
    return Ballot(words, bytes(chain.from_iterable(_SHARES.values())))


class Voter(NamedTuple):
    """A word that has a vote: where it stands, and the languages that have it."""

    start: int
    end: int
    languages: list[str]


def voters(text: str) -> list[Voter]:
    """Return the words of a text that have a vote."""
    words = ((word, _VOTERS.get(word[0].lower())) for word in _TOKEN.finditer(text))
    return [Voter(*word.span(), languages) for word, languages in words if languages]


def change(words: list[Voter], language: str, least: int) -> Span | None:
    """Return where a text goes over from a language to another, or None if it does not.

    The span lies between the last word of the language and the first of the other one: the
    words in it could be of either. Each part has at least `least` words, one or more, that only
    its own language has.
    """
    own = [language in word.languages for word in words]
    best = _CHANGED - 1
    place = None
    for other in LANGUAGES:
        # 1 for a word of the one language, -1 for one of the other, 0 for both or none
        leans = [
            is_own - (other in word.languages) for is_own, word in zip(own, words, strict=True)
        ]
        balance = list(accumulate(leans))
        before = max(balance, default=0)
        after = before - sum(leans)
        if min(before, after) < least or before + after <= best:
            continue
        first = balance.index(before)
        last = next(i for i in range(first + 1, len(words)) if leans[i] < 0)
        best, place = before + after, Span(words[first].end, words[last].start)
    return place


def _langdetect(sample: str) -> str:
    if sum(map(str.isalpha, sample)) < _LANGDETECT_FROM:
        return UNKNOWN
    from scrapelint.guessing import guess  # noqa: PLC0415 - slow to import

    best = guess(sample)
    if best and best.chance >= _SURE and best.language in LANGUAGES:
        return best.language
    return UNKNOWN
