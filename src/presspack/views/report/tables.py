"""What a build left on disk, as far as the statistics need it: no text, no teaser, one part of the corpus at a time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline.link import tables
from presspack.pipeline.link.mentions import Texts
from presspack.pipeline.shards import TABLE
from presspack.pipeline.units import pages

LEDGER = ("path", "dump", "size", "encoding", "layout", "outcome", "article", "claimed_outlet", "crawled_on", "cleaning", "cleaning_counts", "reasons",
          "reason_lines", "reason_details", "warnings", "warning_lines", "warning_details")  # fmt: skip
ARTICLES = ("id", "outlet", "title", "published_on", "date_source", "words", "story_size", "dumps")
FACTS = ("dump", "outlet", "layout", "language", "words", "crawled_on")
ITEM = ["outlet", "teaser", "date"]


class Tables(NamedTuple):
    """The tables of one build."""

    ledger: pl.DataFrame
    """LEDGER, sorted by path."""
    articles: pl.DataFrame
    """ARTICLES, sorted by id."""
    dumps: pl.DataFrame
    """FACTS of every dump that is published, with how many `items` it lists and how many are `leading` to a known
    article; sorted by dump."""
    undecoded: frozenset[str]
    """Paths of which no text could be read."""
    hidden: frozenset[str]
    """Dumps that name, among their items, a text that is withdrawn."""
    gone: Texts | None = None
    """The texts that are withdrawn, where there are any: nothing that quotes them is shown."""
    history: Mapping[str, int] = {}
    """How many pages have each `status`, how many are `changed`, and from how many `names` were removed."""


def read(staged: Path, parsed: Path, linked: Path) -> Tables:
    """Read what three stages wrote. Raises PresspackError where it is not of the same dumps."""
    paths = _columns([folder / TABLE for folder in Store(staged).folders()], ("path", "reason"))
    ledger = tables.table(linked, "dumps").select(LEDGER)
    articles = tables.table(linked, "articles").select(ARTICLES)
    units = list(Store(parsed).units().values())
    published = ledger.filter(outcome="published").select("dump")
    facts = _columns([unit / "articles.parquet" for unit in units], FACTS).join(published, on="dump")
    if set(paths["path"]) != set(ledger["path"]) or len(facts) != len(published):
        raise PresspackError(f"is not of the same dumps as {staged} and {parsed}: run `dvc repro`", linked)
    hidden = tables.hidden(linked)
    dumps = facts.join(_items(units, hidden, tables.table(linked, "leads")), on="dump", how="left")
    return Tables(
        ledger,
        articles,
        dumps.with_columns(pl.col("items", "leading").fill_null(0)).sort("dump"),
        frozenset(paths.filter(pl.col("reason").is_not_null())["path"]),
        frozenset(hidden["dump"]),
        _gone(ledger, units),
        _history(parsed, linked),
    )


def _history(parsed: Path, linked: Path) -> Mapping[str, int]:
    there = pages(parsed, linked)
    edits = tables.table(linked, "edits").filter(pl.col("names_removed").list.len() > 0)
    named = edits.select("page", "outlet").n_unique()
    known = dict(there.group_by("status").len().sort("status").iter_rows())
    return known | {"changed": there.filter(pl.col("versions") > 1).height, "names": named}


def _gone(ledger: pl.DataFrame, units: Sequence[Path]) -> Texts | None:
    dumps = ledger.filter(outcome="withdrawn")["dump"].drop_nulls().unique().to_list()
    if not dumps:
        return None
    rows = [pl.scan_parquet(unit / "articles.parquet").filter(pl.col("dump").is_in(dumps)) for unit in units]
    texts = pl.concat(rows).select("title", "body").collect()
    return Texts(texts["body"], texts["title"].drop_nulls())


def _columns(files: Sequence[Path], names: Sequence[str]) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file, columns=list(names)) for file in files])


def _items(units: Sequence[Path], hidden: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """For each dump, how many items it lists and how many lead somewhere; a shard's teasers are in memory at a time."""
    known = leads.select(*ITEM, leading=pl.lit(True))
    counted = []
    for unit in units:
        columns = ["dump", "position", *(ITEM if len(leads) else [])]
        items = pl.read_parquet(unit / "related.parquet", columns=columns).join(
            hidden, on=["dump", "position"], how="anti"
        )
        items = items.join(known, on=ITEM, how="left") if len(leads) else items.with_columns(leading=pl.lit(None))
        counted.append(items.group_by("dump").agg(items=pl.len(), leading=pl.col("leading").is_not_null().sum()))
    return pl.concat(counted)
