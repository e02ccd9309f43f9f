"""JSON lines, CSV and Parquet: records with a text, named by their line or row."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from presspack.article import Record
from presspack.errors import Note, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member, damage
from presspack.reading.containers.streams import lines, seekable

if TYPE_CHECKING:
    import pyarrow as pa

ESCAPED = 6  # bytes that a byte of text may take in JSON
BESIDE = 1 << 16  # bytes that a line may have beside its text
DEEPEST = 100  # objects and lists in one another: the interpreter's own limit differs from place to place
DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.I)  # the first line that Excel writes and understands
LONGEST = 10_000  # characters of a URL, a title, a date
BATCH = 256  # rows
BUFFER = 1 << 18


def json_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each line that holds an object; a line that holds nothing is none."""
    names: list[str] = []
    columns: dict[str, str] = {}
    longest = ESCAPED * limits.size + BESIDE
    for number, line in lines(stream, longest):
        if line is None:
            yield Member(str(number), note=Note("too-large", number, f"a line of more than {longest} bytes"))
        elif line.strip():
            try:
                row = _parsed(line, "utf-8-sig" if number == 1 else "utf-8")
            except ValueError as error:
                yield Member(str(number), note=Note("broken-record", number, str(error)))
                continue
            if names != (names := list(row)):
                columns = limits.choose(names)
            yield _member(number, {field: row[name] for field, name in columns.items()}, columns, limits)


def _parsed(line: bytes, encoding: str) -> dict[str, Any]:
    """The object that a line holds; bytes that are no UTF-8 reach its text as they are, and are told there."""
    try:
        row = json.loads(line.decode(encoding, "surrogateescape"), object_pairs_hook=_object)
        deep = _depth(row) > DEEPEST
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {_why(error)}") from None
    except RecursionError:
        deep = True
    if deep:
        raise ValueError(f"more than {DEEPEST} objects and lists in one another")
    if not isinstance(row, dict):
        raise ValueError("no JSON object")
    return row


def _why(error: json.JSONDecodeError) -> str:
    """What is wrong and where, in the same words on every Python: from 3.13 on, a comma before an end has its own."""
    message, column = error.msg, error.colno
    if message.startswith("Illegal trailing comma"):
        column += len(error.doc[error.pos :]) - len(error.doc[error.pos + 1 :].lstrip(" \t\r\n"))
        message = "Expecting property name enclosed in double quotes" if "object" in message else "Expecting value"
    return f"{message}, column {column}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a name stands twice in the object")
    return row


def _depth(value: Any) -> int:
    """How many objects and lists there are in one another, counted no further than matters."""
    level, depth = [value], 0
    while depth <= DEEPEST and (level := [item for item in level if isinstance(item, dict | list)]):
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
        depth += 1
    return depth


class _Lines:
    """The lines of a CSV file, counted."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
        self._limit = limit
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._limit:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(self._limit)
            raise csv.Error(f"a line of more than {self._limit} characters")
        return line


def csv_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row below the head, named by the line on which it begins; the head says what splits fields.

    After a row that is none, reading goes on with the next line.
    """
    csv.field_size_limit(limits.size)  # of the whole process, which knows one limit
    source = _Lines(stream, limits.size)
    first = next((line for line in source if line.strip()), "")
    begin, marks = source.number, DELIMITERS
    if separator := SEPARATOR.fullmatch(first):
        first, marks = next(source, ""), separator[1]
    while first.count('"') % 2 and len(first) <= BESIDE and (more := next(source, "")):  # a cell goes on
        first += more
    heads = {mark: _head(first, mark) for mark in marks}
    delimiter = next((mark for mark, head in heads.items() if "text" in limits.choose(head)), marks[0])
    head = heads[delimiter]
    columns = limits.choose(head)
    if first and "text" not in columns:
        raise Rejected("no-text", begin, f"no column for the text among {', '.join(head or [first.strip()])[:200]}")
    places = {field: head.index(name) for field, name in columns.items()}
    rows = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=_spaced(first, delimiter))
    while True:
        number = source.number + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            said = f"lines {number} to {source.number}: {error}"
            yield Member(str(number), note=Note("broken-record", number, said))
            continue
        if len(row) == len(head):
            yield _member(number, {field: row[place] for field, place in places.items()}, columns, limits)
        elif row:
            yield Member(str(number), note=Note("broken-record", number, f"{len(row)} fields, not {len(head)}"))


def _head(line: str, mark: str) -> list[str]:
    """The names of the columns, if this is what splits them."""
    reader = csv.reader(
        io.StringIO(line, newline=""), delimiter=mark, strict=True, skipinitialspace=_spaced(line, mark)
    )
    try:
        return next(reader, [])
    except csv.Error:
        return []


def _spaced(head: str, mark: str) -> bool:
    """Whether a blank stands between what splits the fields and their quotes."""
    return f'{mark} "' in head


def parquet_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each row, named by its number; in an archive, the file must be no larger than a dump."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = seekable(stream, limits.size)
    about = pq.read_metadata(pa.PythonFile(stream, mode="r"))
    schema = about.schema.to_arrow_schema()
    columns = limits.choose(schema.names)
    if "text" not in columns:
        raise Rejected("no-text", None, f"no column for the text among {', '.join(schema.names)[:200]}")
    kinds = {name: schema.field(schema.names.index(name)).type for name in sorted(set(columns.values()))}
    if not _is_text(kinds[columns["text"]]):
        raise Rejected("no-text", None, f"the column {columns['text']} is {kinds[columns['text']]}")
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
                        yield _member(number, dict(zip(cells, row, strict=True)), columns, limits)
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


def _member(number: int, values: Mapping[str, Any], columns: Mapping[str, str], limits: Limits) -> Member:
    """A record as a member: the bytes of its text, and what it says beside them."""
    name = str(number)
    record = Record(*(_plain(values.get(field)) for field in Record._fields))
    value = values.get("text")
    if not isinstance(value, str | bytes):
        kind = "null" if value is None else type(value).__name__
        said = f"{columns['text']} is {kind}" if "text" in columns else "no column for the text"
        return Member(name, note=Note("no-text", number, said), record=record)
    try:
        data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    except UnicodeEncodeError as error:
        said = f"a lone surrogate, {error.object[error.start]!r}"
        return Member(name, note=Note("undecodable", number, said), record=record)
    if len(data) > limits.size:
        return Member(name, note=Note("too-large", number, f"{len(data)} bytes, at most {limits.size}"), record=record)
    return Member(name, data=data, record=record)


def _plain(value: Any) -> str | None:
    """A text or a number as text; anything else, and what is longer than a URL, a title or a date can be, is none."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    elif (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer()):
        value = str(int(value))
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        return None
    return value.encode("utf-8", "replace").decode()
