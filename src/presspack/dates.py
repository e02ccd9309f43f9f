"""Dates as the pages print them. None where no calendar has the day."""

import datetime as dt
import re
from functools import lru_cache

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBER = {name: i for i, name in enumerate(MONTHS, 1)}
LONG = rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})"
SHORT = rf"({'|'.join(name[:3] for name in MONTHS)})[a-z]* (\d{{1,2}}), (\d{{4}})"
LONG_DATE = re.compile(LONG)
CRAWL_LINE = re.compile(rf"{LONG}(?:\s*{SHORT})?")
SHORT_NUMBER = {name[:3]: i for i, name in enumerate(MONTHS, 1)}


@lru_cache(maxsize=4096)
def long_date(text: str) -> dt.date | None:
    """`November 03, 2025`, and nothing else on the line."""
    match = LONG_DATE.fullmatch(text)
    return day(match[3], NUMBER[match[1]], match[2]) if match else None


def day_month_year(text: str) -> dt.date | None:
    """`30/11/2024`: always the day first."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    return day(match[3], match[2], match[1]) if match else None


def crawl_date(line: str) -> dt.date | None:
    """`January 20, 2026Jan 20, 2026` or `March 29, 2024`; None also where the two halves differ."""
    match = CRAWL_LINE.fullmatch(line)
    if not match:
        return None
    first = day(match[3], NUMBER[match[1]], match[2])
    return first if match[4] is None or first == day(match[6], SHORT_NUMBER[match[4]], match[5]) else None


def iso_date(text: str) -> dt.date | None:
    """`2024-11-30`, or a time of that day such as `2024-11-30T08:15:00Z`; the day is the one in UTC."""
    try:
        time = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (time.astimezone(dt.UTC) if time.tzinfo else time).date()


def day(year: str, month: str | int, of_month: str) -> dt.date | None:
    """A date, or None where no calendar has it."""
    try:
        return dt.date(int(year), int(month), int(of_month))
    except ValueError:
        return None
