"""What pages say at several times: only rows of pages that had several texts are in memory, however many others there are."""

from pathlib import Path

import numpy as np
import polars as pl

from presspack.dataset.history import edits, revisions
from presspack.engine.pool import Pool
from presspack.pipeline.link import merge, withdrawn
from presspack.pipeline.link.work import Work

TITLED = ("outlet", "published_on", "title")


def changed(work: Work, number: int) -> list[str]:
    """Tell of each dump of a page that changed, as notes of this number; give the names of these pages."""
    gone = withdrawn.load(work)
    page = pl.col("page")
    known = work.parsed("dumps").filter(page.is_not_null(), pl.col("article").is_not_null())
    known = known if gone is None else known.filter(~gone.named)
    hashes = known.select(page.hash(), pl.col("article").str.to_integer(base=16, dtype=pl.UInt64())).collect()
    pages, ids = (hashes[name].to_numpy() for name in hashes.columns)
    order = np.lexsort((ids, pages))
    pages, ids = pages[order], ids[order]
    several = pl.Series(np.unique(pages[1:][(pages[1:] == pages[:-1]) & (ids[1:] != ids[:-1])]))
    dumps = known.filter(page.hash().is_in(several.implode())).select(*merge.LEDGER, "page", "body_line").collect()
    outlets = work.parsed("articles").filter(pl.col("dump").is_in(dumps["dump"].implode())).select("dump", "outlet")
    merge.keep(work, merge.changed(outlets.collect(), dumps), dumps, number)
    return dumps["page"].unique().to_list()


def tell(work: Work, out: Path, known: list[str], pool: Pool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables `revisions` and `edits`, from the articles and the ledger as they were written.

    Of pages that have a URL those that are `known` had several texts.
    """
    articles, dumps = (pl.scan_parquet(sorted(out.glob(f"{table}-*.parquet"))) for table in ("articles", "dumps"))
    # a page without a URL is known by its heading, if that names articles of one story
    heading = pl.struct(TITLED).hash()
    shared = articles.filter(pl.col("story_size") > 1).drop_nulls(TITLED).select(heading).collect().to_series()
    several = shared.filter(shared.is_duplicated()).unique()
    told = [
        articles.filter(heading.is_in(several.implode())).select("id").collect(),
        dumps.filter(pl.col("page").is_in(known)).select(id="article").drop_nulls().collect(),
    ]
    ids = pl.concat(told).to_series().unique().implode()
    held = articles.filter(pl.col("id").is_in(ids)).collect()
    versions = revisions.tell(dumps.filter(pl.col("article").is_in(ids)).collect(), held)
    texts = work.folder / "versions.parquet"

    def bodies(some: list[str]) -> dict[str, str]:
        if not texts.exists():
            all_ = work.parsed("articles").filter(pl.col("dump").is_in(held["dump"].implode()))
            all_.select("id", "body").sink_parquet(texts, compression="lz4")
        return dict(pl.scan_parquet(texts).filter(pl.col("id").is_in(some)).collect().iter_rows())

    return versions, edits.tell(versions, held, bodies, pool)
