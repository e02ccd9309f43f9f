"""JSON and CSV: records with a text, named by their line or number."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from presspack.article import Record
from presspack.errors import Note, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member
from presspack.reading.containers.streams import lines, slurp
from presspack.reading.containers.zstd import PADDING

ESCAPED = 6  # bytes that a byte of text may take in JSON
BESIDE = 1 << 16  # bytes that a line may have beside its text
DEEPEST = 100  # objects and lists in one another: the interpreter's own limit differs from place to place
DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.I)  # the first line that Excel writes and understands
NOTHING = frozenset(  # so databases, R and pandas write that there is no value
    ("\\n", "null", "(null)", "na", "n/a", "#n/a", "<na>", "nan", "nat", "none", "nil", "undefined")
)
LONGEST = 10_000  # characters of a URL, a title, a date
BETWEEN = re.compile(r"[ \t\r\n,]*")
BELOW = "nothing below it is read"
ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "/": "/"}
MOST_JSON = 256 << 20  # bytes of a file that is one value: it is held in memory


def json_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each line that holds an object; a line that holds nothing is none."""
    names: list[str] = []
    columns: dict[str, str] = {}
    longest = ESCAPED * limits.size + BESIDE
    for number, line in lines(stream, longest):
        if line is None:
            yield Member(str(number), note=Note("too-large", number, f"a line of more than {longest} bytes"))
        elif line.strip(PADDING):
            try:
                row = _parsed(line, "utf-8-sig" if number == 1 else "utf-8")
            except ValueError as error:
                yield Member(str(number), note=Note("broken-record", number, str(error)))
                continue
            if names != (names := list(row)):
                columns = limits.choose(names)
            yield member_of(number, {field: row[name] for field, name in columns.items()}, columns, limits)


def json_value_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One record for each object of an array, named by its number; or one object; or else JSON lines.

    What stands below a fault in an array cannot be read.
    """
    try:
        data = slurp(stream, MOST_JSON)
    except Rejected:
        raise Rejected("too-large", None, f"more than {MOST_JSON} bytes: write it as JSON lines") from None
    text = data.decode("utf-8-sig", "surrogateescape")
    at = len(text) - len(text.lstrip())
    if text[at : at + 1] != "[":
        if text[at : at + 1] == "{" and (whole := _whole(text[at:])) is not None:
            columns = limits.choose(list(whole))
            yield member_of(1, {field: whole[name] for field, name in columns.items()}, columns, limits)
        else:
            yield from json_members(io.BytesIO(data), limits)
        return
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    seen, line, number = 0, 1, 0
    at = _skip(text, at + 1)
    while at < len(text) and text[at] != "]":
        number += 1
        seen, line = at, line + text.count("\n", seen, at)
        try:
            row, end = decoder.raw_decode(text, at)
            said = None if isinstance(row, dict) and _depth(row) <= DEEPEST else "no JSON object"
        except json.JSONDecodeError as error:
            yield Member(str(number), note=Note("broken-record", line, f"no JSON: {_why(error)}; {BELOW}"))
            return
        except (ValueError, RecursionError) as error:
            try:
                said, (_, end) = str(error), json.JSONDecoder().raw_decode(text, at)
            except (ValueError, RecursionError):
                yield Member(str(number), note=Note("broken-record", line, f"no JSON: {error}; {BELOW}"))
                return
        at = _skip(text, end)
        if said is not None:
            yield Member(str(number), note=Note("broken-record", line, said))
            continue
        columns = limits.choose(list(row))
        yield member_of(line, {field: row[name] for field, name in columns.items()}, columns, limits, str(number))
    if at >= len(text):
        yield Member(str(number + 1), note=Note("broken-record", text.count("\n") + 1, "the array is cut off"))
    elif text[at + 1 :].strip(" \t\r\n\0"):
        said = "something stands behind the array, which is not read"
        yield Member(str(number + 1), note=Note("broken-record", text.count("\n", 0, at) + 1, said))


def _skip(text: str, at: int) -> int:
    """Where the next element of an array begins, or its end."""
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _whole(text: str) -> dict[str, Any] | None:
    """The one object that a text is; None where it is more, or less."""
    try:
        row, end = json.JSONDecoder(object_pairs_hook=_object).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and not text[end:].strip() and _depth(row) <= DEEPEST else None


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
            yield member_of(number, {field: row[place] for field, place in places.items()}, columns, limits)
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


def member_of(
    number: int, values: Mapping[str, Any], columns: Mapping[str, str], limits: Limits, name: str | None = None
) -> Member:
    """A record as a member: the bytes of its text, and what it says beside them. `number` is its line, or its name too."""
    name = name or str(number)
    record = record_of(values)
    value = values.get("text")
    if isinstance(value, str):
        value = None if value.strip().casefold() in NOTHING else _unescaped(value)
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


def _unescaped(text: str) -> str:
    """A text whose line ends MySQL, PostgreSQL or a second round of JSON wrote as escapes: all of them, or it is as it was."""
    if (many := text.count("\\\n")) and many == text.count("\n"):
        return text.replace("\\\n", "\n")
    if "\\n" in text and "\n" not in text:
        return ESCAPE.sub(lambda found: ESCAPES.get(found[1], found[0]), text)
    return text


def record_of(values: Mapping[str, Any]) -> Record:
    """What the fields of a record say beside its text."""
    record = Record(*(_plain(values.get(field)) for field in Record._fields))
    seconds = values.get("date")  # since 1970, and parts of one
    return record._replace(date=repr(seconds)) if record.date is None and isinstance(seconds, float) else record


def _plain(value: Any) -> str | None:
    """A text or a number as text; anything else, and what is longer than a URL, a title or a date can be, is none.

    Bytes that are no UTF-8 stay in it as surrogates, to be read as those of the text are.
    """
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogateescape")
    elif (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer()):
        value = str(int(value))
    if not isinstance(value, str) or not value or len(value) > LONGEST or value.strip().casefold() in NOTHING:
        return None
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a letter, of JSON
        return value.encode("utf-8", "replace").decode()
    return value
