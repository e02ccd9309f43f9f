"""What a page said before: its texts by day, and what changed from one to the next, also in lines for a terminal."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from presspack.dataset import parquet
from presspack.errors import PresspackError
from presspack.reading import urls
from presspack.writing.visible import counted, printable

ID = re.compile(r"[0-9a-f]{16}")
NOISE = "noise"


class Told(NamedTuple):
    """What is known of one page."""

    page: str
    outlet: str
    texts: list[dict[str, Any]]
    """The rows of `Revisions`, by version."""
    edits: list[list[dict[str, Any]]]
    """For each text the rows of `Edits` that lead to it."""
    lost: str
    """Between which days it went, in words; empty where it is not known to be gone."""


def history(dataset: Path, what: str) -> list[Told]:
    """The pages with several texts that an article's id, a URL or the path of a dump names.

    Raises PresspackError where the dataset has nothing of that name, and where it was withdrawn.
    """
    if not parquet.files(dataset, "dumps"):
        raise PresspackError("holds no dataset: name the folder that publish wrote", dataset)
    try:
        texts, edits, pages = (_table(dataset, config) for config in ("revisions", "edits", "pages"))
        found = texts.filter(pl.col("page") == what)
        if not len(found):
            article, page = _named(_table(dataset, "dumps"), what, dataset)
            found = texts.filter((pl.col("article") == article) | pl.col("page").eq_missing(pl.lit(page)))
        of = ["page", "outlet"]
        return [_told(key, texts, edits, pages) for key in found.select(of).unique().sort(of).iter_rows(named=True)]
    except (OSError, pl.exceptions.PolarsError) as error:
        said = str(error).splitlines()[0]
        raise PresspackError(f"cannot be read: {said}: run presspack verify", dataset) from None


def _told(key: dict[str, Any], texts: pl.DataFrame, edits: pl.DataFrame, pages: pl.DataFrame) -> Told:
    own = texts.filter(**key).sort("version").to_dicts()
    steps = [edits.filter(**key, version=text["version"]).sort("edit").to_dicts() if len(edits) else [] for text in own]
    row = next(pages.filter(page=key["page"]).iter_rows(named=True), {})
    gone = f"gone between {row['gone_after']} and {row['gone_by']} ({row['status']})" if row.get("gone_by") else ""
    return Told(key["page"], key["outlet"], own, steps, gone)


def lines(pages: list[Told]) -> Iterator[str]:
    """The same for a terminal."""
    if not pages:
        yield "one text is known of it, so nothing of what it said before"
    for told in pages:
        yield f"{printable(told.page)} ({told.outlet}): {counted(len(told.texts), 'text')}"
        for text, edits in zip(told.texts, told.edits, strict=True):
            yield f"{text['version']}  {text['article']}  {seen(text)}"
            if said := changed(text):
                yield f"   {said}"
            yield from (line for edit in edits for line in _edit(edit))
            if noise := sum(edit["kind"] == NOISE for edit in edits):
                yield f"   {counted(noise, 'difference')} of quotation marks, dashes, spaces and the like"
        if told.lost:
            yield f"   {told.lost}"


def seen(text: dict[str, Any]) -> str:
    """When a text was seen, and in how many dumps, in words."""
    first, last = text["first_seen"], text["last_seen"]
    days = "on no day that is known" if first is None else f"on {first}" if first == last else f"{first} to {last}"
    return f"seen {days}, {counted(text['captures'], 'dump')}"


def changed(text: dict[str, Any]) -> str:
    """Between which days a text came, in words; empty where that is not known."""
    return f"changed between {text['changed_after']} and {text['changed_by']}" if text["changed_by"] else ""


def _table(dataset: Path, config: str) -> pl.DataFrame:
    """A config, of all its splits; one without rows has no file."""
    files = parquet.files(dataset, config)
    none = {name: pl.String() for name in ("article", "page", "outlet")}
    return pl.concat([parquet.read(path) for path in files]) if files else pl.DataFrame(schema=none)


def _named(ledger: pl.DataFrame, what: str, dataset: Path) -> tuple[str, str | None]:
    """The article that a name is of, and the page. A path may begin with the folder of dumps."""
    path = (pl.col("path") == what) | pl.lit(what).str.ends_with(pl.lit("/") + pl.col("path"))
    named = path | (pl.col("page") == (urls.key(what) or what)).fill_null(False)
    if ID.fullmatch(what):
        named |= (pl.col("article") == what).fill_null(False)
    rows = ledger.filter(named).sort("path")
    live = rows.filter(pl.col("outcome").is_in(["published", "duplicate"]))
    if len(live):
        return live["article"][0], live["page"][0]
    if len(rows):
        outcome, reasons = rows["outcome"][0], rows["reasons"][0]
        why = f" ({', '.join(reasons)})" if list(reasons) != [outcome] else ""
        raise PresspackError(f"{printable(what)} is {outcome}{why}: no text of it is published")
    raise PresspackError(
        f"{printable(what)} names no article, page or dump of {dataset}: give an id, a URL, or a path as its table `dumps` has it"
    )


def _edit(edit: dict[str, Any]) -> Iterator[str]:
    """One difference: what was there below a minus, what is there below a plus."""
    if edit["kind"] == NOISE:
        return
    place = edit["new_position"] or edit["old_position"]
    where = f"{edit['field']} {place}" if place else edit["field"]
    removed, added = (", ".join(edit[f"names_{side}"]) for side in ("removed", "added"))
    names = "".join(f"; {said}: {who}" for said, who in (("names gone", removed), ("names new", added)) if who)
    yield f"   {where}: {edit['operation']}, {edit['kind']}{printable(names)}"
    for mark, side in (("-", "old"), ("+", "new")):
        if edit[side] is not None:
            yield f"   {mark} {printable(edit[side])}"
