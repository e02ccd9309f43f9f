"""What a forger may do to the files of a published folder, their checksums recomputed."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from presspack.dataset import parquet
from tests.support.forgeries import Alter
from tests.support.projects import redo_checksums
from tests.support.published import FILES, describe, edit, forge, sign

ARTICLES = FILES["articles"]


def parquet_as(change: Callable[[pa.Table], pa.Table], **how: object) -> Alter:
    """The same articles, in a Parquet file that is written in another way."""

    def forged(dataset: Path) -> None:
        table = change(pq.ParquetFile(dataset / ARTICLES).read())
        pq.write_table(table, dataset / ARTICLES, **({"compression": "zstd", "write_page_index": True} | how))
        forge(dataset)

    return forged


def typed(column: str, kind: str) -> Alter:
    """A column of another type in Arrow, which is the same in Parquet."""

    def told(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index(column)
        return table.cast(table.schema.set(at, pa.field(column, pa.type_for_alias(kind))))

    return parquet_as(told)


def features(change: Callable[[bytes], bytes | None]) -> Alter:
    """Other features beside the columns, or none."""

    def told(table: pa.Table) -> pa.Table:
        said = change(table.schema.metadata[b"huggingface"])
        return table.replace_schema_metadata(said and {b"huggingface": said})

    return parquet_as(told)


def parted(*at: int) -> Alter:
    """The articles in files that end after so many rows."""

    def forged(dataset: Path) -> None:
        table = parquet.read(dataset / ARTICLES)
        (dataset / ARTICLES).unlink()
        ends = [*at, len(table)]
        for i, (start, end) in enumerate(zip([0, *at], ends, strict=True)):
            name = dataset / parquet.name("articles", i, len(ends))
            parquet.write(table[start:end], parquet.schema("articles"), name)
        forge(dataset)

    return forged


def signed(alter: Alter) -> Alter:
    """A change after which the checksums are recomputed."""

    def forged(dataset: Path) -> None:
        alter(dataset)
        redo_checksums(dataset)

    return forged


def pipe(name: str) -> Alter:
    """A FIFO of this name: whoever opens it waits."""
    return lambda dataset: os.mkfifo(dataset / name)


def link(name: str) -> Alter:
    """A file of the dataset that became a link to the same bytes outside of it."""

    def forged(dataset: Path) -> None:
        outside = dataset.with_name(f"outside-{dataset.name}")
        outside.mkdir()
        there = (dataset / name).rename(outside / "there")
        (dataset / name).symlink_to(there)

    return forged


def listed(change: Callable[[list[str]], list[str]]) -> Alter:
    """Other lines in the file of checksums."""

    def forged(dataset: Path) -> None:
        lines = (dataset / "SHA256SUMS").read_text().splitlines(keepends=True)
        (dataset / "SHA256SUMS").write_bytes("".join(change(lines)).encode())

    return forged


def card(pattern: str, replacement: str, croissant: bool = False) -> Alter:
    """Another card; with `croissant`, what is said beside it for machines is made anew too."""

    def forged(dataset: Path) -> None:
        assert edit(dataset / "README.md", pattern, replacement)
        (describe if croissant else sign)(dataset)

    return forged


def version(croissant: bool) -> Alter:
    """A higher version, wherever the card says it."""
    return card(re.escape("0.1.0"), "0.2.0", croissant)
