"""One file: its digest, and the rows that `stage` makes of it. Imports little, so that processes start at once."""

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from presspack.article import Record
from presspack.engine import hashing, progress
from presspack.errors import Note, Rejected
from presspack.reading import files
from presspack.reading.containers import Found, Limits, is_container, unpack
from presspack.reading.containers.beside import PAGES, described
from presspack.reading.daypage import SITE, items
from presspack.reading.encodings.decode import beside, decode
from presspack.reading.ignored import no_dump
from presspack.reading.lines import OTHER_BREAKS

LINES = 200_000  # of a dump at most: each costs more than its bytes
BREAKS = (b"\n", b"\r", *(each.encode() for each in OTHER_BREAKS))


class Row(NamedTuple):
    """A row of `Staged`."""

    path: str
    dump: str | None
    size: int | None
    encoding: str | None
    text: bytes | None
    reason: str | None = None
    line: int | None = None
    detail: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    fetched_at: str | None = None
    outlet: str | None = None
    byline: str | None = None


class Changed(Exception):  # noqa: N818 -- not an error yet: the stage tries again
    """A file is no longer what it was when its digest was taken."""


class Taken(NamedTuple):
    """A file as it was found: what stands for its bytes, and the bytes themselves where they are at hand."""

    path: str
    name: str
    dump: str | None
    size: int = 0
    data: bytes | None = None
    reason: Note | None = None
    aside: Note | None = None
    """Why it is no dump, though it can be read."""
    record: Record = Record()
    """What a file beside it says of it: `a.json` or `a.meta` of `a.txt`."""
    stamp: tuple[int, int] | None = None
    """Of a container: its size and the time of its last change."""


class Reader(NamedTuple):
    """How files are read: links may not leave `root`; `limits` say how large a dump may be, and more of containers."""

    root: str
    limits: Limits

    def take(self, path: str, name: str) -> Taken:
        """Read one file; a container, or one that is too large, only for its digest."""
        try:
            if aside := no_dump(name) or self._describes(path):
                _, dump, size = files.read(path, self.root, -1)
                return Taken(path, name, dump, size, aside=aside)
            if not is_container(path):
                data, dump, size = files.read(path, self.root, self.limits.size)
                progress.step(size // 2, 0, name)
                return Taken(path, name, dump, size, data, record=self._beside(path))
            progress.step(0, 0, name)
            stamp = _stamp(path)
            _, dump, size = files.read(path, self.root, -1)
            return Taken(path, name, dump, size, stamp=stamp)
        except Rejected as refusal:
            return Taken(path, name, None, reason=refusal.note)

    def rows(self, taken: Taken) -> Iterator[Row]:
        """The row of a dump, or one for each dump in a container. The file is read again where its bytes are let go.

        Raises Changed where it is another file by then.
        """
        path, name, dump, size, data, reason, aside, record, stamp = taken
        if stamp is None:
            progress.step(size - size // 2, 1, name)
        if reason is not None:
            yield Row(name, None, None, None, None, *reason)
        elif aside is not None:
            yield Row(name, dump, size, None, None, *aside)
        elif stamp is not None:
            for found in self.unpacked(path, name):
                yield from self.rows_of(found, name)
            if _stamp(path) != stamp:
                raise Changed
        elif size > self.limits.size:
            said = f"{size} bytes, at most {self.limits.size}"
            yield Row(name, dump, size, None, None, "too-large", None, said)
        else:
            if data is None:
                again = self.take(path, name)
                if again.dump != dump:
                    raise Changed
                data = again.data
            row = _with(_text(name, dump, size, data or b""), record)
            yield from map(partial(self._told, name), _split(row))

    def _beside(self, path: str) -> Record:
        """What a file of the same name says of a dump, that ends in `.json` or `.meta`; nothing where there is none."""
        for side in (
            end for root in (str(Path(path).with_suffix("")), path) for end in (f"{root}.json", f"{root}.meta")
        ):
            if side != path and (said := self._object(side)) is not None:
                return described(said, self.limits)
        return Record()

    def _describes(self, path: str) -> Note | None:
        """Why a `.json` or `.meta` is no dump: a page of the same name stands beside it. A list of records has its own."""
        if not path.lower().endswith((".json", ".meta")):
            return None
        root = str(Path(path).with_suffix(""))
        for page in (root, *(f"{root}{end}" for end in PAGES)):
            if os.path.isfile(page):  # noqa: PTH113 -- half the price
                if path.lower().endswith(".json") and self._object(path) is None:
                    return None
                return Note("not-a-dump", None, f"it describes {Path(page).name}")
        return None

    def _object(self, path: str) -> dict[str, object] | None:
        """The one object of JSON that a file holds, if it is there and does."""
        if not os.path.isfile(path):  # noqa: PTH113 -- half the price
            return None
        try:
            data, _, _ = files.read(path, self.root, self.limits.size)
            said = json.loads(data or b"")
        except (Rejected, ValueError, RecursionError):
            return None
        return said if isinstance(said, dict) else None

    def _told(self, file: str, row: Row) -> Row:
        """A row with the outlet that params.yaml gives for its file, unless its container gives one."""
        outlet = None if row.outlet or row.text is None else self.limits.outlet(file)
        return row if outlet is None else row._replace(outlet=outlet)

    def rows_of(self, found: Found, file: str) -> Iterator[Row]:
        """The row of a dump in a container, or the rows of what it holds."""
        return map(partial(self._told, file), _split(row_of(found)))

    def unpacked(self, path: str, name: str) -> Iterator[Found]:
        """Every dump in the container at a path, which the ledger calls `name`."""
        try:
            with files.opened(path, self.root) as (handle, size), os.fdopen(handle, "rb", closefd=False) as file:
                at = 0
                for found in unpack(name, file, size, self.limits):
                    yield found
                    before, at = at, max(at, os.lseek(handle, 0, os.SEEK_CUR))
                    progress.step(at - before, 1, found.name)
        except Rejected as refusal:
            yield Found(name, None, refusal.note)


def _split(row: Row) -> Iterator[Row]:
    """The row of a page; of one that holds the items of a day, a row for each."""
    if row.url is None or row.text is None or SITE not in row.url:
        yield row
        return
    number = 0
    for number, item in items(row.text.decode(), row.url):
        data = item.encode()
        yield row._replace(
            path=f"{row.path}!/{number}", dump=hashing.sha256(data), size=len(data.lstrip(b"\n")), text=data, title=None
        )
    if not number:
        yield row


def _stamp(path: str) -> tuple[int, int]:
    try:
        info = os.stat(path)  # noqa: PTH116 -- half the price
    except OSError:
        return 0, 0
    return info.st_size, info.st_mtime_ns


def row_of(found: Found) -> Row:
    """The row of a dump out of a container."""
    if found.data is None:
        slug, line, detail = found.note or Note("unreadable")
        said = detail.encode("utf-8", "replace").decode()  # it may hold half a letter
        return _with(Row(found.name, None, None, None, None, slug, line, said), found.record)
    return _with(
        _text(found.name, hashing.sha256(found.data), len(found.data), found.data, found.charset), found.record
    )


def _with(row: Row, record: Record) -> Row:
    """A row with what was said beside its text, which is in the encoding of the text."""
    if record == Record():
        return row
    said = Record(*(value and beside(value, row.encoding) for value in record))
    return row._replace(**said._asdict())


def _text(name: str, dump: str | None, size: int, data: bytes, charset: str | None = None) -> Row:
    """The row of a dump whose bytes were read."""
    try:
        text, encoding = decode(data, charset)
    except Rejected as refusal:
        return Row(name, dump, size, None, None, *refusal.note)
    if (lines := sum(map(text.count, BREAKS)) - text.count(b"\r\n")) > LINES:
        return Row(name, dump, size, None, None, "too-large", None, f"{lines} lines, at most {LINES}")
    return Row(name, dump, size, encoding, text)
