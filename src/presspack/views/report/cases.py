"""The dumps that have a reason or a warning, the order in which they are shown, and their texts."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from presspack.article import Record
from presspack.engine.store import Store
from presspack.errors import Note
from presspack.pipeline.shards import TABLE
from presspack.views.report.tables import Tables

QUOTING = "It names a text that is withdrawn, so nothing of it is shown."
READ = 500_000  # bytes of a dump that is read, to be shown


class Case(NamedTuple):
    """A dump with reasons or warnings, and all paths that lead to it."""

    dump: str | None
    """SHA-256 of its bytes; None where they could not be read."""
    paths: list[str]
    outcome: str
    reasons: tuple[Note, ...]
    warnings: tuple[Note, ...]
    withheld: str
    """Why nothing of its text is shown; empty where some is."""

    @property
    def rules(self) -> list[str]:
        """Each rule once, reasons first."""
        return list(dict.fromkeys(note.slug for note in (*self.reasons, *self.warnings)))


def cases(tables: Tables) -> dict[str, Case]:
    """Every dump that has a reason or a warning, by the SHA-256 of its bytes; where it has none, by its path."""
    rows = tables.ledger.filter((pl.col("reasons").list.len() > 0) | (pl.col("warnings").list.len() > 0))
    names = ("path", "dump", "size", "outcome", "reasons", "reason_lines", "reason_details", "warnings",
             "warning_lines", "warning_details")  # fmt: skip
    # by way of Arrow: polars makes each cell of a list column a series of its own
    columns = [column.to_pylist() for column in rows.select(names).to_arrow().columns]
    found: dict[str, Case] = {}
    for path, key, size, outcome, *notes in zip(*columns, strict=True):
        if key in found:
            found[key].paths.append(path)
            continue
        reasons, warnings = (tuple(map(Note, *three)) for three in (notes[:3], notes[3:]))
        withheld = _withheld(tables, path, key, outcome, size or 0)
        found[key or path] = Case(key, [path], outcome, reasons, warnings, withheld)
    return found


def _withheld(tables: Tables, path: str, key: str | None, outcome: str, size: int) -> str:
    """Why nothing of a dump's text is shown, if so."""
    if outcome == "withdrawn":
        return "It is withdrawn, so nothing of it is shown."
    if path in tables.undecoded:
        return "No text could be read of it."
    if key in tables.hidden:
        return QUOTING
    return "It is too large to be shown here." if size > READ else ""


def in_turns(found: Mapping[str, Case]) -> Iterator[str]:
    """Every case once; in each turn, every rule that has cases left gives its next, by the order of their hashes."""
    queues: dict[str, list[str]] = {}
    for key in sorted(found, reverse=True):
        for rule in found[key].rules:
            queues.setdefault(rule, []).append(key)
    taken: set[str] = set()
    while queues:
        for rule in sorted(queues):
            queue = queues[rule]
            while queue and queue[-1] in taken:
                queue.pop()
            if queue:
                taken.add(queue[-1])
                yield queue.pop()
            else:
                del queues[rule]


def texts(staged: Path, paths: Sequence[str]) -> dict[str, tuple[str, Record]]:
    """The text, and what a container says of it, of some paths."""
    names = ["path", "text", *Record._fields]
    found = {}
    for folder in Store(staged).folders() if paths else ():
        rows = pl.scan_parquet(folder / TABLE).select(names).filter(pl.col("path").is_in(list(paths)))
        for path, content, *record in rows.collect().iter_rows():
            if content is not None:
                found[path] = (content, Record(*record))
    return found
