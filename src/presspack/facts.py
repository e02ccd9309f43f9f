"""What a published folder holds: every row is read back and held against its contract; figures are counted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from presspack import hub
from presspack.article import identity
from presspack.contract import demand
from presspack.errors import PresspackError
from presspack.pool import Pool

COUNTED = ("outlet", "language", "date_source", "crawl_source", "dumps")


@dataclass
class Part:
    """What one file holds."""

    config: str
    rows: int
    bytes: int
    unpacked: int
    nulls: Counter[str]
    keys: list[str]
    articles: list[str]
    counts: dict[str, Counter[object]]
    outlets: dict[str, tuple[int, int, dt.date | None, dt.date | None]] = field(default_factory=dict)
    years: Counter[int | None] = field(default_factory=Counter)
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass
class Facts:
    """What a dataset holds; every figure of the card comes from here."""

    rows: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    unpacked: Counter[str] = field(default_factory=Counter)
    nulls: dict[str, Counter[str]] = field(default_factory=dict)
    counts: dict[str, Counter[object]] = field(default_factory=dict)
    outlets: dict[str, tuple[int, int, dt.date | None, dt.date | None]] = field(default_factory=dict)
    years: Counter[int | None] = field(default_factory=Counter)
    words: int = 0


def measure(dataset: Path, pool: Pool) -> tuple[Facts, list[str]]:
    """Read a published folder: its facts, and everything in it that cannot be."""
    found = [(config, path) for config in hub.CONFIGS for path in hub.files(dataset, config)]
    parts: list[Part] = []
    problems: list[str] = []
    size = sum(path.stat().st_size for _, path in found)
    for (_, path), part in zip(found, pool.run(partial(_measure, dataset), found, size), strict=True):
        if isinstance(part, str):
            problems.append(f"{path.relative_to(dataset)}: {part}")
        else:
            parts.append(part)
    problems += [
        f"{config}: there is no file of it" for config in ("articles", "dumps") if not hub.files(dataset, config)
    ]
    if not problems:
        problems = list(_disagreements(parts))
    return _sum(parts), problems


def _measure(dataset: Path, unit: tuple[str, Path]) -> Part | str:
    config, path = unit
    try:
        table = hub.read(path)
        contract = hub.contract(config)
        wanted = hub.columns(config)
        if table.columns != wanted:
            return f"the columns are {', '.join(table.columns)}, not {', '.join(wanted)}"
        demand(table, contract)
    except PresspackError as error:
        return str(error)
    except (OSError, pl.exceptions.PolarsError, ValueError) as error:
        return f"cannot be read: {error}"
    if config == "articles":
        wrong = [row[0] for row in table.select("id", "outlet", "body").iter_rows() if row[0] != identity(*row[1:])]
        if wrong:
            return f"{len(wrong)} ids do not follow from outlet and body, first {wrong[0]}"
    key = {"articles": "id", "related": "dump", "dumps": "path"}[config]
    part = Part(
        config,
        len(table),
        path.stat().st_size,
        hub.unpacked(path),
        Counter(table.null_count().row(0, named=True)),
        (table[key].unique().sort() if config == "related" else table[key]).to_list(),
        [] if config == "articles" else _live(table)["article"].drop_nulls().unique().to_list(),
        {},
    )
    if config == "articles":
        part.counts = {name: Counter(table[name].to_list()) for name in COUNTED}
        part.sizes = dict(table.select("id", "dumps").iter_rows())
        part.years = Counter(day and day.year for day in table["published_on"].to_list())
        part.counts["words"] = Counter({"words": int(table["words"].sum())})
        grouped = table.group_by("outlet").agg(
            pl.len(),
            dated=pl.col("published_on").count(),
            first=pl.col("published_on").min(),
            last=pl.col("published_on").max(),
        )
        part.outlets = {row[0]: row[1:] for row in grouped.iter_rows()}
    if config == "dumps":
        part.counts = {name: Counter(table[name].to_list()) for name in ("outcome", "layout", "encoding")}
        for name in ("reasons", "warnings"):
            part.counts[name] = Counter(slug for slugs in table[name].to_list() for slug in set(slugs))
        live = table.filter(pl.col("outcome") == "published")
        part.sizes = Counter(live["article"].to_list())
        part.counts["published dumps"] = Counter(live["dump"].to_list())
    return part


def _live(table: pl.DataFrame) -> pl.DataFrame:
    """Rows whose article is to be found; a withdrawn one is named and gone."""
    return table.filter(pl.col("outcome") != "withdrawn") if "outcome" in table.columns else table


def _disagreements(parts: list[Part]) -> Iterable[str]:
    """What no single file can show: keys that stand twice, and tables that contradict each other."""
    by_config = {config: [part for part in parts if part.config == config] for config in hub.CONFIGS}
    for config, key in (("articles", "id"), ("dumps", "path")):
        keys = [key for part in by_config[config] for key in part.keys]
        if len(set(keys)) < len(keys):
            yield f"{config}: {len(keys) - len(set(keys))} rows have the {key} of another"
        if keys != sorted(keys):
            yield f"{config}: rows are not sorted by {key}"
    ids: dict[str, int] = {}
    told: Counter[str] = Counter()
    dumps: Counter[object] = Counter()
    for part in by_config["articles"]:
        ids.update(part.sizes)
    for part in by_config["dumps"]:
        told.update(part.sizes)
        dumps.update(part.counts["published dumps"])
    wrong = sorted(set(ids.items()) ^ set(told.items()))
    if wrong:
        many = len({article for article, _ in wrong})
        yield f"dumps: {many} articles have not the dumps that the ledger gives them, first {wrong[0][0]}"
    for config in ("related", "dumps"):
        lost = {article for part in by_config[config] for article in part.articles} - set(ids)
        if lost:
            yield f"{config}: {len(lost)} ids lead to no article, first {min(lost)}"
    stray = {key for part in by_config["related"] for key in part.keys if key not in dumps}
    if stray:
        yield f"related: {len(stray)} dumps are not published ones, first {min(stray)}"
    if dumps and max(dumps.values()) > 1:
        yield "dumps: the same bytes are published twice"


def _sum(parts: list[Part]) -> Facts:
    facts = Facts()
    for part in parts:
        facts.rows[part.config] += part.rows
        facts.files[part.config] += 1
        facts.bytes[part.config] += part.bytes
        facts.unpacked[part.config] += part.unpacked
        facts.nulls.setdefault(part.config, Counter()).update(part.nulls)
        for name, counter in part.counts.items():
            facts.counts.setdefault(name, Counter()).update(counter)
        for outlet, (many, dated, first, last) in part.outlets.items():
            known = facts.outlets.get(outlet, (0, 0, None, None))
            days = [day for day in (known[2], known[3], first, last) if day is not None]
            facts.outlets[outlet] = (
                known[0] + many,
                known[1] + dated,
                min(days, default=None),
                max(days, default=None),
            )
        facts.years.update(part.years)
    facts.words = int(facts.counts.pop("words", Counter())["words"])
    facts.counts.pop("published dumps", None)
    return facts
