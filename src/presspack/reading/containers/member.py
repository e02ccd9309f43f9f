"""What goes in and comes out of a container: limits, members, dumps."""

import re
from typing import BinaryIO, NamedTuple

from presspack.article import Record
from presspack.errors import Note

OBJECT = re.compile(r"<[^>]*>| at 0x[0-9a-f]+")  # in a message: it differs from run to run


class Member(NamedTuple):
    """One thing in a container: a stream with a name, which may be a container itself; a record's bytes; or neither."""

    name: str
    stream: BinaryIO | None = None
    data: bytes | None = None
    note: Note | None = None
    record: Record = Record()
    charset: str | None = None
    """The encoding of the data, as the server called it."""


class Found(NamedTuple):
    """One dump in a container, or what stands in the way of one; `name` is its path in the ledger."""

    name: str
    data: bytes | None
    note: Note | None = None
    record: Record = Record()
    charset: str | None = None


def damage(error: Exception) -> Note:
    """What a reader says of bytes that it cannot read, in one line."""
    said = OBJECT.sub("", str(error).partition("\n")[0])[:200]
    return Note("damaged-container", None, said or type(error).__name__)
