"""The compiled core, where there is one: as it is written, and hard to break."""

import contextlib
import gc
import random
import re
import tracemalloc
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scrapelint.gaps import features
from scrapelint.gaps.letters import letters
from scrapelint.repeats import folded
from scrapelint.scan import engine
from tests.conftest import ROOT
from tests.hammer import Hammer


@pytest.fixture(scope="module")
def core() -> ModuleType:
    return pytest.importorskip("scrapelint._core", reason="no compiled core")  # type: ignore[no-any-return]


def test_it_is_built_from_what_is_written(core: ModuleType) -> None:
    assert core.__file__
    written = max(file.stat().st_mtime for file in (ROOT / "scrapelint" / "core").iterdir())
    rebuild = "build it anew: pip install --no-deps --editable ."
    assert Path(core.__file__).stat().st_mtime >= written, rebuild


def test_a_core_of_another_source_is_not_used(
    core: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCRAPELINT_ENGINE", raising=False)
    built = engine.is_built
    try:
        for edition, used in ((core.EDITION, True), (core.EDITION - 1, False)):
            monkeypatch.setattr(core, "EDITION", edition)
            built.cache_clear()
            assert engine.compiled() is used
    finally:
        built.cache_clear()


def test_the_pure_way_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    assert not engine.compiled()


@pytest.mark.parametrize("seed", range(5))
def test_hostile_values_are_refused_and_break_nothing(core: ModuleType, seed: int) -> None:
    hammer = Hammer(core, random.Random(seed), made=instances(core))  # noqa: S311 - no secret
    hammer.strike(200)
    assert hammer.ended["returned"]
    assert hammer.ended["TypeError"]


def test_hostile_values_leave_nothing_behind(core: ModuleType) -> None:
    def kept() -> int:
        Hammer(core, random.Random(0), 50, made=instances(core)).strike(20)  # noqa: S311 - no secret
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        rounds = [kept() for _ in range(5)]
    finally:
        tracemalloc.stop()
    # Python itself keeps something now and then; what is left behind comes to more every time.
    assert min(after - before for before, after in pairwise(rounds)) < 1_500


def instances(core: ModuleType) -> dict[str, list[object]]:
    words = core.Repeats("one two\nOne two\none twe", ((0, 7), (8, 15), (16, 23)), folded)
    pattern, text = re.compile("(b)?a"), "ab\na ba"
    places = ([3, 5, 8], b"\n%b\n" % text.encode(), 0, 3, b"", 1, 0)
    searches = [core.Search(pattern, text, *places, begins_line, 1) for begins_line in (0, 1)]
    return {"Model": [model(core)], "Repeats": [words], "Search": searches}


def model(core: ModuleType, **changes: object) -> Any:  # noqa: ANN401 - broken on purpose
    whole = {
        "weights": b"a x\t5\ne x y\t-3\nX x , 1.\t7\nZ x\t2",
        "bias": 1, "gate": -9, "is_left": True, "near": features.NEIGHBOURS,
        "around": features.AROUND, "before_mark": features.BEFORE_MARK,
        "in_brackets": features.IN_BRACKETS, "marks": ("</s>", ",", "."),
        "classes": {"x": "1", "a~y": "1"}, "know": know, "letters": letters,
    }  # fmt: skip
    return core.Model(**(whole | changes))


def know(text: str, first: bool) -> tuple[str, str, str, str, int]:  # noqa: FBT001
    return text, text, text[:1], text[-1:], first | (0x100 if text == "," else 0)


class Lying:
    """Says of itself that it matches wherever it is told to."""

    def __init__(self, **places: object) -> None:
        self.places = places

    def match(self, *_: object) -> object:
        return self

    search = match

    def start(self) -> object:
        return self.places["start"]

    def end(self, *_: object) -> object:
        return self.places["end"]


@pytest.mark.parametrize("least", [0, 9])
@pytest.mark.parametrize("begins_line", [False, True])
@pytest.mark.parametrize(
    "places", [(0, 0), (-1, 3), (3, -1), (1 << 62, 0), (2, 1 << 62), ("a", 3), (1, None)]
)
def test_matches_that_cannot_be_are_refused_or_passed(
    core: ModuleType,
    places: tuple[object, object],
    begins_line: bool,  # noqa: FBT001
    least: int,
) -> None:
    pattern = Lying(start=places[0], end=places[1])
    asked = "ab\n" * 9, list(range(30)), b"\n%b\n" % (b"ab\n" * 9), least, 12, b"", 3, 0
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        assert len(list(core.Search(pattern, *asked, begins_line, 0))) < 30


HOSTILE = ("", "x y", "\0\n\n\ud800 x", "x(y, x. " * 3000, "\U0010ffff" * 9, 7, None, b"x", ["x"])


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_a_model_refuses_what_it_cannot_read(core: ModuleType, text: object) -> None:
    made = model(core)
    for ask in (
        lambda: made.counts(text),
        lambda: made.reaching(text, -(1 << 30), 1 << 30, 0, 0),
        lambda: made.reaching(text, 1 << 30, 0, -(1 << 30), 0),
        lambda: made.reaching(text, 1 << 60, 0, 0, -5),
        lambda: made.scores(text, [0, 0]),
        lambda: made.scores(text, [1 << 80]),
        lambda: made.scores(text, [-1]),
        lambda: made.scores(text, ["0"]),
        lambda: made.scores(text, (0,)),
        lambda: made.scores(text, [1, 0]),
        lambda: made.borders(text, 0, 1 << 40),
        lambda: made.borders(text, -1, 0),
        lambda: made.borders(text, 2, 1),
    ):
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            ask()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"know": lambda *_: None}, TypeError),
        ({"know": lambda *_: ("a", "b", "c", 4, 5)}, TypeError),
        ({"know": lambda *_: ("a", "b", "c", "d")}, TypeError),
        ({"know": lambda *_: ["a", "b", "c", "d", 5]}, TypeError),
        ({"know": lambda *_: 1 // 0}, ZeroDivisionError),
        ({"know": None}, TypeError),
        ({"letters": lambda _: b"short"}, ValueError),
        ({"letters": lambda _: "text"}, TypeError),
        ({"letters": lambda _: 1 // 0}, ZeroDivisionError),
        ({"near": "e {l1} {nothing}"}, ValueError),
        ({"near": "e {l1"}, ValueError),
        ({"near": "e {l1} {l2} {l3} {r1} {r2}"}, ValueError),
        ({"near": "\n".join("e {l1} {r1}" for _ in range(99))}, ValueError),
        ({"marks": 7}, TypeError),
        ({"marks": (1,)}, TypeError),
        ({"weights": "text"}, TypeError),
    ],
)
def test_a_model_refuses_what_it_cannot_be_made_of(
    core: ModuleType, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        model(core, **changes).counts("x y, x.")


def test_a_model_is_not_used_before_it_is_made_nor_made_twice(core: ModuleType) -> None:
    with pytest.raises(TypeError):
        core.Model.__new__(core.Model).counts("x")
    with pytest.raises(TypeError):
        model(core).__init__(**dict.fromkeys(("weights",), b"a x\t1"))
    made = model(core)
    with pytest.raises(TypeError):
        made.__init__(b"a x\t1", 0, 0, 1, "", "", "", "", (), {}, know, letters)


def test_what_a_model_asks_may_ask_the_model(core: ModuleType) -> None:
    asked: list[str] = []

    def asking(text: str, first: bool) -> tuple[str, str, str, str, int]:  # noqa: FBT001
        if text and len(asked) < 5:
            asked.append(text)
            for n in range(50):
                made.counts(f"{text} other{len(asked)}x{n}")
        return know(text, first)

    made = model(core, know=asking)
    assert made.counts("x y, x.") == model(core).counts("x y, x.")
    assert made.scores("x y, x.", [0, 1, 2]) == model(core).scores("x y, x.", [0, 1, 2])
