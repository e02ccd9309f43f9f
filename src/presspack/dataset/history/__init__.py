"""What a page said before: its texts in the order of time, and what changed from one to the next."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import parquet, splits
from presspack.dataset.finding import differing
from presspack.dataset.history import edits, pages, revisions
from presspack.dataset.history.bounds import bounds
from presspack.engine.pool import Pool
from presspack.project import split_rule
from presspack.project.frames import types

LEDGER = ("path", "reasons", "reason_details", "outcome", "dump", "page", "article", "crawled_on", "crawl_source")
ADDED = ("published_from", "published_to", "bounds", "versions", "latest")
"""The columns of `articles` that follow from the others, the ledger and `revisions`."""
KNOWN = ("id", "outlet", "title", "published_on", "date_source", "byline", "story")


def added(articles: pl.DataFrame, dumps: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """The articles, with what their pages and their dumps say of them; `versions` are `Revisions`."""
    counted = revisions.counted(articles, dumps, versions)
    return articles.with_columns(*bounds(articles, dumps), *counted)


def faults(dataset: Path, pool: Pool, differences: pl.DataFrame | None = None) -> Iterator[str]:
    """What is wrong with `revisions`, `edits` and `ADDED` of a folder whose files keep their contracts: they follow from the rest.

    `differences` are the edits (`Edits`), where they were just made; else they are made anew.
    """
    articles, dumps = _read(dataset, "articles", *KNOWN, *ADDED), _read(dataset, "dumps", *LEDGER)
    made = revisions.tell(dumps, articles)
    yield from _compared("articles", articles, added(articles, dumps, made))
    found = _read(dataset, "revisions", *hub.columns("revisions"))
    wrong = list(_compared("revisions", found, made.with_columns(split=pl.lit(split_rule.TRAIN))))
    yield from wrong
    there = pages.tell(dumps, articles, made, _lists(dataset))
    seen = _read(dataset, "pages", *hub.columns("pages"))
    yield from _compared("pages", seen, there.with_columns(split=pl.lit(split_rule.TRAIN)))
    if not wrong:
        told = edits.tell(made, articles, partial(_bodies, dataset), pool) if differences is None else differences
        told = told.with_columns(splits.of_edits(told, made, articles.select("id", "split")))
        yield from _compared("edits", _read(dataset, "edits", *hub.columns("edits")), told)


def _compared(config: str, found: pl.DataFrame, made: pl.DataFrame) -> Iterator[str]:
    said = differing(found, made, hub.CONFIGS[config].key, "the rest of the folder")
    return (f"{config}: {fault}" for fault in said)


def _read(dataset: Path, config: str, *columns: str) -> pl.DataFrame:
    """Some columns of a config, and the split of each row; no rows where it has no file."""
    files = parquet.files(dataset, config)
    parts = [pl.scan_parquet(path).select(*columns, split=pl.lit(parquet.split(path))) for path in files]
    if parts:
        return pl.concat(parts).collect()
    kinds = types(hub.contract(config)) | {"split": pl.String()}
    return pl.DataFrame(schema={name: kinds[name] for name in (*columns, "split")})


def _lists(dataset: Path) -> Iterator[pl.DataFrame]:
    """What pages list, file by file."""
    return (pl.read_parquet(path, columns=list(pages.LISTED)) for path in parquet.files(dataset, "related"))


def _bodies(dataset: Path, ids: list[str]) -> Mapping[str, str]:
    table = pl.scan_parquet(parquet.files(dataset, "articles")).filter(pl.col("id").is_in(ids))
    return dict(table.select("id", "body").collect().iter_rows())
