"""The smallest edit does the same, and not a character more."""

from hypothesis import given
from hypothesis import strategies as st

from scrapelint.document import Span
from scrapelint.finding import Edit, apply, minimal

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
