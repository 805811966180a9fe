"""What comes again, looked for with and without the compiled core."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapelint import repeats
from scrapelint.detectors.base import Match
from scrapelint.detectors.repetition import Repetition
from scrapelint.document import Document
from scrapelint.repeats import Pure, Repeats, folded
from scrapelint.scan import engine

UNITS = [
    Repetition("paragraph", 20), Repetition("copy", 20), Repetition("passage", 8),
    Repetition("most", 2), Repetition("line", 5),
]  # fmt: skip
WORDS = [
    *("the bridge", "of", "Brumont", "brigde", "Straße", "STRASSE", "is", "closed", "until"),
    *("2021", "2022", "été", "ÉTÉ", "мост", "I'm", "aaaaab", "aaaabb", "baaaaa", "3²", "n_1"),
]
Found = tuple[object, object, object]


@pytest.fixture(scope="module")
def core() -> ModuleType:
    return pytest.importorskip("scrapelint._core", reason="no compiled core")  # type: ignore[no-any-return]


def found(text: str) -> list[list[Match]]:
    return [list(unit.matches(Document(text))) for unit in UNITS]


def said(told: Repeats, least: int) -> Found:
    return told.again(4 * least), told.copies(4 * least), told.passages(least)


def both_ways(text: str, least: int) -> tuple[Found, Found]:
    core = pytest.importorskip("scrapelint._core", reason="no compiled core")
    spans = Document(text).paragraphs
    return said(core.Repeats(text, spans, folded), least), said(Pure(text, spans), least)


def test_the_core_is_asked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRAPELINT_ENGINE", raising=False)
    assert isinstance(repeats.repeats(Document("a")), Pure) != engine.compiled()
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    assert isinstance(repeats.repeats(Document("a")), Pure)


@given(
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=30),
    st.lists(st.lists(st.tuples(st.integers(0, 29), st.sampled_from(["", "x", *WORDS])))),
    st.sampled_from([" ", "\n", "\n\n"]),
)
def test_the_core_finds_the_same(
    words: list[str], changes: list[list[tuple[int, str]]], glue: str
) -> None:
    versions = [words]
    for change in changes:
        versions.append([*versions[-1]])
        for place, word in change:
            versions[-1][place % len(words)] = word
    compiled, pure = both_ways(glue.join(map(" ".join, versions)), 5)
    assert compiled == pure


@given(st.lists(st.text(st.sampled_from("abc"), max_size=9), min_size=2))
def test_the_core_takes_the_same_words_for_one(words: list[str]) -> None:
    text = " ".join(f"one two three four five {word}" for word in words)
    compiled, pure = both_ways(text, 6)
    assert compiled == pure


@given(st.text())
def test_the_core_reads_any_text(text: str) -> None:
    compiled, pure = both_ways(f"{text}\n{text.upper()} {text}\n{text}", 1)
    assert compiled == pure


def test_the_core_knows_the_case_of_all_letters(core: ModuleType) -> None:
    characters = map(chr, range(0x110000))
    changing = [c for c in characters if not c.isspace() and c.casefold() != c]
    text = "\n".join(f"{c}1\n{c.casefold()}1\n{c.lower()}1" for c in changing)
    spans = Document(text).paragraphs
    found = core.Repeats(text, spans, folded).again(0)
    assert found == Pure(text, spans).again(0)
    assert len(found) > len(changing)


@pytest.mark.parametrize("kind", ["", "pure"])
@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The bridge of Brumont is closed.\n\nA boat.\n\nThe bridge, of BRUMONT: is closed!", "p"),
        ("\n\n".join(3 * ["The bridge of Brumont is closed. " * 2]), "pm"),
        ("The bridge of Brumont is closed.\n\nA boat.\n\nThe brigde of Brumont is closed.", "c"),
        ("One two three four five six seven eight one two three four five six sevne eight", "r"),
        ("The bridge of Brumont is closed.\n\nThe harbour of Brumont is open in May.", ""),
        ("Closed: the bridge of Brumont, in 2021.\n\nClosed: the bridge of Brumont, in 2022.", ""),
        ("The bridge\n\nThe bridge\nthe bridge\n\n---\n---\n", "l"),
        ("", ""),
        ("-" * 90 + "\n\n" + "-" * 90, ""),
    ],
)  # fmt: skip
def test_what_comes_again_is_found(
    text: str, units: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", kind)
    for letter, matches in zip("pcrml", found(text), strict=True):
        assert bool(matches) == (letter in units), letter


def test_time_does_not_grow_with_its_square(core: ModuleType) -> None:
    often = " ".join(f"photo by the agency brumont w{n}" for n in range(50_000))
    distinct = " ".join(f"w{n}" for n in range(50_000))
    for text, passages in ((often, 14), (distinct, 0)):
        words = core.Repeats(text, ((0, len(text)),), folded)
        assert not words.copies(60)
        assert len(words.passages(20)) == passages


@pytest.mark.parametrize(
    ("values", "error"),
    [
        (("a b", None, folded), TypeError),
        (("a b", [(0, 1)], folded), TypeError),
        (("a b", ("ab",), folded), TypeError),
        (("a b", ((0, 1, 2),), folded), TypeError),
        (("a b", (("0", 1),), folded), TypeError),
        ((b"a b", ((0, 1),), folded), TypeError),
        (("a b", ((0, 1),), None), TypeError),
        (("a b", ((0, 1),), lambda _: "text"), TypeError),
        (("a b", ((0, 1),), lambda _: b"short"), ValueError),
        (("a b", ((0, 1),), lambda _: 1 // 0), ZeroDivisionError),
        (("a b", ((0, 4),), folded), ValueError),
        (("a b", ((-1, 2),), folded), ValueError),
        (("a b", ((2, 1),), folded), ValueError),
        (("a b", ((0, 2), (1, 3)), folded), ValueError),
        (("a b", ((0, 1 << 70),), folded), OverflowError),
    ],
)
def test_the_core_refuses_what_are_no_paragraphs(
    core: ModuleType, values: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        core.Repeats(*values)


def test_the_core_reads_a_text_once(core: ModuleType) -> None:
    unread = core.Repeats.__new__(core.Repeats)
    for ask in (unread.again, unread.copies, unread.passages):
        with pytest.raises(TypeError):
            ask(5)

    def reading_meanwhile(page: int) -> bytes:
        unread.__init__("b", ((0, 1),), folded)
        return folded(page)

    with pytest.raises(TypeError):
        unread.__init__("a", ((0, 1),), reading_meanwhile)
    assert unread.again(0) == []


def test_long_paragraphs_are_read_piece_by_piece(core: ModuleType) -> None:
    pieces = ["x" * 70_000, "short", "word " * 30_000, "short", "Word " * 30_000]
    text = "\n".join(pieces)
    spans = Document(text).paragraphs
    assert core.Repeats(text, spans, folded).again(5) == [(1, 3), (2, 4)]
    assert core.Repeats(text, ((3, 3), (9, 9), (len(text), len(text))), folded).again(1) == []


@pytest.mark.parametrize("before", range(8))
def test_no_word_of_a_long_paragraph_is_cut(before: int) -> None:
    words = " ".join(f"mot{n}" for n in range(9_000))
    text = f"{'x' * before} {words} {words[30_000:40_000]} fin\n{'y' * 140_000} {words[:900]}"
    compiled, pure = both_ways(text, 5)
    assert compiled == pure
    assert compiled[2]
