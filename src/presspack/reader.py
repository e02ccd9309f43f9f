"""One file: its digest, and the row that `stage` makes of it. Imports little, so that processes start at once."""

from typing import NamedTuple

from presspack import files
from presspack.decode import decode
from presspack.errors import Note, Rejected


class Entry(NamedTuple):
    """What is known of a path before its text is looked at."""

    path: str
    name: str
    dump: str | None
    reason: Note | None = None
    """Only where there are no bytes: else it follows from them."""


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


class Reader(NamedTuple):
    """How files are read: links may not leave `root`, and no file may be larger than `limit` bytes."""

    root: str
    limit: int

    def entry(self, path: str, name: str) -> Entry:
        """Take the digest of one file."""
        try:
            return Entry(path, name, files.read(path, self.root, self.limit)[1])
        except Rejected as refusal:
            return Entry(path, name, None, refusal.note)

    def entries(self, paths: list[tuple[str, str]]) -> list[Entry]:
        """Take the digests of some files, each given as its name in the ledger and its path."""
        return [self.entry(path, name) for name, path in paths]

    def row(self, path: str, name: str) -> Row:
        """Read one file."""
        dump, size = None, None
        try:
            data, dump, size = files.read(path, self.root, self.limit)
            if data is None:
                raise Rejected("too-large", None, f"{size} bytes, at most {self.limit}")
            text, encoding = decode(data)
        except Rejected as refusal:
            return Row(name, dump, size, None, None, *refusal.note)
        return Row(name, dump, size, encoding, text)
