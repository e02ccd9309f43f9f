"""Recovery: a teaser that is the beginning of an article's body gives it the title and the date that it has not.

What could be true of two articles, or would say two things of one, says nothing.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from presspack.dataset.leads import SHORTEST, TOLERANCE
from presspack.pipeline.link import withdrawn
from presspack.pipeline.link.evidence import TEASERS
from presspack.pipeline.link.work import Part, Work
from presspack.project.contracts import schemas
from presspack.project.frames import keep

ITEM = ["outlet", "start", "date"]
LEAD = ["outlet", "teaser", "date", "article"]
FAR = 1 << 24  # days: more than there are before or after 1970
EACH = 1 << 32  # more than there are days


class Told(NamedTuple):
    """What teasers say of articles (id, told, day), and where each leads (outlet, teaser, date, article)."""

    said: pl.DataFrame
    leads: pl.DataFrame
    ambiguous: int
    """Articles to which teasers may lead, and of which they say nothing for certain."""


def recover(work: Work, out: Path, part: Part) -> tuple[int, int]:
    """What teasers of a part of the beginnings say: how many articles they lead to, and of how many they are unsure.

    Teasers that tell of a withdrawn text say nothing.
    """
    begin = work.kept("joined").filter(part.has("start"), pl.col("start").str.len_chars() >= SHORTEST)
    known = begin.select("id", "outlet", "published_on", "crawled_on", "crawl_source", "start").collect()
    begun = known.select("outlet", key=pl.col("start").str.head(SHORTEST))
    files = (pl.scan_parquet(folder / TEASERS).filter(part.has("start")).collect() for folder in work.evidence)
    items = pl.concat([_begun(items, begun) for items in files]).unique()
    told = tell(items.filter(~pl.col("teaser").is_in(withdrawn.teasers(work))), known)
    work.keep("said", told.said.sort("id"), part.number)
    keep(told.leads.sort(LEAD), out / f"leads-{part.number:05d}.parquet")
    return told.leads["article"].n_unique(), told.ambiguous


def _begun(items: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The teasers that begin as some body of their outlet does: there are many times more teasers than articles."""
    key = pl.col("start").str.head(SHORTEST)
    return items.join(known, left_on=["outlet", key], right_on=["outlet", "key"], how="semi")


def give(articles: pl.DataFrame, said: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
    """The articles with what is said of them; how many were dated, and how many named."""
    joined = articles.join(said, on="id", how="left", maintain_order="left")
    dates = pl.col("published_on").is_null() & pl.col("day").is_not_null()
    titles = pl.col("title").is_null() & pl.col("told").is_not_null()
    given = joined.with_columns(
        title=pl.coalesce("title", "told"),
        published_on=pl.coalesce("published_on", "day"),
        date_source=pl.when(dates).then(pl.lit("teaser")).otherwise("date_source"),
    )
    dated, titled = joined.select(dates.sum(), titles.sum()).row(0)
    return given.select(articles.columns), dated, titled


def tell(items: pl.DataFrame, known: pl.DataFrame) -> Told:
    """What teasers (outlet, teaser, date, title, start) say of articles, each with the `start` of its body."""
    each = items.group_by(ITEM).agg(title=pl.col("title").drop_nulls().min(), other=pl.col("title").drop_nulls().max())
    starts = each.select("outlet", "start").unique().sort("outlet", "start").with_row_index("group")
    each = each.join(starts, on=["outlet", "start"]).sort("group", "date")
    found, shared = meetings(each, starts, known)
    first, last = each[found["first"]], each[found["last"]]
    found = found.with_columns(first["title", "other", *ITEM], until=last["date"], shared=shared[found["first"]])
    unsure = pl.any_horizontal(
        pl.col("shared") > 1,
        pl.col("date").min().over("id") != pl.col("until").max().over("id"),
        (pl.col("title").min().over("id") != pl.col("other").max().over("id")).fill_null(False),
    )
    found = found.with_columns(unsure=unsure)
    sure = found.filter(~pl.col("unsure"))
    said = sure.group_by("id").agg(told=pl.col("title").drop_nulls().first(), day=pl.col("date").first())
    leads = sure.select("id", *ITEM).join(items.select("teaser", *ITEM), on=ITEM)
    leads = leads.select("outlet", "teaser", "date", article="id").unique()
    return Told(said, leads, found.filter("unsure")["id"].n_unique())


def meetings(each: pl.DataFrame, starts: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Where teasers may be of articles: one row for each article and beginning of its body (id, first, last).

    From `first` to `last` are the rows of `each`, sorted by group and date, of days that the article's own dates do
    not rule out. Also, for each of those rows, how many articles it may be of. Never is each teaser held against each
    article: an opening formula may be common to thousands of both.
    """
    days = _days(known.select("id", "outlet", "start", low=_earliest(), high=_latest()))
    begun = []
    for (letters,), some in starts.group_by(pl.col("start").str.len_chars(), maintain_order=True):
        cut = days.filter(pl.col("start").str.len_chars() >= letters).with_columns(pl.col("start").str.head(letters))
        begun.append(cut.join(some, on=["outlet", "start"]).select("id", "low", "high", "group"))
    schema = {"id": pl.String(), "low": pl.Int64(), "high": pl.Int64(), "group": pl.UInt32()}
    met = pl.concat([pl.DataFrame(schema=schema), *begun]).sort("id", "group")
    codes = _code(each["group"], each["date"].to_physical().cast(pl.Int64))
    first = np.searchsorted(codes, _code(met["group"], met["low"]), "left")
    end = np.maximum(first, np.searchsorted(codes, _code(met["group"], met["high"]), "right"))
    counts = [np.bincount(places, minlength=len(codes) + 1) for places in (first, end)]
    shared = np.cumsum(counts[0] - counts[1])[: len(codes)]
    found = pl.DataFrame({"id": met["id"], "first": first, "last": end - 1})
    return found.filter(pl.col("first") <= pl.col("last")), pl.Series(shared)


def _earliest() -> pl.Expr:
    """The first day on which a teaser may be of an article."""
    founded = pl.col("outlet").replace_strict(schemas("article").FOUNDED, default=None, return_dtype=pl.Date)
    return pl.max_horizontal(pl.col("published_on") - TOLERANCE, founded)


def _latest() -> pl.Expr:
    """The last such day: only a page that prints the day of its crawl bounds it."""
    seen = pl.when(pl.col("crawl_source") == "page").then(pl.col("crawled_on") + pl.duration(days=1))
    return pl.min_horizontal(pl.col("published_on") + TOLERANCE, seen)


def _days(rows: pl.DataFrame) -> pl.DataFrame:
    """Days as numbers; those that nothing bounds are far away."""
    return rows.with_columns(
        pl.col("low").to_physical().cast(pl.Int64).fill_null(-FAR),
        pl.col("high").to_physical().cast(pl.Int64).fill_null(FAR),
    )


def _code(group: pl.Series, day: pl.Series) -> npt.NDArray[np.int64]:
    """A number for a day of a group; the days of one group stand together."""
    codes: npt.NDArray[np.int64] = group.cast(pl.Int64).to_numpy() * EACH + day.to_numpy()
    return codes
