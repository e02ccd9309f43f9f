"""The ledger of what was built last, here: to find a dump by hex digits."""

from pathlib import Path
from typing import NamedTuple

from presspack.dataset import parquet
from presspack.engine.store import INDEX, Store
from presspack.errors import PresspackError

DATASET, PARSED = Path("dataset"), Path("data/parsed")


class Entry(NamedTuple):
    """One path in the ledger."""

    path: str
    dump: str
    outcome: str
    article: str | None


def entries(digits: str) -> tuple[Path, list[Entry]]:
    """The folder whose ledger is newer, dataset/ or data/parsed, and the paths in it of which these are the first digits.

    Of the dump or of its article; what is published comes first.

    Raises PresspackError where nothing was built, and where a ledger cannot be read.
    """
    import polars as pl

    published = parquet.files(DATASET, "dumps")
    index = PARSED / INDEX
    if not published and not index.is_file():
        raise PresspackError("there is no ledger here to look in, neither in dataset/ nor in data/parsed: name a path")
    newest = max((file.stat().st_mtime for file in published), default=0.0)
    where = PARSED if index.is_file() and index.stat().st_mtime > newest else DATASET
    tables = published if where == DATASET else [folder / "dumps.parquet" for folder in Store(PARSED).folders()]
    try:
        table = pl.concat([pl.read_parquet(file, columns=list(Entry._fields)) for file in tables])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise PresspackError(f"its ledger cannot be read: {str(error).splitlines()[0]}", where) from None
    begins = pl.col("dump").str.starts_with(digits) | pl.col("article").str.starts_with(digits).fill_null(False)
    rows = table.filter(begins.fill_null(False)).sort(pl.col("outcome") != "published", "path")
    return where, [Entry(*row) for row in rows.select(Entry._fields).iter_rows()]
