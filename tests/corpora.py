"""Corpora made for tests: sites whose pages carry lines around articles that are all different."""

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

_WORDS = re.findall(
    r"\w+",
    """bridge river mill baker ferry town road snow pillar crack mayor school bus boat fog choir
    engineer island market street lamp winter flour bread basket stone arch quay fish trout inn
    tower bell garden wall letter uncle harbour sail rope net anchor storm cloud hill field barn""",
)


@dataclass(frozen=True)
class Site:
    """A site: lines of its pages, each with the share of its articles that has it."""

    name: str
    lines: dict[str, float]
    articles: int = 200
    paragraphs: tuple[int, int] = (3, 8)


@dataclass
class Corpus:
    """Articles of several sites in a random order, and what is known of them."""

    seed: int
    records: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - no secret

    def sentence(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words)).capitalize() + "."

    def article(self, paragraphs: int) -> list[str]:
        return [self.sentence(self.chance.randrange(15, 60)) for _ in range(paragraphs)]

    def page(self, site: Site, article: list[str]) -> str:
        lines = [line for line, share in site.lines.items() if self.chance.random() < share]
        head, tail = lines[: len(lines) // 2], lines[len(lines) // 2 :]
        told = [line.replace("#", str(self.chance.randrange(1, 300))) for line in [*head, *tail]]
        return "\n\n".join([*told[: len(head)], *article, *told[len(head) :]]) + "\n"

    def add(self, site: Site, article: list[str], date: str = "2031-05-02") -> None:
        number = len(self.records)
        url = f"https://www.{site.name}/{number}"
        text = self.page(site, article)
        self.records.append({"id": f"a{number}", "url": url, "date": date, "text": text})

    def fill(self, site: Site) -> None:
        for _ in range(site.articles):
            self.add(site, self.article(self.chance.randint(*site.paragraphs)))

    def shuffle(self) -> None:
        self.chance.shuffle(self.records)

    def write(self, path: Path) -> None:
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in self.records]
        path.write_text("".join(lines), encoding="utf-8")
