"""Plain values to tables, in the columns and types of a contract."""

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa


@cache
def types(contract: Any) -> dict[str, pl.DataType]:
    """The columns of a contract, and their types."""
    return {name: column.dtype.type for name, column in contract.to_schema().columns.items()}


def frame(columns: Mapping[str, Sequence[Any]], contract: Any) -> pl.DataFrame:
    """Columns as a table, in the order and types of a contract; it is not validated yet."""
    import pyarrow as pa

    wanted, schema = types(contract), _arrow(contract)
    # by way of Arrow: polars makes each cell of a list column a series of its own
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pl.DataFrame(pl.from_arrow(pa.Table.from_arrays(arrays, schema=schema)), schema=wanted)


@cache
def _arrow(contract: Any) -> "pa.Schema":
    return pl.DataFrame(schema=types(contract)).to_arrow().schema


def by_name(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    """Rows of values that have these names, as columns."""
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def keep(table: pl.DataFrame, path: Path, **how: Any) -> None:
    """Write a table as Parquet for the next stage. Raises OSError, as every other write does, where the disk is full."""
    try:
        table.write_parquet(path, compression="lz4", **how)
    except pl.exceptions.ComputeError:  # polars does not tell which error of the disk it was: another try does
        held = BytesIO()
        table.write_parquet(held, compression="lz4", **how)
        path.write_bytes(held.getbuffer())
