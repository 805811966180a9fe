"""Which fields of a record hold what: the text, and what the record says of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from scrapelint.document import LANGUAGES
from scrapelint.origin import Origin

_TEXT = ("text", "content", "body", "article", "articleBody", "maintext")
_ID = ("id", "_id", "uuid", "guid", "doc_id", "article_id")
_URL = ("url", "link", "source_url", "canonical_url", "metadata.url")
_LANG = ("lang", "language", "inLanguage", "metadata.lang", "metadata.language")
_TITLE = ("title", "headline")
_DATE = (
    *("date", "published", "published_at", "date_published", "datePublished", "date_publish"),
    *("publish_date", "pub_date", "created", "metadata.date"),
)
_LONGEST = 2000
"""Characters of a value that are kept: an address or a title is shorter."""


class Value(NamedTuple):
    """What a record holds under a path, and the path."""

    path: str
    value: Any


class Fields(NamedTuple):
    """The names of fields, as dotted paths; of several names the first that is there is taken."""

    text: tuple[str, ...] = _TEXT
    id: tuple[str, ...] = _ID
    url: tuple[str, ...] = _URL
    lang: tuple[str, ...] = _LANG
    title: tuple[str, ...] = _TITLE
    date: tuple[str, ...] = _DATE

    @classmethod
    def of(cls, named: Mapping[str, str | None]) -> "Fields":
        """Return the fields with those that were named instead of the usual names."""
        return cls(**{role: (name,) for role, name in named.items() if name})

    def text_in(self, record: object) -> Value | None:
        """Return what stands under the first name of a text that the record has."""
        return _first(record, self.text)

    def origin(self, record: object, number: int, field: str) -> Origin:
        """Return where a text comes from, as its record tells."""
        return Origin(
            number,
            field,
            id=_said(record, self.id),
            url=_said(record, self.url),
            lang=_said(record, self.lang),
            title=_said(record, self.title),
            date=_said(record, self.date),
        )


ROLES = ("text", "id", "url", "lang", "title", "date")


def steps(record: object, path: str) -> tuple[str, ...]:
    """Return the keys that lead to a path: the path itself if it is a key, else its parts."""
    is_key = isinstance(record, dict) and path in record
    return (path,) if is_key else tuple(path.split("."))


def language(origin: Origin | None) -> str | None:
    """Return the language that a record says its text is in, if there are rules for it."""
    said = (origin.lang or "").lower().replace("_", "-").partition("-")[0] if origin else ""
    return said if said in LANGUAGES else None


def _first(record: object, names: tuple[str, ...]) -> Value | None:
    for path in names:
        value = record
        for step in steps(record, path):
            if not isinstance(value, dict) or step not in value:
                break
            value = value[step]
        else:
            return Value(path, value)
    return None


def _said(record: object, names: tuple[str, ...]) -> str | None:
    """Return the first text, number or date under one of the names, as text."""
    for name in names:
        found = _first(record, (name,))
        if found and isinstance(found.value, (str, int, float, date)):
            return str(found.value)[:_LONGEST]
    return None
