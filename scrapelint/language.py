"""The language of a document, by a vote of function words and, when that is unsure, langdetect."""

import re
from collections import Counter
from itertools import accumulate

from scrapelint.document import LANGUAGES, UNKNOWN, Span
from scrapelint.scan.projection import letters

_WORDS = {
    "de": (
        "der die das und ist nicht mit dem den ein eine einen einer eines auf für von zu im sich "
        "des auch als es wird bei nach wie aus werden sind hat oder über noch war haben wurde "
        "durch aber wenn nur ich wir sie er zum zur kann unter"
    ),
    "en": (
        "the and of to is that for was with as are this by from be have has at not which or were "
        "but had they his her their been would will can more when who what there into about than "
        "its you we she he it an if so all one"
    ),
    "es": (
        "de la a el los las del que y en un una por con para es su se lo al como más pero sus fue "
        "ha este entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante "
        "ya está son era esta según años"
    ),
    "fr": (
        "de la à le les des du et est une un dans que qui pour pas sur au par plus avec ce cette "
        "sont ne se il elle nous vous ils aux mais ou son ses leur été ont être fait comme tout "
        "aussi sans après avait était entre même on en où lui"
    ),
    "it": (
        "la a e il di che è per un una del della con non sono dei nel alla più da si gli le anche "
        "al ha come dal delle ma nella ai questo lo se stato suo sua essere alle dalla degli "
        "hanno era tra ed quello questa cui loro sul"
    ),
    "nl": (
        "de het een en van is dat op te zijn voor met niet aan er om ook als door bij maar uit "
        "hij naar heeft nog werd wordt ze dan was worden deze over kan hun tot die zich meer veel "
        "geen zij moet al of wel had"
    ),
    "pt": (
        "de a o os as do da dos das que e em um uma para com não por mais no na nos nas ao é foi "
        "se ou sua seu como mas pelo pela ele ela são também tem até já sobre entre quando muito "
        "isso está ser depois segundo à às"
    ),
}
_VOTERS: dict[str, list[str]] = {}
for _language in LANGUAGES:
    for _word in _WORDS[_language].split():
        _VOTERS.setdefault(_word, []).append(_language)

_BALLOT = {word.encode("latin-1"): word for word in _VOTERS}

_TOKEN = re.compile(r"[^\W\d_]+")
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
    votes = Counter(runs)
    return {_BALLOT[run]: times for run, times in votes.items() if run in _BALLOT}


def change(text: str, language: str, least: int) -> Span | None:
    """Return where a text goes over from a language to another, or None if it does not.

    The span lies between the last word of the language and the first of the other one: the
    words in it could be of either. Each part has at least `least` words that only its own
    language has.
    """
    words = list(_TOKEN.finditer(text))
    best = _CHANGED - 1
    place = None
    for other in LANGUAGES:
        leans = [_lean(word[0].lower(), language, other) for word in words]
        balance = list(accumulate(leans))
        before = max(balance, default=0)
        after = before - sum(leans)
        if min(before, after) < least or before + after <= best:
            continue
        first = balance.index(before)
        last = next(i for i in range(first + 1, len(words)) if leans[i] < 0)
        best, place = before + after, Span(words[first].end(), words[last].start())
    return place


def _lean(word: str, language: str, other: str) -> int:
    """Return 1 for a word of the one language, -1 for one of the other, 0 for both or none."""
    voters = _VOTERS.get(word, ())
    return (language in voters) - (other in voters)


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
