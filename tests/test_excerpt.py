"""What is shown of a place, whatever the line it stands in."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from scrapelint.report import text as text_report
from scrapelint.report.excerpt import Excerpt, excerpt
from scrapelint.report.visible import visible
from tests.outcomes import finding

LINE = "x" * 32
ESCAPE, SHOWN = "\x1b", r"\x1b"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ("", "")),
        (LINE, LINE, (LINE, LINE)),
        (f"a{LINE}", f"{LINE}b", (f"…{LINE}", f"{LINE}…")),
        (f"a\n{LINE}", f"{LINE}\nb", (LINE, LINE)),
        (f"a\r{LINE}", f"{LINE}\rb", (LINE, LINE)),
        ("a\nbc", "de\r\nf", ("bc", "de")),
        ("a\n", "\nb", ("", "")),
    ],
)
def test_some_characters_of_the_line_are_shown(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    text = f"{before}here{after}"
    place = excerpt(text, finding(text, "a-rule", (len(before), len(before) + 4)))
    assert place == Excerpt(shown[0], "here", shown[1])


def test_a_place_is_shown_up_to_the_end_of_its_line() -> None:
    text = "a\nbc def\nghi"
    assert excerpt(text, finding(text, "a-rule", (5, 10))) == Excerpt("bc ", "def⏎", "")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("a" * 60, "a" * 60),
        (f"{'a' * 31}{'b' * 30}", f"{'a' * 30} … {'b' * 30}"),
        (ESCAPE * 15, SHOWN * 15),
        (ESCAPE * 16, SHOWN * 7 + r"\x … 1b" + SHOWN * 7),
        (f"a{ESCAPE * 70}b", f"a{SHOWN * 7}" + r"\ … b" + f"{SHOWN * 7}b"),
    ],
)
def test_of_a_long_place_the_ends_are_shown(place: str, shown: str) -> None:
    text = f"before{place}behind"
    where = finding(text, "a-rule", (6, 6 + len(place)))
    assert excerpt(text, where) == Excerpt("before", shown, "behind")


class Seen(str):
    """A text that tells how many characters of it were searched."""

    __slots__ = ("searched",)

    def find(self, *what: Any) -> int:  # noqa: ANN401 - as `str` has it
        """Find as any text does."""
        return self._counted(super().find, *what)

    def rfind(self, *what: Any) -> int:  # noqa: ANN401 - as `str` has it
        """Find as any text does."""
        return self._counted(super().rfind, *what)

    def _counted(
        self, find: Callable[..., int], mark: str, start: int = 0, end: int = sys.maxsize
    ) -> int:
        self.searched = getattr(self, "searched", 0) + min(end, len(self)) - start
        return find(mark, start, end)


def test_a_line_of_any_length_is_not_gone_through() -> None:
    text = Seen("word " * 100_000)
    excerpt(text, finding("word ", "a-rule", (0, 4))._replace(start=250_000, end=250_004))
    assert text.searched < 500


@given(
    st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("‘’“”–—…‹›€→⏎☂✈\ufe0f字\u0301"))
)
def test_marks_stand_below_the_place(text: str) -> None:
    shown = visible(text)
    assert text_report._width(shown) == max(0, wcswidth(shown))  # noqa: SLF001


def test_characters_of_one_column_need_no_table() -> None:
    code = (
        "import sys; from scrapelint.report.text import _width;"
        "print(_width('« Où est l’été ? » – 5 €…⏎'), 'wcwidth' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["26", "False"]
