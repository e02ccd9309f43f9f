"""What `stage` hands to `parse`: rows of many files in one, those of each shard together, and a manifest of them.

A row's shard follows from the hash of its dump, so a new dump changes one shard, and equal bytes meet in one.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from presspack.engine.hashing import digest
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.project.contracts import demand, schemas

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

TABLE, MANIFEST = "staged.parquet", "shards.json"
HELD = 32 << 20  # bytes of text that are held before they are written
MOST = 16_384  # rows that are held before they are written
GROUP = 500  # rows that are read together


class Part(NamedTuple):
    """The rows of one shard in one unit: what stands for them, where they are, how many, and the bytes of their text."""

    digest: str
    groups: list[int]
    rows: int
    size: int


class ShardWriter:
    """Writes rows as they come to a unit's folder."""

    def __init__(self, folder: Path, shards: int, basis: str) -> None:
        self._folder, self._shards = folder, shards
        self._file: pq.ParquetWriter | None = None
        self._rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        self._held = self._many = 0
        self._groups: list[int] = []
        self._counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        self._digests: dict[int, Any] = defaultdict(lambda: hashlib.sha256(basis.encode()))

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        if self._file is not None:
            self._file.close()
        if kind is None:
            parts = {
                shard: Part(
                    self._digests[shard].hexdigest()[:16],
                    [i for i, held in enumerate(self._groups) if held == shard],
                    *self._counts[shard],
                )
                for shard in sorted(self._counts)
            }
            (self._folder / MANIFEST).write_text(json.dumps(parts), "utf-8")

    def add(self, row: tuple[Any, ...]) -> int:
        """Take one row of `Staged`; return 1, to be counted."""
        path, dump, _, _, text, *_ = row
        shard = shard_of(dump or digest(path), self._shards)
        self._rows[shard].append(row)
        self._digests[shard].update(repr((row[:4], row[5:])).encode())
        size = len(text or b"")
        self._counts[shard][0] += 1
        self._counts[shard][1] += size
        self._held += size
        self._many += 1
        if self._held > HELD or self._many == MOST:
            self._flush()
        return 1

    def _flush(self) -> None:
        """Write the rows that are held, a row group for each shard."""
        import pyarrow.parquet as pq

        order = sorted(self._rows)
        batch = table([row for shard in order for row in self._rows[shard]])
        demand(pl.DataFrame(pl.from_arrow(batch)), schemas("staged").Staged)
        if self._file is None:
            self._file = pq.ParquetWriter(
                self._folder / TABLE, batch.schema, compression="lz4", use_dictionary=False, write_statistics=False
            )
        start = 0
        for shard in order:
            many = len(self._rows[shard])
            self._file.write_table(batch.slice(start, many), row_group_size=MOST)
            self._groups.append(shard)
            start += many
        self._rows.clear()
        self._held = self._many = 0


def shard_of(key: str, shards: int) -> int:
    """The shard of a dump: the place of its hash among all hashes."""
    return int(key[:8], 16) * shards >> 32


def manifest(unit: Path) -> dict[int, Part]:
    """What each shard has in a unit."""
    path = unit / MANIFEST
    try:
        held = json.loads(path.read_text("utf-8"))
        return {int(shard): Part(*told) for shard, told in held.items()}
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise PresspackError(f"is broken ({error!r}): delete {unit.parent} and run `dvc repro`", path) from None


def shards(staged: Path) -> dict[int, list[tuple[Path, Part]]]:
    """For each shard, the units that hold rows of it, in the order in which they were read."""
    found: dict[int, list[tuple[Path, Part]]] = defaultdict(list)
    for unit in Store(staged).folders():
        for shard, part in manifest(unit).items():
            found[shard].append((unit, part))
    return dict(sorted(found.items()))


def batches(parts: list[tuple[Path, Part]]) -> Iterator[pl.DataFrame]:
    """The rows of one shard, some at a time."""
    import pyarrow.parquet as pq

    held: list[pl.DataFrame] = []
    for unit, part in parts:
        with pq.ParquetFile(unit / TABLE) as file:
            for group in part.groups:
                held.append(pl.DataFrame(pl.from_arrow(file.read_row_group(group, use_threads=False))))
                if sum(map(len, held)) >= GROUP:
                    yield from _even(pl.concat(held))
                    held.clear()
    if held:
        yield from _even(pl.concat(held))


def _even(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows in slices of about the same size."""
    many = max(1, round(len(rows) / GROUP))
    return rows.iter_slices(-(-len(rows) // many))


def table(rows: Sequence[tuple[Any, ...]]) -> "pa.Table":
    """Rows as Arrow, in the columns of `Staged`; their texts are UTF-8 bytes."""
    import pyarrow as pa

    kinds = {"size": pa.int64(), "line": pa.int32(), "text": pa.binary()}
    names = list(schemas("staged").Staged.to_schema().columns)
    columns = zip(*rows, strict=True) if rows else [[] for _ in names]
    arrays = [pa.array(column, kinds.get(name, pa.string())) for name, column in zip(names, columns, strict=True)]
    at = names.index("text")
    arrays[at] = arrays[at].view(pa.string())  # decoded once already, so known to be UTF-8
    return pa.table(arrays, names=names)
