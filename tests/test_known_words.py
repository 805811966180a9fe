"""What the core finds out about a word by itself is what Python would have told it."""

from collections.abc import Callable, Iterable
from itertools import count
from struct import pack, unpack

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapelint.gaps.compiled import Compiled, compiled
from scrapelint.gaps.features import Known, Lexicon
from scrapelint.gaps.letters import letters
from scrapelint.gaps.words import forms
from scrapelint.scan import engine

LEXICON = Lexicon(
    {
        "le": "3", "Ville": "7", "été": "2", "d'": "5", "a~ent": "12", "Aa~ris": "4", "AA": "9",
        "#4": "8", "1.5": "6", "οδος": "10", "x-ray": "11", "a'": "13", "STRASSE": "1", "ÿ": "0",
    }
)  # fmt: skip
PLAIN = 1 << 29
OTHER = "x"
"""A word that stands before those that begin no sentence."""


@pytest.fixture(autouse=True)
def _core() -> None:
    if not engine.compiled():
        pytest.skip("no compiled core")


def asking(page: int) -> bytes:
    """Return what the core is told of characters, none of them plain: it asks about each word."""
    return pack("256I", *(told & ~PLAIN for told in unpack("256I", letters(page))))


def parts(known: Known) -> set[str]:
    found = (known.form, known.kind, known.initial, known.ending)
    return {part for part in found if part and part.isprintable() and " " not in part}


def weights(words: Iterable[str]) -> str:
    """Return a weight of its own for each part of each word, wherever one is looked at alone."""
    other = LEXICON.know(OTHER, first=True)
    known = [LEXICON.know(word, first=first) for word in words for first in (True, False)]
    named = sorted(set[str]().union(*map(parts, known)))
    features = [
        f"{feature} {part}"
        for part in named
        for feature in ("b", "d", "i <s>", "j <s>", f"i {other.form}", f"j {other.form}")
    ]
    numbers = count(1)
    return "\n".join(f"{feature}\t{2 * next(numbers) ** 2}" for feature in features) or "a a\t1"


def said(words: list[str], side: str, told: Callable[[int], bytes]) -> list[object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scrapelint.gaps.compiled.letters", told)
        core = compiled(LEXICON, weights(words), 0, 0, side)
    assert isinstance(core, Compiled)
    lines = [line for word in words for line in (word, f"{OTHER} {word}")]
    return [
        (core.counts(line), core.scores(line, list(range(core.counts(line)[0].words + 1))))
        for line in lines
    ]


WORDS = "Le Été d’ d' Paris parlent 1984 2984 12 1.5 ΟΔΟΣ οδος X-RAY Straße ŸŸ ªº ǅ İs 五 m² Ⅷ ٣ ŉ’"


@given(
    st.lists(
        st.sampled_from(WORDS.split())
        | st.text(st.sampled_from("aÉßΣσİǅª²٣五19'’-.,:n"), min_size=1, max_size=5)
        | st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1, max_size=3),
        max_size=12,
    ),
    st.sampled_from(("left", "right")),
)
@example(WORDS.split(), "left")
@example(["a" * 64, "A" * 65, "𐐀𐐨" * 32, "é" * 65, "1" * 70], "right")
def test_all_parts_are_those_that_python_tells(texts: list[str], side: str) -> None:
    words = sorted({word for text in texts for word in forms(text, side)})
    assert said(words, side, letters) == said(words, side, asking)


def test_python_is_not_asked_about_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def know(_: Lexicon, text: str, *, first: bool) -> Known:
        asked.append(text)
        return Known(text, text, "", "", first)

    monkeypatch.setattr(Lexicon, "know", know)
    core = compiled(LEXICON, "a a\t1", 0, 0, "left")
    assert core
    core.counts("L’été à Paris, en 1984: 12.5 STRASSE, ΟΔΟΣ, x-ray - 𐐀𐐨 İ m²")
    assert asked == [",", ":", "ΟΔΟΣ", "-", "İ", "m²"]


def test_a_lexicon_of_anything_but_texts_is_refused() -> None:
    for classes in ({"a": 1}, {1: "a"}, {"\ud800": "a"}):
        with pytest.raises((TypeError, ValueError)):
            compiled(Lexicon(classes), "a a\t1", 0, 0, "left")  # type: ignore[arg-type]
