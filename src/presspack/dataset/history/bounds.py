"""Between which days an article was published: the day that is known, or what is certain without one."""

import datetime as dt

import polars as pl

from presspack.dataset.history.revisions import crawls
from presspack.project.contracts import schemas

DAY = dt.timedelta(days=1)
"""A crawler's clock may be behind Korea's: what it saw may be dated a day later."""
LATE = dt.timedelta(days=2)
"""So many days after an article was published the aggregator may have taken it in, which dates it by its URL."""
NUMBER = r"^(\d{9,10})-\d+$"
"""What names a page of KCNA Watch: the second at which it was taken in. All other pages begin with a host."""
KOREA = pl.duration(hours=9)
WEB = dt.date(1991, 8, 6)
"""No page was crawled before there were any: a clock that was never set says 1970 or 1980."""


def bounds(articles: pl.DataFrame, dumps: pl.DataFrame) -> pl.DataFrame:
    """For each article `published_from`, `published_to` and `bounds`, in their order; `dumps` is the ledger.

    A crawl before the outlet was founded, or before `WEB`, bounds nothing. More evidence never makes an interval wider.
    """
    founded = pl.col("outlet").replace_strict(schemas("article").FOUNDED, default=None, return_dtype=pl.Date)
    second = pl.col("page").str.extract(NUMBER).cast(pl.Int64)
    taken = (pl.from_epoch(second, "s") + KOREA).dt.date()
    live = crawls(dumps).select("day", id="article", taken=taken)
    days = articles.select("id", founded=founded).join(live, on="id")
    late = [pl.col(name) + DAY for name in ("day", "taken")]
    first = pl.max_horizontal("founded", pl.lit(WEB))
    days = days.group_by("id").agg(day.filter(day >= first).min() for day in late)
    known = articles.with_columns(founded=founded).join(days, on="id", how="left", maintain_order="left")
    on, by_url = pl.col("published_on"), (pl.col("date_source") == "url").fill_null(False)
    dated, latest = on.is_not_null(), pl.min_horizontal("day", "taken")
    early = pl.when(by_url).then(pl.max_horizontal(on - LATE, "founded")).otherwise(on)
    crawled = (pl.col("day") <= pl.col("taken")).fill_null(pl.col("day").is_not_null())
    said = [
        pl.when(dated).then("date_source"),
        pl.when(~dated & pl.col("founded").is_not_null()).then(pl.lit("founding")),
        pl.when(~dated & latest.is_not_null()).then(pl.when(crawled).then(pl.lit("crawl")).otherwise(pl.lit("url"))),
    ]
    return known.select(
        published_from=pl.when(dated).then(early).otherwise("founded"),
        published_to=pl.when(dated).then(on).otherwise(latest),
        bounds=pl.concat_list(said).list.drop_nulls(),
    )
