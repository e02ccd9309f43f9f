"""What a published folder holds: every row is read back and held against its contract; figures are counted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from presspack import hub, splits
from presspack.article import identity
from presspack.contract import demand
from presspack.errors import PresspackError
from presspack.pool import Pool

COUNTED = ("outlet", "language", "date_source", "crawl_source", "dumps", "story_size")


@dataclass
class Part:
    """What one file holds."""

    config: str
    split: str
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
    links: list[tuple[str, str]] = field(default_factory=list)
    """Of articles, each with its story; of dumps that are published, each with its article; of stories, the pairs."""
    stories: dict[str, tuple[dt.date | None, dt.date | None]] = field(default_factory=dict)
    """The first and the last day of each story."""


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
    parts: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """The rows and the unpacked bytes of each split of a config."""
    stories: dict[str, dict[str, tuple[dt.date | None, dt.date | None]]] = field(default_factory=dict)
    """Of each split its stories, with their first and their last day."""
    rule: splits.Rule = splits.NONE
    """How the splits were made: a file does not say, the head of the card does."""

    def stray(self) -> Iterable[str]:
        """The stories that are in another split than `rule` gives them."""
        for split, held in self.stories.items():
            table = pl.DataFrame(
                {"story": list(held), "last": [last for _, last in held.values()]}, {"story": pl.String(), "last": pl.Date()}
            )
            yield from table.filter(splits.assign(table, self.rule) != split)["story"]


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
    key = {"articles": "id", "related": "dump", "dumps": "path", "same_story": "article"}[config]
    part = Part(
        config,
        hub.split(path),
        len(table),
        path.stat().st_size,
        hub.unpacked(path),
        Counter(table.null_count().row(0, named=True)),
        (table[key].unique().sort() if config == "related" else table[key]).to_list(),
        _articles(table),
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
        part.links = table.select("id", "story").rows()
        days = table.group_by("story").agg(first=pl.col("published_on").min(), last=pl.col("published_on").max())
        part.stories = {story: (first, last) for story, first, last in days.iter_rows()}
    if config == "same_story":
        part.links = table.select("article", "other").rows()
    if config == "dumps":
        part.counts = {name: Counter(table[name].to_list()) for name in ("outcome", "layout", "encoding")}
        for name in ("reasons", "warnings"):
            part.counts[name] = Counter(slug for slugs in table[name].to_list() for slug in set(slugs))
        live = table.filter(pl.col("outcome") == "published")
        part.sizes = Counter(live["article"].to_list())
        part.counts["published dumps"] = Counter(live["dump"].to_list())
        part.links = live.select("dump", "article").rows()
    return part


def _articles(table: pl.DataFrame) -> list[str]:
    """The ids of articles that a table of other rows names."""
    named = [table[name] for name in ("article", "other") if name in table.columns]
    return pl.concat(named).drop_nulls().unique().to_list() if named else []


def _disagreements(parts: list[Part]) -> Iterable[str]:
    """What no single file can show: keys that stand twice, and tables that contradict each other."""
    by_config = {config: [part for part in parts if part.config == config] for config in hub.CONFIGS}
    for config, key in (("articles", "id"), ("dumps", "path")):
        keys = [key for part in by_config[config] for key in part.keys]
        if len(set(keys)) < len(keys):
            yield f"{config}: {len(keys) - len(set(keys))} rows have the {key} of another"
        if any(found != sorted(found) for found in _by_split(by_config[config]).values()):
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
    for config in ("related", "dumps", "same_story"):
        lost = {article for part in by_config[config] for article in part.articles} - set(ids)
        if lost:
            yield f"{config}: {len(lost)} ids lead to no article, first {min(lost)}"
    stray = {key for part in by_config["related"] for key in part.keys if key not in dumps}
    if stray:
        yield f"related: {len(stray)} dumps are not published ones, first {min(stray)}"
    if dumps and max(dumps.values()) > 1:
        yield "dumps: the same bytes are published twice"
    yield from _wrong_stories(by_config["articles"], by_config["same_story"])
    yield from _wrong_splits(by_config)


def _by_split(parts: list[Part]) -> dict[str, list[str]]:
    """The keys of each split, file after file."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.split, []).extend(part.keys)
    return found


def _wrong_stories(articles: list[Part], pairs: list[Part]) -> Iterable[str]:
    """Stories that the pairs of articles do not make."""
    told = {article: story for part in articles for article, story in part.links}
    first = connected(told, (pair for part in pairs for pair in part.links))
    wrong = [article for article, story in told.items() if first.get(article) != story]
    if wrong:
        yield f"articles: {len(wrong)} have not the story that same_story gives them, first {min(wrong)}"
    sizes = Counter(told.values())
    claimed: Counter[int] = Counter()
    for part in articles:
        claimed.update(part.counts["story_size"])  # type: ignore[arg-type]
    if Counter(sizes[story] for story in told.values()) != claimed:
        yield "articles: story_size is not the number of articles of a story"


def connected(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each name the smallest of those that pairs connect it with."""
    above = {name: name for name in names}

    def root(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in pairs:
        if one in above and other in above:
            low, high = sorted((root(one), root(other)))
            above[high] = low
    return {name: root(name) for name in above}


def _wrong_splits(parts: dict[str, list[Part]]) -> Iterable[str]:
    """Stories in two splits, and related items in another split than the article of their page."""
    held: dict[str, str] = {}
    torn = {story for part in parts["articles"] for story in part.stories if held.setdefault(story, part.split) != part.split}
    if torn:
        yield f"articles: {len(torn)} stories stand in two splits, first {min(torn)}"
    place = {article: part.split for part in parts["articles"] for article, _ in part.links}
    article = {dump: article for part in parts["dumps"] for dump, article in part.links}
    away = {dump for part in parts["related"] for dump in part.keys if place.get(article.get(dump, ""), part.split) != part.split}
    if away:
        yield f"related: {len(away)} dumps stand in another split than their article, first {min(away)}"


def _sum(parts: list[Part]) -> Facts:
    facts = Facts()
    for part in parts:
        facts.rows[part.config] += part.rows
        facts.files[part.config] += 1
        facts.bytes[part.config] += part.bytes
        facts.unpacked[part.config] += part.unpacked
        facts.nulls.setdefault(part.config, Counter()).update(part.nulls)
        rows, size = facts.parts.setdefault(part.config, {}).get(part.split, (0, 0))
        facts.parts[part.config][part.split] = rows + part.rows, size + part.unpacked
        held = facts.stories.setdefault(part.split, {}) if part.stories else {}
        for story, known in part.stories.items():
            days = [day for day in (*known, *held.get(story, ())) if day is not None]
            held[story] = min(days, default=None), max(days, default=None)
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
