"""The ledger: one row for every path, what became of it, and why. It closes, or the stage fails."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from presspack.errors import Note, PresspackError
from presspack.project.contracts import demand, schemas
from presspack.project.frames import by_name, frame, types
from presspack.reading import urls
from presspack.reading.claims import Claim
from presspack.reading.recorddates import record_date

ENTRY = ("path", "dump", "size", "encoding", "layout", "outcome", "article", "duplicate_of", "url", "page",
         "claimed_outlet", "crawled_on", "crawl_source", "body_line", "body_last_line", "cleaning", "cleaning_counts")  # fmt: skip
NOTES = tuple(f"{kind}{part}" for kind in ("reason", "warning") for part in ("s", "_lines", "_details"))
COLUMNS = (*ENTRY, *NOTES)


NOTHING = Claim()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of one dump."""

    layout: str | None = None
    reasons: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    body: tuple[int | None, int | None] = (None, None)
    """The first and the last line of the body."""
    cleaned: Mapping[str, int] = field(default_factory=dict)
    claim: Claim = NOTHING


def enter(staged: pl.DataFrame, verdicts: Mapping[str, Verdict], ids: Mapping[str, str]) -> pl.DataFrame:
    """The ledger of staged paths: of equal bytes that are published, the first path is, and the others are duplicates.

    `ids` holds the article of every dump that is published. Raises PresspackError where a path has no outcome.
    """
    contract = schemas("dumps").Dumps
    if missing := [name for name in COLUMNS if name not in types(contract)]:
        raise PresspackError(
            f"has no {', '.join(missing)}, which this presspack fills: take the file that `presspack init` writes",
            Path("schemas/dumps.py"),
        )
    first: dict[str, str] = {}
    nothing = Verdict()
    rows = []
    names = ("path", "dump", "size", "encoding", "url", "fetched_at", "reason", "line", "detail")
    for path, dump, size, encoding, url, fetched_at, reason, line, detail in (
        staged.sort("path").select(names).iter_rows()
    ):
        # a reason that is there before parsing is of the path alone: other paths of the same bytes may be published
        verdict = nothing if reason else verdicts.get(dump, nothing)
        reasons = tidy([Note(reason, line, detail or "")] if reason else verdict.reasons)
        original = first.setdefault(dump, path) if dump in ids and not reasons else None
        duplicate_of = None if original == path else original
        warnings = [] if duplicate_of else tidy(verdict.warnings)
        outcome = "rejected" if reasons else "duplicate" if duplicate_of else "published"
        if not reasons and original is None:
            raise PresspackError(f"{path} is unaccounted for after parsing")
        claim = verdict.claim
        url = url or claim.url
        entry = (
            path,
            dump,
            size,
            encoding,
            verdict.layout,
            outcome,
            None if reasons else ids.get(dump),
            duplicate_of,
            url,
            urls.key(url) if url else None,
            claim.outlet,
            *_crawl(claim, fetched_at),
        )
        cleaned = sorted(verdict.cleaned.items())
        cells = ([rule for rule, _ in cleaned], [many for _, many in cleaned], *_cells(reasons), *_cells(warnings))
        rows.append((*entry, *verdict.body, *cells))
    return demand(frame(by_name(COLUMNS, rows), contract), contract)


def _crawl(claim: Claim, fetched_at: str | None) -> tuple[dt.date | None, str | None]:
    """The crawl of one path: the day that its bytes print, or that of its own record; never that of other paths."""
    fetched = record_date(fetched_at) if fetched_at and claim.crawl_source != "page" else None
    if fetched is not None:
        return fetched, "record"
    return (None, None) if claim.crawl_source == "record" else claim[1:3]


def earliest(ledger: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The articles of dumps, each with the earliest crawl that the record of any path of its bytes has."""
    days = ledger.filter(crawl_source="record").group_by("dump").agg(fetched=pl.col("crawled_on").min())
    days = articles.select("dump").join(days, on="dump", how="left", maintain_order="left")
    chosen = days["fetched"].is_not_null() & articles["crawl_source"].ne_missing("page")
    return articles.with_columns(
        crawled_on=pl.when(chosen).then(days["fetched"]).otherwise("crawled_on"),
        crawl_source=pl.when(chosen).then(pl.lit("record")).otherwise("crawl_source"),
    )


def warn(ledger: pl.DataFrame, notes: Mapping[str, Sequence[Note]]) -> pl.DataFrame:
    """The ledger with more warnings on the published path of some dumps; it is not validated again."""
    chosen = pl.col("dump").is_in(list(notes)) & (pl.col("outcome") == "published")
    rows = []
    for row in ledger.filter(chosen).select(COLUMNS).iter_rows():
        held = list(map(Note, *row[-3:]))
        rows.append((*row[:-3], *_cells(tidy([*held, *notes[row[1]]]))))
    warned = frame(by_name(COLUMNS, rows), schemas("dumps").Dumps)
    return pl.concat([ledger.filter(~chosen.fill_null(False)), warned]).sort("path")


def close(found: Iterable[str], kept: Iterable[str], where: str) -> None:
    """Every path that went in came out, once; else PresspackError, which names those that did not."""
    before, after = Counter(found), Counter(kept)
    if before != after:
        odd = sorted((before - after) + (after - before))
        more = f" and {len(odd) - 10} more" if len(odd) > 10 else ""
        raise PresspackError(f"{len(odd)} dumps are unaccounted for after {where}: {', '.join(odd[:10])}{more}")


def tidy(notes: Iterable[Note]) -> list[Note]:
    """Notes in the order of their lines; of two with the same slug and line, the first."""
    found: dict[tuple[str, int | None], Note] = {}
    for note in notes:
        found.setdefault((note.slug, note.line), note)
    return sorted(found.values(), key=lambda note: (note.line or 0, note.slug))


def counts(outcomes: Iterable[Any] | Mapping[Any, int]) -> str:
    """How many dumps became what: `51 published, 2 duplicate, 12 rejected`."""
    many = Counter(outcomes)
    return ", ".join(f"{many[outcome]} {outcome}" for outcome in schemas("dumps").OUTCOMES if many[outcome])


def _cells(notes: list[Note]) -> tuple[Any, ...]:
    return [note.slug for note in notes], [note.line for note in notes], [note.detail for note in notes]
