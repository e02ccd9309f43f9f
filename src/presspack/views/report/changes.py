"""Whether an outlet's latest month of crawls differs from all before it: the tests of `check --against`, over time."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from presspack.project.rules.table import UNCOUNTED
from presspack.views.drift import FEWEST, Seen, compared
from presspack.views.drift.model import Drift, Facts
from presspack.views.report.tables import Tables


class Compared(NamedTuple):
    """What can be said of one outlet."""

    outlet: str
    month: str
    """The latest in which a dump of it was crawled."""
    now: int
    before: int
    drifts: Sequence[Drift]

    @property
    def enough(self) -> bool:
        """Whether there are enough dumps on both sides to compare."""
        return min(self.now, self.before) >= FEWEST


class Changes(NamedTuple):
    """Every outlet of which a crawl is dated; how many dumps show no day of their crawl, or, rejected, no outlet."""

    outlets: Sequence[Compared]
    unplaced: int
    undated: int = 0
    """Articles without a date."""
    dropped: int = 0
    """Dumps of articles that `splits` leaves out, since they have no date."""


def changes(tables: Tables) -> Changes:
    """Hold each outlet's latest month against its earlier ones. What is rejected counts for the outlet it claims."""
    rules = dict(tables.ledger.filter(outcome="published").select("dump", "warnings").iter_rows())
    latest: dict[str, str] = {}
    placed: list[tuple[str, str, Seen]] = []
    columns = ("dump", "outlet", "layout", "language", "words", "items", "crawled_on")
    for dump, outlet, layout, language, words, items, day in tables.dumps.select(columns).iter_rows():
        if day is not None:
            month = f"{day:%Y-%m}"
            latest[outlet] = max(latest.get(outlet, ""), month)
            facts = Facts(outlet, layout, language or "none", words, items)
            placed.append((outlet, month, Seen(dump, False, facts, frozenset(rules[dump]))))
    refused = tables.ledger.filter(pl.col("outcome") == "rejected", pl.col("dump").is_not_null()).unique("dump")
    refused = refused.filter(pl.col("reasons").list.set_intersection(sorted(UNCOUNTED)).list.len() == 0)
    for dump, outlet, day in refused.select("dump", "claimed_outlet", "crawled_on").sort("dump").iter_rows():
        if outlet is not None and day is not None:
            month = f"{day:%Y-%m}"
            latest[outlet] = max(latest.get(outlet, ""), month)
            placed.append((outlet, month, Seen(dump, True, None, frozenset(), outlet)))
    sides: tuple[list[Seen], list[Seen]] = ([], [])
    counts = {outlet: [0, 0] for outlet in latest}
    for outlet, month, seen in placed:
        now = month == latest[outlet]
        sides[now].append(seen)
        counts[outlet][now] += 1
    drifts, _ = compared(*sides)
    outlets = [
        Compared(name, latest[name], now, before, [drift for drift in drifts if drift.outlet == name])
        for name, (before, now) in sorted(counts.items())
    ]
    return Changes(
        outlets,
        len(tables.dumps) + len(refused) - len(placed),
        tables.articles["published_on"].null_count(),
        len(tables.ledger.filter(pl.col("reasons").list.contains("no-date"))),
    )
