"""Fixing twice is fixing once, and the order of rules and names does not matter."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

import scrapelint
from scrapelint import repair
from scrapelint.linter import Linter
from scrapelint.rule import FAMILIES, Rule
from scrapelint.rulebook import load_rules
from tests.conftest import ROOT
from tests.promises.articles import article
from tests.promises.figures import record, size

EXAMPLES = sorted((ROOT / "examples" / "articles").iterdir())


def texts(count: int) -> Iterator[str]:
    """Yield the examples, then articles made up."""
    yield from (path.read_text(encoding="utf-8") for path in EXAMPLES)
    yield from (article(random.Random(n)) for n in range(count))  # noqa: S311 - no secret


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_twice_is_fixing_once(everything: Linter, *, unsafe: bool) -> None:
    passes: Counter[int] = Counter()
    for text in texts(size(250, 5000)):
        once = repair.fix(everything, text, unsafe=unsafe)
        again = repair.fix(everything, once.text, unsafe=unsafe)
        assert again.passes == (), text
        assert again.findings == once.findings == everything.check(once.text), text
        passes[len(once.passes)] += 1
    assert max(passes) <= repair.MAX_PASSES
    which = "with unsafe repairs" if unsafe else "with safe repairs"
    spread = ", ".join(f"{passes[n]} in {n}" for n in sorted(passes))
    record(
        f"fixing twice, {which}",
        f"{passes.total()} texts: 0 changed again, 0 without an end; passes: {spread}",
    )


def shuffled(rules: tuple[Rule, ...], number: int) -> tuple[Rule, ...]:
    """Return the rules in another order: reversed, then as it comes."""
    if number == 0:
        return rules[::-1]
    return tuple(random.Random(number).sample(rules, len(rules)))  # noqa: S311 - no secret


def test_the_order_of_rules_does_not_matter(rules: tuple[Rule, ...], everything: Linter) -> None:
    orders = [Linter(shuffled(rules, n), everything.wanted) for n in range(size(2, 5))]
    count = 0
    for count, text in enumerate(texts(size(100, 5000)), 1):  # noqa: B007 - told at the end
        result = repair.fix(everything, text, unsafe=True)
        for linter in orders:
            assert repair.fix(linter, text, unsafe=True) == result, text
    record("order of rules", f"{count} texts × {len(orders)} other orders: 0 repaired otherwise")


def some(chance: random.Random, rules: tuple[Rule, ...]) -> list[str]:
    """Return names to select: families, rules, or some of both."""
    names = [*FAMILIES, *(rule.name for rule in rules)]
    return chance.sample(names, chance.choice((1, 3, 10, 40)))


def test_the_order_of_names_does_not_matter_and_a_choice_is_fixed_once() -> None:
    rules = load_rules()
    count = 0
    for count, text in enumerate(texts(size(100, 5000)), 1):
        chance = random.Random(count)  # noqa: S311 - no secret
        names = some(chance, rules)
        result = scrapelint.fix(text, select=names, unsafe=True)
        assert scrapelint.fix(text, select=names[::-1], unsafe=True) == result, (text, names)
        assert scrapelint.fix(result.text, select=names, unsafe=True).passes == (), (text, names)
    record("order of names", f"{count} choices of rules: 0 repaired otherwise in reverse, 0 twice")
