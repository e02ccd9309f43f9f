"""Takedown: of what withdrawn.yaml names no text is published, only an entry in the ledger that says when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import polars as pl

from presspack.dataset.leads import unspaced
from presspack.dataset.takedown import near
from presspack.errors import Note
from presspack.pipeline.link.mentions import Texts
from presspack.project.contracts import demand, schemas
from presspack.project.withdrawals import Withdrawals
from presspack.reading import urls

FILE = "hidden.parquet"
NUMBERED = pl.col("page").str.contains(r"^\d+-\d+$")
"""Whether what names a page is a number alone: any other may be made of the title."""
ITEM = {"dump": pl.String(), "position": pl.Int32()}


@dataclass(frozen=True)
class Parted:
    """What stays, and what of the rest is still told: `tombstones` are rows of the ledger, `hidden` related items.

    Of those, `teaser` is given where it tells of a withdrawn text.
    """

    articles: pl.DataFrame
    dumps: pl.DataFrame
    tombstones: pl.DataFrame
    hidden: pl.DataFrame


def part(withdrawals: Withdrawals, units: Iterable[Path], articles: pl.DataFrame, dumps: pl.DataFrame) -> Parted:
    """Take out what is withdrawn; `units` are the folders of parsed tables, `articles` their rows without bodies.

    Raises PresspackError with the line of an entry that matches nothing.
    """
    if not withdrawals.entries:
        return Parted(articles, dumps, dumps.clear(), pl.DataFrame(schema=ITEM | {"teaser": pl.String()}))
    units = list(units)
    ids, hashes, paths = _named(withdrawals, articles, dumps)
    bodies = _spread(units, articles, ids, hashes)
    gone = pl.col("dump").is_in(list(hashes)) | pl.col("article").is_in(list(ids)) | pl.col("path").is_in(list(paths))
    out, stay = dumps.filter(gone.fill_null(False)), dumps.filter(~gone.fill_null(False))
    said = [
        hashes.get(dump) or ids.get(article) or paths[path]
        for dump, article, path in out.select("dump", "article", "path").iter_rows()
    ]
    pages = out["page"].drop_nulls().unique().to_list()
    out = _bare(out, said, ids)
    titles = articles.filter(pl.col("id").is_in(list(ids)))["title"].drop_nulls()
    texts = Texts(bodies, titles)
    lost = set(out["dump"].drop_nulls())
    hidden = pl.concat([_hidden(unit, texts, lost) for unit in units])
    contract = schemas("dumps").Dumps
    return Parted(
        articles.filter(~pl.col("dump").is_in(list(lost))),
        _silent(stay, texts, pages),
        demand(out, contract),
        hidden.sort("dump", "position"),
    )


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


def _spread(units: list[Path], articles: pl.DataFrame, ids: dict[str, str], hashes: dict[str, str]) -> list[str]:
    """Add to `ids` the articles that lose all their dumps, and every one with the same text, or that and a letter more
    at an end; return the texts.
    """
    left = articles.filter(~pl.col("dump").is_in(list(hashes)))
    last = articles.filter(pl.col("dump").is_in(list(hashes)) & ~pl.col("id").is_in(left["id"].unique().to_list()))
    for article, dump in last.select("id", "dump").iter_rows():
        ids.setdefault(article, hashes[dump])
    tables = [pl.scan_parquet(unit / "articles.parquet").select("id", unspaced(pl.col("body"))) for unit in units]
    texts: dict[str, str] = {}
    for table in tables:
        texts |= {body: ids[i] for i, body in table.filter(pl.col("id").is_in(list(ids))).collect().iter_rows()}
    body = pl.col("body")
    parts = body, body.str.head(-1), body.str.slice(1)  # as `near` has them
    found = pl.any_horizontal(part.is_in(list(texts)) for part in parts)
    bodies = list(texts)
    for table in tables:
        for article, copy in table.filter(found).collect().iter_rows():
            ids.setdefault(article, next(texts[part] for part in near(copy) if part in texts))
            bodies.append(copy)
    return bodies


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


def _hidden(unit: Path, texts: Texts, lost: set[str]) -> pl.DataFrame:
    """The related items of a unit that are not published: those of withdrawn dumps, and those that tell of one."""
    rows = pl.read_parquet(unit / "related.parquet", columns=["dump", "position", "title", "teaser"])
    each = pl.concat([rows["title"], rows["teaser"]]).drop_nulls().unique()  # most stand on many pages
    told = [line for line in each.to_list() if texts.told_by(line)]
    tells = pl.any_horizontal(pl.col("title", "teaser").is_in(told)).fill_null(False)
    chosen = rows.filter(tells | pl.col("dump").is_in(list(lost)))
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
