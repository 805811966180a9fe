"""Expressions that are compiled when they are first used."""

import re

import pytest

from scrapelint.late import late


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_it_does_what_the_pattern_does(flags: int) -> None:
    pattern, instead = re.compile("r(e)d|blu", flags), late("r(e)d|blu", flags)
    for text in ("a red frog", "RED and Blue", "none"):
        for _ in range(2):
            assert instead.findall(text) == pattern.findall(text)
            assert instead.sub("green", text) == pattern.sub("green", text)
            assert list(map(str, instead.finditer(text))) == list(map(str, pattern.finditer(text)))
    assert (instead.pattern, instead.flags) == (pattern.pattern, pattern.flags)


def test_what_is_wrong_shows_when_it_is_used() -> None:
    wrong = late("(")
    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.search("a")
    with pytest.raises(AttributeError):
        late("a").nothing  # type: ignore[attr-defined] # noqa: B018
