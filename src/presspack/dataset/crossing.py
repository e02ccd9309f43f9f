"""Rows that cannot stand beside those of other files: duplicates, the outlets and the leads of related items, their places."""

from collections.abc import Iterable, Iterator

import polars as pl

from presspack.dataset.finding import told
from presspack.dataset.leads import SHORTEST, TOLERANCE, beginning, unspaced
from presspack.dataset.likeness import Runs, faults

SAME = (
    "dump", "size", "layout", "article", "claimed_outlet", "body_line", "body_last_line",
)  # fmt: skip
"""What a duplicate has in common with the path that is published; the crawl is that of its own record."""
KEY = ("dump", "position")
CRAWL = ("crawled_on", "crawl_source")
Frames = dict[str, pl.DataFrame]


def frames(config: str, name: str, table: pl.DataFrame, runs: Runs) -> Frames:
    """Of the rows of one file as much as those of others are held against."""
    if config == "articles":
        begin = table.select("id", "outlet", "published_on", *CRAWL, start=beginning(pl.col("body")))
        return {"articles": begin, "runs": runs.keep(name, table)}
    if config == "same_story":
        return {"pairs": table}
    if config == "dumps":
        live = pl.col("outcome").is_in(["published", "duplicate"])
        return {
            "ledger": table.filter(live).select("path", "duplicate_of", *SAME, *CRAWL),
            "withdrawn": table.filter(outcome="withdrawn").select("path"),
        }
    if config == "related":
        place = pl.int_range(1, pl.len() + 1).over("dump")
        led = table.filter(pl.col("article").is_not_null())
        return {
            "pages": table.select("dump", "outlet").unique(maintain_order=True),
            "leads": led.select("dump", "position", "outlet", "date", "article", start=unspaced(pl.col("teaser"))),
            "gaps": table.filter(pl.col("position") != place).select("dump", "position"),
        }
    return {}


def contradictions(files: Iterable[tuple[str, Frames]], runs: Runs) -> Iterator[str]:
    """Everything that the rows of a dataset have against each other; `files` are the frames of each, by its path."""
    held: dict[str, list[pl.DataFrame]] = {}
    for path, found in files:
        for name, table in found.items():
            held.setdefault(name, []).append(table.with_columns(file=pl.lit(path)))
    tables = {name: pl.concat(parts) for name, parts in held.items()}
    yield from _duplicates(tables["ledger"])
    yield from _claims(tables["ledger"], tables["articles"])
    if "pages" in tables:
        yield from _pages(tables["pages"], tables["ledger"], tables["articles"])
        yield from _leads(tables["leads"], tables["articles"])
        if not len(tables["withdrawn"]):  # an item that told of a withdrawn text leaves its place empty
            yield from told("another position than its place in the list", tables["gaps"], *KEY)
    if "pairs" in tables:
        yield from faults(tables["pairs"], tables["runs"], runs)


def _duplicates(ledger: pl.DataFrame) -> Iterator[str]:
    first = ledger.filter(pl.col("duplicate_of").is_null())
    first = first.select(duplicate_of="path", **{f"{name} told": name for name in (*SAME, *CRAWL)})
    rows = ledger.filter(pl.col("duplicate_of").is_not_null()).join(first, on="duplicate_of", how="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} told")) for name in SAME)
    said = f"another {', '.join(SAME[:-1])} or {SAME[-1]} than the path has that it is a duplicate of,"
    yield from told(said, rows.filter(~same), "path")
    printed = pl.any_horizontal(pl.col("crawl_source", "crawl_source told").eq_missing("page"))
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} told")) for name in CRAWL)
    wrong = rows.filter(printed & other)
    yield from told("another crawl than the same bytes print under the path that it is a duplicate of,", wrong, "path")


def _claims(ledger: pl.DataFrame, articles: pl.DataFrame) -> Iterator[str]:
    """A published dump claims the outlet of its article, and the article has the crawl of one of its dumps."""
    rows = ledger.join(articles.select("id", of="outlet"), left_on="article", right_on="id")
    yield from told(
        "another outlet than its article", rows.filter(pl.col("claimed_outlet").ne_missing(pl.col("of"))), "path"
    )
    crawls = ledger.select("article", *CRAWL).unique()
    alone = articles.join(crawls, left_on=["id", *CRAWL], right_on=["article", *CRAWL], how="anti", nulls_equal=True)
    known = alone.filter(pl.col("id").is_in(ledger["article"].unique().to_list()))
    yield from told("a crawl that none of its dumps has", known, "id")


def _pages(pages: pl.DataFrame, ledger: pl.DataFrame, articles: pl.DataFrame) -> Iterator[str]:
    owner = ledger.select("dump", id="article").unique().join(articles.select("id", of="outlet"), on="id")
    wrong = pages.join(owner, on="dump").filter(pl.col("outlet") != pl.col("of"))
    yield from told("another outlet than that of the page", wrong, "dump")


def _leads(leads: pl.DataFrame, articles: pl.DataFrame) -> Iterator[str]:
    """A teaser that leads somewhere is the beginning of what is there."""
    rows = leads.join(articles.drop("file"), left_on="article", right_on="id", suffix=" there")
    begins = pl.col("start there").str.starts_with(pl.col("start")) & (pl.col("start").str.len_chars() >= SHORTEST)
    wrong = rows.filter(~begins | (pl.col("outlet") != pl.col("outlet there")))
    yield from told("a lead to an article that does not begin so, or is of another outlet,", wrong, *KEY)
    near = ((pl.col("date") - pl.col("published_on")).abs() <= TOLERANCE).fill_null(False)
    yield from told("a lead to an article of another day", rows.filter(~near), *KEY)
