"""Edits: the smallest does the same, those at odds are known, and offsets can be followed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapelint.document import Span
from scrapelint.finding import Edit, Moved, apply, conflict, minimal, replaced

letters = st.text("ab", max_size=6)


@given(letters, letters, letters, letters)
def test_the_smallest_edit_does_the_same_and_touches_no_more(
    before: str, old: str, new: str, after: str
) -> None:
    text, edit = before + old + after, Edit(Span(len(before), len(before + old)), new)
    small = minimal(text, edit)
    assert apply([small], text) == apply([edit], text)
    (start, end), left = small
    assert len(before) <= start <= end <= len(before + old)
    removed = text[start:end]
    assert not (removed and left and (removed[0] == left[0] or removed[-1] == left[-1]))


@pytest.mark.parametrize(
    ("first", "second", "at_odds"),
    [
        ((0, 2), (2, 3), False),
        ((0, 2), (3, 4), False),
        ((0, 3), (2, 4), True),
        ((1, 1), (1, 1), True),
        ((1, 1), (1, 2), True),
        ((0, 1), (1, 1), False),
    ],
)
def test_edits_that_overlap_or_start_together_are_at_odds(
    first: tuple[int, int], second: tuple[int, int], *, at_odds: bool
) -> None:
    assert conflict(Span(*first), Span(*second)) is at_odds
    assert conflict(Span(*second), Span(*first)) is at_odds


@given(st.data(), st.integers(0, 12))
def test_offsets_are_followed_through_edits(data: st.DataObject, length: int) -> None:
    text = "".join(map(chr, range(0x100, 0x100 + length)))
    cuts = sorted(data.draw(st.sets(st.integers(0, length))))
    edits = [
        Edit(Span(start, end), data.draw(st.text("ab", max_size=3)))
        for start, end in pairwise(cuts)
        if data.draw(st.booleans())
    ]
    after, moved, places = apply(edits, text), Moved(edits), replaced(edits)
    for offset, character in enumerate(text):
        gone = [p for e, p in zip(edits, places, strict=True) if e.span.start < offset < e.span.end]
        if gone:
            assert moved.to(offset) == gone[0].start
        elif all(edit.span.start != offset for edit in edits):
            assert after[moved.to(offset)] == character
    for edit, place in zip(edits, places, strict=True):
        assert after[slice(*place)] == edit.replacement
