"""Findings: who gives way to whom, that they are the same every time, and where they are."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import scrapelint
from scrapelint.detectors.tally import Tally
from scrapelint.finding import Severity
from scrapelint.linter import Linter
from scrapelint.rule import Rule
from tests.conftest import HOUSE_RULE, ROOT, write_rule


def found(text: str, lang: str = "fr", **options: list[str]) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in scrapelint.check(text, lang, **options)]


def test_the_space_beside_a_lost_name_is_no_spacing_defect() -> None:
    text = "Elle écrit pour le , journal de la région , depuis dix ans."
    assert found(text) == [
        ("function-word-before-comma", "le ,"),
        ("space-before-punctuation", " "),
    ]


def test_evidence_is_kept_even_when_it_was_not_asked_for() -> None:
    text = "Elle écrit pour le , journal de la région , depuis dix ans."
    assert found(text, select=["spacing"]) == [("space-before-punctuation", " ")]
    fixed = scrapelint.fix(text, "fr", select=["spacing"]).text
    assert fixed == "Elle écrit pour le , journal de la région, depuis dix ans."


@pytest.mark.parametrize(
    "text",
    [
        "Voir www.example.org/page.Index ou http://example.org/a.Bc pour la suite.",
        "Écrire à jean.Dupont@example.org.",
        "La méthode `objet.Champ ,` existe, l’éditeur montre `Ã©` et `&amp;`.",
        "```\nobjet.Champ , <b>\n```\n",
        "Un avis : On arrive.Vite — Zoé Lac (@zoelac) 3 juin 2020",
    ],
)
def test_addresses_code_and_embeds_keep_their_own_rules(text: str) -> None:
    assert [rule for rule, _ in found(text) if rule != "tweet"] == []


def test_what_touches_broken_characters_is_not_judged_yet() -> None:
    assert found("Le comité euro de\u00ad, dit-il.") == [("soft-hyphen", "\u00ad")]


def test_words_at_a_line_end_that_a_program_put_are_not_judged_yet() -> None:
    text = (
        "Le pont de Brumont reste fermé jusqu'à la fin du mois de juin. La maire de la commune "
        "promet un bac pour les enfants de l'école, car la pile du nord a une fissure plus "
        "profonde que prévu. Les pêcheurs passent les élèves de rive en rive et disent que "
        "personne ne paiera avant l'automne.\n"
    )
    wrapped = textwrap.fill(text, 90) + "\n"
    assert [rule for rule, _ in found(wrapped)] == ["hard-wrapped-lines"]
    assert scrapelint.fix(wrapped, "fr", unsafe=True).text == text


def test_the_verdict_on_a_document_needs_two_losses() -> None:
    one = "Elle vit à, depuis longtemps."
    two = "Elle vit à, depuis longtemps, et écrit pour le, journal local."
    assert "text-is-missing" not in dict(found(one))
    assert found(two)[0] == ("text-is-missing", "")


def test_names_that_the_document_offers_are_told() -> None:
    text = (
        "On arrive ! — Anouk Ober (@anoukober) 3 juin 2020\n\n"
        "C’est ce que dit la note d’, la directrice."
    )
    (message,) = (f.message for f in scrapelint.check(text, "fr") if f.rule == "dangling-elision")
    assert message.endswith("(the article names Anouk Ober)")


def test_rules_for_one_language_do_not_run_without_it() -> None:
    assert found("à, 44", "unknown") == found("à, 44", "en") == []


def test_offsets_and_lines_of_a_file_with_other_line_ends() -> None:
    text = "Un.\r\n\r\nIl part.Elle reste.\r\n"
    (finding,) = scrapelint.check(text, "fr")
    assert text[finding.start : finding.end] == finding.text == "."
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (3, 8, 3, 9)


def test_findings_are_the_same_whatever_the_hash_seed() -> None:
    script = (
        "import scrapelint, sys;"
        "text = open(sys.argv[1], encoding='utf-8').read();"
        "print(scrapelint.check(text), scrapelint.fix(text, unsafe=True))"
    )
    article = ROOT / "examples" / "articles" / "pont-de-brumont.txt"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, article],
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1


def test_rules_do_not_depend_on_the_order_of_the_others(rules: tuple[Rule, ...]) -> None:
    text = Path(ROOT / "examples" / "articles" / "pont-de-brumont.txt").read_text(encoding="utf-8")
    wanted = frozenset(rule.name for rule in rules)
    assert Linter(rules, wanted).check(text) == Linter(rules[::-1], wanted).check(text)


def test_a_long_list_is_no_wall_of_text() -> None:
    item = "- Le pont est fermé. La navette passe toutes les heures, sauf le dimanche matin.\n"
    assert ("wall-of-text" in dict(found(item * 30))) is False
    assert "wall-of-text" in dict(found(item.removeprefix("- ").strip() * 30 + "\n"))


def test_two_places_in_doubt_weigh_as_much_as_a_sure_one() -> None:
    tally = Tally("missing-text", at_least=2)
    error, warning = ("missing-text", Severity.ERROR), ("missing-text", Severity.WARNING)
    assert [match.note for match in tally.judge([error, warning, warning])] == ["3 places"]
    assert not list(tally.judge([error, warning]))
    assert not list(tally.judge([error, ("spacing", Severity.ERROR)]))


def test_what_two_rules_claim_is_the_same_ones_in_any_order(rules: tuple[Rule, ...]) -> None:
    wanted = frozenset({"author-bio", "follow-us"})
    text = "Le pont est fermé.\n\nFollow Mary Holt on Twitter.\n"
    for order in (rules, rules[::-1]):
        assert [f.rule for f in Linter(order, wanted, "en").check(text)] == ["author-bio"]


def test_an_expression_may_match_without_its_group_for_the_place(tmp_path: Path) -> None:
    rule = HOUSE_RULE.replace("frog''", "a (?P<found>frog)|newt''")
    write_rule(tmp_path, "no-frogs", rule)
    findings = scrapelint.check("Not a frog, a newt.", select=["no-frogs"], rules=[tmp_path])
    assert [finding.text for finding in findings] == ["frog", "newt"]
