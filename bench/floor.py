"""The floor: read the files, take their SHA-256, write the product's tables as Parquet with zstd-3; two processes."""

import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq


def digest(paths: list[str]) -> int:
    """Read and hash some files."""
    size = 0
    for path in paths:
        with open(path, "rb") as file:  # noqa: PTH123
            data = file.read()
        hashlib.sha256(data).hexdigest()
        size += len(data)
    return size


def rewrite(source: str, target: str) -> None:
    """Write one file of the product again; reading it is not the floor's, but is cheap beside writing."""
    pq.write_table(pq.read_table(source), target, compression="zstd", compression_level=3, row_group_size=10_000)


def main(dumps: str, dataset: str, out: str, workers: int) -> None:
    """Do it."""
    paths = [str(path) for path in sorted(Path(dumps).rglob("*.txt"))]
    files = sorted(Path(dataset).rglob("*.parquet"))
    Path(out).mkdir(parents=True)
    with ProcessPoolExecutor(workers) as pool:
        sum(pool.map(digest, [paths[i : i + 2000] for i in range(0, len(paths), 2000)]))
        list(pool.map(rewrite, map(str, files), [f"{out}/{i}.parquet" for i in range(len(files))]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
