"""Rows that cannot stand beside those of other files: duplicates, the outlets and the leads of related items, their places."""

from collections.abc import Iterable, Iterator

import polars as pl

from presspack.dataset.leads import SHORTEST, TOLERANCE, beginning, unspaced
from presspack.dataset.likeness import Runs, faults
from presspack.writing.visible import counted

SAME = ("dump", "size", "layout", "article", "body_line", "body_last_line")
"""What a duplicate has in common with the path that is published."""
Frames = dict[str, pl.DataFrame]


def frames(config: str, name: str, table: pl.DataFrame, runs: Runs) -> Frames:
    """Of the rows of one file as much as those of others are held against."""
    if config == "articles":
        begin = table.select("id", "outlet", "published_on", start=beginning(pl.col("body")))
        return {"articles": begin, "runs": runs.keep(name, table)}
    if config == "same_story":
        return {"pairs": table}
    if config == "dumps":
        live = pl.col("outcome").is_in(["published", "duplicate"])
        return {
            "ledger": table.filter(live).select("path", "duplicate_of", *SAME),
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
    if "pages" in tables:
        yield from _pages(tables["pages"], tables["ledger"], tables["articles"])
        yield from _leads(tables["leads"], tables["articles"])
        if not len(tables["withdrawn"]):  # an item that told of a withdrawn text leaves its place empty
            yield from _told(tables["gaps"], "have another position than their place in the list", "dump", "position")
    if "pairs" in tables:
        yield from faults(tables["pairs"], tables["runs"], runs)


def _duplicates(ledger: pl.DataFrame) -> Iterator[str]:
    first = ledger.filter(pl.col("duplicate_of").is_null()).select(
        duplicate_of="path", **{f"{name} told": name for name in SAME}
    )
    rows = ledger.filter(pl.col("duplicate_of").is_not_null()).join(first, on="duplicate_of", how="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} told")) for name in SAME)
    said = f"are not what the path has that they are duplicates of ({', '.join(SAME)})"
    yield from _told(rows.filter(~same), said, "path")


def _pages(pages: pl.DataFrame, ledger: pl.DataFrame, articles: pl.DataFrame) -> Iterator[str]:
    owner = ledger.select("dump", id="article").unique().join(articles.select("id", of="outlet"), on="id")
    rows = pages.join(owner, on="dump")
    yield from _told(
        rows.filter(pl.col("outlet") != pl.col("of")), "list items of another outlet than their own", "dump"
    )


def _leads(leads: pl.DataFrame, articles: pl.DataFrame) -> Iterator[str]:
    """A teaser that leads somewhere is the beginning of what is there."""
    rows = leads.join(articles.drop("file"), left_on="article", right_on="id", suffix=" there")
    begins = pl.col("start there").str.starts_with(pl.col("start")) & (pl.col("start").str.len_chars() >= SHORTEST)
    wrong = rows.filter(~begins | (pl.col("outlet") != pl.col("outlet there")))
    yield from _told(wrong, "lead to an article that does not begin so, or is of another outlet", "dump", "position")
    near = ((pl.col("date") - pl.col("published_on")).abs() <= TOLERANCE).fill_null(False)
    yield from _told(rows.filter(~near), "lead to an article of another day", "dump", "position")


def _told(rows: pl.DataFrame, said: str, *key: str) -> Iterator[str]:
    if len(rows):
        first = "/".join(map(str, rows.select(key).row(0)))
        yield f"{rows['file'][0]}: {counted(len(rows), 'row')} {said}, first {first}"
