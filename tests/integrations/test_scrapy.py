"""The item pipeline for Scrapy: alone, and in a real crawl of a real site with damaged pages."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from scrapelint.integrations.scrapy import ScrapelintPipeline
from scrapelint.selection import SelectorError
from tests.conftest import ROOT
from tests.integrations.texts import CLEAN, GLUED, MENDED, beside


def pipeline(**settings: object) -> tuple[ScrapelintPipeline, Any]:
    crawler = get_crawler(settings_dict={f"SCRAPELINT_{k}": v for k, v in settings.items()})
    return ScrapelintPipeline.from_crawler(crawler), crawler.stats


class Article(scrapy.Item):  # type: ignore[misc]  # Scrapy is not looked into
    text = scrapy.Field()
    scrapelint = scrapy.Field()


@dataclass
class Page:
    text: str
    scrapelint: list[dict[str, Any]] = field(default_factory=list)


ITEMS: list[Any] = [{"text": GLUED}, Article(text=GLUED), Page(GLUED)]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: type(item).__name__)
def test_items_of_any_type_are_annotated(item: Any) -> None:  # noqa: ANN401
    pipe, stats = pipeline(ANNOTATE="scrapelint", LANG="fr")
    assert pipe.process_item(item) is item
    found = item.scrapelint if isinstance(item, Page) else item["scrapelint"]
    assert [found] == beside([GLUED])
    counted = {key: n for key, n in stats.get_stats().items() if key.startswith("scrapelint")}
    assert counted == {
        "scrapelint/items/checked": 1,
        "scrapelint/items/damaged": 1,
        "scrapelint/glued-sentences": 1,
    }


def test_an_item_without_damage_goes_on_as_it_came() -> None:
    pipe, _ = pipeline(FIX="unsafe", DROP=["error"])
    assert pipe.process_item({"text": CLEAN, "n": 1}) == {"text": CLEAN, "n": 1}


@pytest.mark.parametrize("drop", [["error"], "glued-sentences,typography", ["glued-text"]])
def test_items_are_dropped_for_what_is_named(drop: object) -> None:
    pipe, stats = pipeline(DROP=drop, LANG="fr")
    with pytest.raises(DropItem, match=r"^glued-sentences at 1:19: two sentences joined"):
        pipe.process_item({"text": GLUED})
    assert stats.get_value("scrapelint/items/dropped") == 1
    assert stats.get_value("scrapelint/glued-sentences") == 1


def test_what_was_repaired_is_no_reason_to_drop() -> None:
    pipe, stats = pipeline(DROP=["error"], FIX="safe", LANG="fr")
    assert pipe.process_item({"text": GLUED}) == {"text": MENDED}
    assert stats.get_value("scrapelint/items/fixed") == 1
    assert stats.get_value("scrapelint/items/dropped") is None


def test_a_text_inside_another_item_is_repaired_there() -> None:
    pipe, _ = pipeline(FIX="safe", LANG="fr", TEXT_FIELD="page.text")
    page = Page(GLUED)
    assert pipe.process_item({"page": page})["page"] is page
    assert page.text == MENDED


def test_an_item_says_what_language_it_is_in() -> None:
    pipe, stats = pipeline(LANG_FIELD="l")
    pipe.process_item({"text": "Le maire, , a dit non.", "l": "fr"})
    assert any(key.startswith("scrapelint/") for key in stats.get_stats())


@pytest.mark.parametrize("item", [{}, {"text": None}, {"text": ["a.B"]}, {"text": 5}])
def test_items_without_a_text_pass(item: dict[str, Any]) -> None:
    pipe, stats = pipeline(ANNOTATE="found")
    assert pipe.process_item(item) is item
    assert "found" not in item
    assert stats.get_value("scrapelint/items/without_text") == 1


def test_half_a_surrogate_pair_is_looked_at() -> None:
    pipe, _ = pipeline(FIX="safe", LANG="fr")
    assert pipe.process_item({"text": f"\ud83d {GLUED}"}) == {"text": f"\ud83d {MENDED}"}


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"FIX": "all"}, ValueError, "repairs must be safe or unsafe, not 'all'"),
    ({"DROP": ["glued-sentence"]}, ValueError, "did you mean `glued-sentences`"),
    ({"SELECT": ["glued-sentence"]}, SelectorError, "did you mean `glued-sentences`"),
    ({"LANG": "xx"}, ValueError, "lang must be one of"),
]


@pytest.mark.parametrize(("settings", "error", "told"), WRONG, ids=lambda value: str(value)[:20])
def test_settings_that_cannot_be_meant_are_told(
    settings: dict[str, Any], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        pipeline(**settings)


def test_an_item_without_the_field_for_findings_is_told() -> None:
    pipe, _ = pipeline(ANNOTATE="found")
    with pytest.raises(ValueError, match="Article has no field `found` for findings: add it"):
        pipe.process_item(Article(text=GLUED))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """Serve the pages of the example on this machine."""
    handler = partial(Quiet, directory=str(ROOT / "examples/scrapy/site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def crawl(site: str, folder: Path, *settings: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run the spider of the example and return the crawler's stats and the items."""
    stats, items = folder / "stats.json", folder / "items.jsonl"
    runner = (
        "import json, sys; from scrapy.crawler import CrawlerProcess;"
        "from spider import NewsSpider;"
        "QUIET = {'TELNETCONSOLE_ENABLED': False, 'LOG_LEVEL': 'WARNING'};"
        "site, stats, items, *settings = sys.argv[1:];"
        "given = dict(s.split('=', 1) for s in settings);"
        "process = CrawlerProcess({'FEEDS': {items: {'format': 'jsonlines'}}, **given, **QUIET});"
        "crawler = process.create_crawler(NewsSpider);"
        "process.crawl(crawler, site=site); process.start();"
        "kept = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int)};"
        "open(stats, 'w').write(json.dumps(kept))"
    )
    done = subprocess.run(
        [sys.executable, "-c", runner, site, stats, items, *settings],
        cwd=ROOT / "examples/scrapy",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = items.read_text(encoding="utf-8").splitlines()
    return json.loads(stats.read_text()), [json.loads(line) for line in lines]


def counted(stats: dict[str, Any]) -> dict[str, int]:
    return {k.removeprefix("scrapelint/"): n for k, n in stats.items() if k.startswith("scrape")}


BROKEN = {"doubled-punctuation": 1, "glued-sentences": 2, "mojibake": 1, "no-text": 1}


def test_a_crawl_counts_what_its_spider_breaks(site: str, tmp_path: Path) -> None:
    stats, items = crawl(site, tmp_path)
    assert counted(stats) == {**BROKEN, "items/checked": 4, "items/damaged": 3}
    found = {Path(item["url"]).stem: item["scrapelint"] for item in items}
    assert {page: [f["rule"] for f in findings] for page, findings in found.items()} == {
        "bac": ["glued-sentences", "doubled-punctuation"],
        "ecole": [],
        "marche": ["glued-sentences", "mojibake"],
        "photos": ["no-text"],
    }


def test_a_crawl_repairs_and_drops(site: str, tmp_path: Path) -> None:
    settings = ("SCRAPELINT_FIX=safe", "SCRAPELINT_DROP=missing-text,document")
    stats, items = crawl(site, tmp_path, *settings)
    assert counted(stats) == {
        "doubled-punctuation": 1,
        "no-text": 1,
        "items/checked": 4,
        "items/damaged": 2,
        "items/fixed": 2,
        "items/dropped": 2,
    }
    assert stats["item_dropped_count"] == 2
    texts = {Path(item["url"]).stem: item["text"] for item in items}
    assert texts.keys() == {"ecole", "marche"}
    assert "espère" in texts["marche"]
