"""What a published folder holds: the figures of all its files, and everything in it that cannot be."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import history, parquet, splits
from presspack.dataset.consistency import disagreements
from presspack.dataset.crossing import contradictions
from presspack.dataset.likeness import Runs, size
from presspack.dataset.listed import counted
from presspack.dataset.parts import Part, read
from presspack.dataset.takedown import gone
from presspack.engine import progress
from presspack.engine.pool import Pool
from presspack.project import split_rule


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
    cells: Counter[tuple[str, str | None, str | None]] = field(default_factory=Counter)
    """How many articles there are of an outlet, in a language, of a month such as 2024-07."""
    listed: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each outlet, its distinct related items, and how many of them lead to an article."""
    parts: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """The rows and the unpacked bytes of each split of a config."""
    stories: dict[str, dict[str, tuple[dt.date | None, dt.date | None]]] = field(default_factory=dict)
    """Of each split its stories, with their first and their last day."""
    rule: split_rule.Rule = split_rule.NONE
    """How the splits were made: a file does not say, the head of the card does. So with the three below."""
    version: str = ""
    digest: str = ""
    head: dict[str, Any] = field(default_factory=dict)
    """What a person wrote in the head of the card."""

    @property
    def tools(self) -> dict[str, str]:
        """The versions of what the dataset was built with."""
        return dict(self.head.get("tools", {}))

    @property
    def lengths(self) -> dict[int, int]:
        """How many articles have how many words."""
        return {words: many for words, many in self.counts["words"].items() if isinstance(words, int)}

    @property
    def words(self) -> int:
        """The words of all articles."""
        return sum(words * many for words, many in self.lengths.items())

    def length(self, share: float) -> int:
        """The least number of words that at least this share of all articles do not exceed."""
        left = max(1, math.ceil(share * sum(self.lengths.values())))
        for words, many in sorted(self.lengths.items()):
            left -= many
            if left <= 0:
                return words
        return 0

    def articles(self, *by: int) -> Counter[tuple[str | None, ...]]:
        """How many articles there are, by some of outlet (0), language (1) and month (2)."""
        found: Counter[tuple[str | None, ...]] = Counter()
        for cell, many in self.cells.items():
            found[tuple(cell[i] for i in by)] += many
        return found

    def stray(self) -> Iterable[str]:
        """The stories that are in another split than `rule` gives them, and the outlets of articles that it leaves out."""
        if split_rule.undated(self.rule) != split_rule.TRAIN:
            yield from (outlet for outlet, (many, dated, *_) in self.outlets.items() if dated < many)
        for split, held in self.stories.items():
            table = pl.DataFrame(
                {"story": list(held), "last": [last for _, last in held.values()]},
                {"story": pl.String(), "last": pl.Date()},
            )
            yield from table.filter(splits.assign(table, self.rule) != split)["story"]


def measure(dataset: Path, pool: Pool, differences: pl.DataFrame | None = None) -> tuple[Facts, list[str]]:
    """Read a published folder: its facts, and everything in it that cannot be; `differences` are its edits, just made."""
    with TemporaryDirectory(prefix="presspack-") as folder:
        runs = Runs(Path(folder), size(dataset))
        parts, problems = _read(dataset, runs, pool)
        progress.phase("comparing")
        problems += [
            f"{config}: there is no file of it"
            for config in ("articles", "dumps")
            if not parquet.files(dataset, config)
        ]
        if not problems:
            found = ((part.name, part.frames) for part in parts)
            problems = [*disagreements(parts), *contradictions(found, runs)]
        if not problems:
            problems = list(history.faults(dataset, pool, differences))
    return _sum(parts), problems


def _read(dataset: Path, runs: Runs, pool: Pool) -> tuple[list[Part], list[str]]:
    """Every file of a folder that can be read, and what is wrong with any."""
    found = [(config, path) for config in hub.CONFIGS for path in parquet.files(dataset, config)]
    parts: list[Part] = []
    problems: list[str] = []
    sizes = [path.stat().st_size for _, path in found]
    read_all = pool.run(partial(read, dataset, runs, gone(dataset)), found, sizes, "rereading", "files")
    for (_, path), part in zip(found, read_all, strict=True):
        if isinstance(part, str):
            problems.append(f"{path.relative_to(dataset)}: {part}")
        else:
            parts.append(part)
            problems += [f"{part.name}: {said}" for said in part.faults]
    return parts, problems


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
        for story, these in part.stories.items():
            days = [day for day in (*these, *held.get(story, ())) if day is not None]
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
        facts.cells.update(part.cells)
    facts.listed = counted([part.listed for part in parts if part.listed is not None])
    facts.counts.pop("published dumps", None)
    facts.counts["duplicates of"] = _owned(parts, facts.counts.pop("duplicates", Counter()))
    return facts


def _owned(parts: list[Part], articles: Counter[object]) -> Counter[object]:
    """How often articles were counted, by their outlets."""
    found: Counter[object] = Counter()
    for part in parts:
        for article in articles.keys() & part.owners.keys():
            found[part.owners[str(article)]] += articles[article]
    return found
