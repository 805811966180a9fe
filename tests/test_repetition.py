"""What comes again, looked for with and without the compiled core."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapelint.detectors import repetition
from scrapelint.detectors.base import Match
from scrapelint.detectors.repetition import Repetition
from scrapelint.document import Document
from scrapelint.scan import engine

UNITS = [
    Repetition("paragraph", 20), Repetition("copy", 20), Repetition("passage", 8),
    Repetition("most", 2),
]  # fmt: skip
WORDS = [
    *("the bridge", "of", "Brumont", "brigde", "Straße", "STRASSE", "is", "closed", "until"),
    *("2021", "2022", "été", "ÉTÉ", "мост", "I'm"),
]


def found(text: str) -> list[list[Match]]:
    repetition._may_copy.cache_clear()  # noqa: SLF001
    return [list(unit.matches(Document(text))) for unit in UNITS]


def both_ways(text: str) -> tuple[list[list[Match]], list[list[Match]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SCRAPELINT_ENGINE", raising=False)
        if not engine.compiled():
            pytest.skip("no compiled core")
        compiled = found(text)
        patch.setenv("SCRAPELINT_ENGINE", "pure")
        return compiled, found(text)


PIECES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=14).map(" ".join)


@given(st.lists(PIECES, min_size=1, max_size=4), st.data())
@example(["the bridge of Brumont is closed until 2021"], None)
def test_the_core_overlooks_nothing(pieces: list[str], data: st.DataObject | None) -> None:
    for glue in (" ", "\n", "\n\n"):
        again = data.draw(st.permutations(pieces * 2)) if data else pieces * 2
        compiled, pure = both_ways(glue.join(again))
        assert compiled == pure


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The bridge of Brumont is closed.\n\nA boat.\n\nThe bridge, of BRUMONT: is closed!", "pm"),
        ("The bridge of Brumont is closed.\n\nA boat.\n\nThe brigde of Brumont is closed.", "c"),
        ("One two three four five six seven eight one two three four five six sevne eight", "r"),
        ("The bridge of Brumont is closed.\n\nThe harbour of Brumont is open in May.", ""),
        ("", ""),
        ("-" * 90 + "\n\n" + "-" * 90, ""),
    ],
)  # fmt: skip
def test_what_comes_again_is_found_both_ways(text: str, units: str) -> None:
    compiled, pure = both_ways(text)
    assert compiled == pure
    for letter, matches in zip("pcr", compiled, strict=False):
        assert bool(matches) == (letter in units)


def test_a_phrase_that_comes_very_often_takes_no_quadratic_time() -> None:
    core = pytest.importorskip("scrapelint._core")
    words = b" ".join(b"photo by the agency brumont w%d" % n for n in range(200_000))
    assert core.may_repeat((words,), 20)
    distinct = b" ".join(b"w%d" % n for n in range(200_000))
    assert not core.may_repeat((distinct,), 20)
    assert not core.may_copy((distinct,), 20)


@pytest.mark.parametrize("paragraphs", [None, [b"1"], ("text",), (None,), 7])
def test_the_core_refuses_what_are_no_paragraphs(paragraphs: object) -> None:
    core = pytest.importorskip("scrapelint._core")
    for ask in (core.may_copy, core.may_repeat):
        with pytest.raises(TypeError):
            ask(paragraphs, 5)
