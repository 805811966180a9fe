"""A diff is what the repairs did, however they lie."""

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapelint.document import Span
from scrapelint.finding import Edit, apply
from scrapelint.report import patch as report
from tests.promises import patch
from tests.promises.test_time import is_linear

texts = st.text("ab\n\r", max_size=24)


def edits(chance: random.Random, text: str) -> list[Edit]:
    """Return edits at random places that do not overlap, nor start at one place."""
    places = sorted({chance.randint(0, len(text)) for _ in range(2 * chance.randint(1, 4))})
    spans = [Span(*pair) for pair in pairwise(places)][::2] or [Span(0, 0)]
    return [Edit(span, chance.choice(["", "x", "\n", "y\n", "\nz"])) for span in spans]


def diff(name: str, before: str, passes: Iterable[Iterable[Edit]]) -> str:
    """Return a diff as one text."""
    return "".join(report.diff(name, before, passes))


def patched(before: str, told: str) -> str:
    """Return a text with a diff applied, as one does it who knows nothing else."""
    return patch.apply(patch.parse(told.encode()).get(b"a", []), before.encode()).decode()


@settings(max_examples=1500, deadline=None)
@given(texts, st.integers(0, 3), st.randoms(use_true_random=False))
def test_a_diff_leads_to_what_the_repairs_made(
    before: str, count: int, chance: random.Random
) -> None:
    after, passes = before, []
    for _ in range(count):
        passes.append(edits(chance, after))
        after = apply(passes[-1], after)
    assert patched(before, diff("a", before, passes)) == after


def test_a_diff_of_lines_that_come_again_takes_no_time() -> None:
    def changed(text: str) -> str:
        return diff("a", text, [[Edit(Span(n, n), "x") for n in range(0, len(text), 40)]])

    assert is_linear(changed, lambda length: "".join(f"{n % 150}\n" for n in range(length)), 10_000)


def test_a_diff_of_nothing_is_empty() -> None:
    assert diff("a", "x\n", []) == ""
    assert diff("a", "x\n", [[Edit(Span(0, 0), "y")], [Edit(Span(0, 1), "")]]) == ""


@pytest.mark.parametrize(
    ("before", "edit", "told"),
    [
        ("a\nb\nc\n", Edit(Span(2, 3), "x"), "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
        ("a\nb\n", Edit(Span(2, 4), ""), "@@ -1,2 +1 @@\n a\n-b\n"),
        ("a\nb\n", Edit(Span(1, 2), " "), "@@ -1,2 +1 @@\n-a\n-b\n+a b\n"),
        ("a", Edit(Span(1, 1), "\n"), "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("", Edit(Span(0, 0), "a\n"), "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", Edit(Span(0, 2), ""), "@@ -1 +0,0 @@\n-a\n"),
        ("a\n", Edit(Span(2, 2), "b\n"), "@@ -1 +1,2 @@\n a\n+b\n"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_a_diff_looks_like(before: str, edit: Edit, told: str) -> None:
    assert diff("n", before, [[edit]]) == f"--- n\n+++ n\n{told}"
