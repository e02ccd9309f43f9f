"""The want-list as text, addresses, CSV or JSON. Lines come as they are made: the list may be long."""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from presspack.errors import PresspackError
from presspack.views.missing import URL, Wanted
from presspack.writing import cells
from presspack.writing.visible import counted, visible

VERSION = 1
"""Of the JSON: it grows when a field goes or changes its meaning, not when one is added."""

Row = dict[str, Any]


def lines(wanted: Wanted, name: str) -> Iterator[str]:
    """The list in the format of this name."""
    return FORMATS[name](wanted)


def unprinted(wanted: Wanted, dataset: Path) -> str:
    """What `urls` leaves out, if anything. Raises PresspackError where it would leave out everything."""
    without = sum(not _address(row) for row in _rows(wanted))
    if without and without == len(wanted.items):
        raise PresspackError("no related item has a URL, so none can be printed: use --format csv", dataset)
    return f"left out, for they have no URL: {counted(without, 'item')}; --format csv lists all" if without else ""


def _text(wanted: Wanted) -> Iterator[str]:
    for row in _rows(wanted):
        title = "(no title)" if row["title"] is None else visible(row["title"])
        yield f"{counted(row['pages'], 'page')}{_when(row)}: {row['outlet']}, {row['date']}: {title}"
        yield f"    {visible(row['teaser'])}"
    yield f"{counted(wanted.listed, 'item')} listed: {len(wanted.items)} missing"


def _when(row: Row) -> str:
    first, last = row["first_listed"], row["last_listed"]
    return "" if first is None else f", {first}" if first == last else f", {first} to {last}"


def _urls(wanted: Wanted) -> Iterator[str]:
    return (address for row in _rows(wanted) if (address := _address(row)))


def _address(row: Row) -> str:
    """The URL of an item, if it is one, and one line."""
    url = str(row.get(URL) or "")
    return url if url.startswith(("https://", "http://")) and url.isprintable() and " " not in url else ""


def _csv(wanted: Wanted) -> Iterator[str]:
    return cells.rows(chain([wanted.items.columns], (row.values() for row in _rows(wanted))))


def _json(wanted: Wanted) -> Iterator[str]:
    """One document, an item a line."""
    yield f'{{"version": {VERSION}, "listed": {wanted.listed}, "missing": {len(wanted.items)}, "items": ['
    encode = json.JSONEncoder(ensure_ascii=True, default=str).encode
    before = None
    for row in _rows(wanted):
        if before is not None:
            yield f"{before},"
        before = encode(row)
    if before is not None:
        yield before
    yield "]}"


def _rows(wanted: Wanted) -> Iterator[Row]:
    return (row for part in wanted.items.iter_slices() for row in part.iter_rows(named=True))


FORMATS: dict[str, Callable[[Wanted], Iterator[str]]] = {"text": _text, "urls": _urls, "csv": _csv, "json": _json}
