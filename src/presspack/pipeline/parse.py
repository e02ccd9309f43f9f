"""`parse`: every dump becomes one article with its related items, or one rejection with all its reasons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import polars as pl

from presspack.article import Article, Item, Record, identity
from presspack.dataset import ledger
from presspack.dataset.ledger import Verdict
from presspack.engine import progress
from presspack.engine.hashing import digest
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.errors import Note, Rejected
from presspack.pipeline.fingerprint import code
from presspack.pipeline.shards import Part, batches, shards
from presspack.project.contracts import schemas, split
from presspack.project.frames import by_name, frame, keep
from presspack.project.outlets import Outlets
from presspack.project.params import Params
from presspack.reading import claims
from presspack.reading.language import certainly, language
from presspack.reading.read import read
from presspack.writing.visible import counted

GROUPS = {"articles": 2_000, "related": 65_536, "dumps": 65_536}  # rows that are read together
FIELDS = (
    "layout", "title", "title_line", "published_on", "published_on_line", "date_source", "crawled_on", "crawl_source",
    "crawled_on_line", "byline", "byline_line", "credit", "credit_line", "body", "paragraphs", "words",
    "body_line", "body_last_line",
)  # fmt: skip
NAMES = ("dump", "outlet", "id", "outlet_line", *FIELDS)

_fields = attrgetter(*FIELDS)


@dataclass(frozen=True)
class Parsed:
    """The three tables of some dumps: articles (`Parsed`), related items (`Related`) and the ledger (`Dumps`)."""

    articles: pl.DataFrame
    related: pl.DataFrame
    dumps: pl.DataFrame


def parse(staged: Path, parsed: Path, params: Params) -> str:
    """Read every staged dump; return a sentence that says what became of them."""
    store, basis = Store(parsed), code("pipeline.parse", "parsed", "related", "dumps")
    units = {
        f"{number:05d}-{digest(basis, [part.digest for _, part in parts])}": parts
        for number, parts in shards(staged).items()
    }
    missing = [(name, parts) for name, parts in units.items() if not store.done(name)]
    sizes = [sum(part.size for _, part in parts) for _, parts in missing]
    store.tidy()
    with Pool(params.processes) as pool:
        progress.units(f"shards of {parsed}", len(units), len(units) - len(missing))
        for _ in pool.run(partial(_shard, store), missing, sizes, "parsing", "shards"):
            pass
    progress.note(f"{len(missing)} shards made anew, {len(units) - len(missing)} reused")
    store.finish(list(units))
    progress.phase("counting")
    outcomes, cleaned = _counts(store)
    reused = f"{len(units) - len(missing)} of {counted(len(units), 'shard')} there already"
    rules = ", ".join(f"{rule} {many}" for rule, many in cleaned.most_common()) or "nothing"
    return f"{counted(outcomes.total(), 'dump')} parsed: {ledger.counts(outcomes)}; cleaned: {rules}; {reused}"


def _counts(store: Store) -> tuple[Counter[str], Counter[str]]:
    """How many dumps became what, and how often each rule of cleaning changed something, from the ledgers of all shards."""
    columns = ["outcome", "cleaning", "cleaning_counts"]
    table = pl.concat([pl.read_parquet(folder / "dumps.parquet", columns=columns) for folder in store.units().values()])
    fired = table.select(columns[1:]).explode(columns[1:]).drop_nulls()
    times = fired.group_by("cleaning").agg(pl.col("cleaning_counts").cast(pl.Int64).sum()).sort("cleaning")
    return Counter(table["outcome"].to_list()), Counter(dict(times.iter_rows()))


def _shard(store: Store, unit: tuple[str, list[tuple[Path, Part]]]) -> None:
    """Parse one shard; all its tables keep their contracts before any is in place."""
    name, parts = unit
    tables = tabulate(_told(batches(parts)), schemas().OUTLETS)
    with store.building(name) as beside:
        for table, group in GROUPS.items():
            keep(getattr(tables, table), beside / f"{table}.parquet", row_group_size=group)


def _told(staged: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Rows, batch by batch; each is told of when it is done."""
    for batch in staged:
        yield batch
        progress.step(int(batch["text"].str.len_bytes().sum()), len(batch), batch["path"][0])


def tabulate(staged: Iterable[pl.DataFrame], outlets: Outlets) -> Parsed:
    """Parse staged rows, batch by batch, and give every path its entry in the ledger.

    Equal bytes must stand in one call. Raises PresspackError where the ledger does not close.
    """
    contract = schemas("parsed").Parsed
    entries, articles, related = [], [], []
    verdicts: dict[str, Verdict] = {}
    for batch in staged:  # small ones, so that what a batch needs is held in memory that the last one has left
        entries.append(batch.drop("text"))
        rows, items = _read(batch, outlets, verdicts)
        articles.append(rows)
        related.append(items)
    parted, listed = split(pl.concat(articles), contract), split(pl.concat(related), schemas("related").Related)
    for part in (parted, listed):  # an item that breaks its contract is a reason to reject the dump that lists it
        for dump, notes in zip(part.rejected["dump"], part.notes, strict=True):
            verdicts[dump].reasons.extend(notes)
    refused = [dump for dump, verdict in verdicts.items() if verdict.reasons]
    kept = parted.kept.filter(~pl.col("dump").is_in(refused)).sort("id", "dump")
    items = listed.kept
    if len(parted.rejected) or len(listed.rejected):  # those of other refused dumps were left out as they were read
        items = items.filter(~pl.col("dump").is_in(refused))
    paths = pl.concat(entries)
    dumps = ledger.enter(paths, verdicts, dict(kept.select("dump", "id").iter_rows()))
    ledger.close(paths["path"], dumps["path"], "parsing")
    return Parsed(ledger.earliest(dumps, kept), items, dumps)


def _read(batch: pl.DataFrame, outlets: Outlets, verdicts: dict[str, Verdict]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles and related items of some staged rows, good and bad; of each dump, a verdict is noted, once."""
    rows: list[tuple[Any, ...]] = []
    related = Items()
    for dump, text, *record in batch.select("dump", "text", *Record._fields).iter_rows():
        if text is None or dump in verdicts:
            continue
        try:
            outlet, article = read(text, outlets, Record(*record))
        except Rejected as refusal:
            verdicts[dump] = Verdict(None, [refusal.note], claim=claims.seek(text, outlets, Record(*record)))
            continue
        verdicts[dump] = Verdict(
            article.layout,
            article.reasons,
            article.warnings,
            (article.body_line, article.body_last_line),
            article.cleaned,
            claims.of(outlet, article, outlets),
        )
        rows.append(_row(dump, outlet, article))
        if not article.reasons:
            related.add(dump, outlet, article)
    columns = by_name(NAMES, rows)
    # all at once: the model stays in the processor's cache
    columns["language"] = [language(body) for body in columns["body"]]
    spoken = {outlet.id: outlet.language for outlet in outlets.all}
    for dump, outlet, body, told, line in zip(
        *(columns[name] for name in ("dump", "outlet", "body", "language", "body_line")), strict=True
    ):
        if told is None:
            if body:
                verdicts[dump].warnings.append(Note("unknown-language", line))
        elif told != spoken.get(outlet, told) and certainly(body, told):
            verdicts[dump].warnings.append(Note("language-differs", line, f"{told}; the label says {spoken[outlet]}"))
    return frame(columns, schemas("parsed").Parsed), related.table()


class Items:
    """The related items of many dumps, column by column."""

    def __init__(self) -> None:
        self._dumps: list[tuple[str, str, int]] = []
        self._items: tuple[list[Any], ...] = ([], [], [], [])

    def add(self, dump: str, outlet: str, article: Article) -> None:
        """Take the items of one dump."""
        self._dumps.append((dump, outlet, len(article.related)))
        for column, values in zip(self._items, zip(*article.related, strict=True), strict=False):
            column.extend(values)

    def table(self) -> pl.DataFrame:
        """The rows of `Related`."""
        columns: dict[str, Any] = dict(zip(Item._fields, self._items, strict=True))
        columns["position"] = [place for _, _, many in self._dumps for place in range(1, many + 1)]
        columns["dump"] = [dump for dump, _, many in self._dumps for _ in range(many)]
        columns["outlet"] = [outlet for _, outlet, many in self._dumps for _ in range(many)]
        columns["article"] = [None] * len(columns["dump"])
        return frame(columns, schemas("related").Related)


def _row(dump: str, outlet: str, article: Article) -> tuple[Any, ...]:
    """The values of NAMES. The outlet's line is that of the first label unknown, else of the first label."""
    unknown = [note.line for note in article.reasons if note.slug == "unknown-outlet"]
    line = unknown[0] if unknown else article.labels[0].line
    return dump, outlet, identity(outlet, article.body), line, *_fields(article)
