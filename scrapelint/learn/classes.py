"""Classes of words: those that stand among the same words are alike."""

from collections import Counter

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD

from scrapelint.gaps.features import Lexicon
from scrapelint.gaps.words import Word

_WORDS = 6000
_FEWEST = 5
"""How many words are known by their form, and how often each was seen at least."""
_NEIGHBOURS = 800
_DIMENSIONS = 50
_CLASSES = 150
_SMOOTH = 0.75


def lexicon(lines: list[list[Word]]) -> Lexicon:
    """Return the frequent words and endings of a text with the class of each."""
    frequent = Lexicon(dict.fromkeys(_frequent(lines), "0"))
    rows = [[frequent.known(word).form.removeprefix("^") for word in words] for words in lines]
    counts = Counter(form for row in rows for form in row)
    forms = [
        form
        for form, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= _FEWEST and (form in frequent.classes or "~" in form)
    ]
    return Lexicon(dict(zip(forms, _cluster(_surroundings(rows, forms, counts)), strict=True)))


def _frequent(lines: list[list[Word]]) -> list[str]:
    counts = Counter(word.text for words in lines for word in words)
    forms: Counter[str] = Counter()
    for words in lines:
        for word in words:
            lower = word.text.lower()
            known = word.first and counts[lower] >= _FEWEST
            forms[lower if known else word.text] += 1
    ordered = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    words_only = [form for form, n in ordered if n >= _FEWEST and form[0].isalpha()]
    return words_only[:_WORDS]


def _surroundings(rows: list[list[str]], forms: list[str], counts: Counter[str]) -> csr_matrix:
    """Return how much more often than by chance each form stands beside each frequent one."""
    number = {form: n for n, form in enumerate(forms)}
    common = sorted(counts, key=lambda form: (-counts[form], form))[:_NEIGHBOURS]
    beside = {form: n for n, form in enumerate(common)}
    width = _NEIGHBOURS + 2
    pairs: Counter[tuple[int, int]] = Counter()
    for row in rows:
        places = [beside.get(form, _NEIGHBOURS) for form in row]
        before, after = [_NEIGHBOURS + 1, *places], [*places[1:], _NEIGHBOURS + 1]
        for form, left, right in zip(row, before, after, strict=False):
            if (n := number.get(form)) is not None:
                pairs[n, left] += 1
                pairs[n, width + right] += 1
    return _informative(
        coo_matrix((list(pairs.values()), tuple(zip(*pairs, strict=True))), (len(forms), 2 * width))
    )


def _informative(counts: coo_matrix) -> csr_matrix:
    total = counts.sum()
    of_form = np.asarray(counts.sum(axis=1)).ravel()[counts.row]
    of_neighbour = (np.asarray(counts.sum(axis=0)).ravel() / total)[counts.col] ** _SMOOTH
    values = np.maximum(np.log(counts.data / (of_form * of_neighbour)), 0)
    return csr_matrix((values, (counts.row, counts.col)), counts.shape)


def _cluster(surroundings: csr_matrix) -> list[str]:
    points = TruncatedSVD(_DIMENSIONS, random_state=0).fit_transform(surroundings)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    labels = KMeans(min(_CLASSES, len(points)), n_init=1, random_state=0).fit_predict(points)
    return [str(label) for label in labels]
