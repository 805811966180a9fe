"""Repairs: only what is asked for, nothing but the edits, to an end, and stable."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scrapelint
from scrapelint import repair
from scrapelint.linter import Linter
from scrapelint.rulebook import load_rules
from tests.conftest import HOUSE_RULE, write_rule

RULES = load_rules()
EVERYTHING = Linter(RULES, frozenset(rule.name for rule in RULES))

pieces = st.sampled_from(
    [
        "Il part.",
        "Elle reste",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n\n\n",
        "\r\n",
        ",",
        ".",
        " ,",
        "qu'",
        "d’",
        "«",
        "»",
        '"',
        "à,",
        "(",
        ")",
        "&amp;",
        "<b>",
        "Ã©",
        "\u200b",
        "\u00ad",
        "Publicité",
        "pic.twitter.com/aB3dE5fG7h",
        "— Zoé (@zoe) 3 juin 2020",
        "date 2019-01",
        "2019Le pont",
        "{{ titre }}",
        "le maire de la ville",
    ]
)
articles = st.lists(pieces, max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(articles, st.booleans(), st.sampled_from([None, "fr", "en", "de"]))
def test_repaired_text_stays_as_it_is(text: str, unsafe: bool, lang: str | None) -> None:  # noqa: FBT001
    linter = Linter(RULES, EVERYTHING.wanted, lang)
    once = repair.fix(linter, text, unsafe=unsafe)
    assert repair.fix(linter, once.text, unsafe=unsafe).text == once.text


@settings(max_examples=150, deadline=None)
@given(articles)
def test_findings_are_inside_the_text_and_sorted(text: str) -> None:
    findings = EVERYTHING.check(text)
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
    assert [f.start for f in findings] == sorted(f.start for f in findings)


def house(tmp_path: Path, **replacements: str) -> list[str]:
    """Write one house rule for each word and what is to be written for it."""
    for word, new in replacements.items():
        text = HOUSE_RULE.replace("frog", word).replace("prince", new)
        write_rule(tmp_path, f"no-{word}", text)
    return [f"no-{word}" for word in replacements]


def test_a_repair_that_would_bring_about_another_finding_is_left_out(tmp_path: Path) -> None:
    names = house(tmp_path, frog="newt", newt="olm")
    result = scrapelint.fix("A frog. A newt.", select=names, rules=[tmp_path])
    assert result.text == "A frog. A olm."
    assert dict(result.fixed) == {"no-newt": 1}


def test_what_a_decoding_brings_to_light_is_repaired_too() -> None:
    result = scrapelint.fix("Il part.&#201;lise reste.", "fr")
    assert result.text == "Il part. Élise reste."


def test_repairs_that_do_not_end_are_an_error(tmp_path: Path) -> None:
    names = house(tmp_path, frog="frog frog")
    with pytest.raises(repair.NotStableError, match="still changing after 10 passes: no-frog"):
        scrapelint.fix("A frog.", select=names, rules=[tmp_path])


def test_safe_repairs_that_remove_too_much_are_held_back() -> None:
    text = "Un.\n\nLa suite après cette publicité\n"
    result = scrapelint.fix(text, "fr")
    assert result.text == text
    assert result.held_back == "its safe repairs would remove 90% of it"
    assert [finding.rule for finding in result.findings] == ["advertisement-label"]
    assert scrapelint.fix(text, "fr", unsafe=True).text == "Un.\n"


def test_unsafe_repairs_are_made_on_request_only() -> None:
    text = "Le pont est fermé pic.twitter.com/aB3dE5fG7h depuis lundi.\n"
    assert scrapelint.fix(text, "fr").text == text
    assert scrapelint.fix(text, "fr", unsafe=True).text == "Le pont est fermé depuis lundi.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Un.\r\n\r\n\r\n\r\nDeux.\r\n", "Un.\r\n\r\nDeux.\r\n"),
        ("Un.\r\rDeux.", "Un.\r\rDeux.\r"),
        (
            "Un.\r\nDeux.\nTrois.\rIl part.Elle reste.\n",
            "Un.\r\nDeux.\nTrois.\rIl part. Elle reste.\n",
        ),
        (
            "Le pont de Brumont est fermé depuis lundi.\r\n\r\nCopier le lien\r\n\r\nFin.\r\n",
            "Le pont de Brumont est fermé depuis lundi.\r\n\r\nFin.\r\n",
        ),
    ],
)
def test_line_ends_stay_what_they_are(before: str, after: str) -> None:
    assert scrapelint.fix(before, "fr").text == after
