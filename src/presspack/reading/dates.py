"""Dates as the pages print them. None where no calendar has the day.

`trailer` reads what KCNA.kp prints under a text, `dateline_date` what stands before its first sentence.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

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
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MESIATSY = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MES = {name: i for i, name in enumerate(MESES, 1)} | {"setiembre": 9}
MONTH = {name.lower(): i for names in (MONTHS, MOIS, MESIATSY) for i, name in enumerate(names, 1)}
MONTH |= {name.lower(): i for name, i in SHORT_NUMBER.items()} | {"sept": 9}
DATELINE = re.compile(
    r"(?:[^\W\d_][^,\n]{1,40},|[A-Z][A-Z -]{2,30}) (?:([^\W\d_]{3,9})\.? (\d{1,2})|(\d{1,2})(?:er|st|nd|rd|th)? (de )?([^\W\d_]{3,10}))"
    r"[.,]?(?: Juche ?\d{2,3}| ?\(?\d{4}\)?,?){0,2} ?(?:\([^()\d\n]{2,30}\)|/[^/\d\n]{2,20}/) ?[-–—―:]"
)
OF_AGENCY = r"[^()]{3,60}\(([A-ZА-Я]{3,6})\)\s*[-–—―]"  # the opening of an item, `Pyongyang, June 12 (KCNA) --`
ASIAN_DATELINE = re.compile(
    r"[\[(（【]?[가-힣]{2,10} ?(\d{1,2})월 ?(\d{1,2})일 ?발? ?(?=[^()]{0,12}통신)"
    r"|[\[(（【]?[\u3040-\u30ff\u3400-\u9fff]{2,10} ?(\d{1,2})月 ?(\d{1,2})日 ?[発电電讯訊]? ?(?=[^()]{0,12}(?:通信|通[讯訊]))",
    re.A,
)
TOLERANCE = dt.timedelta(days=3)  # two dates of one article may differ by so much
JUCHE = 1911  # the year before the first
TRAILER = re.compile(r"\(((?:Juche|주체) *)?(\d{1,4})\. *(\d{1,2})\. *(\d{1,2})\.?\)$", re.ASCII)
SITE, END_MARK = "www.kcna.kp", "-0-"


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


class Trailer(NamedTuple):
    """The date that stands under a text: where in the line it begins, what is printed, and the day, if there is one."""

    start: int
    text: str
    date: dt.date | None


def trailer(line: str) -> Trailer | None:
    """`www.kcna.kp (Juche111.8.6.)`, `www.kcna.kp (2025.02.10.)` or `-0- (Juche111.8.13.)`, at the end of a line."""
    if not line.endswith(")"):
        return None
    match = TRAILER.search(line, max(len(line) - 60, 0))
    if match is None:
        return None
    before = line[: match.start()].rstrip()
    text = before.removesuffix(SITE).rstrip()
    if text == before and text and not text.endswith(END_MARK):
        return None  # a date in brackets, in the text
    year = int(match[2]) + JUCHE if match[1] else int(match[2])
    return Trailer(len(text), line[len(text) :].lstrip(), day(str(year), match[3], match[4]))


def dateline_date(paragraph: str, near: dt.date) -> dt.date | None:
    """The day of `Pyongyang, June 12 (KCNA) -- ` and its like in other languages, in the year that brings it nearest."""
    if match := DATELINE.match(paragraph):
        month = MES.get(match[5]) if match[4] else MONTH.get((match[1] or match[5]).lower())
        of_month = match[2] or match[3]
    elif match := ASIAN_DATELINE.match(paragraph):
        month, of_month = int(match[1] or match[3]), match[2] or match[4]
    else:
        return None
    if month is None:
        return None
    years = range(near.year - 4, near.year + 5)  # one of any five has a 29 February, unless a century begins
    days = [day(str(year), month, of_month) for year in years]
    return min((date for date in days if date is not None), key=lambda date: abs(date - near), default=None)


def day(year: str, month: str | int, of_month: str) -> dt.date | None:
    """A date, or None where no calendar has it."""
    try:
        return dt.date(int(year), int(month), int(of_month))
    except ValueError:
        return None
