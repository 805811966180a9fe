"""Lines, paragraphs, positions and line ends."""

import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapelint.document import Document, Span, SpanSet
from scrapelint.finding import Edit, apply, minimal
from scrapelint.ink import end_of, start_of
from scrapelint.layout import laid_out
from scrapelint.lineends import LineEnds

texts = st.text(st.sampled_from("ab é\n\r\x0b\x85\u2028\U0001f600"), max_size=40)
spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: Span(min(p), max(p)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\nb", ["a", "b"]),
        ("a\x0b\x0c\x1c\x85\u2028b\nc", ["a\x0b\x0c\x1c\x85\u2028b", "c"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    document = Document(text)
    assert [document[span] for span in document.lines] == lines


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("one\ntwo\n", ["one", "two"]),
        ("one\nstill one\n\ntwo\n", ["one\nstill one", "two"]),
        ("one\n \t\n two \n\n\n", ["one", "two"]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    document = Document(text)
    assert [document[span] for span in document.paragraphs] == paragraphs


def test_positions_count_from_one() -> None:
    document = Document("ab\n\ncd")
    assert [document.position(at) for at in (0, 2, 3, 4, 6)] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (3, 1),
        (3, 3),
    ]


@given(texts)
def test_line_ends_lead_back_to_the_raw_text(raw: str) -> None:
    text, ends = LineEnds.of(raw)
    assert "\r" not in text
    for at, character in enumerate(text):
        piece = raw[ends.raw_offset(at) : ends.raw_offset(at + 1)]
        assert piece == character or (character == "\n" and piece in {"\r", "\r\n"})
    assert ends.raw_offset(len(text)) == len(raw)


@pytest.mark.parametrize(
    ("raw", "newline"), [("a\r\nb\r\nc\n", "\r\n"), ("a\rb", "\r"), ("a\nb\n\r", "\n"), ("", "\n")]
)
def test_the_usual_line_end_is_kept_for_new_lines(raw: str, newline: str) -> None:
    assert LineEnds.of(raw)[1].newline == newline


@given(st.lists(spans, max_size=8), spans)
def test_span_set_answers_as_its_spans_do(many: list[Span], one: Span) -> None:
    found = SpanSet(many)
    assert found.touches(one) == any(span.touches(one) for span in many)
    if one.start < one.end:
        assert found.overlaps(one) == any(span.overlaps(one) for span in many)
    if any(span.covers(one) for span in many):
        assert found.covers(one)


@given(texts, texts, spans)
def test_a_minimal_edit_does_the_same(text: str, new: str, span: Span) -> None:
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    edit = Edit(span, new)
    small = minimal(text, edit)
    assert apply([small], text) == apply([edit], text)
    assert span.covers(small.span)


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap at 1"):
        apply([Edit(Span(0, 2), ""), Edit(Span(1, 3), "")], "abcd")


def test_a_layout_is_kept_where_only_the_masks_change() -> None:
    document = Document("one\n\n two \n")
    masked = replace(document, masks=SpanSet([Span(0, 3)]))
    assert masked.layout is document.layout
    assert [masked[span] for span in masked.filled_lines] == ["one", "two"]
    assert replace(document, text="other").lines == (Span(0, 5),)


@given(texts)
def test_filled_lines_are_lines_without_the_space_at_their_ends(text: str) -> None:
    document = Document(LineEnds.of(text)[0])
    filled = tuple(span for span in map(document.strip, document.lines) if span.start < span.end)
    assert document.filled_lines == filled
    assert all(document.line_at(span.start).covers(span) for span in filled)


@given(
    st.lists(st.sampled_from(["a", " ", "\x85\n", "\n" * 300, " " * 255, "b" * 256]), max_size=6)
)
def test_what_is_blank_is_told_as_if_it_were_stripped(pieces: list[str]) -> None:
    text = "".join(["x", *pieces, "y"])
    start, end = 1, len(text) - 1
    for blank in (None, "\n"):
        assert text[start : end_of(text, start, end, blank)] == text[start:end].rstrip(blank)
        assert text[start_of(text, start, end, blank) : end] == text[start:end].lstrip(blank)


@given(st.text(st.sampled_from("a\n \t"), max_size=40))
def test_paragraphs_are_what_blank_lines_part(text: str) -> None:
    parts = [part.strip() for part in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))]
    document = Document(text)
    lines = [document[line] for line in document.filled_lines]
    assert [document[p] for p in document.paragraphs] == (
        list(filter(None, parts)) if len(parts) > 1 else lines
    )


@given(st.text(st.sampled_from("a\n \t\xa0\x1f\U0001f600"), max_size=40))
def test_the_core_finds_the_lines_that_its_twin_does(text: str) -> None:
    core = pytest.importorskip("scrapelint._core", reason="no compiled core")
    assert core.layout(text) == laid_out(text)


def test_the_core_knows_all_white_space() -> None:
    core = pytest.importorskip("scrapelint._core", reason="no compiled core")
    for character in map(chr, range(sys.maxunicode + 1)):
        _, filled, _ = core.layout(character)
        assert filled == ([] if character.isspace() else [(0, 1)])
