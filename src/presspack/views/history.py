"""What a page said before: its texts by day, and what changed from one to the next, in lines for a terminal."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from presspack.dataset import parquet
from presspack.errors import PresspackError
from presspack.reading import urls
from presspack.writing.visible import counted, printable

ID = re.compile(r"[0-9a-f]{16}")
NOISE = "noise"


def history(dataset: Path, what: str) -> list[str]:
    """The history of the page that an article's id, a URL or the path of a dump names, as lines.

    Raises PresspackError where the dataset has nothing of that name, and where it was withdrawn.
    """
    if not parquet.files(dataset, "dumps"):
        raise PresspackError("holds no dataset: name the folder that publish wrote", dataset)
    try:
        texts, edits = _table(dataset, "revisions"), _table(dataset, "edits")
        found = texts.filter(pl.col("page") == what)
        if not len(found):
            article, page = _named(_table(dataset, "dumps"), what, dataset)
            found = texts.filter((pl.col("article") == article) | pl.col("page").eq_missing(pl.lit(page)))
        found = found.select("page", "outlet").unique()
        if not len(found):
            return ["one text is known of it, so nothing of what it said before"]
        of = ["page", "outlet"]
        lines: list[str] = []
        for key in found.sort(of).iter_rows(named=True):
            own = (table.filter(**key) for table in (texts, edits))
            lines += _page(key["page"], key["outlet"], *own)
        return lines
    except (OSError, pl.exceptions.PolarsError) as error:
        said = str(error).splitlines()[0]
        raise PresspackError(f"cannot be read: {said}: run presspack verify", dataset) from None


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


def _page(page: str, outlet: str, texts: pl.DataFrame, edits: pl.DataFrame) -> Iterator[str]:
    yield f"{printable(page)} ({outlet}): {counted(len(texts), 'text')}"
    for text in texts.sort("version").iter_rows(named=True):
        first, last = text["first_seen"], text["last_seen"]
        seen = "on no day that is known" if first is None else f"on {first}" if first == last else f"{first} to {last}"
        yield f"{text['version']}  {text['article']}  seen {seen}, {counted(text['captures'], 'dump')}"
        if text["changed_by"] is not None:
            yield f"   changed between {text['changed_after']} and {text['changed_by']}"
        own = edits.filter(version=text["version"]).sort("edit")
        yield from (line for edit in own.iter_rows(named=True) for line in _edit(edit))
        if noise := own.filter(kind=NOISE).height:
            yield f"   {counted(noise, 'difference')} of quotation marks, dashes, spaces and the like"


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
