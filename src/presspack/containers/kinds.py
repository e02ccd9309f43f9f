"""What goes in and comes out of a container: limits, members, dumps."""

import re
from typing import BinaryIO, NamedTuple

from presspack.article import Record
from presspack.errors import Note

OBJECT = re.compile(r"<[^>]*>| at 0x[0-9a-f]+")  # in a message: it differs from run to run


class Limits(NamedTuple):
    """How much a container may unpack to, how deep, and which columns are read."""

    size: int
    """Bytes of one dump."""
    ratio: int
    """How many times its own bytes a container may unpack to, once that is more than one dump may have."""
    nesting: int
    """Containers in a container in a container."""
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """For `text` and each field of Record, the names its column may have, the first found counts."""

    def is_bomb(self, produced: int, consumed: int) -> bool:
        """Whether so many bytes cannot honestly come from so few."""
        return produced > self.size and produced > self.ratio * consumed

    def choose(self, names: list[str]) -> dict[str, str]:
        """Which of these columns is the text, the URL and so on."""
        found = {field: next((name for name in wanted if name in names), None) for field, wanted in self.columns}
        return {field: name for field, name in found.items() if name is not None}


class Member(NamedTuple):
    """One thing in a container: a stream with a name, which may be a container itself; a record's bytes; or neither."""

    name: str
    stream: BinaryIO | None = None
    data: bytes | None = None
    note: Note | None = None
    record: Record = Record()


class Found(NamedTuple):
    """One dump in a container, or what stands in the way of one; `name` is its path in the ledger."""

    name: str
    data: bytes | None
    note: Note | None = None
    record: Record = Record()


def damage(error: Exception) -> Note:
    """What a reader says of bytes that it cannot read, in one line."""
    said = OBJECT.sub("", str(error).partition("\n")[0])[:200]
    return Note("damaged-container", None, said or type(error).__name__)
