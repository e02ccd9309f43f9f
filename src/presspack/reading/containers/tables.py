"""Parquet and Arrow: records with a text, named by their row."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from presspack.errors import Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member, damage
from presspack.reading.containers.rows import member_of
from presspack.reading.containers.streams import seekable

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 256  # rows
BUFFER = 1 << 18
FILE = b"ARROW1"  # a file of Arrow begins so, a stream does not


def parquet_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row, named by its number; in an archive, the file must be no larger than a dump."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = seekable(stream, limits.size)
    about = pq.read_metadata(pa.PythonFile(stream, mode="r"))
    schema = about.schema.to_arrow_schema()
    columns = _chosen(schema, limits)
    kinds = {name: schema.field(schema.names.index(name)).type for name in sorted(set(columns.values()))}
    chunks = [
        about.row_group(group).column(at) for group in range(about.num_row_groups) for at in range(about.num_columns)
    ]
    delta = {chunk.path_in_schema for chunk in chunks if any("DELTA" in name for name in chunk.encodings)}
    once = [name for name in kinds if _is_text(kinds[name]) and name not in delta]  # pyarrow cannot do both
    how = {
        "metadata": about,
        "read_dictionary": once,  # a text of many rows is held once
        "buffer_size": BUFFER,  # a large row group is read bit by bit
        "page_checksum_verification": True,
    }
    start = 1
    with pq.ParquetFile(pa.PythonFile(stream, mode="r"), **how) as file:
        for group in range(about.num_row_groups):
            number, start = start, start + about.row_group(group).num_rows
            try:
                for batch in file.iter_batches(BATCH, row_groups=[group], columns=list(kinds), use_threads=False):
                    cells = {
                        field: _cells(batch.column(batch.schema.names.index(name))) for field, name in columns.items()
                    }
                    for row in zip(*cells.values(), strict=True):
                        yield member_of(number, dict(zip(cells, row, strict=True)), columns, limits)
                        number += 1
            except (OSError, ValueError, pa.ArrowException) as error:
                said = damage(error)
                yield Member(str(number), note=said._replace(detail=f"rows {number} to {start - 1}: {said.detail}"))


def _cells(column: "pa.Array") -> Iterator[bytes | None]:
    """The cells of a column, each made when its turn comes; what is no text is shown as Arrow does."""
    import pyarrow as pa

    places: Iterable[Any] = range(len(column))
    if pa.types.is_dictionary(column.type):
        places, column = column.indices, column.dictionary
    try:
        held = column if _is_text(column.type) else column.cast(pa.string())
    except pa.ArrowException:  # a list and the like says nothing
        held = pa.nulls(len(column), pa.string())
    held = held.cast(pa.large_binary())
    for place in places:
        at = place if isinstance(place, int) else place.as_py()
        yield None if at is None else held[at].as_py()


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = ("is_string", "is_large_string", "is_string_view", "is_binary", "is_large_binary", "is_binary_view")
    return any(getattr(pa.types, test)(kind) for test in tests)


def arrow_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row of a file or a stream of Arrow, as `datasets` saves them; in an archive, no larger than a dump."""
    import pyarrow as pa

    stream = seekable(stream, limits.size)
    begins = stream.read(len(FILE))
    stream.seek(0)
    source = pa.PythonFile(stream, mode="r")
    number = 1
    if begins == FILE:
        reader: Any = pa.ipc.open_file(source)
        batches: Iterable[Any] = map(reader.get_batch, range(reader.num_record_batches))
    else:
        batches = reader = pa.ipc.open_stream(source)
    columns = _chosen(reader.schema, limits)
    for batch in batches:
        cells = {field: _cells(batch.column(batch.schema.names.index(name))) for field, name in columns.items()}
        for row in zip(*cells.values(), strict=True):
            yield member_of(number, dict(zip(cells, row, strict=True)), columns, limits)
            number += 1


def _chosen(schema: Any, limits: Limits) -> dict[str, str]:
    """The columns that are read, if one of them is the text."""
    columns = limits.choose(schema.names)
    if "text" not in columns:
        raise Rejected("no-text", None, f"no column for the text among {', '.join(schema.names)[:200]}")
    kind = schema.field(schema.names.index(columns["text"])).type
    if not _is_text(kind):
        raise Rejected("no-text", None, f"the column {columns['text']} is {kind}")
    return columns
