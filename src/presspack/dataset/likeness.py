"""The similarity of two articles of one story, measured anew from their bodies."""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from presspack.dataset import parquet, shingles
from presspack.engine.mixing import Hashes
from presspack.project.params import Params
from presspack.writing.visible import counted

LONGEST = 20  # words in a run that params.yaml allows
TRIED = 4  # pairs that tell how long the runs are that a dataset was built with
EXACT = 1e-9
PAIR, PLACE = ("article", "other", "similarity"), ("articles", "start", "end")


class Runs(NamedTuple):
    """The runs of words of all articles in pairs, kept on disk while a dataset is read, and how many words each has."""

    folder: Path
    words: int

    def keep(self, name: str, articles: pl.DataFrame) -> pl.DataFrame:
        """Keep the runs of one file; its articles that are in pairs, each with the place of its runs."""
        some = articles.filter(pl.col("story_size") > 1)
        found = shingles.runs(some["body"], self.words)
        np.save(self._path(name), np.concatenate([np.zeros(1, np.uint64), *found]))  # an empty file cannot be mapped
        ends = pl.Series(list(accumulate(map(len, found), initial=1)), dtype=pl.Int64)
        return some.select("id", start=ends[:-1], end=ends[1:])

    def of(self, name: str) -> Hashes:
        """The runs of one file, each of which is read when it is asked for."""
        return np.load(self._path(name), mmap_mode="r")  # type: ignore[no-any-return]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name.replace('/', '-')}.npy"


def size(dataset: Path) -> int:
    """How many words the runs have that give most of the first similarities; no file of a dataset says it."""
    usual = Params().story_words
    try:
        first = pl.concat([pl.scan_parquet(path) for path in parquet.files(dataset, "same_story")[:1]]).head(TRIED)
        pairs = first.select(pl.col(PAIR[:2]).cast(pl.String), pl.col(PAIR[2]).cast(pl.Float64)).collect()
        named = [pl.col("id") == article for article in {*pairs["article"], *pairs["other"]}]
        table = pl.scan_parquet(parquet.files(dataset, "articles")).filter(pl.any_horizontal(named))
        bodies = dict(table.select(pl.col("id", "body").cast(pl.String)).drop_nulls().collect().iter_rows())
    except (OSError, ValueError, pl.exceptions.PolarsError):  # there is none, or what reads it whole says why not
        return usual

    def fits(many: int) -> int:
        runs = dict(zip(bodies, shingles.runs(bodies.values(), many), strict=True))
        known = [row for row in pairs.iter_rows() if row[0] in runs and row[1] in runs]
        return sum(abs(shingles.similarity(runs[one], runs[other]) - told) < EXACT for one, other, told in known)

    return max(sorted(range(1, LONGEST + 1), key=lambda many: many != usual), key=fits)


def faults(pairs: pl.DataFrame, places: pl.DataFrame, runs: Runs) -> Iterator[str]:
    """The pairs whose similarity is not that of their bodies; both tables name the file of each row."""
    ends = places.select("id", "start", "end", articles="file")
    rows = pairs.join(ends, left_on="article", right_on="id", maintain_order="left")
    rows = rows.join(ends, left_on="other", right_on="id", maintain_order="left", suffix=" of other")
    kept = cache(runs.of)
    wrong = []
    for file, one, other, told, *at in rows.select(
        "file", *PAIR, *PLACE, *(f"{name} of other" for name in PLACE)
    ).iter_rows():
        measured = shingles.similarity(*(kept(name)[start:end] for name, start, end in (at[:3], at[3:])))
        if abs(measured - told) > EXACT:
            wrong.append((file, f"{one}/{other}: {told:.6g}, not {measured:.6g}"))
    if wrong:
        said = f"another similarity than the two bodies give in {counted(len(wrong), 'row')}"
        yield f"{wrong[0][0]}: {said}, first {wrong[0][1]}"
