"""The first step of `link` on tables in memory: what the dumps of an article, and of a page, agree and disagree on."""

import polars as pl

from presspack.dataset import ledger
from presspack.pipeline.link import merge
from presspack.project.contracts import demand, schemas


def link(articles: pl.DataFrame, dumps: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles, each its own story as yet, and the ledger with what their dumps disagree on."""
    rows, notes = merge.tabulate(articles, dumps)
    for dump, more in merge.changed(articles, dumps).items():
        notes.setdefault(dump, []).extend(more)
    return rows, demand(ledger.warn(dumps, notes), schemas("dumps").Dumps)
