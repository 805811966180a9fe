"""The compiled core, where there is one: as it is written, and hard to break."""

import gc
import random
import tracemalloc
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

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


def test_the_pure_way_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    assert not engine.compiled()


@pytest.mark.parametrize("seed", range(5))
def test_hostile_values_are_refused_and_break_nothing(core: ModuleType, seed: int) -> None:
    hammer = Hammer(core, random.Random(seed))  # noqa: S311 - no secret
    hammer.strike(200)
    assert hammer.ended["returned"]
    assert hammer.ended["TypeError"]


def test_hostile_values_leave_nothing_behind(core: ModuleType) -> None:
    def kept() -> int:
        Hammer(core, random.Random(0), repeats=100).strike(40)  # noqa: S311 - no secret
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        rounds = [kept() for _ in range(5)]
    finally:
        tracemalloc.stop()
    # Python itself keeps something now and then; what is left behind comes to more every time.
    assert min(after - before for before, after in pairwise(rounds)) < 1_500
