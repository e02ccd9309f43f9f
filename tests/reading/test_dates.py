"""Dates are what a calendar has, day first where the pages print the day first, and nothing else."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.reading.dates import MESES, MONTHS, crawl_date, dateline_date, day, day_month_year, long_date, trailer

ANY = st.dates(min_value=dt.date(1000, 1, 1))


@given(date=ANY)
def test_every_day_is_read_from_each_of_its_forms(date: dt.date) -> None:
    month = MONTHS[date.month - 1]
    assert day_month_year(f"{date.day:02d}/{date.month:02d}/{date.year}") == date
    assert day_month_year(f"{date.day}/{date.month}/{date.year}") == date
    assert long_date(f"{month} {date.day:02d}, {date.year}") == date
    assert crawl_date(f"{month} {date.day}, {date.year}") == date
    assert crawl_date(f"{month} {date.day:02d}, {date.year}{month[:3]} {date.day:02d}, {date.year}") == date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("02/08/2021", "2021-08-02"),
        ("11/04/2021", "2021-04-11"),
        ("07/01/2026", "2026-01-07"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_the_day_comes_before_the_month(text: str, iso: str) -> None:
    assert day_month_year(text) == dt.date.fromisoformat(iso)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2024", "29/02/2023", "01/13/2024", "00/01/2024", "01/00/2024", "01/01/0000", "1/1/24", "01-01-2024", "01/01/2024 ",
        " 01/01/2024", "01/01/2024\n", "001/01/2024", "٠١/٠١/٢٠٢٤", "",
    ],
)  # fmt: skip
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert day_month_year(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2024",
        "Feb 03, 2024",
        "february 03, 2024",
        "February 3 2024",
        "on February 03, 2024",
        "February 03, 2024.",
        "",
    ],
)
def test_a_long_date_stands_alone_and_in_full(text: str) -> None:
    assert long_date(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "January 20, 2026Jan 21, 2026",
        "January 20, 2026Feb 20, 2026",
        "January 20, 2026Jan 20, 2025",
        "January 32, 2026Jan 32, 2026",
        "January 20, 2026 and more",
        "Jan 20, 2026January 20, 2026 ",
    ],
)
def test_a_crawl_line_whose_halves_differ_is_no_date(line: str) -> None:
    assert crawl_date(line) is None


def test_the_second_half_of_a_crawl_line_may_stand_apart_and_name_the_month_in_full() -> None:
    assert crawl_date("January 20, 2026 January 20, 2026") == dt.date(2026, 1, 20)


@given(text=st.one_of(st.text(), st.from_regex(r"\d{1,2}/\d{1,2}/\d{4}"), st.from_regex(r"[A-Z][a-z]+ \d+, \d+")))
def test_any_text_is_a_date_or_none(text: str) -> None:
    for read in (day_month_year, long_date, crawl_date):
        assert read(text) is None or isinstance(read(text), dt.date)


@given(year=st.integers(0, 9999), month=st.integers(0, 99), of_month=st.integers(0, 99))
def test_a_day_is_in_the_calendar_or_none(year: int, month: int, of_month: int) -> None:
    found = day(f"{year:04d}", f"{month:02d}", f"{of_month:02d}")
    assert found is None or (found.year, found.month, found.day) == (year, month, of_month)
    assert (found is None) == (
        year == 0 or not 1 <= month <= 12 or not 1 <= of_month <= 31 or _beyond(year, month, of_month)
    )


def _beyond(year: int, month: int, of_month: int) -> bool:
    february = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return of_month > {2: february, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


# trailers


@given(date=st.dates(min_value=dt.date(1912, 1, 1), max_value=dt.date(2910, 12, 31)))
def test_every_day_is_read_from_each_form_of_a_trailer(date: dt.date) -> None:
    juche = f"Juche{date.year - 1911}.{date.month}.{date.day}."
    padded = f"{date.year}.{date.month:02d}.{date.day:02d}."
    for printed in (f"www.kcna.kp ({juche})", f"www.kcna.kp ({padded})", f"({juche})"):
        assert trailer(printed) == (0, printed, date)
    for printed in (f"({juche})", f"www.kcna.kp ({juche})", f"www.kcna.kp ({padded})"):
        found = trailer(f"They went home. -0- {printed}")
        assert found is not None
        assert (found.start, found.text, found.date) == (19, printed, date)


@pytest.mark.parametrize(
    "printed", ["www.kcna.kp (Juche111.2.30.)", "www.kcna.kp (2025.13.01.)", "(Juche111.0.6.)", "www.kcna.kp (2023.02.29.)", "(Juche9999.1.1.)"]
)  # fmt: skip
def test_a_trailer_that_no_calendar_has_is_a_trailer_without_a_date(printed: str) -> None:
    assert trailer(printed) == (0, printed, None)


@pytest.mark.parametrize(
    "line",
    [
        "", "-0-", "They went home.", "They went home (2025.02.10.)", "in the year of Juche 111 (2022)", "They went home (Juche111.8.6.)",
        "www.kcna.kp", "www.kcna.kp (soon)", "www.kcna.kp (2025-02-10)", "(2025.02.10.) They went home.", "www.kcna.kp (٢٠٢٥.٠٢.١٠.)",
    ],
)  # fmt: skip
def test_a_date_within_a_text_is_no_trailer(line: str) -> None:
    assert trailer(line) is None


# datelines

NEAR = dt.date(2024, 6, 12)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Pyongyang, June 12 (KCNA) -- The choir sang.", "2024-06-12"),
        ("Pyongyang, June 9 (KCNA)-- The choir sang.", "2024-06-09"),
        ("Halden Marsh, Sept. 5 (Sample Times) – The choir sang.", "2024-09-05"),
        ("Halden Marsh, Sep. 5 (KCNA) ― The choir sang.", "2024-09-05"),
        ("Élanmere, 22 de abril (ACNC) -- El coro del puerto.", "2024-04-22"),
        ("Tolvenna del Río, 1 de setiembre (ACNC) -- El coro.", "2024-09-01"),
        ("Pyongyang, December 30 (KCNA) -- The choir sang.", "2023-12-30"),
        ("PYONGYANG, June 12. (KCNA) — The choir sang.", "2024-06-12"),
        ("TOLVENNA June 12 (KCNA) - The choir sang.", "2024-06-12"),
        ("Tolvenna, 12 June (KCNA) -- The choir sang.", "2024-06-12"),
        ("Tolvenna, June 12 Juche 113 (2024) (KCNA) -- The choir sang.", "2024-06-12"),
        ("Tolvenna, Jun. 12 (Yonhap): The choir sang.", "2024-06-12"),
        ("Tolvenna, 1er juin (ACNC) -- Le chœur.", "2024-06-01"),
        ("Пхеньян, 12 июня. /ЦТАК/ -- Хор пел.", "2024-06-12"),
        ("【平壌6月12日発朝鮮中央通信】合唱団は歌った。", "2024-06-12"),
        ("平壤6月12日电 朝鲜中央通讯社:合唱团唱歌。", "2024-06-12"),
        ("Pyongyang, February 29 (KCNA) -- The choir sang.", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_dateline_is_of_the_year_that_brings_it_nearest(text: str, iso: str) -> None:
    assert dateline_date(text, NEAR) == dt.date.fromisoformat(iso)


@given(date=st.dates(min_value=dt.date(1946, 1, 1)), days=st.integers(-150, 150))
def test_every_day_is_read_from_a_dateline_in_either_language(date: dt.date, days: int) -> None:
    near = date + dt.timedelta(days=days)
    assert dateline_date(f"Tolvenna, {MONTHS[date.month - 1]} {date.day} (KCNA) -- So.", near) == date
    assert dateline_date(f"Tolvenna, {date.day} de {MESES[date.month - 1]} (ACNC) -- Así.", near) == date


@pytest.mark.parametrize(
    "text",
    [
        "", "The choir sang on June 12 (KCNA) -- so they say.", "Pyongyang, June 31 (KCNA) -- The choir.", "Pyongyang, Mayday 1 (KCNA) -- So.",
        "Pyongyang, June 12 -- The choir sang.", "Pyongyang, 12 de may (ACNC) -- El coro.", "June 12 (KCNA) -- The choir sang.",
        "Pyongyang, June 12 (KCNA) The choir sang.", "A choir of Tolvenna\nHalden, June 12 (KCNA) -- So.",
    ],
)  # fmt: skip
def test_what_is_no_dateline_has_no_day(text: str) -> None:
    assert dateline_date(text, NEAR) is None


@given(text=st.text(), near=st.dates())
def test_any_line_has_a_trailer_or_none_and_any_text_a_dateline_or_none(text: str, near: dt.date) -> None:
    for line in (text, f"www.kcna.kp ({text})", f"-0- (Juche{text})"):
        found = trailer(line)
        assert found is None or line[found.start :].strip() == found.text
    assert dateline_date(f"Tolvenna, {text} (KCNA) -- ", near) is None or re.search(r"\d", text)
