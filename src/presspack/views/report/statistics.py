"""What a build did, in numbers: the page, the metrics and the plots show nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from presspack.errors import PresspackError
from presspack.project.contracts import schemas
from presspack.views.report.tables import Tables

QUANTILES = (5, 25, 50, 75, 95)


class Step(NamedTuple):
    """One step on the way from dumps to articles: how many came through, how many did not, and why."""

    name: str
    meaning: str
    kept: int
    lost: int = 0
    why: Mapping[str, int] = {}
    """How many of the lost have each reason; one may have several."""


class Listed(NamedTuple):
    """What the published dumps of an outlet list as further reading."""

    dumps: int
    without: int
    """Dumps that list nothing."""
    items: int
    leading: int
    """Items that lead to a known article."""
    median: int
    """Half of the dumps list at most so many."""


@dataclass(frozen=True)
class Statistics:
    """Counts are of dumps, which are rows of the ledger, unless they say otherwise."""

    steps: tuple[Step, ...]
    outcomes: Mapping[str, int]
    articles: Mapping[str, int]
    """By outlet, the largest first; so with all that is by outlet."""
    months: Mapping[tuple[str, str], int]
    """Dated articles by outlet and month, such as 2024-07."""
    dates: Mapping[str | None, int]
    """Articles by what they are dated by."""
    titled: int
    words: int
    length: int
    """Words that half of all articles have at most."""
    lengths: Mapping[str, tuple[int, ...]]
    """Of each outlet, the words that QUANTILES per cent of its articles have at most."""
    reasons: Mapping[str, int]
    warnings: Mapping[str, int]
    warned: int
    """Dumps with any warning."""
    layouts: Mapping[str | None, int]
    encodings: Mapping[str | None, int]
    cleaned: Mapping[str, tuple[int, int]]
    """For each rule of cleaning, in how many dumps it changed something, and how often in all."""
    listed: Mapping[str, Listed]
    per_dump: Mapping[int, int]
    """How many published dumps list how many items."""
    stories: Mapping[int, int]
    """How many stories have how many articles."""
    history: Mapping[str, int]
    """As in `Tables`."""

    @property
    def found(self) -> int:
        """All dumps."""
        return sum(self.outcomes.values())

    @property
    def total(self) -> int:
        """All articles."""
        return sum(self.articles.values())

    @property
    def dated(self) -> int:
        """Articles with a day of publication."""
        return self.total - self.dates.get(None, 0)


def measure(tables: Tables) -> Statistics:
    """Count. Raises PresspackError where the counts do not add up."""
    ledger, articles = tables.ledger, tables.articles
    by_outlet = _counted(articles["outlet"])
    months = articles.filter(pl.col("published_on").is_not_null()).group_by(
        "outlet", pl.col("published_on").dt.strftime("%Y-%m")
    )
    stories = _counted(articles["story_size"])
    cleaned = (
        ledger.select("cleaning", "cleaning_counts")
        .explode("cleaning", "cleaning_counts")
        .drop_nulls()
        .group_by("cleaning")
        .agg(pl.len(), pl.col("cleaning_counts").cast(pl.Int64).sum())
    )
    counts = dict.fromkeys(schemas("dumps").OUTCOMES, 0) | _counted(ledger["outcome"])
    return Statistics(
        steps=tuple(_steps(tables)),
        outcomes=counts,
        articles=by_outlet,
        months=dict(sorted(((outlet, month), many) for outlet, month, many in months.len().iter_rows())),
        dates=_counted(articles["date_source"]),
        titled=articles["title"].count(),
        words=int(articles["words"].cast(pl.Int64).sum()),
        length=_lengths(articles["words"])[2],
        lengths={outlet: _lengths(articles.filter(outlet=outlet)["words"]) for outlet in by_outlet},
        reasons=_rules(ledger, "reasons"),
        warnings=_rules(ledger, "warnings"),
        warned=int((ledger["warnings"].list.len() > 0).sum()),
        layouts=_counted(ledger["layout"]),
        encodings=_counted(ledger["encoding"]),
        cleaned={
            name: (many, times) for name, many, times in sorted(cleaned.iter_rows(), key=lambda row: (-row[1], row[0]))
        },
        listed={name: _listed(tables.dumps.filter(outlet=name)) for name in _counted(tables.dumps["outlet"])},
        per_dump=dict(sorted(_counted(tables.dumps["items"]).items())),
        stories={size: many // size for size, many in sorted(stories.items())},
        history=tables.history,
    )


def _steps(tables: Tables) -> Iterator[Step]:
    """From what was found to articles. Of a withdrawn dump nothing else is known, so it is taken off first."""
    ledger = tables.ledger
    outcomes = _counted(ledger["outcome"])
    unread = pl.col("path").is_in(list(tables.undecoded))
    undecoded, refused = (ledger.filter(told, outcome="rejected") for told in (unread, ~unread))
    withdrawn, copies, published = (outcomes.get(name, 0) for name in ("withdrawn", "duplicate", "published"))
    left = len(ledger)
    yield Step("found", "paths below the folder of dumps, and in its containers", left)
    if withdrawn:
        left -= withdrawn
        yield Step("kept", "not withdrawn", left, withdrawn, {"withdrawn": withdrawn})
    left -= len(undecoded)
    yield Step("decoded", "a text could be read of the bytes", left, len(undecoded), _rules(undecoded, "reasons"))
    left -= len(refused)
    said = "the text is an article that keeps its contract"
    yield Step("parsed", said, left, len(refused), _rules(refused, "reasons"))
    left -= copies
    yield Step("distinct", "no other path has the same bytes", left, copies, {"duplicate": copies} if copies else {})
    total = len(tables.articles)
    again = published - total
    if left != published or again != tables.articles["dumps"].sum() - total:
        raise PresspackError(f"{left} dumps come through, but the ledger publishes {published}, as {total} articles")
    why = {"another dump of the article": again} if again else {}
    yield Step("articles", "each is carried by one or more dumps", total, again, why)


def _counted(values: pl.Series) -> dict[Any, int]:
    """How often each value occurs, the most frequent first; what has none comes last."""
    counts = dict(values.value_counts().iter_rows())
    return dict(sorted(counts.items(), key=lambda item: (item[0] is None, -item[1], str(item[0]))))


def _rules(rows: pl.DataFrame, name: str) -> dict[str, int]:
    """How many dumps have each rule. A dump may have several, and one of them at several lines."""
    return _counted(rows[name].list.unique().explode().drop_nulls())


def _lengths(words: pl.Series) -> tuple[int, ...]:
    return tuple(int(words.quantile(at / 100, "lower") or 0) for at in QUANTILES)


def _listed(dumps: pl.DataFrame) -> Listed:
    items = dumps["items"]
    median = int(items.quantile(0.5, "lower") or 0)
    return Listed(len(dumps), int((items == 0).sum()), int(items.sum()), int(dumps["leading"].sum()), median)
