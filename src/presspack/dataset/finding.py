"""How a fault is told: once for all its rows, with their number and the first of them."""

from collections.abc import Iterator

import polars as pl

from presspack.writing.visible import counted, printable


def told(said: str, rows: pl.DataFrame, *key: str) -> Iterator[str]:
    """What is wrong with some rows, if there are any; after the file of the first, where they have a column `file`."""
    if not len(rows):
        return
    first = rows.sort(key).row(0, named=True)
    where = f"{first['file']}: " if "file" in first else ""
    yield f"{where}{said} in {counted(len(rows), 'row')}, first {printable('/'.join(str(first[name]) for name in key))}"
