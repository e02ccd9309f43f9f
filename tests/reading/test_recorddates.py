"""Dates as tables and crawlers write them."""

import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.reading.recorddates import record_date

DAY = dt.date(2011, 7, 1)
SEOUL = dt.timezone(dt.timedelta(hours=9))


@pytest.mark.parametrize(
    "text",
    [
        "2011-07-01", "20110701", "2011-07-01T23:30:00Z", "2011-07-01 08:15:00.000000", "2011-07-01T23:30:00-05:00",
        "2011-07-01 00:00:00 UTC", "July 01, 2011", "July 1, 2011", "Jul 1 2011", "Jul. 1st, 2011", "01 July 2011",
        "1-Jul-2011", "Friday, July 1, 2011 10:15 AM", "Fri, 1 Jul 2011 10:15:00 +0900", "2011/07/01", "2011.7.1.",
        "2011년 7월 1일", "2011年7月1日", "1309478400", "1309478400000", "1309478400.0", " 2011-07-01 ", "2011-7-1", "2011-07-01 23:30:00 GMT",
    ],
)  # fmt: skip
def test_a_date_in_a_usual_form_is_read(text: str) -> None:
    assert record_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2011", "07/2011", "July 2011", "2011-02-31", "Smarch 1, 2011", "1", "99/99/2011", "1e9", "nan"],
)
def test_another_text_is_no_date(text: str) -> None:
    assert record_date(text) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)), st.sampled_from(["/", ".", "-"]))
def test_a_date_in_numbers_is_read_only_where_it_can_be_one_day(date: dt.date, sign: str) -> None:
    for text in (f"{date:%d}{sign}{date:%m}{sign}{date:%Y}", f"{date:%m}{sign}{date:%d}{sign}{date:%Y}"):
        assert record_date(text) == (date if date.day > 12 or date.day == date.month else None)


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2035, 12, 31)), st.integers(-12, 14))
def test_a_time_is_of_the_day_that_is_printed(time: dt.datetime, hours: int) -> None:
    zoned = time.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    if hours:
        assert record_date(zoned.isoformat(), SEOUL) == zoned.date()
        assert record_date(format_datetime(zoned), SEOUL) == zoned.date()
    else:
        assert record_date(zoned.isoformat(), SEOUL) == zoned.astimezone(SEOUL).date()
    assert record_date(str(int(zoned.timestamp())), SEOUL) == zoned.astimezone(SEOUL).date()


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M GMT", "%d %B %Y %H:%M GMT", "%B %d, %Y %I:%M %p UTC", "%b %d, %Y, %H:%M:%S Z",
        "%Y/%m/%d %H:%M:%S UTC", "%a, %d %b %Y %H:%M:%S -0000", "%a, %d %b %Y %H:%M:%S GMT",
    ],
)  # fmt: skip
@given(time=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2035, 12, 31)))
def test_a_time_of_utc_is_of_the_outlets_day_however_utc_is_written(form: str, time: dt.datetime) -> None:
    assert record_date(time.strftime(form), SEOUL) == time.replace(tzinfo=dt.UTC).astimezone(SEOUL).date()
    assert record_date(time.strftime(form)) == time.date()


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert record_date(text) is None or isinstance(record_date(text), dt.date)
