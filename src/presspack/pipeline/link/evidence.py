"""What `link` takes from the texts of one parsed shard: signatures of bodies, their beginnings, and the teasers.

It is kept, as a unit of `link`, for as long as the shard stays as it is.
"""

from pathlib import Path

import polars as pl

from presspack.dataset import shingles as grams
from presspack.dataset.leads import beginning
from presspack.engine.store import Store
from presspack.project.frames import keep

TABLES = BANDS, BEGINNINGS, TEASERS = "bands.parquet", "beginnings.parquet", "teasers.parquet"


def gather(store: Store, size: int, permutations: int, unit: tuple[str, Path]) -> None:
    """Build the unit of that name from a shard of `parse`."""
    name, shard = unit
    bodies = pl.read_parquet(shard / "articles.parquet", columns=["dump", "body"])
    known, bands = grams.signatures(bodies["body"].to_list(), size, permutations)
    columns = {"dump": bodies["dump"][known]} | {band(i): pl.Series(keys) for i, keys in enumerate(bands)}
    begin = bodies.select("dump", start=beginning(pl.col("body")))
    teasers = pl.read_parquet(shard / "related.parquet", columns=["outlet", "teaser", "date", "title"])
    teasers = teasers.unique().sort(pl.all())
    with store.building(name) as folder:
        for file, table in zip(TABLES, (pl.DataFrame(columns), begin, teasers), strict=True):
            keep(table, folder / file)


def band(i: int) -> str:
    """The column of a band."""
    return f"band_{i}"
