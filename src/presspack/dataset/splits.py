"""Splits of the product: which articles are to train with and which are held back, by whole stories."""

import datetime as dt

import polars as pl

from presspack.engine.mixing import mixed
from presspack.project.split_rule import NAMES, TEST, TRAIN, VALIDATION, Rule


def assign(stories: pl.DataFrame, rule: Rule) -> pl.Series:
    """The split of each story; `stories` has its id (`story`) and the last day of its articles (`last`), if any has one.

    By date, a story goes where its last article belongs, so nothing in `train` is dated later than it may be; a
    story without a date is in `train`. By share, the id and the seed decide, so a story stays where it is when others
    are added.
    """
    if isinstance(rule, str):
        return _whole(len(stories))
    if rule["by"] == "date":
        value = pl.col("last")
        bounds = [(name, value >= dt.date.fromisoformat(rule[name])) for name in (TEST, VALIDATION) if name in rule]
    else:
        hashed = mixed(stories["story"].str.to_integer(base=16, dtype=pl.UInt64()).to_numpy(), rule.get("seed", 0))
        stories = stories.with_columns(place=pl.Series(hashed / 2**64))
        test = rule.get(TEST, 0)
        bounds = [(TEST, pl.col("place") < test), (VALIDATION, pl.col("place") < test + rule.get(VALIDATION, 0))]
    split = pl.lit(TRAIN)
    for name, holds in reversed(bounds):
        split = pl.when(holds).then(pl.lit(name)).otherwise(split)
    return stories.select(split=split)["split"]


def parted(articles: pl.DataFrame, rule: Rule) -> pl.Series:
    """The split of each article: that of its story."""
    if isinstance(rule, str):
        return _whole(len(articles))
    stories = articles.select("story", last=pl.col("published_on").max().over("story"))
    return assign(stories, rule)


def of_edits(edits: pl.DataFrame, revisions: pl.DataFrame, places: pl.DataFrame) -> pl.Series:
    """The split of each edit: that of the article before or after, whichever is held back more; `places` has `id`, `split`.

    An edit has sentences of both. So no text that is held back is in `train`.
    """
    page = ["page", "outlet", "version"]
    rank = revisions.join(places, left_on="article", right_on="id").select(
        *page, rank=pl.col("split").replace_strict({name: i for i, name in enumerate(NAMES)}, return_dtype=pl.Int32)
    )
    held = rank.join(rank.with_columns(pl.col("version") + 1), on=page, suffix=" before")
    held = held.select(*page, rank=pl.max_horizontal("rank", "rank before"))
    ranks = edits.select(page).join(held, on=page, how="left", maintain_order="left")["rank"]
    return ranks.replace_strict(dict(enumerate(NAMES)), return_dtype=pl.String).alias("split")


def _whole(many: int) -> pl.Series:
    return pl.Series("split", [TRAIN], pl.String()).new_from_index(0, many)
