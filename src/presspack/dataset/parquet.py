"""The Parquet of a dataset: its schema, its row groups, its files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from presspack.project.split_rule import NAMES, TRAIN

if TYPE_CHECKING:
    import pyarrow as pa
from presspack.dataset.configs import features

ROW_GROUP = 10_000


def schema(config: str) -> "pa.Schema":
    """The columns of a config with its features beside them, as `Features.arrow_schema` of `datasets` has them.

    It is written here because `datasets` takes half as long to import as all of `publish` to run on a small corpus.
    """
    import pyarrow as pa

    fields, told = [], {}
    for name, (kind, many) in features(config).items():
        value = {"dtype": kind, "_type": "Value"}
        held = pa.type_for_alias(kind)
        fields.append(pa.field(name, pa.list_(held) if many else held))
        told[name] = {"feature": value, "_type": "List"} if many else value
    return pa.schema(fields, {"huggingface": json.dumps({"info": {"features": told}})})


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

    with pq.ParquetFile(path, page_checksum_verification=True) as file:  # `read_table` would import pandas
        return pl.DataFrame(pl.from_arrow(file.read()))


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
