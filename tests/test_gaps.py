"""Lost names: words, tables, the evidence around a place, and the command that learns."""

from pathlib import Path

import pytest

import scrapelint
from scrapelint.detectors.gap import Gap
from scrapelint.document import Document
from scrapelint.gaps import TableError, features, table, tablefile
from scrapelint.gaps import sieve as sieve_module
from scrapelint.gaps.sieve import Sieve
from scrapelint.gaps.sifting import Sifting
from scrapelint.gaps.words import forms, split
from scrapelint.linter import Linter
from scrapelint.rule import SHIPPED
from scrapelint.rulebook import load_rules
from scrapelint.selection import Choice, wanted
from tests.conftest import ROOT

MODELS = sorted((SHIPPED / "models").glob("*.tsv"))


def gaps(text: str, lang: str = "fr") -> list[str]:
    found = scrapelint.check(text, lang, select=["name-missing"])
    return [finding.text for finding in found]


@pytest.mark.parametrize(
    ("text", "side", "words"),
    [
        ("L'eau d’Évian (2019).", "left", ["L'", "eau", "d'", "Évian", "(", "2019", ")", "."]),
        ("Anna's don't", "right", ["Anna", "'s", "don", "'t"]),
        ("av. J.-C., dit-il...", "left", ["av", ".", "J.-C.", ",", "dit-il", "..."]),
        ("Hij zei: ,,Nee.''", "right", ["Hij", "zei", ":", '"', "Nee", ".", '"']),
    ],
)
def test_words(text: str, side: str, words: list[str]) -> None:
    assert [word.text for word in split(text, side)] == words


def test_words_know_where_sentences_begin() -> None:
    assert [word.text for word in split("Un. « Deux » trois", "left") if word.first] == [
        "Un",
        '"',
        "Deux",
    ]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_shipped_tables_are_small_and_as_they_are_written(path: Path) -> None:
    known = tablefile.read(path)
    assert known.language == path.stem
    assert known.gate < known.lax < known.strict
    assert table.write(known) == path.read_bytes()
    assert path.stat().st_size < 500_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("frogs", "the first line must be"),
        (f"{table.FORMAT}\nbias\t1\n\n0\ta\n\na b\t1\n", "not a table of `scrapelint learn`"),
        (f"{table.FORMAT}\n", "not a table of `scrapelint learn`"),
    ],
)
def test_a_bad_table_is_refused_with_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "xx.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=reason):
        tablefile.read(path)
    if reason.startswith("the"):
        with pytest.raises(TableError, match=reason):
            tablefile.check(path)


def test_white_space_left_behind_makes_a_place_surer() -> None:
    model = str(ROOT / "rules" / "models" / "fr.tsv")
    scarred = "Le maire a reçu les pêcheurs de  avec les élus. Il a promis un pont."
    found = [
        [
            text[match.span.start : match.span.end]
            for match in Gap(model, "strict").matches(document)
        ]
        for text in (scarred, scarred.replace("  ", " village "))
        for document in [Document(text, "fr")]
    ]
    assert found == [["de  avec"], []]


def test_white_space_that_is_a_habit_tells_nothing() -> None:
    text = "Le maire  a reçu  les pêcheurs  du village  avec  les élus  du conseil  hier."
    assert gaps(text) == []


DAMAGED = "Le maire de a promis un nouveau pont aux habitants du village."


@pytest.mark.parametrize(
    "text",
    [
        f"- {DAMAGED}",
        DAMAGED.lower().replace("le maire", "le maire") * 2,
        f"`{DAMAGED}`",
        "De burgemeester van a promis de vissers een nieuwe brug over het water.",
    ],
)
def test_text_of_another_kind_is_let_alone(text: str) -> None:
    assert gaps(text) == []


def test_a_sure_rule_goes_before_a_guess() -> None:
    text = "Elle vit à, 38 ans, depuis longtemps, et elle écrit pour le, journal local."
    rules = [finding.rule for finding in scrapelint.check(text, "fr") if finding.start]
    assert rules == ["function-word-before-comma", "function-word-before-comma"]


def test_rules_off_by_default_are_wanted_by_name_or_family_only() -> None:
    rules = load_rules()
    off = {rule.name for rule in rules if not rule.default and rule.family != "corpus"}
    assert off == {"name-perhaps-missing"}
    for choice in (None, Choice("x", ("ALL",)), Choice("x", None, ("ALL",))):
        assert not off & wanted(rules, [choice] if choice else [])
    for selector in ("name-perhaps-missing", "missing-text"):
        assert off <= wanted(rules, [Choice("x", (selector,))])
        assert off <= wanted(rules, [Choice("x", None, (selector,))])


def test_two_doubtful_places_count_towards_the_verdict() -> None:
    rules = load_rules()
    assert Linter(rules, wanted(rules, []), "fr").check(DAMAGED)


def test_what_is_remembered_of_words_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"Le mot{n} de la ville{n} est là, dit Jean{n} hier. " for n in range(400))
    fresh = table.parse((SHIPPED / "models" / "fr.tsv").read_text(encoding="utf-8"))
    before = scores(fresh, text)
    monkeypatch.setattr(features, "MOST", 50)
    short = table.parse((SHIPPED / "models" / "fr.tsv").read_text(encoding="utf-8"))
    assert scores(short, text) == before
    lexicon = short.lexicon
    memories = (short._pairs, short._lefts, short._rights, lexicon._first, lexicon._inner)  # noqa: SLF001
    assert [len(memory) <= 50 for memory in memories] == [True] * 5


def scores(known: table.Table, text: str) -> list[tuple[int, int]]:
    read = features.Line(known.lexicon.read(forms(text, known.apostrophe, 0, len(text))))
    return list(known.scores(read, range(len(read))))


TEXTS = [
    DAMAGED,
    "Le maire de promet un nouveau pont (dit-il) : « Il sera prêt en 2021 », a-t-il ajouté, mais.",
    "", "Oui.", "1 2 3 4 5 6 7", "À l'eau ! À, dit-elle, de et avec 3,5 € ; puis... fin",
    "The mayor of promised (in before) the bridge, said - and: it's Anna's 'house' in.",
    "Der Bürgermeister von verspricht den Fischern in Brumont, dass die Brücke bis 2021 von steht.",
]  # fmt: skip


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_sieve_lets_through_whatever_scores_enough(path: Path) -> None:
    known = tablefile.read(path)
    read = [
        features.Line(known.lexicon.read(forms(text, known.apostrophe, 0, len(text))))
        for text in TEXTS * 3
    ]
    every = {
        (number, index): score
        for number, line in enumerate(read)
        for index, score in known.scores(line, range(len(line) + 1))
        if sum(weight(known, name) for name in features.pair(*line.neighbours(index))) + known.bias
        >= known.gate
    }
    assert len(every) > 20
    sieve = Sieve(known.weights, known.bias, known.gate)
    for least in (-10_000, -200, 0, 100, 200, 10_000):
        found = list(sieve.likely(read, least, least - 50))
        assert found == sorted(set(found))
        enough = {at for at, score in every.items() if score >= least - 50 * (at[1] == 0)}
        assert enough <= set(found) <= set(every)


def test_a_sieve_knows_every_letter_of_the_features() -> None:
    line = features.Line.of(
        split("Un (deux, trois) quatre. Cinq ; six", "left"), features.Lexicon({})
    )
    names = {
        name[0]
        for index in range(len(line) + 1)
        for name in (*features.pair(*line.neighbours(index)), *line.around(index))
    }
    assert names == set(sieve_letters())


def test_without_an_engine_there_is_no_sieve_even_if_there_was_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, sifting = tablefile.read(MODELS[0]), Sifting()
    about = known.weights, known.bias, known.gate
    assert sifting.sieve(*about, 10) is None
    monkeypatch.setenv("SCRAPELINT_ENGINE", "native")
    assert sifting.sieve(*about, 10)
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    assert sifting.sieve(*about, 100_000) is None


def test_what_a_sieve_remembers_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    known = tablefile.read(MODELS[0])
    line = features.Line(known.lexicon.read(forms(DAMAGED, known.apostrophe, 0, len(DAMAGED))))
    sieve = Sieve(known.weights, known.bias, known.gate)
    before = list(sieve.likely([line], 0, 0))
    monkeypatch.setattr("scrapelint.gaps.sieve.MOST", 1)
    assert list(sieve.likely([line], 0, 0)) == before
    assert len(sieve._rows) == len(set(line.known))  # noqa: SLF001


def weight(known: table.Table, name: str) -> int:
    return known.weights.get(name, 0)


def sieve_letters() -> list[str]:
    further = [letter for letters in sieve_module._FURTHER.values() for letter in letters]  # noqa: SLF001
    return [*sieve_module._NEIGHBOURS, *sieve_module._NEAR, *further]  # noqa: SLF001
