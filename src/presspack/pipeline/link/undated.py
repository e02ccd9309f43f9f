"""Articles without a date, where `splits` of params.yaml says `undated: drop`: they go, and the ledger says why."""

import polars as pl

from presspack.errors import Note

REASON = Note("no-date", None)


def reject(dumps: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    """The ledger, in which every dump of these articles is rejected."""
    live = pl.col("article").is_in(ids).fill_null(False) & (pl.col("outcome") != "withdrawn")
    kinds = dumps.schema

    def reason(name: str, value: object) -> pl.Expr:
        return pl.when(live).then(pl.lit([value], kinds[name])).otherwise(name).alias(name)

    return dumps.with_columns(
        reason("reasons", REASON.slug),
        reason("reason_lines", REASON.line),
        reason("reason_details", REASON.detail),
        outcome=pl.when(live).then(pl.lit("rejected")).otherwise("outcome"),
        article=pl.when(~live).then("article"),
        duplicate_of=pl.when(~live).then("duplicate_of"),
    )
