"""The language of a text, or `unknown` rather than a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapelint.language import _VOTERS, _votes, decide
from scrapelint.scan import engine

SENTENCES = {
    "de": "Die Brücke ist seit Montag gesperrt, und die Fähre fährt nur bis zum Abend.",
    "en": "The bridge has been closed since Monday, and the ferry runs until the evening.",
    "es": "El puente está cerrado desde el lunes, y la barca solo sale hasta la noche.",
    "fr": "Le pont est fermé depuis lundi, et la navette ne passe que dans la journée.",
    "it": "Il ponte è chiuso da lunedì e la barca non parte che per alcune ore nella giornata.",
    "nl": "De brug is sinds maandag dicht en het veer vaart maar tot in de avond.",
    "pt": "A ponte está fechada desde segunda e o barco só sai até ao fim da tarde.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_is_enough(language: str, sentence: str) -> None:
    assert decide(sentence) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 345",
        "Bravo Brumont 2019",
        "Bron är stängd sedan måndag, och färjan går bara till kvällen för dem som bor i staden.",
        "Most jest zamknięty od poniedziałku, a prom pływa tylko do wieczora dla mieszkańców.",
        "Мост закрыт с понедельника, и паром ходит только до вечера для жителей города.",
        SENTENCES["fr"] + " " + SENTENCES["en"],
    ],
)
def test_short_foreign_and_mixed_texts_are_unknown(text: str) -> None:
    assert decide(text) == "unknown"


def test_the_answer_is_the_same_every_time() -> None:
    text = "Brumont Brumont pont bridge ponte puente brug Brücke " * 20
    assert len({decide(text) for _ in range(5)}) == 1


@given(st.lists(st.sampled_from([*_VOTERS, "Brumont", "ÉTÉ", "l'", "\n", "2021", "五"])))
def test_the_core_counts_as_python_does(words: list[str]) -> None:
    text = " ".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SCRAPELINT_ENGINE", raising=False)
        if not engine.compiled():
            pytest.skip("no compiled core")
        compiled = _votes(text)
        patch.setenv("SCRAPELINT_ENGINE", "pure")
        assert _votes(text) == compiled
