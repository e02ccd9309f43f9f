"""What `link` takes from the texts of one parsed shard: of each body its signature and its beginning, and the teasers.

It is kept, as a unit of `link`, for as long as the shard stays as it is.
"""

from pathlib import Path

import polars as pl

from presspack.dataset import shingles as grams
from presspack.dataset.leads import SHORTEST, beginning, unspaced
from presspack.engine.store import Store
from presspack.project.frames import keep

TABLES = SIGNS, TEASERS = "signs.parquet", "teasers.parquet"
GROUP = 1 << 13  # rows that are read or passed over together


def gather(store: Store, size: int, permutations: int, unit: tuple[str, Path]) -> None:
    """Build the unit of that name from a shard of `parse`."""
    name, shard = unit
    bodies = pl.read_parquet(shard / "articles.parquet", columns=["id", "dump", "body"])
    known, bands = grams.signatures(bodies["body"].to_list(), size, permutations)
    columns = {"row": pl.Series(known, dtype=pl.UInt32)} | {band(i): pl.Series(keys) for i, keys in enumerate(bands)}
    signs = bodies.select("id", "dump", start=beginning(pl.col("body"))).with_row_index("row")
    signs = signs.join(pl.DataFrame(columns), on="row", how="left", maintain_order="left").drop("row")
    teasers = pl.read_parquet(shard / "related.parquet", columns=["outlet", "teaser", "date", "title"])
    teasers = long(teasers.unique()).sort("start", pl.all())
    with store.building(name) as folder:
        for file, table in zip(TABLES, (signs, teasers), strict=True):
            keep(table, folder / file, row_group_size=GROUP)


def long(items: pl.DataFrame) -> pl.DataFrame:
    """Teasers that have letters enough; `start` is a teaser without white space."""
    items = items.with_columns(start=unspaced(pl.col("teaser")))
    return items.filter(pl.col("start").str.len_chars() >= SHORTEST)


def band(i: int) -> str:
    """The column of a band; null where a body has too few words."""
    return f"band_{i}"
