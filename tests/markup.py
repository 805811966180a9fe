"""Markdown as those who show it make HTML of it."""

from html.parser import HTMLParser

from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "linkify"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.found.add(tag)


def tags(text: str) -> set[str]:
    """Return the tags of the page that a text becomes."""
    parser = _Tags()
    parser.feed(MARKDOWN.render(text))
    return parser.found
