import pytest

from scrapelint.origin import Origin


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a/b?c", "example.org"),
        ("http://user@News.Example.co.uk:8080/", "news.example.co.uk"),
        ("example.org/no-scheme", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_the_site_is_the_host_of_the_address(url: str | None, site: str | None) -> None:
    assert Origin(1, "text", url=url).site == site


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2019-01-31T10:00:00Z", "2019-01"),
        ("2019-01", "2019-01"),
        ("20190131", "2019-01"),
        ("2019", None),
        ("2019-13-01", None),
        ("31.01.2019", None),
        ("20190131120000", "2019-01"),
        ("1548928800", None),
        (None, None),
    ],
)
def test_the_month_is_read_from_dates_that_begin_with_the_year(
    date: str | None, month: str | None
) -> None:
    assert Origin(1, "text", date=date).month == month


@pytest.mark.parametrize(
    ("date", "week"),
    [
        ("2019-01-31T10:00:00Z", "2019-01-28"),
        ("20190128", "2019-01-28"),
        ("20190101120000", "2018-12-31"),
        ("2019-01", None),
        ("2019-02-30", None),
        ("2019-0228", None),
        ("1548928800", None),
        (None, None),
    ],
)
def test_the_week_is_told_by_its_monday(date: str | None, week: str | None) -> None:
    assert Origin(1, "text", date=date).week == week
