"""The title that a record gives, and where the text repeats it."""

import datetime as dt
import re
from collections import Counter

from presspack.article import Article, Record
from presspack.reading.clean import clean
from presspack.reading.dates import JUCHE, day
from presspack.reading.lines import Lines

PRINTED_DAY = re.compile(
    r"\s*[\[(【](?:(?:Juche|주체) ?(\d{2,3})(?: ?\(\d{4}\))?|(\d{4}))\. ?(\d{1,2})\. ?(\d{1,2})\.?[\])】]\s*$", re.A
)
TOLD_APART = re.compile(r"[\W_]+")
SITE_BEHIND = re.compile(r"\s*(?:[|:：«»·•–—―]|\s-\s).*")
MOST_LINES = 3  # over which a site may print one title


def of(record: Record) -> tuple[Record, dt.date | None]:
    """A record whose title is one line, and the day that its site prints under its titles, such as `[Juche113.1.2.]`."""
    if not record.title:
        return record, None
    printed = PRINTED_DAY.search(record.title)
    title = " ".join((record.title[: printed.start()] if printed else record.title).split())
    title = title if clean(title, Counter()) else ""  # of a zero-width space nothing is left
    return record._replace(title=title or None), printed_day(printed) if printed else None


def printed_day(found: re.Match[str]) -> dt.date | None:
    """The day that a `PRINTED_DAY` names."""
    return day(found[2] or str(JUCHE + int(found[1])), found[3], found[4])


def read(lines: Lines, i: int, article: Article) -> int:
    """Take the record's title, and return where the text goes on: lines that repeat the title are none of it.

    A site that adds its name behind the title is believed as far as the text repeats it.
    """
    assert lines.record.title is not None
    article.title = clean(lines.record.title, article.cleaned)
    for last in range(i + 1, min(i + MOST_LINES, len(lines)) + 1):
        printed = clean(" ".join(lines.texts[i:last]), Counter())
        if _bare(printed) == _bare(article.title) or _with_site(printed, article.title):
            article.title, article.title_line = printed, lines.numbers[i]
            return last
    return i


def _with_site(printed: str, title: str) -> bool:
    return title.startswith(printed) and SITE_BEHIND.fullmatch(title, len(printed)) is not None


def _bare(title: str) -> str:
    """A title without regard to case, signs and white space."""
    return TOLD_APART.sub("", title.casefold())
