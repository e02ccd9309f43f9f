"""The want-list: every related item whose article a dataset does not have."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.dataset import parquet
from presspack.dataset.listed import ITEM
from presspack.dataset.takedown import Gone, gone, withdrawn
from presspack.errors import PresspackError

COLUMNS = (*ITEM, "pages", "first_listed", "last_listed")
URL = "url"  # of an item, where a project's contract has one


class Wanted(NamedTuple):
    """The items that are missing, most-listed first, and how many items there are, missing or not."""

    items: pl.DataFrame
    listed: int


def missing(dataset: Path) -> Wanted:
    """What pages of a dataset list and it has not. Raises PresspackError where it lists nothing at all."""
    files = {config: parquet.files(dataset, config) for config in ("articles", "dumps", "related")}
    if not files["articles"] or not files["dumps"]:
        raise PresspackError("holds no dataset: name the folder that publish wrote", dataset)
    if not files["related"]:
        raise PresspackError(
            "lists no related items: no page of it shows any, so nothing is known to be missing", dataset
        )
    away = gone(dataset)
    try:
        items = _items({config: pl.scan_parquet(paths) for config, paths in files.items()}, away)
    except (OSError, pl.exceptions.PolarsError) as error:
        said = str(error).splitlines()[0]
        raise PresspackError(f"cannot be read: {said}: run presspack verify", dataset) from None
    if not len(items):
        raise PresspackError("lists no related items: its table `related` is empty", dataset)
    wanted = items.filter(~pl.col("held")).drop("held")
    if away.ids:
        wanted = _untold(wanted, away)
    rank = wanted.sort("pages", *ITEM, descending=[True, *[False] * len(ITEM)], nulls_last=True)
    return Wanted(rank.select(*COLUMNS, *[name for name in (URL,) if name in rank.columns]), len(items))


def _items(tables: dict[str, pl.LazyFrame], away: Gone) -> pl.DataFrame:
    """Distinct items, by how many pages each is listed, and when. A row that leads to what is withdrawn is none."""
    related = tables["related"].filter(
        ~pl.col("dump").is_in(list(away.dumps)), ~pl.col("article").is_in(list(away.ids)).fill_null(False)
    )
    url = [pl.col(URL).min()] if URL in related.collect_schema().names() else []
    # a page is a small number in what is grouped: its digest would be kept for every row
    rows = related.join(_pages(tables["dumps"], tables["articles"]), on="dump", how="left").drop("dump")
    return (
        rows.group_by(ITEM)
        .agg(
            *url,
            held=pl.col("article").is_not_null().any(),
            pages=pl.col("page").n_unique(),
            first_listed=pl.col("crawled_on").min(),
            last_listed=pl.col("crawled_on").max(),
        )
        .collect(engine="streaming")
    )


def _pages(dumps: pl.LazyFrame, articles: pl.LazyFrame) -> pl.LazyFrame:
    """Each page by a number, with the day on which it was viewed: of copies, the article says only the first one's."""
    alone = articles.filter(pl.col("dumps") == 1).select("crawled_on", article="id")
    live = dumps.filter(pl.col("outcome") == "published").select("dump", "article").unique().with_row_index("page")
    return live.join(alone, on="article", how="left").select("dump", "page", "crawled_on")


def _untold(items: pl.DataFrame, away: Gone) -> pl.DataFrame:
    """The items without those that print a withdrawn text whole."""
    lines = pl.concat([items["title"], items["teaser"]]).drop_nulls().unique()
    told = [line for line in lines if withdrawn(line, away)]
    return items.filter(~pl.any_horizontal(pl.col("title", "teaser").is_in(told).fill_null(False)))
