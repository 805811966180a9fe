"""A spider for the pages in site/, which takes articles as many spiders do, and breaks them.

scrapelint looks at each item as it comes, as `custom_settings` asks it to.
"""

from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import Response


class NewsSpider(scrapy.Spider):
    """Follows the links of the front page and takes the text of each article."""

    name = "news"
    custom_settings = {  # noqa: RUF012 - as Scrapy has it
        "ITEM_PIPELINES": {"scrapelint.integrations.scrapy.ScrapelintPipeline": 300},
        "SCRAPELINT_LANG": "fr",
        "SCRAPELINT_ANNOTATE": "scrapelint",
    }

    def __init__(self, site: str = "http://127.0.0.1:8000/", **kwargs: Any) -> None:  # noqa: ANN401
        """Take the address of the front page."""
        super().__init__(**kwargs)
        self.start_urls = [site]

    def parse(self, response: Response) -> Iterator[Any]:
        """Follow the links to articles."""
        yield from response.follow_all(css="li a", callback=self.article)

    def article(self, response: Response) -> dict[str, Any]:
        """Return an article, without what stands in links, and lines joined: both are bugs."""
        paragraphs = response.css("article p")
        return {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "text": "\n\n".join("".join(p.xpath("text()").getall()) for p in paragraphs),
        }
