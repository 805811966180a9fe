"""What a scraper drops: the names in sound text, by their capitals."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scrapelint.gaps.words import Word

_USUALLY = 0.5
"""The share of capitals from which a word counts as a name where a sentence begins."""
_PARTICLES = 25
"""How many short words between two capitals are taken for parts of names."""
_FEWEST_LEFT = 4
_NOUNS = 0.18
"""The share of capitals inside sentences from which a language writes its nouns with them."""
_LEADING, _LED = 0.6, 0.3
"""How often a capital follows an article or adjective, and how often one leads a noun."""


@dataclass(frozen=True)
class Names:
    """How names look in a text: which words are capitalised in it, what joins them."""

    capitals: dict[str, float]
    particles: frozenset[str]
    nouns: frozenset[str]
    """Words that are capitalised as all nouns are, where a language does that."""
    leads: frozenset[str]
    """Words in lower case that a noun follows: articles and adjectives."""

    @classmethod
    def of(cls, lines: list[list[Word]]) -> "Names":
        """Count the capitals inside sentences, and the words between two of them."""
        total, upper, between = Counter[str](), Counter[str](), Counter[str]()
        for words in lines:
            for n, word in enumerate(words):
                if word.first:
                    continue
                total[word.text.lower()] += 1
                upper[word.text.lower()] += word.text[0].isupper()
                if _joins(words, n):
                    between[word.text] += 1
        shares = {word: upper[word] / count for word, count in total.items()}
        common = frozenset(word for word, _ in between.most_common(_PARTICLES))
        if upper.total() < _NOUNS * total.total():
            return cls(shares, common, frozenset(), frozenset())
        leads = _leads(lines)
        return cls(shares, frozenset(), _nouns(lines, leads), leads)

    def drops(self, words: list[Word]) -> Iterator[tuple[list[Word], int]]:
        """Yield the line without each name, and without its first word, and where it was."""
        for start, ends in self._names(words):
            for end in sorted({ends[0], ends[-1]}):
                rest = words[end:]
                if words[start].first and rest:
                    rest[0] = rest[0]._replace(first=True)
                if start + len(rest) >= _FEWEST_LEFT:
                    yield words[:start] + rest, start

    def _names(self, words: list[Word]) -> Iterator[tuple[int, list[int]]]:
        n = 0
        while n < len(words):
            if not self._begins(words, n):
                n += 1
                continue
            start, ends = n, [n + 1]
            while (end := self._next(words, ends[-1])) is not None:
                ends.append(end)
            if len(ends) > 1 or not self._is_noun(words, start):
                yield start, ends
            n = ends[-1]

    def _is_noun(self, words: list[Word], n: int) -> bool:
        if self.capitals.get(words[n].text.lower(), 1) <= _USUALLY:
            return True
        if not self.leads:
            return False
        return words[n].text in self.nouns or (n > 0 and words[n - 1].text in self.leads)

    def _begins(self, words: list[Word], n: int) -> bool:
        word = words[n]
        if not _is_capital(word) or word.text.endswith("'"):
            return False
        if not word.first:
            return True
        share = self.capitals.get(word.text.lower())
        if share is None:  # never seen inside a sentence: a first name before a surname
            return n + 1 < len(words) and _is_capital(words[n + 1])
        return share > _USUALLY

    def _next(self, words: list[Word], end: int) -> int | None:
        for n in range(end, min(end + 3, len(words))):
            if _is_capital(words[n]):
                return n + 1
            if words[n].text not in self.particles:
                return None
        return None


def _leads(lines: list[list[Word]]) -> frozenset[str]:
    followed, total = Counter[str](), Counter[str]()
    for words in lines:
        for word, following in pairwise(words):
            if word.text.islower():
                total[word.text] += 1
                followed[word.text] += _is_capital(following)
    return frozenset(word for word, count in total.items() if followed[word] > _LEADING * count)


def _nouns(lines: list[list[Word]], leads: frozenset[str]) -> frozenset[str]:
    led, total = Counter[str](), Counter[str]()
    for words in lines:
        for word, following in pairwise(words):
            if _is_capital(following):
                total[following.text] += 1
                led[following.text] += word.text in leads
    return frozenset(word for word, count in total.items() if led[word] >= _LED * count)


def _is_capital(word: Word) -> bool:
    return word.text[0].isupper()


def _joins(words: list[Word], n: int) -> bool:
    return (
        0 < n < len(words) - 1
        and words[n].text.islower()
        and len(words[n].text) <= 3
        and _is_capital(words[n - 1])
        and _is_capital(words[n + 1])
        and not words[n - 1].first
    )
