"""Where a text of a corpus comes from: the record that holds it, and what that says of itself."""

from typing import NamedTuple
from urllib.parse import urlsplit

from scrapelint.late import late

_MONTH = late(r"((?:19|20)\d\d)(?:-(?=\d\d(?!\d))|(?=\d{4}))(0[1-9]|1[0-2])")
"""A date as most say it, `2019-01-31`, `2019-01` or `20190131`, up to its month."""

_DAY = late(r"((?:19|20)\d\d)(-?)(\d\d)\2(\d\d)")


class Origin(NamedTuple):
    """The record of a text in a file of many; `record` counts from 1, `field` is a dotted path."""

    record: int
    field: str
    id: str | None = None
    url: str | None = None
    lang: str | None = None
    title: str | None = None
    date: str | None = None

    @property
    def site(self) -> str | None:
        """Return the host in the address, without `www.`."""
        try:
            host = urlsplit(self.url or "").hostname
        except ValueError:
            return None
        return host.removeprefix("www.") if host else None

    @property
    def month(self) -> str | None:
        """Return the month of the date, as `2019-01`."""
        found = _MONTH.match(self.date or "")
        return f"{found[1]}-{found[2]}" if found else None

    @property
    def week(self) -> str | None:
        """Return the Monday of the week of the date, as `2019-01-28`, where its day is told."""
        found = _DAY.match(self.date or "") if self.month else None
        if not found:
            return None
        from datetime import date, timedelta  # noqa: PLC0415 - slow to load, seldom needed

        try:
            day = date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            return None
        return (day - timedelta(days=day.weekday())).isoformat()
