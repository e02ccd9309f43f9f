"""`stage`: one row for every path under seeds/, with its bytes' SHA-256, its encoding and its text."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from presspack import files
from presspack.contract import demand, schemas
from presspack.errors import PresspackError
from presspack.ledger import close
from presspack.params import Params
from presspack.pool import Pool
from presspack.reader import Entry, Reader, Row
from presspack.store import Store, code, digest

if TYPE_CHECKING:
    import pyarrow as pa

TABLE = "staged.parquet"
CHUNK = 2_000  # paths, or rows, that are worked on together
GROUP = 500  # rows that are read together
TRIES = 3
AVERAGE = 7_500  # bytes of a dump, to judge whether processes are worth starting


def stage(seeds: Path, staged: Path, params: Params) -> str:
    """Read every file under `seeds` into `staged`; return a sentence that says what was done."""
    reader = Reader(os.path.realpath(seeds), params.max_dump_bytes)
    store = Store(staged)
    basis = digest(code("stage", "staged", outlets=False), params.max_dump_bytes, params.shards)
    with Pool(params.processes) as pool:
        for _ in range(TRIES):
            entries = list(_entries(seeds, reader, pool))
            shards: dict[int, list[Entry]] = {}
            for entry in entries:
                shards.setdefault(shard_of(entry, params.shards), []).append(entry)
            units = {
                f"{number:05d}-{digest(basis, [e[1:] for e in held])}": held for number, held in sorted(shards.items())
            }
            missing = [(name, held) for name, held in units.items() if not store.done(name)]
            size = sum(len(held) for _, held in missing) * AVERAGE
            if all(pool.run(partial(_build, store, reader), missing, size)):
                break
        else:
            raise PresspackError("changes while it is read: stage it when nothing writes to it", seeds)
    store.finish(list(units))
    return f"{len(entries)} dumps staged; {len(units) - len(missing)} of {len(units)} shards were there already"


def batches(folder: Path) -> Iterator[pl.DataFrame]:
    """The rows of one finished shard, some at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / TABLE) as file:
        for i in range(file.num_row_groups):
            yield pl.DataFrame(pl.from_arrow(file.read_row_group(i, use_threads=False)))


def shard_of(entry: Entry, shards: int) -> int:
    """The shard of a dump: its place in the range of hashes."""
    return int((entry.dump or digest(entry.name))[:8], 16) * shards >> 32


def table(rows: list[Row]) -> "pa.Table":
    """Rows as Arrow, in the columns of `Staged`."""
    import pyarrow as pa

    types = (
        pa.string(),
        pa.string(),
        pa.int64(),
        pa.string(),
        pa.binary(),
        pa.string(),
        pa.int32(),
        *[pa.string()] * 5,
    )
    columns = zip(*rows, strict=True) if rows else [[] for _ in types]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    arrays[4] = arrays[4].view(pa.string())  # decoded once already, so known to be UTF-8
    return pa.table(arrays, names=Row._fields)


def _entries(seeds: Path, reader: Reader, pool: Pool) -> Iterator[Entry]:
    """An entry for every path, in order."""
    start = len(str(seeds)) + 1
    paths = sorted((files.printable(path[start:]), path) for path in files.walk(seeds))
    if not paths:
        raise PresspackError("holds no dump: copy some in, or name another folder", seeds)
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    for chunk in pool.run(reader.entries, chunks, len(paths) * AVERAGE):
        yield from chunk


class _Changed(Exception):  # noqa: N818 -- not an error yet: the stage tries again
    """A file is no longer what its entry says."""


def _build(store: Store, reader: Reader, unit: tuple[str, list[Entry]]) -> bool:
    """Write one shard; False, and no shard, where a file has changed since its digest was taken."""
    name, entries = unit
    try:
        with store.building(name) as folder:
            _write(folder / TABLE, entries, reader)
    except _Changed:
        return False
    return True


def _write(path: Path, entries: list[Entry], reader: Reader) -> None:
    import pyarrow.parquet as pq

    written: list[str] = []
    codes = ["encoding", "reason"]
    with pq.ParquetWriter(
        path, table([]).schema, compression="lz4", use_dictionary=codes, write_statistics=False
    ) as out:
        for i in range(0, len(entries), CHUNK):
            part = entries[i : i + CHUNK]
            rows = [reader.row(entry.path, entry.name) for entry in part]
            if [row.dump for row in rows] != [entry.dump for entry in part]:
                raise _Changed
            batch = table(rows)
            demand(pl.DataFrame(pl.from_arrow(batch)), schemas("staged").Staged)
            out.write_table(batch, row_group_size=GROUP)
            written += batch["path"].to_pylist()
    close((entry.name for entry in entries), written, "staging")
