"""JSON lines, CSV and Parquet: records with a text, named by their line or row."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from presspack.article import Record
from presspack.containers.kinds import Limits, Member
from presspack.containers.streams import lines, seekable
from presspack.errors import Note, Rejected

ESCAPED = 6  # bytes that a byte of text may take in JSON
BATCH = 256


def json_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each line that holds an object; a line that holds nothing is none."""
    for number, line in lines(stream, ESCAPED * limits.size):
        name = str(number)
        if line is None:
            yield Member(name, note=Note("too-large", None, f"a line of more than {ESCAPED * limits.size} bytes"))
        elif line.strip():
            try:
                # bytes that are no UTF-8 reach the text as they are, and are told there
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape"))
            except (ValueError, RecursionError) as error:
                yield Member(name, note=Note("broken-record", number, f"no JSON: {error}"))
                continue
            if isinstance(row, dict):
                yield _member(name, number, row, limits.choose(list(row)), limits)
            else:
                yield Member(name, note=Note("broken-record", number, "no JSON object"))


def csv_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row below the head, named by the line on which it begins."""
    csv.field_size_limit(limits.size)
    text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
    rows = csv.reader(_bounded(text, limits.size), strict=True)
    head = next(rows, [])
    columns = limits.choose(head)
    if head and "text" not in columns:
        raise Rejected("no-text", 1, f"no column for the text among {', '.join(head)[:200]}")
    number = rows.line_num + 1
    for row in rows:
        if len(row) == len(head):
            yield _member(str(number), number, dict(zip(head, row, strict=True)), columns, limits)
        elif row:
            yield Member(str(number), note=Note("broken-record", number, f"{len(row)} fields, not {len(head)}"))
        number = rows.line_num + 1


def parquet_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row, named by its number; in an archive, the file must be no larger than a dump."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(pa.PythonFile(seekable(stream, limits.size), mode="r")) as file:
        names = file.schema_arrow.names
        columns = limits.choose(names)
        if "text" not in columns:
            raise Rejected("no-text", None, f"no column for the text among {', '.join(names)[:200]}")
        number = 0
        for batch in file.iter_batches(BATCH, columns=sorted(set(columns.values())), use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _member(str(number), number, row, columns, limits)


def _bounded(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    """Lines of text; Rejected at one above the limit, for no row is known to begin after it."""
    number = 0
    while line := text.readline(limit + 1):
        number += 1
        if len(line) > limit:
            raise Rejected("too-large", number, f"a line of more than {limit} characters")
        yield line


def _member(name: str, number: int, row: Mapping[str, Any], columns: Mapping[str, str], limits: Limits) -> Member:
    """A record as a member: the bytes of its text, and what it says beside them."""
    fields = {field: _plain(row.get(columns[field])) for field in Record._fields if field in columns}
    record = Record(**fields)
    value = row.get(columns["text"]) if "text" in columns else None
    if not isinstance(value, str | bytes):
        said = "no column for the text" if "text" not in columns else f"{columns['text']} is {type(value).__name__}"
        return Member(name, note=Note("no-text", number, said), record=record)
    try:
        data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    except UnicodeEncodeError as error:
        return Member(name, note=Note("undecodable", number, f"a lone surrogate, {error.object[error.start]!r}"))
    if len(data) > limits.size:
        return Member(name, note=Note("too-large", number, f"{len(data)} bytes, at most {limits.size}"), record=record)
    return Member(name, data=data, record=record)


def _plain(value: Any) -> str | None:
    """A value of a column as text; a time as ISO 8601."""
    if value is None or value == "":
        return None
    shown = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return shown.encode("utf-8", "replace").decode()
