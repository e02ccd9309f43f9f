"""`stage`: one row for every dump under seeds/, whatever holds it, with its bytes' SHA-256, encoding and text."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from presspack.engine import hashing, progress
from presspack.engine.hashing import digest
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline.fingerprint import code
from presspack.pipeline.shards import ShardWriter, manifest, shard_of
from presspack.project.params import Params
from presspack.reading import files
from presspack.reading.containers import escaped, is_container
from presspack.reading.dump import Changed, Reader, Taken
from presspack.writing.visible import counted

BUCKET = 4_096  # files that are read, and kept, together
LARGE = 8 << 20  # bytes of a container that is worth a unit of its own
HELD = 32 << 20  # bytes of files that are held in memory between their digest and their row
TRIES = 3
SOME = 100  # dumps whose size is looked at, to judge how long all will take

File = tuple[str, str]
"""The path of a file, and its name in the ledger."""


def stage(seeds: Path, staged: Path, params: Params) -> str:
    """Read every file under `seeds` into `staged`; return a sentence that says what was done."""
    reader, store = Reader(os.path.realpath(seeds), params.limits), Store(staged)
    basis = digest(code("pipeline.stage", "staged", registers=False), params.limits, params.shards)
    progress.phase("finding")
    units, sizes = _units(seeds)
    store.tidy()
    with Pool(params.processes) as pool:
        progress.units(f"parts of {staged}", len(units))
        done = list(pool.run(partial(_unit, store, reader, basis, params.shards), units, sizes, "reading"))
    store.finish([name for name, _ in done])
    dumps = sum(part.rows for name, _ in done for part in manifest(store.folder / name).values())
    reused = sum(old for _, old in done)
    progress.note(f"{len(units) - reused} parts made anew, {reused} reused")
    said = f"{counted(dumps, 'dump')} staged, of {counted(sum(map(len, units)), 'file')}"
    return f"{said}; {reused} of {counted(len(units), 'part')} there already"


def _units(seeds: Path) -> tuple[list[list[File]], list[int]]:
    """The files under `seeds` in parts that stay as they are when a file is added, and about how many bytes each has.

    A large container is a part of its own; all other files are parted by the hashes of their names.
    """
    start = len(str(seeds)) + 1
    found = sorted((path, escaped(path[start:])) for path in files.walk(seeds))
    if not found:
        raise PresspackError("holds no dump: copy some in, or name another folder", seeds)
    large: dict[File, int] = {}
    buckets: list[list[File]] = [[] for _ in range(1 << max(0, (len(found) // BUCKET).bit_length()))]
    sizes = [0] * len(buckets)
    average = _average([path for path, _ in found])
    for path, name in found:
        size = files.size(path) if is_container(path) else average
        if size > LARGE:
            large[path, name] = size
        else:
            bucket = shard_of(hashing.sha256(name.encode()), len(buckets))
            buckets[bucket].append((path, name))
            sizes[bucket] += size
    parts = [(bucket, size) for bucket, size in zip(buckets, sizes, strict=True) if bucket]
    parts += [([file], size) for file, size in large.items()]
    return [part for part, _ in parts], [size for _, size in parts]


def _average(paths: list[str]) -> int:
    """About how many bytes a dump has, by some that are no containers."""
    some = [files.size(path) for path in paths[:: len(paths) // SOME + 1] if not is_container(path)]
    return sum(some) // len(some) if some else 0


def _unit(store: Store, reader: Reader, basis: str, shards: int, part: list[File]) -> tuple[str, bool]:
    """Read some files, unless what was read before is still right: the name of the unit, and whether it was there."""
    for _ in range(TRIES):
        taken = list(_take(reader, part))
        name = digest(basis, [(file.name, file.dump, file.reason, file.aside, file.record) for file in taken])
        if store.done(name):
            return name, True
        try:
            with store.building(name) as folder, ShardWriter(folder, shards, basis) as out:
                for file in taken:
                    if not sum(map(out.add, reader.rows(file))):
                        raise PresspackError("is unaccounted for after staging", file.name)
            return name, False
        except Changed:
            continue
    raise PresspackError("changes while it is read: stage it when nothing writes to it", reader.root)


def _take(reader: Reader, part: list[File]) -> Iterator[Taken]:
    """Files with their digests, and their bytes for as long as those are few."""
    held = 0
    for path, name in part:
        taken = reader.take(path, name)
        held += taken.size if taken.data is not None else 0
        yield taken if held <= HELD else taken._replace(data=None)
