"""Every page that was seen or listed, and whether it was there when it was last asked for: from the ledger and the lists."""

from collections.abc import Iterable
from functools import reduce

import polars as pl

from presspack.dataset.history.revisions import SEEN, heading, headings, located
from presspack.dataset.leads import TOLERANCE
from presspack.project.contracts import demand, schemas
from presspack.project.frames import types

ITEM = ("outlet", "title", "date", "teaser", "article")
LISTED = ("dump", "position", *ITEM)
"""The columns of the related items that are needed."""
DAY = pl.duration(days=1)
ANSWER = r"^(404|410|\d{3} to the front page)(?:, |$)"
NAME = ("page", "page_source")


def tell(
    dumps: pl.DataFrame, articles: pl.DataFrame, versions: pl.DataFrame, lists: Iterable[pl.DataFrame]
) -> pl.DataFrame:
    """All pages (`Pages`), from the ledger, the articles, `Revisions`, and the related items, some at a time.

    What was seen and listed bounds a loss: only what was asked on a later day, and was not there, is one.
    """
    contract = schemas("pages").Pages
    known = located(dumps, articles)
    crawls = known.select(*NAME, "outlet", "article", "day", "path")
    shown, events, neighbours = _listed(dumps, articles, known, lists)
    there = pl.concat([
        crawls.select(*NAME, "outlet", "day", "path", status=pl.lit("200")),
        shown.select(*NAME, "outlet", "day", "path", status=pl.lit("listed")),
    ])  # fmt: skip
    days = {"200": "seen", "listed": "listed"}
    spans = [
        getattr(pl.col("day").filter(status=status), end)().alias(f"{which}_{how}")
        for status, how in days.items()
        for which, end in (("first", "min"), ("last", "max"))
    ]
    one = pl.when(pl.col("outlet").n_unique() == 1).then(pl.col("outlet").first())
    table = there.group_by(NAME).agg(one.alias("outlet"), *spans, last=pl.col("day").max())
    gone = pl.concat([_asked(dumps), _delisted(table, neighbours, events)])
    gone = gone.join(table.select("page", "last"), on="page").filter(pl.col("day") > pl.col("last"))
    lost = gone.group_by("page").agg(gone_by=pl.col("day").min())
    # of one day the strongest evidence is told: what was lost comes after what was there, and the page itself last
    rank = {status: i for i, status in enumerate((*schemas("pages").GONE, "listed", "200"))}
    told = pl.concat([there.select("page", "day", "path", "status"), gone.select("page", "day", "path", "status")])
    told = told.with_columns(rank=pl.col("status").replace_strict(rank, return_dtype=pl.Int32))
    told = told.sort("page", "day", "rank", "path", descending=[False, True, True, False], nulls_last=True)
    told = told.unique("page", keep="first", maintain_order=True)
    table = table.join(told.select("page", "status", status_on="day", evidence="path"), on="page").join(
        lost, on="page", how="left"
    )
    texts = crawls.select("page", versions=pl.lit(1, pl.Int32)).unique()
    many = versions.group_by("page").agg(several=pl.col("version").max())
    table = (
        table.join(texts, on="page", how="left")
        .join(many, on="page", how="left")
        .with_columns(
            versions=pl.coalesce("several", "versions", pl.lit(0, pl.Int32)),
            gone_after=pl.when(pl.col("gone_by").is_not_null()).then("last"),
        )
    )
    return demand(table.select(list(types(contract))).sort("page"), contract)


def _asked(dumps: pl.DataFrame) -> pl.DataFrame:
    """Answers that a page is not there (page, day, path, status)."""
    answer = pl.col("reason_details").list.first().str.extract(ANSWER)
    rows = dumps.filter(outcome="rejected").filter(
        (pl.col("reasons").list.first() == "moved-or-gone") & pl.col("crawl_source").is_in(SEEN)
    )
    rows = rows.select("page", "path", day="crawled_on", status=answer).drop_nulls()
    status = pl.when(pl.col("status").str.len_chars() > 3).then(pl.lit("front-page")).otherwise("status")
    return rows.select("page", "day", "path", status=status)


def _listed(
    dumps: pl.DataFrame, articles: pl.DataFrame, known: pl.DataFrame, lists: Iterable[pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What lists show: which pages on which day (page, page_source, outlet, day, path); which items stand next to each other
    on which day (item, after, day, path); and between which two each page was listed (page, item, after).
    """
    live = dumps.filter(pl.col("outcome").is_in(["published", "duplicate"]))
    live = live.select("dump", "path", "article", day=pl.when(pl.col("crawl_source").is_in(SEEN)).then("crawled_on"))
    live = live.join(articles.select("published_on", article="id"), on="article").with_row_index("list")
    rows, items = [], []
    for part in lists:
        part = part.with_columns(item=pl.struct(ITEM).hash())
        items.append(part.select("item", *ITEM).unique("item"))
        rows.append(part.join(live.select("dump", "list"), on="dump").select("list", "position", "item"))
    none = pl.DataFrame(schema={"list": pl.UInt32, "position": pl.Int32, "item": pl.UInt64})
    ordered = pl.concat([none, *rows]).sort("list", "position")
    for name, step in (("after", 1), ("second", 2)):
        next_to = (pl.col("list").shift(-step) == pl.col("list")) & (
            pl.col("position").shift(-step) == pl.col("position") + step
        )
        ordered = ordered.with_columns(pl.when(next_to).then(pl.col("item").shift(-step)).alias(name))
    kinds = {"item": pl.UInt64} | {name: types(schemas("related").Related)[name] for name in ITEM}
    held = pl.concat([pl.DataFrame(schema=kinds), *items]).unique("item")
    lists_of = live.select("list", "day", "path", "published_on")
    paths = ordered.join(lists_of, on="list").group_by("item", "day").agg(pl.col("path").min())
    named = _named(held, articles, known)
    shown = named.join(paths, on="item")
    dated = held.select("item", "date")
    pairs = ordered.filter(pl.col("after").is_not_null()).join(lists_of, on="list").drop_nulls("day")
    pairs = pairs.join(dated, on="item").join(dated, left_on="after", right_on="item", suffix=" after")
    low, high = pl.min_horizontal("date", "date after"), pl.max_horizontal("date", "date after")
    # a page is in no list of its own, so a page of these days does not show that another is in none
    away = (pl.col("published_on") < low - TOLERANCE) | (pl.col("published_on") > high + TOLERANCE)
    events = pairs.filter(away).group_by("item", "after", "day").agg(pl.col("path").min())
    triples = ordered.filter(pl.col("second").is_not_null()).select("item", "after", "second").unique()
    ends = [dated.rename({"item": name, "date": f"date {name}"}) for name in ("item", "after", "second")]
    triples = reduce(lambda table, end: table.join(end, on=end.columns[0]), ends, triples)
    low, high = pl.min_horizontal("date item", "date second"), pl.max_horizontal("date item", "date second")
    triples = triples.filter(pl.col("date after").is_between(low, high))
    neighbours = triples.join(named, left_on="after", right_on="item").select("page", "item", after="second")
    return shown, events, neighbours.unique()


def _named(items: pl.DataFrame, articles: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The pages that items lead to (item, page, page_source, outlet): those of the article, else what the item names itself."""
    pages = known.select(*NAME, "article").unique()
    heads = headings(articles).select("article", heading="page", story="story")
    alone = heads.filter(pl.col("story").n_unique().over("heading") == 1).select("heading", headed="article")
    items = items.with_columns(heading=heading("date")).join(alone, on="heading", how="left")
    led = items.with_columns(article=pl.coalesce("article", "headed")).join(pages, on="article")
    rest = items.filter(pl.all_horizontal(pl.col("article", "headed").is_null()) & pl.col("heading").is_not_null())
    rest = rest.join(heads, on="heading", how="anti").with_columns(page="heading", page_source=pl.lit("heading"))
    return pl.concat([table.select("item", *NAME, "outlet") for table in (led, rest)]).unique()


def _delisted(pages: pl.DataFrame, neighbours: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Lists in which the neighbours of a page stand next to each other after it was there last (page, day, path, status)."""
    pair = ["item", "after"]
    last = neighbours.join(pages.select("page", "last").drop_nulls(), on="page").sort("last")
    ordered = events.sort("day")
    first = last.with_columns(day=pl.col("last") + DAY).join_asof(
        ordered, on="day", by=pair, strategy="forward", coalesce=False, check_sortedness=False, suffix=" seen"
    )
    first = first.select("page", pl.col("day seen").alias("day"), "path").drop_nulls()
    latest = ordered.group_by(pair, maintain_order=True).agg(pl.col("day", "path").last())
    found = [first, last.join(latest, on=pair).filter(pl.col("day") > pl.col("last")).select("page", "day", "path")]
    return pl.concat(found).with_columns(status=pl.lit("delisted")).unique()
