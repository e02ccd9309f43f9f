"""The Hugging Face side of the product: configs, types, file names."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from presspack.contract import schemas
from presspack.split_rule import NAMES, TRAIN
from presspack.tables import types

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

CONFIGS = ("articles", "related", "dumps", "same_story")
ROW_GROUP = 10_000
VALUES = {pl.String(): "string", pl.Int32(): "int32", pl.Int64(): "int64", pl.Date(): "date32", pl.Float64(): "float64"}


def contract(config: str) -> Any:
    """The contract of a config."""
    module = "published" if config == "articles" else config
    return getattr(schemas(module), module.title().replace("_", ""))


def columns(config: str) -> list[str]:
    """The columns of a config, in the order in which they are published."""
    return list(schemas("published").ORDER) if config == "articles" else list(types(contract(config)))


def features(config: str) -> "Features":
    """The types of a config, as `datasets` names them."""
    from datasets import Features, List, Value

    held = types(contract(config))

    def feature(kind: pl.DataType) -> Any:
        return List(Value(VALUES[kind.inner])) if isinstance(kind, pl.List) else Value(VALUES[kind])  # type: ignore[index]

    return Features({name: feature(held[name]) for name in columns(config)})


def files(dataset: Path, config: str) -> list[Path]:
    """The Parquet files of a config, split by split."""
    return [path for split in NAMES for path in sorted((dataset / config).glob(f"{split}-*.parquet"))]


def name(config: str, i: int, count: int, split: str = TRAIN) -> str:
    """The path of one file of a config, below the dataset."""
    return f"{config}/{split}-{i:05d}-of-{count:05d}.parquet"


def split(path: Path) -> str:
    """The split that a file is of."""
    return path.name.partition("-")[0]


def write(table: pl.DataFrame, schema: "pa.Schema", path: Path) -> None:
    """Write Parquet whose bytes depend on the rows alone; every page has its checksum."""
    import pyarrow.parquet as pq

    pq.write_table(
        table.select(schema.names).to_arrow().cast(schema),
        path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        use_dictionary=[name for name in schema.names if name not in ("id", "body", "path")],
        write_page_index=True,
        write_page_checksum=True,
    )


def read(path: Path) -> pl.DataFrame:
    """Read a Parquet file, every page of it checked."""
    import pyarrow.parquet as pq

    return pl.DataFrame(pl.from_arrow(pq.read_table(path, page_checksum_verification=True)))


def unpacked(path: Path) -> int:
    """The bytes that the row groups of a Parquet file hold before compression."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    return sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))


def ranges(rows: int, most: int) -> Iterator[tuple[int, int, str, str]]:
    """Ranges of hexadecimal keys that part `rows` evenly into files of about `most`: (i, count, from, below)."""
    count = 1
    while rows > most * count:
        count *= 2
    for i in range(count):
        low, high = (format(n * 16**8 // count, "08x") for n in (i, i + 1))
        yield i, count, low if i else "", high if i + 1 < count else "g"
