"""Dates as the outlets' own sites print them. None where no calendar has the day."""

import datetime as dt
import re

from presspack.reading.dates import JUCHE, MONTHS, day

NUMBER = {name[:3].lower(): i for i, name in enumerate(MONTHS, 1)}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TRAILER = re.compile(r"\((?:(?:Juche|주체) ?(\d{2,3})|(\d{4}))\.(\d{1,2})\.(\d{1,2})\.?\)$", re.A)
DOTTED = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.?", re.A)
CALENDAR = re.compile(r"calendar>>([A-Z][a-z]+) (\d{1,2})\. (\d{4}) Juche? (\d{2,3})", re.A)
VIEW = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2}), ?(?:(\d{4})|Juche ?(\d{2,3}) ?\((\d{4})\))(?: (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?",
    re.A,
)
POSTED = re.compile(r"([A-Z][a-z]{2}), (\d{2})/(\d{2})/(\d{4}) - \d{2}:\d{2}", re.A)


def trailer_date(text: str) -> dt.date | None:
    """The date that ends an item of KCNA: `www.kcna.kp (Juche111.8.6.)`, `-0- (Juche111.8.13.)`, `… (2025.02.10.)`."""
    match = TRAILER.search(text)
    if not match:
        return None
    return day(match[2] or str(JUCHE + int(match[1])), match[3], match[4])


def dotted_date(text: str) -> dt.date | None:
    """`2024.2.12.`: the year first."""
    match = DOTTED.fullmatch(text)
    return day(match[1], match[2], match[3]) if match else None


def calendar_date(text: str) -> dt.date | None:
    """`calendar>>September 11. 2021 Juche 110`; None also where the two years differ."""
    match = CALENDAR.fullmatch(text)
    return _both_years(match[3], match[4], match[1], match[2]) if match else None


def view_date(text: str) -> dt.date | None:
    """When a page was viewed: `Nov. 15, 2024 Friday`, `Sep. 29,Juche 112 (2023) Friday`, `august 21, Juche108(2019)`."""
    match = VIEW.fullmatch(text)
    return _both_years(match[3] or match[5], match[4], match[1], match[2]) if match else None


def posted_date(text: str) -> dt.date | None:
    """`Fri, 09/22/2023 - 13:05`: the month first; None also where the day was another day of the week."""
    match = POSTED.fullmatch(text)
    date = day(match[4], match[2], match[3]) if match else None
    return date if match and date and WEEKDAYS[date.weekday()] == match[1] else None


def _both_years(year: str, juche: str | None, month: str, of_month: str) -> dt.date | None:
    if juche is not None and JUCHE + int(juche) != int(year):
        return None
    return day(year, NUMBER.get(month[:3].lower(), 0), of_month)
