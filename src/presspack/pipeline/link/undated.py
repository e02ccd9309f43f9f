"""Articles without a date, where `splits` of params.yaml says `undated: drop`: they go, and the ledger says why."""

import polars as pl

from presspack.errors import Note
from presspack.project.contracts import demand, schemas

REASON = Note("no-date", None)


def drop(
    articles: pl.DataFrame, leads: pl.DataFrame, dumps: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The articles that have a date, the leads to them, and the ledger, in which every dump of the others is rejected."""
    ids = articles.filter(pl.col("published_on").is_null())["id"].to_list()
    gone = pl.col("article").is_in(ids).fill_null(False)
    live = gone & (pl.col("outcome") != "withdrawn")
    kinds, contract = dumps.schema, schemas("dumps").Dumps

    def reason(name: str, value: object) -> pl.Expr:
        return pl.when(live).then(pl.lit([value], kinds[name])).otherwise(name).alias(name)

    ledger = dumps.with_columns(
        reason("reasons", REASON.slug),
        reason("reason_lines", REASON.line),
        reason("reason_details", REASON.detail),
        outcome=pl.when(live).then(pl.lit("rejected")).otherwise("outcome"),
        article=pl.when(~live).then("article"),
        duplicate_of=pl.when(~live).then("duplicate_of"),
    )
    return articles.filter(pl.col("published_on").is_not_null()), leads.filter(~gone), demand(ledger, contract)
