"""What a published folder still holds of texts that its own ledger calls withdrawn: told by hashes, without the text."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.article import identities, identity
from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.finding import told
from presspack.project.contracts import schemas

LINES = {"related": ("title", "teaser"), "dumps": ("reason_details", "warning_details")}
"""The columns of each config in which a short text may stand whole."""


class Gone(NamedTuple):
    """The ids of withdrawn articles and the hashes of withdrawn dumps."""

    ids: frozenset[str]
    dumps: frozenset[str]


def gone(dataset: Path) -> Gone:
    """What the ledger of a folder calls withdrawn; nothing where it cannot be read, which is told where it is read whole."""
    try:
        ledger = pl.scan_parquet(parquet.files(dataset, "dumps")).filter(pl.col("outcome") == "withdrawn")
        rows = ledger.select(pl.col("article", "dump").cast(pl.String)).collect()
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return Gone(frozenset(), frozenset())
    return Gone(*(frozenset(rows[name].drop_nulls()) for name in ("article", "dump")))


def near(text: str) -> tuple[str, ...]:
    """A text without its white space, and what is left of it without its last or its first letter."""
    bare = text.replace(" ", "").replace("\n", "")
    return bare, bare[:-1], bare[1:]


def traces(config: str, table: pl.DataFrame, gone: Gone) -> Iterator[str]:
    """Everything in a file that a takedown should have removed."""
    if not any(gone):
        return
    dumps, ids = pl.col("dump").is_in(list(gone.dumps)), pl.col("article").is_in(list(gone.ids))
    leads = dumps.fill_null(False) | ids.fill_null(False)
    if config == "articles":
        rows = table.select("outlet", "body").iter_rows()
        found = [withdrawn(body, gone) or _nearly(outlet, body, gone) for outlet, body in rows]
        back = pl.col("id").is_in(list(gone.ids)) | pl.Series(found, dtype=pl.Boolean)
        yield from told("a withdrawn text, whole or with a letter more,", table.filter(back), "id")
    if config == "dumps":
        table = table.filter(pl.col("outcome") != "withdrawn")
        yield from told("what is withdrawn under another path", table.filter(leads), "path")
    if config == "related":
        yield from told("a withdrawn dump, or a lead to a withdrawn article", table.filter(leads), "dump", "position")
    for name in LINES.get(config, ()):
        cells = table.explode(name) if isinstance(table.schema[name], pl.List) else table
        lines = cells[name].drop_nulls().unique()
        wrong = [line for line in lines if withdrawn(line, gone)]
        yield from told(
            f"a withdrawn text as {name}", cells.filter(pl.col(name).is_in(wrong)), *hub.CONFIGS[config].key
        )


def withdrawn(text: str, gone: Gone) -> bool:
    """Whether a text is withdrawn, be it under its own outlet or, word for word, under another."""
    return not gone.ids.isdisjoint(identities(schemas().OUTLETS.by_id, text))


def _nearly(outlet: str, text: str, gone: Gone) -> bool:
    """Whether a text is one that is withdrawn from the same outlet, and a letter more at an end."""
    return any(identity(outlet, part) in gone.ids for part in near(text)[1:])
