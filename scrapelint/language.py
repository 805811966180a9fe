"""The language of a document, by a vote of function words and, when that is unsure, langdetect."""

from collections import Counter
from functools import cache
from itertools import accumulate
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

_BALLOT = {word.encode("latin-1"): word for word in _VOTERS}

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
    votes: Counter[str] = Counter()
    for word, times in _voters(sample).items():
        for language in _VOTERS[word]:
            votes[language] += times * (60 // len(_VOTERS[word]))
    (first, most), (_, second) = [*votes.most_common(2), (UNKNOWN, 0), (UNKNOWN, 0)][:2]
    enough = most >= _FEWEST_VOTES * 60
    if enough and most >= _CLEAR * second:
        return first
    if enough and most < _MIXED * second:
        return UNKNOWN
    detected = _langdetect(sample)
    return detected if detected == first or not enough else UNKNOWN


def _voters(sample: str) -> dict[str, int]:
    """Return the words of a text that have a vote, in its order, and how often each is there."""
    runs = letters(sample)
    if runs is None:
        counts = Counter(_TOKEN.findall(sample.lower()))
        return {word: times for word, times in counts.items() if word in _VOTERS}
    if engine.compiled():
        votes = _counter().count(runs)
        return {_BALLOT[run]: times for run, times in votes.items()}
    return {_BALLOT[run]: times for run, times in Counter(runs.split()).items() if run in _BALLOT}


@cache
def _counter() -> "Ballot":
    from scrapelint._core import Ballot  # noqa: PLC0415 - not on every machine

    return Ballot(tuple(_BALLOT))


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
    from langdetect import DetectorFactory, detect_langs  # noqa: PLC0415 - slow to import
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    DetectorFactory.seed = 0  # langdetect samples at random unless seeded
    try:
        best = detect_langs(sample)[0]
    except LangDetectException:
        return UNKNOWN
    return best.lang if best.prob >= _SURE and best.lang in LANGUAGES else UNKNOWN
