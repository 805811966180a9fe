"""The README tells what the tests of the promises measured; this runs after all of them."""

import pytest

from tests.promises import figures, told


@pytest.mark.skipif(figures.CAMPAIGN, reason="the README tells the figures of a quick run")
def test_the_readme_tells_these_figures() -> None:
    said = told.read()
    stale = [n for n, f in figures.RECORDED.items() if told.is_stale(n, said.get(n, ""), f)]
    assert not stale, "run `python -m tests.promises.told`, as its docstring says"


def test_the_readme_tells_a_figure_for_each_promise() -> None:
    assert set(told.read()) == told.NAMES


def test_a_loss_makes_a_figure_stale_and_chance_does_not() -> None:
    said = "25 kills: 23 old, 2 new, 0 lost; 3 temporary files"
    same = "12 kills: 5 old, 7 new, 0 lost; 0 temporary files"
    lost = "25 kills: 22 old, 2 new, 1 lost; 3 temporary files"
    assert not told.is_stale("killed at random", said, same)
    assert told.is_stale("killed at random", said, lost)
    assert told.is_stale("bad inputs", said, same)
