"""What langdetect takes a text for is what it says itself, to the last bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langdetect import DetectorFactory, detect_langs, detector_factory
from langdetect.lang_detect_exception import LangDetectException

from scrapelint import guessing
from scrapelint.guessing import guess

SENTENCES = (
    "Bron är stängd sedan måndag, och färjan går bara till kvällen för dem som bor i staden.",
    "Мост закрыт с понедельника, и паром ходит только до вечера для жителей города.",
    "橋は月曜日から閉鎖されており、フェリーは夕方まで運航しています。",
    "De brug is sinds maandag dicht. Die Brücke ist seit Montag gesperrt.",
    "Cầu đã đóng cửa từ thứ hai và phà chỉ chạy đến tối.",
)


@pytest.fixture(autouse=True)
def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DetectorFactory, "seed", 0)


def said(text: str) -> tuple[str, float] | None:
    """Return what langdetect itself says."""
    try:
        likely = detect_langs(text)
    except LangDetectException:
        return None
    return (likely[0].lang, likely[0].prob) if likely else None


@given(st.lists(st.sampled_from(" ".join(SENTENCES).split()) | st.text(max_size=9), max_size=40))
def test_it_says_what_langdetect_says(words: list[str]) -> None:
    text = " ".join(words)
    assert guess(text) == said(text)


@pytest.mark.parametrize("text", [*SENTENCES, *map(str.upper, SENTENCES), "", "12 345", "\ud800"])
def test_it_knows_as_little(text: str) -> None:
    assert guess(text) == said(text)


def test_each_chance_is_the_same() -> None:
    detector_factory.init_factory()
    theirs, ours = detector_factory._factory, guessing._factory()  # noqa: SLF001
    assert ours.langlist == theirs.langlist
    assert ours.word_lang_prob_map.keys() == theirs.word_lang_prob_map.keys()
    for string, chances in theirs.word_lang_prob_map.items():
        assert ours.word_lang_prob_map[string] == chances


def test_others_are_seeded_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DetectorFactory, "seed", 7)
    guess(SENTENCES[0])
    assert DetectorFactory.seed == 7
