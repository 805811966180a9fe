"""The same findings with a scanner and the compiled core as without them."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from scrapelint.finding import Finding
from scrapelint.linter import Linter
from scrapelint.rule import Rule
from scrapelint.scan import engine
from tests.promises.articles import SPOTS, article
from tests.promises.figures import record, size
from tests.promises.garbage import garbage

TEXTS = size(1_500, 100_000)


@pytest.fixture
def linters(rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch) -> dict[str, Linter]:
    """Return linters with all rules: with a scanner, all in Python, and one for small texts."""
    monkeypatch.setattr(engine, "_WORTH_LOADING", 1 << 60)
    monkeypatch.setattr(engine, "_WORTH_COMPILING", 1 << 60)
    found = {}
    for kind in ("native", "pure", "small"):
        monkeypatch.setenv("SCRAPELINT_ENGINE", kind)
        everything = frozenset(rule.name for rule in rules)
        found[kind] = Linter(rules, everything)
    return found


def texts(rules: tuple[Rule, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield the cases of all rules in their languages, then texts made of such damage."""
    cases = [(case.text, case.language) for rule in rules for case in (*rule.invalid, *rule.valid)]
    yield from cases
    for number in range(TEXTS):
        chance = random.Random(number)  # noqa: S311 - no secret
        if number % 3 == 0:
            yield article(chance), None
        elif number % 3 == 1:
            yield garbage(chance).decode("utf-8", "replace").replace("\0", "\x01"), None
        else:
            parts = [text for text, _ in chance.choices(cases, k=4)]
            parts = [mangled(chance, part) for part in parts]
            yield chance.choice(("\n", "\n\n", " ", "")).join(parts), None


def mangled(chance: random.Random, text: str) -> str:
    """Return a text with some of it left out, doubled or changed in case."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.randrange(12))
    part = text[start:end]
    return (
        text[:start]
        + chance.choice(("", part * 2, part.upper(), chance.choice(SPOTS)))
        + text[end:]
    )


def test_a_scanner_changes_nothing(
    linters: dict[str, Linter], rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("scrapelint._core")

    def findings(kind: str, text: str, language: str | None) -> list[Finding]:
        monkeypatch.setenv("SCRAPELINT_ENGINE", kind)
        return replace(linters[kind], language=language).check(text)

    tried = found = 0
    for text, language in texts(rules):
        native, pure, small = (findings(kind, text, language) for kind in linters)
        assert native == pure == small, text
        tried += 1
        found += len(pure)
    assert found > tried  # there is something to find
    record("engines", f"{tried:,} texts with a scanner and without: 0 differences")
