"""What a dump is made of, how each layout sets it, and what a careful reader finds in it."""

import datetime
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bench.words import tidy

Day = datetime.date
DAY = datetime.timedelta(days=1)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One related article, cleaned."""

    title: str | None
    teaser: str
    date: Day


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful reader finds in one dump; of a rejected one, only its layout and its reasons."""

    path: str
    outcome: str  # published, duplicate or rejected
    duplicate_of: str | None = None
    layout: str | None = None
    outlet: str | None = None
    title: str | None = None
    body: str = ""
    byline: str | None = None
    credit: str | None = None
    language: str | None = None
    published_on: Day | None = None  # what this dump itself says
    date_source: str | None = None
    crawled_on: Day | None = None
    crawl_source: str | None = None
    related: tuple[Item, ...] = ()
    reasons: tuple[str, ...] = ()
    article: str | None = None


class Outlet(NamedTuple):
    """A row of schemas/outlets.yaml, as far as dumps show it."""

    id: str
    label: str
    founded: Day | None = None


OUTLETS = (
    Outlet("kcna-kp", "KCNA.kp (En)", Day(1946, 12, 5)),
    Outlet("kcna-co-jp", "KCNA.co.jp (En)"),
    Outlet("pyongyang-times", "Pyongyang Times", Day(1965, 5, 6)),
    Outlet("voice-of-korea", "Voice of Korea (EN)", Day(1945, 10, 14)),
    Outlet("naenara", "Naenara (En)"),
    Outlet("mfa", "Ministry of Foreign Affairs (EN)"),
    Outlet("rodong-sinmun", "Rodong Sinmun (En)", Day(1945, 11, 1)),
    Outlet("minju-choson", "Minju Choson (EN)"),
    Outlet("uriminzokkiri", "Uriminzokkiri (En)"),
    Outlet("sample-courier", "Sample Courier (En)", Day(1950, 3, 1)),
    Outlet("sample-times", "Sample Times", Day(1965, 9, 1)),
    Outlet("sample-radio", "Sample Radio (EN)", Day(1947, 6, 15)),
    Outlet("sample-ministry", "Sample Ministry of Gardens (EN)"),
)
UNKNOWN = ("Harbour Gazette (En)", "Morning Kettle", "The Reed Post (EN)", "Orchard Bulletin (En)")


class Shape(NamedTuple):
    """A layout, its share in a hundred dumps, and when it was crawled."""

    layout: str
    share: int
    first: Day
    last: Day


BODY = Shape("body", 27, Day(2023, 1, 1), Day(2026, 6, 30))
PAGE = Shape("page", 57, Day(2025, 3, 1), Day(2026, 6, 30))
SINGLE = Shape("page", 7, Day(2023, 1, 1), Day(2024, 10, 31))
TITLED = Shape("titled", 5, Day(2023, 1, 1), Day(2026, 6, 30))
LEGACY = Shape("legacy", 4, Day(2016, 1, 1), Day(2019, 12, 31))
SHAPES = (BODY, PAGE, SINGLE, TITLED, LEGACY)


class Teaser(NamedTuple):
    """What the related list shows of an article, as scraped and cleaned."""

    raw_title: str
    raw_text: str
    title: str
    text: str


@dataclass(slots=True)
class Article:
    """An article before it is scraped; names in its title and paragraphs are marked."""

    outlet: Outlet
    title: str | None
    paragraphs: list[str]
    byline: str | None
    credit: str | None
    published: Day
    kicker: bool = False  # the first paragraph is one
    crawls: list[Day] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What stands on one dump, before it is laid out."""

    layout: str
    label: str
    more_from: str
    title: str | None
    date: str
    crawl: Day
    lines: list[str]
    related: list[tuple[Teaser, Day]]
    trailer: bool = False
    sections: int = 1
    end: bool = True


@lru_cache(maxsize=8192)
def long_date(day: Day) -> str:
    """`January 05, 2026`, whatever the locale."""
    return f"{MONTHS[day.month - 1]} {day.day:02d}, {day.year}"


def short_date(day: Day) -> str:
    """`05/01/2026`, whatever the locale."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def trailer(day: Day) -> str | None:
    """What KCNA.kp prints under a text of that day; nothing, up to early 2022."""
    if day < Day(2022, 3, 1):
        return None
    if day.year < 2025:
        return f"www.kcna.kp (Juche{day.year - 1911}.{day.month}.{day.day}.)"
    return f"www.kcna.kp ({day.year}.{day.month:02d}.{day.day:02d}.)"


def render(page: Page) -> str:
    """The text of the dump."""
    source = f"Date: {page.date} | Source: {page.label} | Read original version at source"
    title = [page.title] if page.title else []
    if page.layout == "legacy":
        tail = ["Get North Korea headlines delivered daily", "Subscribe to the NK News letter"]
        return "\n\n".join([*title, source, "Share Button", *page.lines, *tail])
    tail = [f"More From {page.more_from}"]
    for teaser, day in page.related:
        if page.layout == "page":
            tail += teaser.raw_title, teaser.raw_title
        tail += teaser.raw_text, long_date(day), teaser.raw_text
    tail = tail * page.sections + ["More Articles"] * page.end
    if page.layout == "body":
        return "\n".join(page.lines + tail)
    if page.layout == "titled":
        return "\n".join([*title, source, *page.lines, *tail])
    crawl = long_date(page.crawl)
    if page.crawl >= PAGE.first:
        crawl += f"{crawl[:3]}{crawl[-9:]}"
    return "\n\n".join([f"{crawl}\nKCNA {page.label}", *title, source, *page.lines, *tail])


def truth_of(path: str, article: Article, page: Page) -> Truth:
    """What a careful reader finds on a page of the article."""
    body = "\n\n".join(map(tidy, article.paragraphs))
    heading = page.layout != "body"
    dated = "page" if heading else "trailer" if page.trailer else None
    source = {"page": "page", "legacy": None}.get(page.layout, "related")
    titles = page.layout == "page"
    key = f"{article.outlet.id}\n{''.join(body.split())}"
    return Truth(
        path=path,
        outcome="published",
        layout=page.layout,
        outlet=article.outlet.id,
        title=tidy(article.title) if heading and article.title else None,
        body=body,
        byline=article.byline,
        credit=article.credit,
        language="en",
        published_on=article.published if dated else None,
        date_source=dated,
        crawled_on=page.crawl if source else None,
        crawl_source=source,
        related=tuple(Item(t.title if titles else None, t.text, day) for t, day in page.related),
        article=hashlib.sha256(key.encode()).hexdigest()[:16],
    )
