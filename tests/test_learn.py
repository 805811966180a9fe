"""The command `learn`: from sound text to a table that finds what was dropped from it."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapelint.cli import main
from scrapelint.gaps import tablefile

pytest.importorskip("sklearn", reason="needs the extra `learn`")

NAMES = ("Zofia", "Marek Wrona", "Brumont", "Ewa", "Piotr Sowa", "Adam")
VERBS = ("widzi", "lubi", "zna", "pamięta")
PLACES = ("rzeki", "wioski", "mostu", "szkoły", "przystani")


def sentences(count: int) -> list[str]:
    """Return invented sentences of one shape, in a language that has no shipped table."""
    chance = random.Random(7)  # noqa: S311 - no secret
    shapes = (
        "Dzisiaj {} razem z {} idzie do {} nad wodą.",
        "Rano rybak {} {} i wraca od {} do {}.",
        "W {} numer {} mieszka stary rybak, {} i jego brat.",
    )
    found = []
    for _ in range(count):
        name, other = chance.choice(NAMES), chance.choice(NAMES)
        verb, place, end = chance.choice(VERBS), chance.choice(PLACES), chance.choice(PLACES)
        first, second, third = shapes
        found.append(
            chance.choice(
                (
                    first.format(name, other, place),
                    second.format(verb, name, place, end),
                    third.format(place, chance.randint(1, 90), name),
                )
            )
        )
    return found


def learn(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, ["learn", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    lines = sentences(1500)
    (folder / "a.txt").write_text("\n".join(lines[:700]), encoding="utf-8")
    records = [json.dumps({"text": line}) for line in lines[700:]]
    (folder / "b.jsonl").write_text("\n".join(records), encoding="utf-8")
    return folder


def test_the_same_texts_give_the_same_table(texts: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    output = learn(texts, "--lang", "pl", "-o", first)
    learn(texts, "--lang", "pl", "-o", second)
    assert first.read_bytes() == second.read_bytes()
    assert tablefile.read(first).language == "pl"
    assert "false alarms in 10,000 words" in output


def test_the_table_finds_what_was_dropped(texts: Path, tmp_path: Path) -> None:
    model = tmp_path / "house" / "models" / "pl.tsv"
    model.parent.mkdir(parents=True)
    learn(texts, "--lang", "pl", "-o", model)
    rule = tmp_path / "house" / "missing-text" / "name-lost.toml"
    rule.parent.mkdir()
    rule.write_text(
        'summary = "a name is missing"\nwhy = "It was in a link."\nseverity = "error"\n'
        '[detect]\ntype = "gap"\nlevel = "strict"\nmodel = "pl"\n'
        '[[invalid]]\ntext = "Dzisiaj Ewa razem z idzie do mostu nad wodą."\nfound = "z idzie"\n'
        '[[valid]]\ntext = "Dzisiaj Ewa razem z Adam idzie do mostu nad wodą."\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["test", str(rule)])
    assert result.exit_code == 0, result.output


def test_the_folder_of_the_table_is_made(texts: Path, tmp_path: Path) -> None:
    model = tmp_path / "house" / "models" / "pl.tsv"
    learn(texts, "--lang", "pl", "-o", model)
    assert tablefile.read(model).language == "pl"


def test_a_folder_that_cannot_be_made_is_told_before_the_work(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "house").write_text("frogs", encoding="utf-8")
    arguments = ["learn", str(texts), "--lang", "pl", "-o", str(tmp_path / "house" / "pl.tsv")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Dropping names" not in result.output
    assert "exists" in result.output


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "Za krótki tekst.", "lines are too few"),
        ("a.jsonl", '{"title": "x"}', "not an object with a `text`"),
        ("a.jsonl", "[", "not an object with a `text`"),
    ],
)
def test_what_cannot_be_learned_from_is_told(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    arguments = ["learn", str(path), "--lang", "pl", "-o", str(tmp_path / "pl.tsv")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert reason in result.output
    assert not (tmp_path / "pl.tsv").exists()
