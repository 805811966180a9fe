"""Names that a document itself offers for the place where one was lost."""

import re
from collections import Counter
from collections.abc import Iterable

from scrapelint.document import Document, Span, once
from scrapelint.late import late

_OFFERED = 2
"""How many names a message offers at most."""

_TWEET_AUTHOR = late(r"[—–] ?([^()\n—–@]{2,50}?) \(@\w{1,30}\)")
_CAPITALISED = late(  # a capital is sooner found than a place before which there is no letter
    r"[^\W\d_a-zß-ÿ](?<![\w'’-].)[\w-]+(?: (?:d[aeiou]s? |von |van )?[^\W\d_a-zß-ÿ][\w-]+)*"
)
_SENTENCE_START = late(r"(?:^|[.!?…:»”\"]\s*)[«“\"]?\s?\Z", re.MULTILINE)
_APOSTROPHES = frozenset("'’")
_VOWEL = frozenset("aeiouyhàâäéèêëîïôöùûüœAEIOUYHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ")


def candidates(document: Document, gap: Span) -> str:
    """Return a remark on the names the document offers for a gap, or an empty text.

    Authors of tweets come first, then names that stand in the text at least twice, those of
    several words before single ones, the most frequent first. After an elision only those that
    begin with a vowel or an h can be meant.
    """
    names = fitting(_offered(document), document[gap])
    return f"the article names {' and '.join(names[:_OFFERED])}" if names else ""


def fitting(names: Iterable[str], place: str) -> list[str]:
    """Return those of the names that can be meant at a place: some cannot after an elision."""
    elided = not _APOSTROPHES.isdisjoint(place)
    return [name for name in names if not elided or name[0] in _VOWEL]


@once
def _offered(document: Document) -> tuple[str, ...]:
    return offered(document.text)


def offered(text: str) -> tuple[str, ...]:
    """Return all names that a text offers, the likeliest first."""
    told = _TWEET_AUTHOR.finditer(text) if "(@" in text else ()
    authors = dict.fromkeys(match[1].strip() for match in told)
    names = [(match.group(), match.start()) for match in _CAPITALISED.finditer(text)]
    again = Counter(name for name, _ in names)
    counts = Counter(
        name
        for name, start in names
        if again[name] > 1
        and (" " in name or not _SENTENCE_START.search(text[max(0, start - 4) : start]))
    )
    repeated = [name for name, count in counts.most_common() if count > 1]
    repeated.sort(key=lambda name: " " not in name)
    return tuple(dict.fromkeys([*authors, *repeated]))
