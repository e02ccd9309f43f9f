"""The last tasks of `link`: a part of the articles, and of the ledger, with all that was found of them."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.dataset import ledger
from presspack.pipeline.link import merge, teasers, undated, withdrawn
from presspack.pipeline.link.work import Part, Work
from presspack.project.contracts import demand, schemas
from presspack.project.frames import keep, types


class Counts(NamedTuple):
    """How many articles were written, how many of these are in several dumps, and how many teasers dated and named."""

    articles: int
    several: int
    dated: int
    titled: int


def articles(work: Work, out: Path, drops: bool, part: Part) -> Counts:
    """Write the articles of a part of the ids; with `drops`, without those that have no date."""
    contract = schemas("linked").Linked
    rows = pl.read_parquet(work.files("joined")[part.number], columns=list(types(contract)))
    rows, dated, titled = teasers.give(rows, work.kept("said").filter(part.has("id")).collect())
    if drops:
        lost = pl.col("published_on").is_null()
        work.keep("undated", rows.filter(lost).select("id"), part.number)
        rows = rows.filter(~lost)
    labels = work.kept("labels").filter(part.has("id")).collect()
    rows = demand(rows.update(labels, on="id", how="left", maintain_order="left"), contract)
    keep(rows, out / f"articles-{part.number:05d}.parquet")
    return Counts(len(rows), rows.filter(pl.col("dumps") > 1).height, dated, titled)


def dumps(work: Work, out: Path, drops: bool, part: Part) -> int:
    """Write the ledger of a part of the paths, and give the number of its rows."""
    before = work.parsed("dumps").filter(part.has("path")).collect()
    stay, tombstones = withdrawn.divide(work, before)
    rows = pl.concat([ledger.warn(stay, merge.kept(work, part)), tombstones]).sort("path")
    if drops:
        rows = undated.reject(rows, work.kept("undated").collect()["id"].to_list())
    ledger.close(before["path"], rows["path"], "linking")
    keep(demand(rows, schemas("dumps").Dumps), out / f"dumps-{part.number:05d}.parquet")
    return len(rows)
