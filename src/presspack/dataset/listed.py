"""What pages list beside their articles: distinct items, and how many of them the dataset holds."""

import math
from collections import Counter

import polars as pl

ITEM = ("outlet", "title", "date", "teaser")
"""All that a page prints of an item. Rows that agree in it are one item; what is only alike stays apart."""

FEWEST = 30
"""Distinct items below which no share is told."""

Z = 1.959963984540054  # of a normal distribution, 95 % lies within so many standard deviations


def distinct(related: pl.DataFrame) -> pl.DataFrame:
    """The items of some rows, as numbers, and whether any row leads to an article: little to keep for each."""
    item = pl.struct(ITEM).hash().alias("item")
    return related.select("outlet", item, held=pl.col("article").is_not_null()).unique()


def counted(parts: list[pl.DataFrame]) -> dict[str, tuple[int, int]]:
    """For each outlet, how many distinct items are listed, and how many are held, whatever file lists them."""
    if not parts:
        return {}
    items = pl.concat(parts).group_by("outlet", "item").agg(pl.col("held").any())
    held = Counter(dict(items.group_by("outlet").agg(pl.col("held").cast(pl.Int64).sum()).iter_rows()))
    return {outlet: (many, held[outlet]) for outlet, many in items.group_by("outlet").len().sort("outlet").iter_rows()}


def wilson(held: int, listed: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927), which stays within 0 and 1."""
    share, spread = held / listed, Z * Z / listed
    middle = share + spread / 2
    reach = Z * math.sqrt(share * (1 - share) / listed + spread / (4 * listed))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return (low if held else 0.0), (high if held < listed else 1.0)
