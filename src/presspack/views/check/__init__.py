"""`check`: would these dumps be published, and if not, why: the words and the contracts of the build, in memory."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from presspack.article import Record
from presspack.engine.pool import Pool
from presspack.errors import Note, PresspackError
from presspack.project.params import Params
from presspack.reading import files
from presspack.reading.dump import Changed, Reader, Row, Taken
from presspack.views.check.finding import Finding, settle
from presspack.views.check.places import Place
from presspack.views.check.settings import Settings
from presspack.views.drift.model import Facts

if TYPE_CHECKING:
    import polars as pl

    from presspack.pipeline.parse import Parsed

BATCH = 4_000  # rows that are held against the contracts together: once costs 0.1 s, however few they are;
HELD = 32 << 20  # fewer, where their texts are of more bytes
MOST = 2_000  # characters of an offending value that are kept: a dump may be one line of megabytes
LEAST, SHARES = 500, 2  # files that a process reads before it takes others; how often it does, if they are many
LARGE = 8 << 20  # bytes of a file that is a unit of its own
NOTES = tuple((f"{kind}s", f"{kind}_lines", f"{kind}_details") for kind in ("reason", "warning"))


def check(places: Sequence[Place], params: Params, settings: Settings, facts: bool = False) -> list[Finding]:
    """Read these files as `stage` and `parse` would; a finding for every dump, sorted by path.

    With `facts`, each dump that would be published has what drift is told by. Raises PresspackError where a file
    changes while it is read.
    """
    units, sizes = _units(places, params.processes * SHARES)
    with Pool(params.processes) as pool:
        found = chain.from_iterable(pool.run(partial(_unit, params, facts), units, sizes, "checking"))
        return [settings.applied(finding) for finding in settle(list(found))]


def _units(places: Sequence[Place], many: int) -> tuple[list[list[Place]], list[int]]:
    """The files in parts that are read side by side, and about how many bytes each has."""
    sized = [(place, _size(place)) for place in places]
    large = [[file] for file in sized if file[1] > LARGE]
    small = [file for file in sized if file[1] <= LARGE]
    step = min(max(LEAST, -(-len(small) // many)), BATCH)
    parts = large + [small[i : i + step] for i in range(0, len(small), step)]
    return [[place for place, _ in part] for part in parts], [sum(size for _, size in part) for part in parts]


def _size(place: Place) -> int:
    return files.size(place.path) if place.data is None else len(place.data)


def _unit(params: Params, facts: bool, places: Sequence[Place]) -> list[Finding]:
    """The findings of some files, a batch of rows at a time."""
    rows = chain.from_iterable(rows_of(place, params) for place in places)
    return [finding for batch in _batches(rows) for finding in findings(batch, facts)]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows, some at a time."""
    batch: list[Row] = []
    held = 0
    for row in rows:
        batch.append(row)
        held += len(row.text or b"")
        if len(batch) == BATCH or held > HELD:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def rows_of(place: Place, params: Params, record: Record = Record()) -> Iterator[Row]:  # noqa: B008 -- immutable
    """The rows of one file, as `stage` makes them; `record` is what is known beside the bytes that are given."""
    from presspack.engine.hashing import sha256

    reader = Reader(place.root, params.limits)
    if place.data is None:
        taken = reader.take(place.path, place.name)
    else:
        taken = Taken(place.path, place.name, sha256(place.data), len(place.data), place.data, record=record)
    try:
        yield from reader.rows(taken)
    except Changed:
        raise PresspackError("changes while it is read: check it when nothing writes to it", place.name) from None


def findings(rows: Sequence[Row], facts: bool = False) -> Iterator[Finding]:
    """What the build would say of some rows, by the contracts of the project one stands in."""
    return told(parsed(rows), facts)


def parsed(rows: Sequence[Row]) -> "Parsed":
    """The tables that the build would make of some rows."""
    import polars as pl

    from presspack.pipeline.parse import tabulate
    from presspack.pipeline.shards import table
    from presspack.project.contracts import schemas

    return tabulate([pl.DataFrame(pl.from_arrow(table(rows)))], schemas().OUTLETS)


def told(parsed: "Parsed", facts: bool = False) -> Iterator[Finding]:
    """What these tables say of each path."""
    outlets = dict(parsed.articles.select("dump", "outlet").iter_rows())
    known = _facts(parsed.articles, parsed.related) if facts else {}
    columns = ("path", "dump", "outcome", "duplicate_of", "claimed_outlet", *chain(*NOTES))
    # by way of Arrow: polars makes each cell of a list column a series of its own
    held = [column.to_pylist() for column in parsed.dumps.select(columns).to_arrow().columns]
    for path, dump, outcome, duplicate_of, claimed, *cells in zip(*held, strict=True):
        reasons, warnings = (tuple(map(_note, *three)) for three in (cells[:3], cells[3:]))
        held_facts, outlet = known.get(dump), outlets.get(dump)
        yield Finding(path, dump, outcome, duplicate_of, reasons, warnings, (), held_facts, outlet, claimed)


def _note(slug: str, line: int | None, detail: str) -> Note:
    return Note(slug, line, detail if len(detail) <= MOST else detail[:MOST] + "…")


def _facts(articles: "pl.DataFrame", related: "pl.DataFrame") -> dict[str, Facts]:
    """What drift is told by, of every dump that is an article."""
    listed = dict(related.group_by("dump").len().iter_rows())
    held = articles.select("dump", "outlet", "layout", "language", "words").iter_rows()
    return {
        dump: Facts(outlet, layout, language or "none", words, listed.get(dump, 0))
        for dump, outlet, layout, language, words in held
    }
