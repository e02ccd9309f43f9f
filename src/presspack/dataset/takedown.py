"""What a published folder still holds of texts that its own ledger calls withdrawn: told by hashes, without the text."""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from presspack.article import identities
from presspack.dataset import parquet
from presspack.project.contracts import schemas


def traces(dataset: Path) -> list[str]:
    """Everything in a published folder that a takedown should have removed."""
    ledger = pl.scan_parquet(parquet.files(dataset, "dumps")).select("path", "dump", "outcome", "article").collect()
    gone = ledger.filter(pl.col("outcome") == "withdrawn")
    if not len(gone):
        return []
    ids, dumps = set(gone["article"].drop_nulls()), set(gone["dump"].drop_nulls())
    return list(_found(dataset, ledger.filter(pl.col("outcome") != "withdrawn"), ids, dumps))


def _found(dataset: Path, live: pl.DataFrame, ids: set[str], dumps: set[str]) -> Iterator[str]:
    leads = pl.col("dump").is_in(list(dumps)) | pl.col("article").is_in(list(ids))
    paths = live.filter(leads.fill_null(False))["path"]
    if len(paths):
        yield f"dumps: {len(paths)} hold what is withdrawn under another path, first {min(paths)}"
    outlets = schemas().OUTLETS.by_id
    for path in parquet.files(dataset, "articles"):
        still = [
            article
            for article, body in parquet.read(path).select("id", "body").iter_rows()
            if _gone(article, body, ids, outlets)
        ]
        if still:
            yield f"{path.relative_to(dataset)}: {len(still)} articles have a withdrawn text, first {still[0]}"
    for path in parquet.files(dataset, "related"):
        items = pl.scan_parquet(path).filter(leads.fill_null(False)).select("dump").collect()["dump"]
        if len(items):
            yield f"{path.relative_to(dataset)}: {len(items)} items are of a withdrawn dump or lead to one, first {min(items)}"


def _gone(article: str, body: str, ids: set[str], outlets: Collection[str]) -> bool:
    """Whether a text is withdrawn, be it under its own outlet or, word for word, under another."""
    return article in ids or not ids.isdisjoint(identities(outlets, body))
