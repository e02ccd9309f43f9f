"""Recovery: a teaser that is the beginning of an article's body gives it the title and the date that it has not.

What could be true of two articles, or would say two things of one, says nothing.
"""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.dataset.leads import SHORTEST, TOLERANCE, unspaced
from presspack.pipeline.link.evidence import BEGINNINGS, TEASERS
from presspack.project.contracts import schemas

DAY = dt.timedelta(days=1)
ITEM = ["outlet", "start", "date"]


class Recovered(NamedTuple):
    """The articles, with what teasers gave them; where each teaser leads (outlet, teaser, date, article); counts."""

    articles: pl.DataFrame
    leads: pl.DataFrame
    dated: int
    titled: int
    ambiguous: int
    """Articles to which teasers may lead, and of which they say nothing for certain."""


def recover(articles: pl.DataFrame, evidence: list[Path], hidden: pl.DataFrame) -> Recovered:
    """Give articles what teasers of their outlet say of them, but for teasers that tell of a withdrawn text."""
    found = _matches(articles, evidence).filter(
        ~pl.col("teaser").is_in(hidden["teaser"].drop_nulls().unique().to_list())
    )
    unsure = pl.any_horizontal(
        pl.col("id").n_unique().over(ITEM) > 1,
        pl.col("date").n_unique().over("id") > 1,
        pl.col("title").drop_nulls().n_unique().over("id") > 1,
    )
    sure = found.filter(~unsure)
    said = sure.group_by("id").agg(told=pl.col("title").drop_nulls().first(), day=pl.col("date").first())
    joined = articles.join(said, on="id", how="left", maintain_order="left")
    dates = pl.col("published_on").is_null() & pl.col("day").is_not_null()
    titles = pl.col("title").is_null() & pl.col("told").is_not_null()
    given = joined.with_columns(
        title=pl.coalesce("title", "told"),
        published_on=pl.coalesce("published_on", "day"),
        date_source=pl.when(dates).then(pl.lit("teaser")).otherwise("date_source"),
    )
    leads = sure.select("outlet", "teaser", "date", article="id").unique().sort(pl.all())
    dated, titled = joined.select(dates.sum(), titles.sum()).row(0)
    return Recovered(given.select(articles.columns), leads, dated, titled, found.filter(unsure)["id"].n_unique())


def _matches(articles: pl.DataFrame, evidence: list[Path]) -> pl.DataFrame:
    """Teasers and the articles whose bodies begin with them, but for those that the article's own dates rule out."""
    teasers = pl.concat([pl.read_parquet(folder / TEASERS) for folder in evidence]).unique()
    teasers = teasers.with_columns(start=unspaced(pl.col("teaser"))).filter(pl.col("start").str.len_chars() >= SHORTEST)
    bodies = pl.concat([pl.read_parquet(folder / BEGINNINGS) for folder in evidence]).rename({"start": "body"})
    known = articles.select("id", "outlet", "dump", "published_on", "crawled_on", "crawl_source").join(
        bodies, on="dump"
    )
    key = {"key": pl.col("start").str.head(SHORTEST)}, {"key": pl.col("body").str.head(SHORTEST)}
    met = teasers.with_columns(**key[0]).join(known.with_columns(**key[1]), on=["outlet", "key"])
    founded = pl.col("outlet").replace_strict(schemas("article").FOUNDED, default=None, return_dtype=pl.Date)
    possible = pl.all_horizontal(
        pl.col("body").str.starts_with(pl.col("start")),
        ((pl.col("date") - pl.col("published_on")).abs() <= TOLERANCE).fill_null(True),
        ((pl.col("date") <= pl.col("crawled_on") + DAY) | (pl.col("crawl_source") != "page")).fill_null(True),
        (pl.col("date") >= founded).fill_null(True),
    )
    return met.filter(possible)
