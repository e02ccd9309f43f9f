"""The files of a dataset and their rows, from parsed and linked tables: what `publish` writes, and `verify` may ask for."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import history, ledger, parquet, splits
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline.link import tables
from presspack.project import split_rule
from presspack.writing.visible import counted


@dataclass(frozen=True)
class Unit:
    """One file to write: the rows whose key is from `low` on and below `high`, or the rows from `low` to `high`."""

    config: str
    split: str
    path: Path
    low: str | int
    high: str | int


def units(dataset: Path, parsed: Path, linked: Path, rule: split_rule.Rule) -> list[Unit]:
    """Every file to write. What is about the whole, as the ledger is, stands in `train`."""
    _dated(linked, rule)
    found = []
    for config, counts in (
        ("articles", _parted(linked, rule)["split"].value_counts()),
        ("related", _items(parsed, linked, rule).group_by("split").len().collect()),
    ):
        held = dict(counts.iter_rows())
        for split in (name for name in split_rule.NAMES if name in held):
            for i, count, low, high in parquet.ranges(held[split], hub.CONFIGS[config].rows_per_file):
                found.append(Unit(config, split, dataset / parquet.name(config, i, count, split), low, high))
    for config in hub.WHOLE:
        held = dict(_split(parsed, linked, rule, config)["split"].value_counts().iter_rows())
        for split in (name for name in split_rule.NAMES if name in held):
            many, count = held[split], -(-held[split] // hub.CONFIGS[config].rows_per_file)
            for i in range(count):
                rows = i * many // count, (i + 1) * many // count
                found.append(Unit(config, split, dataset / parquet.name(config, i, count, split), *rows))
    if not any(unit.config == "articles" and unit.split == split_rule.TRAIN for unit in found):
        raise PresspackError("splits leaves no article to train with: choose later days", "params.yaml")
    return found


def rows(parsed: Path, linked: Path, rule: split_rule.Rule, unit: Unit) -> pl.DataFrame:
    """The rows of one file."""
    if unit.config == "articles":
        return _articles(parsed, linked, rule, unit)
    if unit.config == "related":
        return _related(parsed, linked, rule, unit)
    return _split(parsed, linked, rule, unit.config).filter(split=unit.split).drop("split")[unit.low : unit.high]


def _dated(linked: Path, rule: split_rule.Rule) -> None:
    """Raise PresspackError where the rule demands a date of every article, and one has none."""
    wanted = split_rule.undated(rule)
    if wanted == split_rule.TRAIN:
        return
    lost = tables.table(linked, "articles").filter(pl.col("published_on").is_null())["id"]
    if not len(lost):
        return
    if wanted == split_rule.DROP:
        raise PresspackError("holds articles without a date, which splits drops: link again with these params", linked)
    raise PresspackError(
        f"{counted(len(lost), 'article')} without a date, first {lost[0]}, and splits.undated is error: find dumps that "
        "date them, or set it to drop or train",
        "params.yaml",
    )


def _parted(linked: Path, rule: split_rule.Rule) -> pl.DataFrame:
    """The articles, each with its split."""
    articles = tables.table(linked, "articles")
    return articles.with_columns(split=splits.parted(articles, rule))


def _split(parsed: Path, linked: Path, rule: split_rule.Rule, config: str) -> pl.DataFrame:
    """The rows of one table, each with its split: an edit has that of its articles, all else is in `train`."""
    table = pages(parsed, linked) if config == "pages" else tables.table(linked, config)
    if config != "edits" or rule == split_rule.NONE:
        return table.with_columns(split=pl.lit(split_rule.TRAIN))
    places = _parted(linked, rule).select("id", "split")
    return table.with_columns(splits.of_edits(table, tables.table(linked, "revisions"), places))


def pages(parsed: Path, linked: Path) -> pl.DataFrame:
    """The pages (`Pages`): what became of each."""
    return _pages(
        tuple(Store(parsed).units().values()), linked, *(folder.name for folder in Store(linked).units().values())
    )


@lru_cache(maxsize=1)  # it is asked for its size, and again for each of its files
def _pages(shards: tuple[Path, ...], linked: Path, *names: str) -> pl.DataFrame:
    leads, hidden = tables.table(linked, "leads"), tables.hidden(linked)
    columns = [name for name in history.pages.LISTED if name != "article"]
    read = (pl.read_parquet(folder / "related.parquet", columns=columns) for folder in shards)
    lists = (
        part.join(hidden, on=["dump", "position"], how="anti").join(leads, on=["outlet", "teaser", "date"], how="left")
        for part in read
    )
    articles, dumps = tables.tables(linked)
    return history.pages.tell(dumps, articles, tables.table(linked, "revisions"), lists)


def _items(parsed: Path, linked: Path, rule: split_rule.Rule) -> pl.LazyFrame:
    """The related items, each with the split of the article of its page."""
    items = pl.scan_parquet([folder / "related.parquet" for folder in Store(parsed).units().values()])
    items = items.join(tables.hidden(linked).lazy(), on=["dump", "position"], how="anti")
    if rule == split_rule.NONE:
        return items.with_columns(split=pl.lit(split_rule.TRAIN))
    pages = tables.table(linked, "dumps").filter(outcome="published").select("dump", id="article")
    places = pages.join(_parted(linked, rule).select("id", "split"), on="id").select("dump", "split")
    return items.join(places.lazy(), on="dump")


def _articles(parsed: Path, linked: Path, rule: split_rule.Rule, unit: Unit) -> pl.DataFrame:
    """Articles by id, each with the body of the dump that gives it."""
    chosen = pl.col("id").is_between(pl.lit(unit.low), pl.lit(unit.high), closed="left")
    rows = _parted(linked, rule).filter(chosen, split=unit.split)
    rows = history.added(rows, tables.table(linked, "dumps"), tables.table(linked, "revisions"))
    paths = [folder / "articles.parquet" for folder in Store(parsed).units().values()]
    bodies = pl.scan_parquet(paths).filter(chosen).select("dump", "body").collect()
    table = rows.join(bodies, on="dump", how="inner", validate="1:1").sort("id")
    ledger.close(rows["dump"], table["dump"], f"writing {unit.path.name}")
    return table


def _related(parsed: Path, linked: Path, rule: split_rule.Rule, unit: Unit) -> pl.DataFrame:
    """Related items by dump, in the order of the page, each with the article it leads to."""
    chosen = pl.col("dump").is_between(pl.lit(unit.low), pl.lit(unit.high), closed="left")
    items = _items(parsed, linked, rule).filter(chosen, split=unit.split).drop("article").collect()
    leads = tables.table(linked, "leads")
    return items.join(leads, on=["outlet", "teaser", "date"], how="left", validate="m:1").sort("dump", "position")
