"""How the Parquet of a dataset is written: what readers go by, and what its rows do not say."""

import base64
import binascii
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.writing.visible import counted

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ARROW, FEATURES = b"ARROW:schema", b"huggingface"
CODEC = "ZSTD"
BY_KEY = ("articles", "related")
"""The configs whose files each hold a range of keys; of the others each holds as many rows as the next."""


def faults(config: str, path: Path) -> Iterator[str]:
    """What is wrong with how a file is written. Only its foot is read."""
    import pyarrow.parquet as pq

    foot, wanted = pq.read_metadata(path), parquet.schema(config)
    beside = foot.metadata or {}
    assert wanted.metadata is not None
    if beside.get(FEATURES) != wanted.metadata[FEATURES]:
        yield "the features beside the columns, which `datasets` goes by, are not those of the columns"
    arrow = _arrow(beside.get(ARROW))
    if arrow is None or not arrow.equals(wanted, check_metadata=True) or foot.schema.to_arrow_schema() != wanted:
        yield "the Arrow schema beside the columns is not that of the columns"
    if stray := sorted(beside.keys() - {ARROW, FEATURES}):
        yield f"holds {stray[0].decode(errors='replace')!r} beside the columns, which publish does not write"
    yield from islice(_groups(foot), 1)


def _arrow(said: bytes | None) -> "pa.Schema | None":
    """The schema that a foot holds in the words of Arrow; None where it cannot be read."""
    import pyarrow as pa

    try:
        return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(said or b"", validate=True)))
    except (pa.ArrowException, binascii.Error, OSError):
        return None


def _groups(foot: "pq.FileMetaData") -> Iterator[str]:
    for i in range(foot.num_row_groups):
        group = foot.row_group(i)
        rows = min(parquet.ROW_GROUP, foot.num_rows - i * parquet.ROW_GROUP)
        if group.num_rows != rows:
            yield f"row group {i + 1} has {group.num_rows} rows, and publish writes {rows}"
        for column in map(group.column, range(group.num_columns)):
            if column.compression != CODEC:
                yield f"{column.path_in_schema} is compressed as {column.compression}, and publish writes {CODEC}"
            if rows and not column.has_offset_index:
                yield f"{column.path_in_schema} has no page index, and publish writes one"


def unsorted(config: str, table: pl.DataFrame) -> Iterator[str]:
    """Whether the rows of a file are in the order of their key, each with a key of its own."""
    key = hub.CONFIGS[config].key
    rises = pl.lit(False)
    for name in reversed(key):
        here, above = pl.col(name), pl.col(name).shift()
        rises = (here > above) | ((here == above) & rises)
    if not table.select(rises.fill_null(True).all()).item():
        yield f"rows are not sorted by {', '.join(key)}"


class File(NamedTuple):
    """One file of a config, with what it holds."""

    name: str
    rows: int
    first: str
    last: str
    """The first and the last key."""


def misplaced(config: str, split: str, files: list[File]) -> Iterator[str]:
    """What is wrong with the files of a split: how many they are, and whether each holds the rows that are its own."""
    rows = sum(file.rows for file in files)
    wanted = list(_shares(config, rows)) if rows else []
    if len(wanted) != len(files):
        yield f"{config}: {counted(rows, 'row')} of {split} in {len(files)} files, where publish writes {len(wanted)}"
        return
    for i, (file, (many, low, high)) in enumerate(zip(files, wanted, strict=True)):
        if file.name != parquet.name(config, i, len(files), split):
            yield f"{file.name}: publish calls it {parquet.name(config, i, len(files), split)}"
        elif many is not None and many != file.rows:
            yield f"{file.name}: holds {counted(file.rows, 'row')}, where publish writes {many}"
        elif many is None and file.rows and not low <= file.first <= file.last < high:
            yield f"{file.name}: holds rows from {file.first} to {file.last}, some of which belong in another file"


def _shares(config: str, rows: int) -> Iterator[tuple[int | None, str, str]]:
    """For each file that publish writes of so many rows, how many it holds, or from which key on and below which."""
    most = hub.CONFIGS[config].rows_per_file
    if config in BY_KEY:
        yield from ((None, low, high) for _, _, low, high in parquet.ranges(rows, most))
    else:
        count = -(-rows // most)
        yield from (((i + 1) * rows // count - i * rows // count, "", "") for i in range(count))
