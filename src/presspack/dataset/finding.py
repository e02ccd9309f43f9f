"""How a fault is told: once for all its rows, with their number and the first of them."""

from collections.abc import Iterator, Sequence

import polars as pl

from presspack.writing.visible import counted, printable


def told(said: str, rows: pl.DataFrame, *key: str) -> Iterator[str]:
    """What is wrong with some rows, if there are any; after the file of the first, where they have a column `file`."""
    if not len(rows):
        return
    first = rows.sort(key).row(0, named=True)
    where = f"{first['file']}: " if "file" in first else ""
    yield f"{where}{said} in {counted(len(rows), 'row')}, first {printable('/'.join(str(first[name]) for name in key))}"


def differing(found: pl.DataFrame, made: pl.DataFrame, key: Sequence[str], giver: str) -> Iterator[str]:
    """How some rows differ from those that something gives: all columns of `found` are compared, by their key."""
    yield from told(f"what {giver} does not give", found.join(made, on=key, how="anti"), *key)
    yield from told(f"nothing of what {giver} gives", made.join(found, on=key, how="anti"), *key)
    both = found.join(made, on=key, suffix=" made", nulls_equal=True)
    for name in (name for name in found.columns if name not in key):
        other = both.filter(pl.col(name).ne_missing(pl.col(f"{name} made")))
        yield from told(f"another {name} than {giver} gives", other, *key)
