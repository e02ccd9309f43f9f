"""The tables between `parse` and `publish`."""

from pathlib import Path

import polars as pl

from presspack.engine.store import Store


def tables(linked: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles (`Linked`, sorted by id) and the ledger (`Dumps`, sorted by path)."""
    return table(linked, "articles"), table(linked, "dumps")


def table(linked: Path, name: str) -> pl.DataFrame:
    """One table: `articles`, one of `configs.WHOLE` but `pages`, or `leads`: the article of each teaser that has one."""
    return pl.read_parquet(sorted(Store(linked).units()[0].glob(f"{name}-*.parquet")))


def hidden(linked: Path) -> pl.DataFrame:
    """The related items, by dump and position, that are not published."""
    return table(linked, "hidden")
