"""An article was published within its bounds, and no further evidence makes them wider."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.dataset.history.bounds import WEB, bounds
from presspack.project.contracts import schemas

FOUNDED = schemas("article").FOUNDED
DAY = dt.timedelta(days=1)
SEPTEMBER = dt.date(2025, 9, 1)
Bounds = tuple[dt.date | None, dt.date | None, list[str]]


def told(
    outlet: str, on: dt.date | None, source: str | None, *crawls: tuple[dt.date | None, str | None, str | None]
) -> Bounds:
    """The bounds of one article; each crawl is its day, the source of that, and the page."""
    article = pl.DataFrame(
        {"id": ["a"], "outlet": [outlet], "published_on": [on], "date_source": [source]},
        {"id": pl.String, "outlet": pl.String, "published_on": pl.Date, "date_source": pl.String},
    )
    kinds: dict[str, Any] = {"path": pl.String, "dump": pl.String, "outcome": pl.String, "article": pl.String, "crawled_on": pl.Date, "crawl_source": pl.String, "page": pl.String}  # fmt: skip
    rows = [(str(i), str(i), "published" if i else "duplicate", "a", *crawl) for i, crawl in enumerate(crawls)]
    return bounds(article, pl.DataFrame(rows, kinds, orient="row")).row(0)


def number(day: dt.date) -> str:
    """What names a page of KCNA Watch that was taken in at noon of a day in Korea."""
    return f"{int(dt.datetime(day.year, day.month, day.day, 3, tzinfo=dt.UTC).timestamp())}-1234567"


CRAWL = (SEPTEMBER, "page", None)


def test_a_date_bounds_itself_and_one_of_a_url_may_be_two_days_late():
    assert told("sample-times", SEPTEMBER, "page", CRAWL) == (SEPTEMBER, SEPTEMBER, ["page"])
    assert told("sample-times", SEPTEMBER, "url", CRAWL) == (SEPTEMBER - 2 * DAY, SEPTEMBER, ["url"])


def test_without_a_date_an_article_is_of_a_day_between_the_founding_and_the_day_after_the_earliest_crawl():
    later = (SEPTEMBER + 9 * DAY, "record", None)
    assert told("sample-times", None, None, later, CRAWL) == (
        FOUNDED["sample-times"], SEPTEMBER + DAY, ["founding", "crawl"],
    )  # fmt: skip


def test_the_second_in_a_url_bounds_an_article_that_it_does_not_date():
    taken = number(SEPTEMBER - 40 * DAY)
    found = told("sample-times", None, None, CRAWL, (None, None, taken))
    assert found[1:] == (SEPTEMBER - 39 * DAY, ["founding", "url"])


@pytest.mark.parametrize(
    "crawl",
    [
        (SEPTEMBER, "related", None),
        (None, None, None),
        (dt.date(1900, 1, 1), "page", None),
        (dt.date(1970, 1, 1), "record", None),
    ],
)
def test_a_day_that_is_a_lower_bound_or_not_known_or_before_the_founding_bounds_nothing(crawl):
    assert told("sample-times", None, None, crawl) == (FOUNDED["sample-times"], None, ["founding"])


def test_where_nothing_is_known_there_are_no_bounds():
    assert told("sample-ministry", None, None) == (None, None, [])


@settings(max_examples=25)
@given(st.data(), st.sampled_from(sorted(FOUNDED)), st.integers(0, 9000))
def test_the_truth_is_within_and_more_crawls_never_make_it_wider(data, outlet, age):
    truth = max(SEPTEMBER - age * DAY, FOUNDED[outlet] or WEB + DAY)
    after = st.integers(-1, 5000).map(lambda days: truth + days * DAY)
    early = st.dates(dt.date(1700, 1, 1), dt.date(2300, 1, 1))
    crawl = st.one_of(
        st.tuples(
            after,
            st.sampled_from(["page", "record"]),
            st.none() | after.filter(lambda day: day.year > 2002).map(number),
        ),
        st.tuples(early, st.just("related"), st.none()),
        st.tuples(st.none(), st.none(), st.sampled_from(["press.example/1700000000-1234", None])),
    )
    crawls = data.draw(st.lists(crawl, max_size=6))
    first, last = None, None
    for many in range(len(crawls) + 1):
        low, high, said = told(outlet, None, None, *crawls[:many])
        assert (low is None or low <= truth) and (high is None or truth <= high)
        assert (low, len(said)) == (FOUNDED[outlet], (low is not None) + (high is not None))
        assert last is None or (high is not None and high <= last)
        first, last = low, high
    assert told(outlet, None, None, *data.draw(st.permutations(crawls)))[:2] == (first, last)
