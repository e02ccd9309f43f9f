"""`stage`: one row for every path under seeds/, with its bytes' SHA-256, its encoding and its text."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from presspack import files, pool
from presspack.contract import demand, schemas
from presspack.decode import decode
from presspack.errors import Note, PresspackError, Rejected
from presspack.ledger import close
from presspack.params import Params
from presspack.store import Store, code, digest

if TYPE_CHECKING:
    import pyarrow as pa

TABLE = "staged.parquet"
CHUNK = 2_000  # paths that one unit of reading takes
BATCH = 64 << 20  # bytes of text that a worker holds before it writes them out


class Entry(NamedTuple):
    """What the ledger knows of a path before its text is looked at."""

    path: str
    dump: str | None
    reason: Note | None
    """Only where there are no bytes: else it follows from them."""


class Row(NamedTuple):
    """A row of `Staged`."""

    path: str
    dump: str | None
    size: int | None
    encoding: str | None
    text: bytes | None
    reason: str | None
    line: int | None
    detail: str | None


@dataclass(frozen=True)
class Reading:
    """What every unit of reading must know."""

    root: str
    spill: Path
    shards: int
    limit: int


def stage(seeds: Path, staged: Path, params: Params) -> str:
    """Read every file under `seeds` into `staged`; return a sentence that says what was done."""
    paths = list(files.walk(seeds))
    if not paths:
        raise PresspackError("holds no dump: copy some in, or name another folder", seeds)
    store = Store(staged)
    basis = digest(code(), params.max_dump_bytes, params.shards)
    before = store.units(basis)
    known = _known(before)
    reading = Reading(os.path.realpath(seeds), staged / ".spill", params.shards, params.max_dump_bytes)
    shutil.rmtree(reading.spill, ignore_errors=True)
    reading.spill.mkdir(parents=True)
    prefix = len(str(seeds)) + 1
    named = [(path, files.printable(path[prefix:])) for path in paths]
    chunks = [
        (n, [(path, name, known.get(name)) for path, name in named[n : n + CHUNK]]) for n in range(0, len(named), CHUNK)
    ]
    entries = [entry for part in pool.run(partial(_read_chunk, reading), chunks, params.processes) for entry in part]
    close((name for _, name in named), (entry.path for entry in entries), "reading")
    by_shard: dict[int, list[Entry]] = {}
    for entry in entries:
        by_shard.setdefault(shard_of(entry, params.shards), []).append(entry)
    units = {f"{number:05d}-{digest(basis, sorted(group))}": group for number, group in sorted(by_shard.items())}
    missing = [(name, group) for name, group in units.items() if not store.done(name)]
    spilled = sum(path.stat().st_size for path in reading.spill.iterdir())
    for _ in pool.run(partial(_build, store, reading, before), missing, params.processes, spilled):
        pass
    store.finish(list(units), basis)
    return f"{len(paths)} dumps staged; {len(units) - len(missing)} of {len(units)} shards were there already"


def shard_of(entry: Entry, shards: int) -> int:
    """The shard of a dump: its place in the range of hashes."""
    return int((entry.dump or digest(entry.path))[:8], 16) * shards >> 32


def row(path: str, name: str, root: str, limit: int, known: str | None = None) -> Row | Entry:
    """Read one path; only its entry, where its bytes are those that are `known`."""
    dump, size = None, None
    try:
        data, dump, size = files.read(path, root, limit)
        if dump == known:
            return Entry(name, dump, None)
        if data is None:
            raise Rejected("too-large", None, f"{size} bytes, at most {limit}")
        text, encoding = decode(data)
        return Row(name, dump, size, encoding, text, None, None, None)
    except Rejected as refusal:
        return Row(name, dump, size, None, None, *refusal.note)


def table(rows: list[Row]) -> "pa.RecordBatch":
    """Rows as Arrow, in the columns of `Staged`."""
    import pyarrow as pa

    types = (pa.string(), pa.string(), pa.int64(), pa.string(), pa.binary(), pa.string(), pa.int32(), pa.string())
    columns = zip(*rows, strict=True) if rows else [[] for _ in types]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    arrays[4] = arrays[4].view(pa.string())  # decoded once already, so known to be UTF-8
    return pa.record_batch(arrays, names=Row._fields)


def _read_chunk(reading: Reading, chunk: tuple[int, list[tuple[str, str, str | None]]]) -> list[Entry]:
    """Read some paths; spill the rows that are new, parted by shard; return an entry for each path."""
    import pyarrow as pa

    number, paths = chunk
    entries = []
    held: list[list[Row]] = [[] for _ in range(reading.shards)]
    size = 0
    with pa.OSFile(str(reading.spill / f"{number:09d}"), "wb") as sink, pa.ipc.new_file(sink, table([]).schema) as out:

        def flush() -> None:
            for rows in held:  # one batch for each shard, in order, so that a shard finds its own
                out.write_batch(table(rows))
                rows.clear()

        for path, name, known in paths:
            read = row(path, name, reading.root, reading.limit, known)
            if isinstance(read, Row):
                reason = Note(read.reason, read.line, read.detail or "") if read.reason and not read.dump else None
                entry = Entry(name, read.dump, reason)
                held[shard_of(entry, reading.shards)].append(read)
                size += len(read.text or b"")
                if size > BATCH:
                    flush()
                    size = 0
            else:
                entry = read
            entries.append(entry)
        flush()
    return entries


def _build(store: Store, reading: Reading, before: dict[int, Path], unit: tuple[str, list[Entry]]) -> None:
    """Write one shard: the rows just read, and those read before that are still so."""
    name, entries = unit
    number = int(name.split("-")[0])
    wanted = pl.DataFrame([entry[:2] for entry in entries], ["path", "dump"], orient="row", schema_overrides={"path": pl.String, "dump": pl.String})
    parts = list(_spilled(reading, number))
    if number in before:
        fresh = [path for part in parts for path in part["path"]]
        old = pl.read_parquet(before[number] / TABLE).filter(~pl.col("path").is_in(fresh))
        parts.append(old.join(wanted, on=["path", "dump"], how="semi", nulls_equal=True))
    rows = pl.concat(parts).sort("path")
    close(wanted["path"], rows["path"], f"shard {number}")
    demand(rows, schemas("staged").Staged)
    with store.building(name) as folder:
        rows.write_parquet(folder / TABLE, compression="lz4", statistics=False)


def _spilled(reading: Reading, shard: int) -> Iterator[pl.DataFrame]:
    import pyarrow as pa

    for path in sorted(reading.spill.iterdir()):
        with pa.memory_map(str(path)) as source:
            batches = pa.ipc.open_file(source)
            for i in range(shard, batches.num_record_batches, reading.shards):
                batch = batches.get_batch(i)
                if len(batch):
                    yield pl.DataFrame(pl.from_arrow(batch))


def _known(before: dict[int, Path]) -> dict[str, str]:
    """The dumps of all paths that were staged before."""
    tables = [pl.read_parquet(folder / TABLE, columns=["path", "dump"]).drop_nulls() for folder in before.values()]
    return {path: dump for part in tables for path, dump in part.iter_rows()}
