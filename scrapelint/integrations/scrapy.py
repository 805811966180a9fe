"""An item pipeline for Scrapy: items are annotated, repaired or dropped, and findings counted.

    ITEM_PIPELINES = {"scrapelint.integrations.scrapy.ScrapelintPipeline": 300}

Items may be of any type that Scrapy knows. Settings, all of them optional:

- `SCRAPELINT_TEXT_FIELD`, `SCRAPELINT_LANG_FIELD`: the fields with the text and its language;
- `SCRAPELINT_LANG`: the language of all texts;
- `SCRAPELINT_SELECT`, `SCRAPELINT_EXTEND_SELECT`, `SCRAPELINT_IGNORE`: rules or families;
- `SCRAPELINT_RULES`: folders of further rules;
- `SCRAPELINT_ANNOTATE`: the field that takes an item's findings;
- `SCRAPELINT_FIX`: `safe` or `unsafe`, which repairs are made;
- `SCRAPELINT_DROP`: severities, families or rules for whose findings an item is dropped.

In the crawler's stats `scrapelint/RULE` counts the findings of a rule, `scrapelint/items/checked`,
`…/damaged`, `…/fixed`, `…/dropped` and `…/without_text` the items.
"""

from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from scrapelint.anywhere import told
from scrapelint.integrations.items import Judge, Judged, why
from scrapelint.records.fields import ROLES

_LISTS = ("select", "extend_select", "ignore", "rules")


class ScrapelintPipeline:
    """Judges each item that passes."""

    def __init__(self, judge: Judge, annotate: str | None, stats: StatsCollector) -> None:
        """Take how to judge, the field for findings if there is one, and where to count."""
        self._judge = judge
        self._annotate = annotate
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline that the settings ask for.

        Raises ValueError, RuleError and SelectorError: a crawl does not begin with settings that
        cannot be meant.
        """
        settings = crawler.settings
        judge = Judge.of(
            _options(settings),
            fix=settings.get("SCRAPELINT_FIX") or None,
            drop=settings.getlist("SCRAPELINT_DROP"),
        )
        return cls(judge, settings.get("SCRAPELINT_ANNOTATE") or None, crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ANN401, ARG002 - of any type; older Scrapy gives the spider
        """Return the item as it is to go on. Raises DropItem."""
        adapter = ItemAdapter(item)
        judged = self._judge.judge(adapter.asdict())
        self._count(judged)
        if judged is None:
            return item
        if judged.to_drop:
            raise DropItem(why(judged.to_drop))
        if judged.outcome.fixed:
            _put(adapter, judged.path, judged.outcome.text)
        if self._annotate:
            _add(adapter, self._annotate, list(map(told, judged.outcome.findings)))
        return item

    def _count(self, judged: Judged | None) -> None:
        if judged is None:
            self._stats.inc_value("scrapelint/items/without_text")
            return
        self._stats.inc_value("scrapelint/items/checked")
        for what, is_so in (
            ("damaged", judged.outcome.findings),
            ("fixed", judged.outcome.fixed),
            ("dropped", judged.to_drop),
        ):
            if is_so:
                self._stats.inc_value(f"scrapelint/items/{what}")
        for finding in judged.outcome.findings:
            self._stats.inc_value(f"scrapelint/{finding.rule}")


def _options(settings: BaseSettings) -> dict[str, Any]:
    fields = {f"{role}_field": settings.get(f"SCRAPELINT_{role.upper()}_FIELD") for role in ROLES}
    lists = {name: settings.getlist(f"SCRAPELINT_{name.upper()}") for name in _LISTS}
    if settings.get("SCRAPELINT_SELECT") is None:
        lists.pop("select")
    return {**fields, **lists, "lang": settings.get("SCRAPELINT_LANG") or None}


def _put(adapter: ItemAdapter, path: str, text: str) -> None:
    """Put a text where it was, in an item or in one inside it."""
    if path in adapter:
        adapter[path] = text
        return
    *above, name = path.split(".")
    for step in above:
        adapter = ItemAdapter(adapter[step])
    adapter[name] = text


def _add(adapter: ItemAdapter, field: str, value: object) -> None:
    try:
        adapter[field] = value
    except KeyError as error:
        kind = type(adapter.item).__name__
        raise ValueError(f"{kind} has no field `{field}` for findings: add it") from error
