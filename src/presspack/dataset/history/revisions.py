"""The texts that a page had, by time: which dumps are of one page, and what is known of when it changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from presspack.project.contracts import demand, schemas
from presspack.project.frames import by_name, frame, types

PRINTED = ("page", "trailer", "record", "copy")
"""Sources of a date that is said of the text itself: a teaser and a URL are not."""
SEEN = ("page", "record")
"""Sources of a crawl day that is a day: one of related items is a lower bound, and orders nothing."""
PAGE = ("page", "page_source", "outlet")
ABOVE = 1 << 32  # versions that no page has

Capture = tuple[str, date | None]
"""The article that one dump shows, and the day of its crawl, if it is known."""


@dataclass
class Version:
    """One text of a page."""

    article: str
    days: list[date] = field(default_factory=list)
    captures: int = 0
    changed: tuple[date | None, date | None] = (None, None)
    """The last day on which the text before was seen alone, and the day by which it was gone."""


def tell(dumps: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The texts of every page that has several (`Revisions`), from the ledger and the articles; bodies are not needed."""
    contract = schemas("revisions").Revisions
    names, rows = list(types(contract)), list[tuple[Any, ...]]()
    for page, captures in pages(dumps, articles):
        for number, version in enumerate(versions(captures), 1):
            days = min(version.days, default=None), max(version.days, default=None)
            rows.append((*page, number, version.article, *days, version.captures, *version.changed))
    table = frame(by_name(names, rows), contract)
    return demand(table.sort("page", "outlet", "version"), contract)


def pages(dumps: pl.DataFrame, articles: pl.DataFrame) -> Iterator[tuple[tuple[str, ...], list[Capture]]]:
    """Every page that has several texts of one outlet (page, page_source, outlet), with its captures."""
    found = located(dumps, articles).select(*PAGE, "article", "day")
    several = found.filter(pl.col("article").n_unique().over(PAGE) > 1).sort(pl.all())
    for page, group in groupby(several.iter_rows(), itemgetter(0, 1, 2)):
        yield page, [(article, day) for *_, article, day in group]


def located(dumps: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Every crawl of a page that has a name (page, page_source, outlet, article, day, path).

    A page is known by its URL. Where no dump of an article has one, it is known by outlet, day and title, as they are
    printed; if these name articles of two stories, they name no page.
    """
    live = crawls(dumps)
    known = live.filter(pl.col("page").is_not_null())
    by_url = known.join(articles.select("outlet", article="id"), on="article").with_columns(page_source=pl.lit("url"))
    headed = headings(articles).join(known.select("article"), on="article", how="anti")
    headed = headed.filter(pl.col("story").n_unique().over("page") == 1)
    by_heading = headed.join(live.drop("page"), on="article").with_columns(page_source=pl.lit("heading"))
    # a heading is the key of no URL: in these no colon stands before a space ahead of the path
    return pl.concat([table.select(*PAGE, "article", "day", "path") for table in (by_url, by_heading)])


def headings(articles: pl.DataFrame) -> pl.DataFrame:
    """What the articles whose title and day are printed are called by (page, article, outlet, story), be it the name of a page or not."""
    printed = pl.col("date_source").is_in(PRINTED) & pl.col("title").is_not_null()
    return articles.filter(printed).select("outlet", "story", article="id", page=heading("published_on"))


def heading(day: str) -> pl.Expr:
    """Outlet, day and title in one; null where one of them is."""
    return pl.concat_str("outlet", pl.col(day).dt.strftime("%Y-%m-%d"), "title", separator=": ")


def crawls(dumps: pl.DataFrame) -> pl.DataFrame:
    """What crawls saw (dump, page, article, day, path): a row for each page that had some bytes, and each day on which it did.

    A path without a day adds none where another path has the same bytes.
    """
    live = dumps.filter(pl.col("outcome").is_in(["published", "duplicate"]))
    day = pl.when(pl.col("crawl_source").is_in(SEEN)).then("crawled_on").alias("day")
    live = live.group_by("dump", "page", "article", day).agg(pl.col("path").min())
    known = pl.col("day").is_not_null()
    return live.filter(known | ~known.any().over("dump", "page"))


def counted(articles: pl.DataFrame, dumps: pl.DataFrame, revisions: pl.DataFrame) -> pl.DataFrame:
    """For each article, in their order, how many `versions` its page has, and whether it is the `latest` of a page.

    That is the last version with a day, or the last of all where none has one. Of an article of several pages, the most.
    """
    page = ("page", "outlet")
    order = pl.col("version") + pl.col("last_seen").is_not_null().cast(pl.Int64) * ABOVE
    told = revisions.with_columns(versions=pl.len().cast(pl.Int32).over(page), latest=order == order.max().over(page))
    outlets = articles.select("outlet", article="id")
    alone = crawls(dumps).drop_nulls("page").join(outlets, on="article").join(revisions, on=page, how="anti")
    alone = alone.select("article", versions=pl.lit(1, pl.Int32), latest=pl.lit(True))
    told = pl.concat([told.select(alone.columns), alone]).group_by("article").agg(pl.max("versions", "latest"))
    found = articles.select(article="id").join(told, on="article", how="left", maintain_order="left")
    return found.select(pl.col("versions").fill_null(1), pl.col("latest").fill_null(value=True))


def versions(captures: Iterable[Capture]) -> list[Version]:
    """The texts of one page by day; the same for any order of captures.

    Where a day has several texts, that of the day before comes first and that of the day after last: so the page changes
    as seldom as it can. When a text came is told only where it is the one new text of its day, and the day before has
    one text alone.
    """
    days: dict[date, Counter[str]] = defaultdict(Counter)
    undated: Counter[str] = Counter()
    for article, day in captures:
        (undated if day is None else days[day])[article] += 1
    found: list[Version] = []
    ordered = sorted(days)
    for i, day in enumerate(ordered):
        before, after = (days[ordered[j]] if 0 <= j < len(ordered) else {} for j in (i - 1, i + 1))
        last = found[-1].article if found else None
        texts = sorted(days[day], key=lambda text: (text != last, text in after and text != last, text))
        for text in texts:
            if not found or text != found[-1].article:
                certain = len(before) == 1 and days[day].keys() <= {text, *before}
                changed = (ordered[i - 1], day) if certain else (None, None)
                found.append(Version(text, changed=changed))
            found[-1].days.append(day)
            found[-1].captures += days[day][text]
    for text in sorted(undated):
        version = next((version for version in found if version.article == text), None)
        if version is None:
            version = Version(text)
            found.append(version)
        version.captures += undated[text]
    return found
