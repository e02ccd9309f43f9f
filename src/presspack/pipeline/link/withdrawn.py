"""Takedown: of what withdrawn.yaml names no text is published, only an entry in the ledger that says when and why."""

import json
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import polars as pl

from presspack.dataset.leads import unspaced
from presspack.dataset.takedown import near
from presspack.errors import Note
from presspack.pipeline.link.mentions import Texts
from presspack.pipeline.link.work import Run, Work
from presspack.project.withdrawals import KINDS, Withdrawals
from presspack.reading import urls

GONE, HIDDEN = "withdrawn.json", "hidden"
NUMBERED = pl.col("page").str.contains(r"^\d+-\d+$")
"""Whether what names a page is a number alone: any other may be made of the title."""
ITEM = {"dump": pl.String(), "position": pl.Int32()}


class Gone(NamedTuple):
    """What is withdrawn, and what is said of it: by id of the article, by hash of the dump, by path without a hash.

    With the texts and the titles by which others tell of it, and the pages that had it.
    """

    ids: dict[str, str]
    hashes: dict[str, str]
    paths: dict[str, str]
    bodies: list[str]
    titles: list[str]
    pages: list[str]

    @property
    def named(self) -> pl.Expr:
        """Which rows of the ledger are withdrawn."""
        columns = {"dump": self.hashes, "article": self.ids, "path": self.paths}
        return pl.any_horizontal(pl.col(name).is_in(list(some)).fill_null(False) for name, some in columns.items())


def find(withdrawals: Withdrawals, work: Work, run: Run) -> pl.DataFrame:
    """Let every task know what is withdrawn; give the related items (dump, position) that are not published for it.

    Raises PresspackError with the line of an entry that matches nothing.
    """
    hidden = pl.DataFrame(schema=ITEM | {"teaser": pl.String()})
    if withdrawals.entries:
        gone = _spread(withdrawals, work)
        lost = work.parsed("dumps").filter(gone.named).select("dump", "page").collect()
        gone = gone._replace(pages=sorted(lost["page"].drop_nulls().unique()))
        (work.folder / GONE).write_text(json.dumps(gone), "utf-8")
        hidden = pl.concat(run(partial(_hidden, work), work.shards, "withdrawn", "shards"))
    work.keep(HIDDEN, hidden.select(pl.col("teaser").drop_nulls().unique().sort()))
    return hidden.select(*ITEM).sort("dump", "position")


def load(work: Work) -> Gone | None:
    """What is withdrawn; None if nothing is."""
    path = work.folder / GONE
    return _load(path)[0] if path.exists() else None


def teasers(work: Work) -> list[str]:
    """The teasers that tell of a withdrawn text."""
    return work.kept(HIDDEN).collect().to_series().to_list()


@lru_cache(1)
def _load(path: Path) -> tuple[Gone, Texts]:
    """What is withdrawn, once a process: hashes of letters are no other's."""
    gone = Gone(*json.loads(path.read_text("utf-8")))
    return gone, Texts(gone.bodies, gone.titles)


def divide(work: Work, dumps: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A part of the ledger without what is withdrawn, and the entries that are left of that."""
    if (gone := load(work)) is None:
        return dumps, dumps.clear()
    out, stay = dumps.filter(gone.named), dumps.filter(~gone.named)
    said = [
        gone.hashes.get(dump) or gone.ids.get(article) or gone.paths[path]
        for dump, article, path in out.select("dump", "article", "path").iter_rows()
    ]
    return _silent(stay, _load(work.folder / GONE)[1], gone.pages), _bare(out, said, gone.ids)


def _named(
    withdrawals: Withdrawals, articles: pl.DataFrame, dumps: pl.DataFrame
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What the entries name themselves, and what is said of it: ids of articles, hashes of dumps, paths without a hash."""
    ids: dict[str, str] = {}
    hashes: dict[str, str] = {}
    paths: dict[str, str] = {}
    for i, entry in enumerate(withdrawals.entries):
        if entry.kind in ("article", "outlet"):
            column = "id" if entry.kind == "article" else "outlet"
            found = set(articles.filter(pl.col(column) == entry.value)["id"])
            ids |= dict.fromkeys(found - ids.keys(), entry.said)
        else:
            rows = dumps.filter(_at(entry.value) if entry.kind == "url" else pl.col("dump") == entry.value)
            found = set(rows["path"])
            hashes |= dict.fromkeys(set(rows["dump"].drop_nulls()) - hashes.keys(), entry.said)
            paths |= dict.fromkeys(set(rows.filter(pl.col("dump").is_null())["path"]) - paths.keys(), entry.said)
            if entry.kind == "url":  # a URL names an article, not one copy of it
                ids |= dict.fromkeys(set(rows["article"].drop_nulls()) - ids.keys(), entry.said)
        if not found:
            withdrawals.refuse(i)
    return ids, hashes, paths


def _at(url: str) -> pl.Expr:
    """Rows of the ledger that a URL leads to, however it is written."""
    page = urls.key(url)
    return pl.col("url") == url if page is None else (pl.col("url") == url) | (pl.col("page") == page)


def _spread(withdrawals: Withdrawals, work: Work) -> Gone:
    """What the entries name, all articles that lose all their dumps by it, and every one with the same text, or that
    and a letter more at an end.
    """
    values = {kind: [entry.value for entry in withdrawals.entries if entry.kind == kind] for kind in KINDS}
    articles, dumps = work.parsed("articles"), work.parsed("dumps")
    named = articles.filter(pl.col("id").is_in(values["article"]) | pl.col("outlet").is_in(values["outlet"]))
    keys = [key for key in map(urls.key, values["url"]) if key is not None]
    at = pl.any_horizontal(
        pl.col(name).is_in(some) for name, some in (("dump", values["dump"]), ("url", values["url"]), ("page", keys))
    )
    ids, hashes, paths = _named(withdrawals, named.select("id", "outlet").collect(), dumps.filter(at).collect())
    last = articles.filter(pl.col("dump").is_in(list(hashes))).select("id", "dump").collect().sort("id", "dump")
    left = articles.filter(pl.col("id").is_in(last["id"].implode()) & ~pl.col("dump").is_in(list(hashes)))
    for article, dump in last.join(left.select("id").collect(), on="id", how="anti").iter_rows():
        ids.setdefault(article, hashes[dump])
    body = pl.col("body")
    table = articles.select("id", unspaced(body), "title")
    named = table.filter(pl.col("id").is_in(list(ids))).unique().sort("id", descending=True)
    texts = {body: ids[i] for i, body, _ in named.collect().iter_rows()}
    parts = body, body.str.head(-1), body.str.slice(1)  # as `near` has them
    found = table.filter(pl.any_horizontal(part.is_in(list(texts)) for part in parts)).unique().collect()
    for article, copy, _ in found.iter_rows():
        ids.setdefault(article, next(texts[part] for part in near(copy) if part in texts))
    return Gone(ids, hashes, paths, sorted(set(found["body"])), sorted(set(found["title"].drop_nulls())), [])


def _bare(rows: pl.DataFrame, said: list[str], ids: dict[str, str]) -> pl.DataFrame:
    """Entries of the ledger without all that may hold words of the text. The id stays where the whole article goes."""
    kinds = rows.schema
    none = {"url", "claimed_outlet", "crawled_on", "crawl_source", "body_line", "body_last_line", "duplicate_of"}
    rows = rows.with_columns(page=pl.when(NUMBERED).then("page"))
    lists = {name for name in rows.columns if isinstance(kinds[name], pl.List)}
    notes = [Note("withdrawn", None, detail) for detail in said]
    return rows.with_columns(
        *(pl.lit(None, kinds[name]).alias(name) for name in none),
        *(pl.lit([], kinds[name]).alias(name) for name in lists),
    ).with_columns(
        outcome=pl.lit("withdrawn"),
        article=pl.when(pl.col("article").is_in(list(ids))).then("article"),
        reasons=pl.Series([[note.slug] for note in notes], dtype=kinds["reasons"]),
        reason_lines=pl.Series([[note.line] for note in notes], dtype=kinds["reason_lines"]),
        reason_details=pl.Series([[note.detail] for note in notes], dtype=kinds["reason_details"]),
    )


def _hidden(work: Work, shard: Path) -> pl.DataFrame:
    """The related items of a shard that are not published: those of withdrawn dumps, and those that tell of one.

    Of the latter, `teaser` is given.
    """
    gone, texts = _load(work.folder / GONE)
    lost = pl.read_parquet(shard / "dumps.parquet", columns=["path", "dump", "article"]).filter(gone.named)["dump"]
    rows = pl.read_parquet(shard / "related.parquet", columns=["dump", "position", "title", "teaser"])
    each = pl.concat([rows["title"], rows["teaser"]]).drop_nulls().unique()  # most stand on many pages
    told = [line for line in each.to_list() if texts.told_by(line)]
    tells = pl.any_horizontal(pl.col("title", "teaser").is_in(told)).fill_null(False)
    chosen = rows.filter(tells | pl.col("dump").is_in(lost.drop_nulls().implode()))
    return chosen.select(*ITEM, teaser=pl.when(tells).then("teaser"))


def _silent(rows: pl.DataFrame, texts: Texts, pages: list[str]) -> pl.DataFrame:
    """The ledger of what stays, without the details and addresses in which the title or the text still stands."""
    rejected = (pl.col("outcome") == "rejected") & pl.col("page").is_in(pages)  # a slug is made of the title
    telling = [url for url in rows["url"].drop_nulls().unique() if texts.quoted_in(unquote(url))]
    shown = ~(rejected.fill_null(False) | pl.col("url").is_in(telling).fill_null(False))
    rows = rows.with_columns(url=pl.when(shown).then("url"), page=pl.when(shown | NUMBERED).then("page"))
    for name in ("reason_details", "warning_details"):
        told = [
            ["" if texts.told_by(detail) or texts.quoted_in(detail) else detail for detail in details]
            for details in rows[name]
        ]
        rows = rows.with_columns(pl.Series(name, told, dtype=rows.schema[name]))
    return rows
