"""From sound text to a table, judged on text that it was not learned from."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning

from scrapelint.gaps.table import SCALE, Table, weight_lines
from scrapelint.gaps.words import Word
from scrapelint.learn import texts
from scrapelint.learn.classes import lexicon
from scrapelint.learn.drops import Names
from scrapelint.learn.fit import Floats, examples, fit

PARTS = 3
"""Each part of the text is judged by what was learned from the others."""
RATES = (0.5, 1.0, 2.0, 5.0)
"""False alarms in 10,000 words at which the recall is told."""
_WORDS = 10_000
_SEEN_THROUGH = 0.99
"""The share of the findings that the cheap test must let through."""
_NEIGHBOURS_ONLY = frozenset("abcdefghijk")

Track = Callable[[list[list[Word]]], Iterable[list[Word]]]


@dataclass(frozen=True)
class Learned:
    """A table, and what it finds at each rate of false alarms."""

    table: Table
    recall: dict[float, float]
    thresholds: dict[float, int]


def learn(lines: list[str], language: str, strict: float, lax: float, track: Track) -> Learned:
    """Learn a table; its thresholds allow so many false alarms in 10,000 words."""
    warnings.simplefilter("ignore", ConvergenceWarning)  # enough rounds for what is asked of it
    lines = texts.with_numbers(lines)
    side = texts.apostrophe(lines)
    words = texts.split_all(lines, side)
    known, names = lexicon(words), Names.of(words)
    found = examples(track(words), PARTS, known, names)
    rows, columns = found.matrix()
    lost, part = np.array(found.lost), np.array(found.part)
    scores = np.zeros(len(lost))
    for held_out in range(PARTS):
        there = part == held_out
        scores[there] = _scores(rows[there], *fit(rows[~there], lost[~there]))
    count = sum(word.text[0].isalnum() for line in words for word in line)
    weights, bias = fit(rows, lost)
    rates = (*RATES, strict, lax)
    marks = {rate: _threshold(scores[~lost], count, rate) for rate in rates}
    whole = {columns[n]: round(weights[n] * SCALE) for n in np.flatnonzero(weights)}
    near = np.array([name[0] in _NEIGHBOURS_ONLY for name in columns])
    table = Table(
        language=language,
        apostrophe=side,
        bias=round(bias * SCALE),
        gate=_gate(rows[lost], weights, bias, near, marks[lax]),
        lax=round(marks[lax] * SCALE),
        strict=round(marks[strict] * SCALE),
        learned=f"{count} words, {int(lost.sum())} dropped names",
        lexicon=known,
        lines=weight_lines({name: weight for name, weight in whole.items() if weight}),
    )
    recall = {rate: float((scores[lost] > marks[rate]).mean()) for rate in RATES}
    return Learned(table, recall, {rate: round(marks[rate] * SCALE) for rate in marks})


def _scores(rows: csr_matrix, weights: Floats, bias: float) -> Floats:
    return np.asarray(rows @ weights) + bias


def _threshold(sound: Floats, words: int, rate: float) -> float:
    """Return the score that so many boundaries of sound text exceed."""
    allowed = min(int(words * rate / _WORDS), len(sound) - 1)
    return float(np.sort(sound)[::-1][allowed])


def _gate(
    rows: csr_matrix, weights: Floats, bias: float, near: NDArray[np.bool_], lax: float
) -> int:
    """Return what the neighbours alone reach in nearly all places that count."""
    counting = _scores(rows, weights, bias) > lax
    alone = _scores(rows, np.where(near, weights, 0), bias)[counting]
    return int(np.quantile(alone, 1 - _SEEN_THROUGH) * SCALE) if len(alone) else 0
