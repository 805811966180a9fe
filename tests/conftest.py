"""What several tests need."""

from pathlib import Path

import pytest
from hypothesis import settings

from scrapelint.linter import Linter
from scrapelint.rule import Rule
from scrapelint.rulebook import load_rules

pytest_plugins = ["tests.promises.gathering"]

ROOT = Path(__file__).parent.parent

settings.register_profile("busy", deadline=None)  # other tests run at the same time
settings.load_profile("busy")

HOUSE_RULE = """
summary = "the word frog"
why = "A frog got in."
severity = "warning"
fix = "safe"

[detect]
type = "pattern"
find = ['''frog''']
replace = "prince"

[[invalid]]
text = "A frog."
found = "frog"
fixed = "A prince."

[[valid]]
text = "A toad."
"""


@pytest.fixture(scope="session")
def rules() -> tuple[Rule, ...]:
    return load_rules()


@pytest.fixture(scope="session")
def everything(rules: tuple[Rule, ...]) -> Linter:
    return Linter(rules, frozenset(rule.name for rule in rules))


def write_rule(
    folder: Path, name: str, text: str = HOUSE_RULE, family: str = "boilerplate"
) -> Path:
    path = folder / family / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
