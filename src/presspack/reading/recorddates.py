"""Dates as tables and crawlers write them. None where they are no date, or two: `03/04/2024` is never guessed."""

import datetime as dt
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime

from presspack.reading.dates import MONTHS, day

NUMBER = {name[:3].casefold(): i for i, name in enumerate(MONTHS, 1)}
NAME = rf"({'|'.join(NUMBER)})[a-z]*\.?"
LATER = r"(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}.{0,20})?"
UTC = re.compile(
    r"(?:(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s?([ap])\.?m\.?)?)\s?(?:UTC|GMT|Z|[+-]00:?00)", re.I | re.A
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
MONTH_FIRST = re.compile(rf"{WEEKDAY}{NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){LATER}", re.I | re.A)
DAY_FIRST = re.compile(rf"{WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{NAME},?[\s-]+(\d{{4}}){LATER}", re.I | re.A)
YEAR_FIRST = re.compile(rf"(\d{{4}})[/.년年-]\s?(\d{{1,2}})[/.월月-]\s?(\d{{1,2}})[.일日]?{LATER}", re.A)
NUMBERS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){LATER}", re.A)
NAMED_UTC = re.compile(r"\s?(?:UTC|GMT)$", re.I)
EPOCH = re.compile(
    r"(\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d+)?", re.A
)  # of 1973 to 2286, in seconds, milli- and microseconds


def record_date(text: str, zone: dt.tzinfo | None = None) -> dt.date | None:
    """The day of a date or a time. A time has the day that it is printed with; one in UTC that of `zone`, if one is given."""
    text = text.strip()
    date = _of_time(text, zone)
    if date is None and (date := _printed(text)) is not None and zone and (time := UTC.search(text)):
        hour = int(time[1]) % 12 + 12 * (time[3].lower() == "p") if time[3] else int(time[1])
        with suppress(ValueError, OverflowError):
            at = dt.datetime(date.year, date.month, date.day, hour, int(time[2]), tzinfo=dt.UTC)
            return at.astimezone(zone).date()
    return date


def _of_time(text: str, zone: dt.tzinfo | None) -> dt.date | None:
    try:
        if epoch := EPOCH.fullmatch(text):
            seconds = int(epoch[1]) / 10 ** (3 * ((len(epoch[1]) - 9) // 3))
            time = dt.datetime.fromtimestamp(seconds, dt.UTC)
        elif "," in text[:5]:
            time = parsedate_to_datetime(text.removesuffix("-0000") + "+0000" * text.endswith("-0000"))
        else:
            time = dt.datetime.fromisoformat(NAMED_UTC.sub("+00:00", text))
        utc = time.tzinfo is not None and time.utcoffset() == dt.timedelta(0)
        return (time.astimezone(zone) if zone and utc else time).date()
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None


def _printed(text: str) -> dt.date | None:
    if found := MONTH_FIRST.fullmatch(text):
        return day(found[3], NUMBER[found[1].casefold()], found[2])
    if found := DAY_FIRST.fullmatch(text):
        return day(found[3], NUMBER[found[2].casefold()], found[1])
    if found := YEAR_FIRST.fullmatch(text):
        return day(found[1], found[2], found[3])
    if found := NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if first > 12 or first == second:
            return day(found[4], second, found[1])
        return day(found[4], first, found[3]) if second > 12 else None
    return None
