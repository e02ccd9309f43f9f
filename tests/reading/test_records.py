"""What a container says of a dump is used where the page is silent, and held against it where it is not."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from presspack.article import Article, Record
from presspack.errors import Note, Rejected
from presspack.project.outlets import Outlets
from presspack.reading import urls
from presspack.reading.read import read
from tests.support.dumps import DUMPS

PAGE = (DUMPS / "page-doubled.txt").read_text("utf-8")  # of 19 January 2026, crawled on the 20th
TITLED = (DUMPS / "titled.txt").read_text("utf-8")
BODY = (DUMPS / "body.txt").read_text("utf-8")  # has neither title nor date
URL = "https://kcnawatch.org/newstream/{}-123456789/a-ferry/"
SITE = "http://www.minzu.rep.kp/en/a"
PROSE = "The gardeners of Tolvenna weighed their pears on Friday.\n\nThe scales were borrowed.\nMira Solenne"

Read = Callable[..., Article]


def seconds(*day: int) -> int:
    """The Unix time of a minute in Korea."""
    return int(dt.datetime(*day, tzinfo=urls.KOREA).timestamp())  # type: ignore[misc]


@pytest.fixture
def article(outlets: Outlets) -> Read:
    return lambda text, **record: read(text, outlets, Record(**record))[1]


def dated(found: Article) -> tuple[str, str | None]:
    return str(found.published_on), found.date_source


# URLs


@pytest.mark.parametrize(
    "site", ["kcnawatch.org", "kcnawatch.co", "kcnawatch.app", "kcnawatch.xyz", "www.kcnawatch.org"]
)
@pytest.mark.parametrize("end", ["", "/", "/a-slug/", "/a-slug/?t=1"])
def test_a_url_of_kcna_watch_names_its_page_and_the_day_of_its_ingest(site: str, end: str) -> None:
    found = urls.page(f"https://{site}/newstream/1700000000-12345678{end}")
    assert found == urls.Page("1700000000-12345678", dt.date(2023, 11, 15))


def test_the_day_is_korea_s() -> None:
    for time, day in (((2024, 1, 2, 0, 0), "2024-01-02"), ((2024, 1, 1, 23, 59), "2024-01-01")):
        found = urls.page(URL.format(seconds(*time)))
        assert found is not None
        assert str(found.ingested_on) == day


@pytest.mark.parametrize(
    "url",
    [
        "https://kcnawatch.org/", "https://kcnawatch.org/newstream/1700000000/a", "https://kcnawatch.org/newstream/17-12345678/a",
        "https://kcnawatch.org/newstream/1700000000-123/a", "https://kcnawatch.org/newstream/1700000000-1234567890/a",
        "https://kcnawatch.example/newstream/1700000000-12345678/a", "https://a.example/?u=https://kcnawatch.org/newstream/1700000000-12345678/a",
        "https://evilkcnawatch.org/newstream/1700000000-12345678/a", "", "http://[", "newstream/1700000000-12345678",
    ],
)  # fmt: skip
def test_another_url_names_no_page(url: str) -> None:
    assert urls.page(url) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://WWW.KCNA.kp:80/a", "kcna.kp"),
        ("https://user@kcna.kp/", "kcna.kp"),
        ("kcna.kp/a", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_url_names_its_host(url: str, host: str) -> None:
    assert urls.host(url) == host


# dates


def test_the_page_s_own_date_is_better_than_all_else(article: Read) -> None:
    found = article(PAGE, date="2026-01-18", url=URL.format(seconds(2026, 1, 21)))
    assert dated(found) == ("2026-01-19", "page")
    assert found.reasons == found.warnings == []


def test_a_date_of_the_record_is_better_than_that_of_a_url(article: Read) -> None:
    assert dated(article(BODY, date="2024-04-11", url=URL.format(seconds(2024, 4, 12)))) == ("2024-04-11", "record")
    assert dated(article(BODY, url=URL.format(seconds(2024, 4, 12)))) == ("2024-04-12", "url")
    assert dated(article(BODY, url="https://a.example/2024/12/01")) == ("None", None)


@pytest.mark.parametrize("date", ["2024-11-30T23:30:00Z", "2024-11-30 08:15:00.000000", "20241130", " 2024-11-30 "])
def test_a_date_of_the_record_may_be_a_time(date: str, article: Read) -> None:
    assert dated(article(BODY, date=date)) == ("2024-11-30", "record")


@pytest.mark.parametrize("field", ["date", "fetched_at"])
@pytest.mark.parametrize("value", ["03/04/2024", "yesterday", "17", "2024-02-31", "31/31/2024", "2024"])
def test_a_date_of_another_form_is_no_date_and_is_told(field: str, value: str, article: Read) -> None:
    found = article(BODY, **{field: value})
    assert dated(found) == ("None", None)
    assert Note("record-date-unclear", 1, value) in found.warnings
    assert found.crawl_source == "related"


def test_dates_that_differ_by_more_than_three_days_are_told(article: Read) -> None:
    assert article(PAGE, date="2026-01-16").warnings == []
    assert article(PAGE, date="2026-01-15").warnings == [
        Note("dates-disagree", 6, "2026-01-19; 2026-01-15 in its record")
    ]


def test_an_article_dated_after_the_ingest_of_its_page_is_rejected(article: Read) -> None:
    assert article(PAGE, url=URL.format(seconds(2026, 1, 18))).reasons == []
    assert article(PAGE, url=URL.format(seconds(2026, 1, 17))).reasons == [
        Note("date-after-crawl", 6, "2026-01-19; its URL is of 2026-01-17")
    ]
    late = article(BODY, url=URL.format(seconds(2024, 12, 1)), date="2024-12-03")
    assert late.reasons == [Note("date-after-crawl", 1, "2024-12-03; its URL is of 2024-12-01")]


# title and crawl


def test_a_title_of_the_record_is_taken_where_the_page_has_none(article: Read) -> None:
    assert article(BODY, title=" A  Ferry \n").title == "A Ferry"
    assert article(BODY, title=" A  Ferry \n").title_line is None
    assert article(TITLED, title="Another").title == article(TITLED).title
    assert article(BODY, title=" ").title is None
    assert Note("untitled", 1) in article(BODY, title=" ").warnings


def test_the_crawl_is_when_the_record_was_fetched_unless_the_page_says(article: Read) -> None:
    found = article(BODY, fetched_at="2026-03-01T20:00:00+09:00")
    assert (found.crawled_on, found.crawl_source, found.crawled_on_line) == (dt.date(2026, 3, 1), "record", None)
    assert article(PAGE, fetched_at="2026-03-01").crawl_source == "page"


# a record that is an article


def test_a_text_with_a_title_from_an_outlet_s_site_is_an_article(outlets: Outlets) -> None:
    outlet, found = read(PROSE, outlets, Record(SITE, "Pears Are Weighed", "2024-11-30", "2024-12-02"))
    assert (outlet, found.layout, found.title, found.title_line) == (
        "minju-choson",
        "record",
        "Pears Are Weighed",
        None,
    )
    assert found.body == "The gardeners of Tolvenna weighed their pears on Friday.\n\nThe scales were borrowed."
    assert (found.body_line, found.body_last_line, found.byline) == (1, 3, "Mira Solenne")
    assert dated(found) == ("2024-11-30", "record")
    assert (found.crawled_on, found.crawl_source) == (dt.date(2024, 12, 2), "record")
    assert found.reasons == found.warnings == []


def test_a_first_line_that_repeats_the_title_is_no_paragraph(outlets: Outlets) -> None:
    _, found = read("\n Pears  Are Weighed\n" + PROSE, outlets, Record(SITE, "Pears Are Weighed"))
    assert (found.title, found.title_line, found.body_line) == ("Pears Are Weighed", 2, 3)
    assert found.body.startswith("The gardeners")


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("A List\nPears\nApples\nPlums", {"url": SITE}),
        (PROSE, {"title": "Pears"}),
        (PROSE, {"url": "http://a.example/", "title": "Pears"}),
        ("A List\nOne article\nRead More", {"url": "http://www.mfa.gov.kp/en/", "title": "A List"}),
    ],
)
def test_less_evidence_makes_no_article(text: str, record: dict[str, Any], outlets: Outlets) -> None:
    with pytest.raises(Rejected) as refusal:
        read(text, outlets, Record(**record))
    assert refusal.value.note.slug == "no-layout"


def test_a_layout_that_claims_the_text_comes_first(article: Read) -> None:
    assert article(f"<html><body><p>{PROSE}</p></body></html>", url=SITE, title="Pears").layout == "trafilatura"
    assert article(PAGE, url="http://courier.example/a", title="Another").layout == "page"
    assert article("A Title\n" + PROSE, url="http://www.mfa.gov.kp/en/a", title="Another").layout == "mfa"


def test_a_record_whose_text_is_its_title_alone_has_no_body(article: Read) -> None:
    assert article("Pears", url=SITE, title="Pears").body == ""
