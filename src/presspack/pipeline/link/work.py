"""Where the tasks of `link` find what they read and leave what they make; parts, which are ranges of a key.

Whatever has a key of one part is read by one task, wherever it lies: tables are sorted by it, and statistics of Parquet
say what need not be read. So no process holds a whole table, and every order is total: parts change no byte.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from presspack.pipeline.link.evidence import GROUP
from presspack.project.frames import keep
from presspack.project.params import Params

ROWS = 1 << 15  # that a part has, about
SAMPLE = 64  # rows of which one says where parts are cut
Run = Callable[[Callable[[Any], Any], Sequence[Any], str, str], list[Any]]
"""Does a task on each of some units, side by side; a label and a noun tell a person of it."""


class Part(NamedTuple):
    """Keys from `low` on and below `high`, which the last part has not."""

    number: int
    low: str
    high: str | None

    def has(self, key: str) -> pl.Expr:
        """The rows whose key is of this part."""
        above = pl.col(key) >= self.low
        return above if self.high is None else above & (pl.col(key) < self.high)


class Work(NamedTuple):
    """One build: the folders of parsed shards and of what was taken from each, and a folder for all that is between."""

    shards: list[Path]
    evidence: list[Path]
    folder: Path
    params: Params

    def parsed(self, table: str) -> pl.LazyFrame:
        """A table of all shards, which is read when it is asked."""
        return pl.scan_parquet([shard / f"{table}.parquet" for shard in self.shards])

    def taken(self, table: str) -> pl.LazyFrame:
        """What was taken from all shards."""
        return pl.scan_parquet([unit / table for unit in self.evidence])

    def keep(self, table: str, rows: pl.DataFrame, number: int = 0, **how: Any) -> None:
        """Write rows for other tasks, beside those of the same name and other numbers."""
        keep(rows, self.folder / f"{table}-{number:05d}.parquet", **({"row_group_size": GROUP} | how))

    def kept(self, table: str) -> pl.LazyFrame:
        """All of them, in the order of their numbers."""
        return pl.scan_parquet(self.files(table))

    def files(self, table: str) -> list[Path]:
        """The files that have them."""
        return sorted(self.folder.glob(f"{table}-*.parquet"))


def cut(files: list[Path], key: str, rows: int, letters: int = 1 << 20) -> list[Part]:
    """Parts of about so many rows, by the key of some of the rows of all files.

    Keys that begin with the same letters, so many, are of one part.
    """
    some, many = [], 0
    for file in files:
        keys = pl.read_parquet(file, columns=[key])[key]
        some.append(keys.gather_every(SAMPLE).str.head(letters))
        many += len(keys)
    sample = pl.concat(some).sort()
    parts = -(-many // rows)
    lows = ["", *sample[[i * len(sample) // parts for i in range(1, parts)]].unique(maintain_order=True)]
    return [Part(i, low, high) for i, (low, high) in enumerate(zip(lows, [*lows[1:], None], strict=True))]
