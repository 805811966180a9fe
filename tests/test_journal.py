"""The journal leads back, whatever stood beside what."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scrapelint.document import Span
from scrapelint.finding import Edit, apply
from scrapelint.journal import Entry


def entry(text: str, *edits: Edit) -> Entry:
    return Entry.of("a.txt", b"", b"", text, (edits,))


def test_what_was_removed_side_by_side_comes_back_in_its_order() -> None:
    edits = Edit(Span(0, 2), ""), Edit(Span(2, 4), "")
    assert entry("zzaab", *edits).undo("b") == "zzaab"


@given(st.data(), st.text(max_size=12))
def test_any_edits_can_be_undone(data: st.DataObject, text: str) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))))
    edits = tuple(
        Edit(Span(start, end), data.draw(st.text(max_size=3)))
        for start, end in pairwise(cuts)
        if data.draw(st.booleans())
    )
    assert entry(text, *edits).undo(apply(edits, text)) == text
