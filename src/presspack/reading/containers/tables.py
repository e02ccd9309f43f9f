"""Parquet and Arrow: records with a text, named by their row."""

import re
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
HELD = 64 << 20  # bytes of rows that are held together, as a file says of itself
BUFFER = 1 << 18
CLAIM = re.compile(r"\d+")
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
    held = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema.partition(".")[0] in kinds)
    size = stream.seek(0, 2)
    if limits.is_bomb(held, size):
        raise Rejected("bomb", None, f"unpacks to over {limits.ratio} times its {size} bytes")
    together = max(1, min(BATCH, HELD * about.num_rows // max(held, 1)))
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
                for batch in file.iter_batches(together, row_groups=[group], columns=list(kinds), use_threads=False):
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


def _honest(batches: Iterable[Any], stream: BinaryIO, limits: Limits) -> Iterator[Any]:
    """Batches of Arrow, up to one that claims more memory than there is, and than its bytes can honestly need."""
    import pyarrow as pa

    try:
        yield from batches
    except pa.ArrowMemoryError as error:
        claimed = CLAIM.search(str(error))
        if claimed is None or not limits.is_bomb(int(claimed[0]), stream.seek(0, 2)):
            raise
        raise Rejected("bomb", None, f"a batch claims {claimed[0]} bytes") from None


def _sound(column: "pa.Array") -> "pa.Array":
    """A column of Arrow whose offsets lead to bytes that are there: the library would end the process at others.

    Texts that are no UTF-8 are sound: they are read as any other bytes are.
    """
    import pyarrow as pa
    import pyarrow.compute

    parts = [column.indices, column.dictionary] if pa.types.is_dictionary(column.type) else [column]
    column.validate()
    for part in parts:
        bare = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}
        (part.view(bare[part.type]) if part.type in bare else part).validate(full=True)
    if (
        len(parts) == 2
        and (used := parts[0].drop_null())
        and not (pa.compute.min(used).as_py() >= 0 and pa.compute.max(used).as_py() < len(parts[1]))
    ):
        raise ValueError("an index leads out of its dictionary")
    return column


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
    for batch in _honest(batches, stream, limits):
        cells = {field: _cells(_sound(batch.column(batch.schema.names.index(name)))) for field, name in columns.items()}
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
