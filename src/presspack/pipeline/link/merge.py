"""Dumps of one article become one row: each field from the best evidence."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

import polars as pl

from presspack.errors import Note, PresspackError
from presspack.pipeline.link import withdrawn
from presspack.pipeline.link.evidence import SIGNS
from presspack.pipeline.link.work import Part, Work
from presspack.project.contracts import schemas
from presspack.project.frames import types

KEYS = [
    "id", "outlet", "title", "language", "published_on", "date_source", "crawled_on", "crawl_source", "byline",
    "credit", "paragraphs", "words", "dump", "title_line", "published_on_line", "byline_line", "credit_line",
]  # fmt: skip
LEDGER = ("path", "dump", "article", "outcome")


OTHERS = 10  # values that a disagreement lists: each copy may have one of its own


COMPARED = ("title", "published_on", "byline", "credit")


DAY = dt.timedelta(days=1)


Row = dict[str, Any]
Notes = dict[str, list[Note]]
NOTE = {"path": pl.String(), "dump": pl.String(), "slug": pl.String(), "line": pl.Int32(), "detail": pl.String()}


def join(work: Work, part: Part) -> None:
    """The articles of a part of the ids, each from all its dumps (`Linked`, and SIGNS); and what these disagree on."""
    gone = withdrawn.load(work)
    rows = work.parsed("articles").filter(part.has("id")).select(KEYS).collect()
    entries = work.parsed("dumps").filter(part.has("article")).select(LEDGER).collect()
    if gone:
        entries = entries.filter(~gone.named)
        rows = rows.join(entries, on="dump", how="semi")
    articles, notes = tabulate(rows, entries)
    signs = work.taken(SIGNS).filter(part.has("id")).drop("id").collect()
    work.keep("joined", articles.join(signs, on="dump", maintain_order="left"), part.number)
    keep(work, notes, entries, part.number)


def keep(work: Work, notes: Notes, dumps: pl.DataFrame, number: int) -> None:
    """Hand notes on to those who write the ledger, by the published path of each dump."""
    paths = dict(
        dumps.filter(pl.col("dump").is_in(list(notes)), outcome="published").select("dump", "path").iter_rows()
    )
    rows = [(paths[dump], dump, *note) for dump, some in notes.items() for note in some]
    work.keep("notes", pl.DataFrame(rows, NOTE, orient="row").sort("path"), number)


def kept(work: Work, part: Part) -> Notes:
    """The notes on a part of the paths."""
    notes = Notes()
    for _, dump, *note in work.kept("notes").filter(part.has("path")).collect().iter_rows():
        notes.setdefault(dump, []).append(Note(*note))
    return notes


def tabulate(articles: pl.DataFrame, dumps: pl.DataFrame) -> tuple[pl.DataFrame, Notes]:
    """One row for each article, each its own story as yet, and what the dumps of one disagree on; `dumps` has LEDGER."""
    columns = types(schemas("linked").Linked)
    alone = pl.col("id").is_unique()
    story = {"story": pl.col("id"), "story_size": pl.lit(1, pl.Int32)}
    single = articles.filter(alone).with_columns(dumps=pl.lit(1, pl.Int32), **story)
    copies = articles.filter(~alone).sort("id", "crawled_on", "dump", nulls_last=True)
    live = dumps.filter(pl.col("outcome") == "published").join(copies, on="dump", how="semi")
    paths = dict(live.select("dump", "path").iter_rows())
    merged, notes = [], Notes()
    for group in copies.select(KEYS).partition_by("id", maintain_order=True):
        merged.append(merge(group.to_dicts(), paths, notes))
    several = pl.DataFrame(
        merged, schema={name: kind for name, kind in columns.items() if name not in story}
    ).with_columns(**story)
    rows = pl.concat([single.select(list(columns)), several.select(list(columns))]).sort("id")
    if not dumps["article"].drop_nulls().unique().sort().equals(rows["id"]):
        raise PresspackError("articles and ledger do not agree after linking: delete data/ and run `dvc repro`")
    return rows, notes


def changed(articles: pl.DataFrame, dumps: pl.DataFrame) -> Notes:
    """For each dump of a page of which an outlet's dumps have several texts, one of the others."""
    known = dumps.filter(pl.col("page").is_not_null() & (pl.col("outcome") == "published"))
    pages = known.join(articles.select("dump", "outlet"), on="dump").sort("page", "path")
    several = pages.filter(pl.col("article").n_unique().over("page", "outlet") > 1)
    notes = Notes()
    for group in several.partition_by("page", "outlet", maintain_order=True):
        rows = list(group.select("dump", "path", "article", "body_line").iter_rows())
        changes = [row for row in rows if row[2] != rows[0][2]][:1]
        for dump, _, article, line in rows:
            _, path, other, _ = next(row for row in (rows[0], *changes) if row[2] != article)
            notes[dump] = [Note("page-changed", line, f"{other} in {path}")]
    return notes


def merge(group: list[Row], paths: dict[str, str], notes: Notes) -> Row:
    """One article from its dumps, which come earliest crawl first; the first gives the body and the crawl.

    A value that most dumps give is taken; where as many give another, none is. Every disagreement is noted.
    """
    first = group[0]
    # related items date a crawl too early, so only a page that prints the day bounds the article's date
    seen = min((row["crawled_on"] for row in group if row["crawl_source"] == "page"), default=None)
    article = {name: first[name] for name in KEYS if not name.endswith("_line")} | {"dumps": len(group)}
    for field in COMPARED:
        given = [(row, row[field]) for row in _exact(group, field) if row[field] is not None]
        article[field] = _best([value for row, value in given if not _too_late(field, value, seen)])
        distinct: dict[Any, str] = {}
        for row, value in given:
            distinct.setdefault(value, paths[row["dump"]])
        if len(distinct) > 1 or (given and article[field] is None):
            for row, value in given:
                detail = f"{field} is {value}; {_others(value, distinct)}"
                notes.setdefault(row["dump"], []).append(Note("copies-disagree", row[f"{field}_line"], detail))
    article["date_source"] = _date_source(article["published_on"], group)
    return article


def _others(value: Any, distinct: Mapping[Any, str]) -> str:
    """The other values of a field, each with the first path that has it: the first OTHERS of them, and how many are left."""
    others = [f"{other} in {path}" for other, path in islice(distinct.items(), OTHERS + 1) if other != value][:OTHERS]
    left = len(distinct) - 1 - len(others)
    more = f"; and {left} more" if left else ""
    return "; ".join(others) + more if others else "a dump crawled before that day has the article"


def _exact(group: list[Row], field: str) -> list[Row]:
    """The dumps whose value counts: a day that a URL gives may be late, so any other day is better."""
    exact = [row for row in group if row["date_source"] not in (None, "url")]
    return exact if field == "published_on" and exact else group


def _date_source(day: dt.date | None, group: list[Row]) -> str | None:
    """Where the day of an article was read: its first dump says it, or a copy does; a URL stays a URL."""
    sources = [row["date_source"] for row in group if row["published_on"] == day and day is not None]
    if not sources or set(sources) == {"url"}:
        return sources[0] if sources else None
    first = group[0]
    return str(first["date_source"]) if first["published_on"] == day and first["date_source"] != "url" else "copy"


def _too_late(field: str, value: Any, seen: dt.date | None) -> bool:
    """Whether a date is after the day on which another dump already had the article."""
    return field == "published_on" and seen is not None and value - DAY > seen


def _best(values: list[Any]) -> Any:
    """The value given most often; None if there is no such one."""
    ranked = Counter(values).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
