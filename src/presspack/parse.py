"""`parse`: every dump becomes one article with its related items, or one rejection with all its reasons."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import polars as pl

from presspack import ledger, pool
from presspack.article import Article, identity
from presspack.contract import demand, schemas, split
from presspack.errors import Rejected
from presspack.ledger import Verdict
from presspack.outlets import Outlets
from presspack.params import Params
from presspack.read import read
from presspack.stage import TABLE as STAGED
from presspack.store import Store, code, digest
from presspack.tables import frame

TABLES = ("articles", "related", "dumps")
FIELDS = (
    "layout", "title", "title_line", "published_on", "published_on_line", "crawled_on", "crawl_source",
    "crawled_on_line", "byline", "byline_line", "credit", "credit_line", "body", "paragraphs", "words",
    "body_line", "body_last_line", "language",
)  # fmt: skip
ARTICLE = ("dump", "outlet", "id", "outlet_line", "date_source", *FIELDS)
RELATED = ("dump", "position", "outlet", "line", "title", "teaser", "date", "article")

_fields = attrgetter(*FIELDS)


@dataclass(frozen=True)
class Parsed:
    """The three tables of some dumps: articles (`Parsed`), related items (`Related`) and the ledger (`Dumps`)."""

    articles: pl.DataFrame
    related: pl.DataFrame
    dumps: pl.DataFrame


def parse(staged: Path, parsed: Path, params: Params) -> str:
    """Read every staged dump; return a sentence that says what became of them."""
    source, store, basis = Store(staged).units(), Store(parsed), code()
    units = {f"{number:05d}-{digest(basis, folder.name)}": folder for number, folder in source.items()}
    missing = [(name, folder) for name, folder in units.items() if not store.done(name)]
    size = sum((folder / STAGED).stat().st_size for _, folder in missing)
    for _ in pool.run(partial(_shard, store), missing, params.processes, size):
        pass
    store.finish(list(units), basis)
    outcomes = outcomes_of(store)
    reused = f"{len(units) - len(missing)} of {len(units)} shards were there already"
    return f"{len(outcomes)} dumps parsed: {ledger.counts(outcomes)}; {reused}"


def outcomes_of(store: Store) -> list[str]:
    """What became of each dump, from the ledgers of all shards."""
    tables = [pl.read_parquet(folder / "dumps.parquet", columns=["outcome"]) for folder in store.units().values()]
    return pl.concat(tables)["outcome"].to_list()


def _shard(store: Store, unit: tuple[str, Path]) -> None:
    """Parse one shard; all its tables keep their contracts before any is in place."""
    name, folder = unit
    tables = tabulate(pl.read_parquet(folder / STAGED), schemas().OUTLETS)
    with store.building(name) as beside:
        for table in TABLES:
            getattr(tables, table).write_parquet(beside / f"{table}.parquet", compression="lz4", row_group_size=2_000)


def tabulate(staged: pl.DataFrame, outlets: Outlets) -> Parsed:
    """Parse staged rows, and give every path its entry in the ledger.

    Equal bytes must stand in one call. Raises PresspackError where the ledger does not close.
    """
    contract, related_contract = schemas("parsed").Parsed, schemas("related").Related
    # rows of plain values, not articles: many live objects would keep the garbage collector busy
    articles: list[tuple[Any, ...]] = []
    related: list[tuple[Any, ...]] = []
    verdicts: dict[str, Verdict] = {}
    distinct = staged.filter(pl.col("text").is_not_null()).unique("dump", keep="first", maintain_order=True)
    for dump, text in distinct.select("dump", "text").iter_rows():
        try:
            outlet, article = read(text, outlets)
        except Rejected as refusal:
            verdicts[dump] = Verdict(None, [refusal.note], [])
            continue
        verdicts[dump] = Verdict(article.layout, article.reasons, article.warnings)
        articles.append(_row(dump, outlet, article))
        if not article.reasons:
            related.extend([(dump, place, outlet, *item, None) for place, item in enumerate(article.related, 1)])
    parted = split(frame(ARTICLE, articles, contract), contract)
    for dump, notes in zip(parted.rejected["dump"], parted.notes, strict=True):
        verdicts[dump].reasons.extend(notes)
    refused = [dump for dump, verdict in verdicts.items() if verdict.reasons]
    kept = parted.kept.filter(~pl.col("dump").is_in(refused)).sort("id", "dump")
    items = frame(RELATED, [row for row in related if not verdicts[row[0]].reasons], related_contract)
    dumps = ledger.enter(staged, verdicts, dict(kept.select("dump", "id").iter_rows()))
    ledger.close(staged["path"], dumps["path"], "parsing")
    return Parsed(kept, demand(items.sort("dump", "position"), related_contract), dumps)


def _row(dump: str, outlet: str, article: Article) -> tuple[Any, ...]:
    """The values of ARTICLE. The outlet's line is that of the first label unknown, else of the first label."""
    unknown = [note.line for note in article.reasons if note.slug == "unknown-outlet"]
    line = unknown[0] if unknown else article.labels[0].line
    source = None if article.published_on is None else "page"
    return dump, outlet, identity(outlet, article.body), line, source, *_fields(article)
