"""Lost names: words, tables, the evidence around a place, and the command that learns."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scrapelint
from scrapelint.detectors.gap import Gap
from scrapelint.document import Document
from scrapelint.gaps import TableError, features, table, tablefile
from scrapelint.gaps.compiled import Compiled, compiled
from scrapelint.gaps.pure import Pure
from scrapelint.gaps.scorer import Scorer
from scrapelint.gaps.words import split
from scrapelint.linter import Linter
from scrapelint.rule import SHIPPED
from scrapelint.rulebook import load_rules
from scrapelint.scan import engine
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


LAST = "trips ends at six. The last of its boats is painted red."


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "  - "])
def test_an_entry_of_a_list_goes_on_below_itself(everything: Linter, mark: str) -> None:
    text = f"{mark}The ferry leaves at nine, and the last of its\n{' ' * len(mark)}{LAST}\n"
    assert not [each for each in everything.check(text) if each.family == "missing-text"]


@pytest.mark.parametrize("space", [" ", "\n  "])
def test_white_space_below_anything_else_tells_as_before(everything: Linter, space: str) -> None:
    text = f"- Tickets are sold on board of it.\n{space}{LAST}\n"
    assert [each for each in everything.check(text) if each.family == "missing-text"]


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


TEXTS = [
    DAMAGED,
    "Le maire de promet un nouveau pont (dit-il) : « Il sera prêt en 2021 », a-t-il ajouté, mais.",
    "", "Oui.", "1 2 3 4 5 6 7", "À l'eau ! À, dit-elle, de et avec 3,5 € ; puis... fin",
    "The mayor of promised (in before) the bridge, said - and: it's Anna's 'house' in.",
    "Der Bürgermeister von verspricht den Fischern in Brumont, dass die Brücke bis 2021 von steht.",
    "  Le maire  de promet\u00a0 un pont\t\tde et  avec, dit -  il de  \n \n  à \u00a0 de  la de. ",
    "av. J.-C. U.S.A. a.b a.bc 1.2:3/4, ,, '' `` ..... _x_ d'A. l’\ud800 't ’tis ½ ² 五 İ e\u0301",
]  # fmt: skip


def scorers(path: Path) -> tuple[Pure, Compiled]:
    if not engine.compiled():
        pytest.skip("no compiled core")
    known = tablefile.read(path)
    return known._pure, known._compiled  # type: ignore[return-value] # noqa: SLF001


def everything(scorer: Scorer, text: str) -> list[object]:
    counts = scorer.counts(text)
    lines = zip(text.split("\n"), counts, strict=True)
    return [
        counts,
        [scorer.scores(line, list(range(count.words + 1))) for line, count in lines],
        *(list(scorer.reaching(text, least, least - 90, 0, 3)) for least in (-400, -100, 0, 150)),
        *(list(scorer.reaching(text, 150, at_start, 300, 0)) for at_start in (-400, 0, 400)),
        scorer.borders(text, 0, len(text)),
        scorer.borders(text, len(text) // 3, 2 * len(text) // 3),
    ]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_core_scores_as_python_does(path: Path) -> None:
    pure, core = scorers(path)
    for text in (*TEXTS, "\n".join(TEXTS), "\n", "a\n\nb", "\n".join(TEXTS * 3)):
        assert everything(core, text) == everything(pure, text)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
@given(data=st.data())
def test_the_core_scores_as_python_does_whatever_comes(path: Path, data: st.DataObject) -> None:
    pure, core = scorers(path)
    word = st.one_of(
        st.sampled_from(" ".join(TEXTS).split()), st.sampled_from(sorted(pure.lexicon.classes)),
        st.text(st.sampled_from("aÉß1٣².-'’,:/_`(«\u2028\x85\n 五\ud800"), min_size=1, max_size=6),
    )  # fmt: skip
    text = data.draw(st.sampled_from(("", " ", "  ", " \u00a0"))).join(
        data.draw(st.lists(word, max_size=30))
    )
    assert everything(core, text) == everything(pure, text)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_long_lines_are_read_piece_by_piece(path: Path) -> None:
    pure, core = scorers(path)
    one = " ".join(TEXTS).replace("\n", " ")
    long = " ".join([one] * (140_000 // len(one)))
    for text in (f"a\n{long}\n{one}", f"J.-C.{'x' * 140_000}'s. {one}"):
        assert core.counts(text) == pure.counts(text)
        assert core.borders(text, 3, len(text)) == pure.borders(text, 3, len(text))
        for least in (-100, 0):
            wanted = list(pure.reaching(text, least, 0, 0, 3))
            assert list(core.reaching(text, least, 0, 0, 3)) == wanted


@pytest.mark.parametrize("shift", range(8))
def test_scars_are_seen_wherever_pieces_end(shift: int) -> None:
    _, core = scorers(MODELS[0])
    least, scar = 1 << 29, 1 << 30  # so that all scars reach it, and nothing else
    line = "y" * shift + "ab  c   " * 20_000
    assert list(core.reaching(line, least, least, scar, 0)) == [(0, n) for n in range(1, 40_000)]
    lines = "y" * shift + "\n ab c d" * 20_000
    assert list(core.reaching(lines, least, least, scar, 0)) == [(n, 0) for n in range(1, 20_001)]


def test_what_is_remembered_of_words_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"Le mot{n} de la ville{n} est là, dit Jean{n} hier. " for n in range(400))
    monkeypatch.setenv("SCRAPELINT_ENGINE", "pure")
    source = (SHIPPED / "models" / "fr.tsv").read_text(encoding="utf-8")
    before = everything(table.parse(source).scorer, text)
    monkeypatch.setattr(features, "MOST", 50)
    short = table.parse(source)
    assert everything(short.scorer, text) == before
    pure, lexicon = short._pure, short.lexicon  # noqa: SLF001
    memories = (pure._pairs, pure._lefts, pure._rights, lexicon._first, lexicon._inner)  # noqa: SLF001
    assert [len(memory) <= 50 for memory in memories] == [True] * 5


def test_the_core_scores_the_same_after_it_forgot() -> None:
    _, core = scorers(MODELS[0])
    before = everything(core, DAMAGED)
    for start in range(0, 110_000, 1000):
        core.counts(" ".join(f"wort{n}" for n in range(start, start + 1000)))
    assert everything(core, DAMAGED) == before


@pytest.mark.parametrize(
    ("source", "error"),
    [("a b", ValueError), ("a b\t1x", ValueError), ("a b c d e f\t1", ValueError), ("", ValueError),
     ("a \tb\t1", ValueError), ("a b\t-", ValueError), ("a b\t1\n", ValueError)],
)  # fmt: skip
def test_the_core_refuses_what_are_no_weights(source: str, error: type[Exception]) -> None:
    pytest.importorskip("scrapelint._core")
    with pytest.raises(error):
        compiled(features.Lexicon({}), source, 0, 0, "left")


def test_the_core_leaves_very_many_words_and_large_weights_to_python() -> None:
    pytest.importorskip("scrapelint._core")
    assert compiled(features.Lexicon({}), f"a w\t{10**9}", 0, 0, "left") is None
    many = "\n".join(f"a w{n}\t1" for n in range(1 << 14))
    assert compiled(features.Lexicon({}), many, 0, 0, "left") is None
