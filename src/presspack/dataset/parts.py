"""One file of a published folder: every row is read back and held against its contract; figures are counted."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import crossing, parquet, texts, written
from presspack.dataset.likeness import Runs
from presspack.dataset.listed import distinct
from presspack.dataset.takedown import Gone, traces
from presspack.errors import PresspackError
from presspack.project.contracts import demand

COUNTED = ("language", "date_source", "crawl_source", "dumps", "story_size", "words")


@dataclass
class Part:
    """What one file holds."""

    config: str
    split: str
    name: str
    """The path of the file, below the dataset."""
    rows: int
    bytes: int
    unpacked: int
    nulls: Counter[str]
    keys: list[str]
    articles: list[str]
    counts: dict[str, Counter[object]]
    faults: list[str]
    """What is wrong with the file, though its rows keep the contract."""
    outlets: dict[str, tuple[int, int, dt.date | None, dt.date | None]] = field(default_factory=dict)
    cells: Counter[tuple[str, str | None, str | None]] = field(default_factory=Counter)
    """How many articles there are of an outlet, in a language, of a month such as 2024-07."""
    owners: dict[str, str] = field(default_factory=dict)
    """The outlet of each article."""
    sizes: dict[str, int] = field(default_factory=dict)
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    """Of all rows as much as other files are held against; see `crossing`."""
    listed: pl.DataFrame | None = None
    """The distinct related items, as numbers, and whether each leads to an article."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Of articles, each with its story; of dumps that are published, each with its article; of stories, the pairs."""
    stories: dict[str, tuple[dt.date | None, dt.date | None]] = field(default_factory=dict)
    """The first and the last day of each story."""


def read(dataset: Path, runs: Runs, gone: Gone, unit: tuple[str, Path]) -> Part | str:
    """A file of a config, or what is wrong with it; what pairs are held against is kept in `runs`."""
    config, path = unit
    try:
        table = parquet.read(path)
        contract = hub.contract(config)
        wanted = hub.columns(config)
        if table.columns != wanted:
            return f"the columns are {', '.join(table.columns)}, not {', '.join(wanted)}"
        demand(table, contract)
    except PresspackError as error:
        return str(error)
    except (OSError, pl.exceptions.PolarsError, ValueError) as error:
        return f"cannot be read: {error}"
    part = Part(
        config,
        parquet.split(path),
        path.relative_to(dataset).as_posix(),
        len(table),
        path.stat().st_size,
        parquet.unpacked(path),
        Counter(table.null_count().row(0, named=True)),
        _keys(table, config),
        _articles(table, config),
        {},
        [
            *written.faults(config, path),
            *written.unsorted(config, table),
            *texts.faults(config, table),
            *traces(config, table, gone),
        ],
    )
    if config in MEASURES:
        MEASURES[config](table, part)
    part.frames = crossing.frames(config, part.name, table, runs)
    return part


def _keys(table: pl.DataFrame, config: str) -> list[str]:
    """The first column of the key; each value once where the key has more columns and the rows are of one dump."""
    key = table[hub.CONFIGS[config].key[0]]
    return (key.unique().sort() if config == "related" else key).to_list()


def _measure_articles(table: pl.DataFrame, part: Part) -> None:
    part.counts = {name: Counter(table[name].to_list()) for name in COUNTED}
    part.sizes = dict(table.select("id", "dumps").iter_rows())
    month = pl.col("published_on").dt.strftime("%Y-%m").alias("month")
    cells = table.group_by("outlet", "language", month).len()
    part.cells = Counter({row[:3]: row[3] for row in cells.iter_rows()})
    part.owners = dict(table.select("id", "outlet").iter_rows())
    grouped = table.group_by("outlet").agg(
        pl.len(),
        dated=pl.col("published_on").count(),
        first=pl.col("published_on").min(),
        last=pl.col("published_on").max(),
        dumps=pl.col("dumps").cast(pl.Int64).sum(),
    )
    part.outlets = {row[0]: row[1:5] for row in grouped.iter_rows()}
    part.counts["published of"] = Counter(dict(grouped.select("outlet", "dumps").iter_rows()))
    part.links = table.select("id", "story").rows()
    days = table.group_by("story").agg(first=pl.col("published_on").min(), last=pl.col("published_on").max())
    part.stories = {story: (first, last) for story, first, last in days.iter_rows()}


def _measure_pairs(table: pl.DataFrame, part: Part) -> None:
    part.links = table.select("article", "other").rows()


def _measure_dumps(table: pl.DataFrame, part: Part) -> None:
    part.counts = {name: Counter(table[name].to_list()) for name in ("outcome", "layout", "encoding")}
    for name in ("reasons", "warnings"):
        part.counts[name] = Counter(slug for slugs in table[name].to_list() for slug in set(slugs))
    fired = table.select("cleaning", "cleaning_counts").explode("cleaning", "cleaning_counts").drop_nulls()
    part.counts["cleaning"] = Counter(fired["cleaning"].to_list())
    times = fired.group_by("cleaning").agg(pl.col("cleaning_counts").cast(pl.Int64).sum())
    part.counts["cleaning times"] = Counter(dict(times.iter_rows()))
    live = table.filter(pl.col("outcome") == "published")
    part.sizes = Counter(live["article"].to_list())
    part.counts["published dumps"] = Counter(live["dump"].to_list())
    part.counts["duplicates"] = Counter(table.filter(outcome="duplicate")["article"].to_list())
    part.counts["rejected of"] = Counter(table.filter(outcome="rejected")["claimed_outlet"].to_list())
    part.links = live.select("dump", "article").rows()


def _measure_related(table: pl.DataFrame, part: Part) -> None:
    part.listed = distinct(table)


def _measure_revisions(table: pl.DataFrame, part: Part) -> None:
    part.counts["pages with several texts"] = Counter(table.filter(version=1)["page_source"].to_list())
    part.counts["changes"] = Counter({"known": table["changed_by"].count()})


def _measure_edits(table: pl.DataFrame, part: Part) -> None:
    kinds = table.group_by("kind", "operation").len().iter_rows()
    part.counts["edits"] = Counter({(kind, operation): many for kind, operation, many in kinds})


def _measure_pages(table: pl.DataFrame, part: Part) -> None:
    part.counts["status"] = Counter(table["status"].to_list())
    part.counts["pages changed"] = Counter({"several": table.filter(pl.col("versions") > 1).height})


MEASURES = {
    "articles": _measure_articles,
    "related": _measure_related,
    "same_story": _measure_pairs,
    "dumps": _measure_dumps,
    "revisions": _measure_revisions,
    "edits": _measure_edits,
    "pages": _measure_pages,
}


def _articles(table: pl.DataFrame, config: str) -> list[str]:
    """The ids of articles that a table of other rows names."""
    if "outcome" in table.columns:  # a withdrawn one is named and gone
        table = table.filter(pl.col("outcome") != "withdrawn")
    named = [table[name] for name in hub.CONFIGS[config].leads]
    return pl.concat(named).drop_nulls().unique().to_list() if named else []
