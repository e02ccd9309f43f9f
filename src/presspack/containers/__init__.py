"""What holds several dumps, or one compressed: every record in it, one after another, and nothing unpacked to disk.

The end of a name says what a file is: `crawl.jsonl.zst` is Zstandard around JSON lines. A dump inside is called
`crawl.zip!/2024/a.txt`, `crawl.jsonl.zst!/17` (its line), `crawl.warc.gz!/<record id>`.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import BinaryIO

from presspack.containers.archives import tar_members, zip_members
from presspack.containers.kinds import Found, Limits, Member
from presspack.containers.rows import csv_members, json_members, parquet_members
from presspack.containers.streams import SUFFIXES, inflated, slurp
from presspack.containers.warc import warc_members
from presspack.errors import Note, Rejected
from presspack.files import printable

__all__ = ["Found", "Limits", "is_container", "unpack"]

SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
READERS: dict[str, Callable[[BinaryIO, Limits], Iterator[Member]]] = {
    ".zip": zip_members,
    ".tar": tar_members,
    ".jsonl": json_members,
    ".ndjson": json_members,
    ".csv": csv_members,
    ".parquet": parquet_members,
    ".warc": warc_members,
}
KNOWN = READERS.keys() | SUFFIXES.keys() | SHORT.keys()
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # of an object, in a message: it differs from run to run


def is_container(name: str) -> bool:
    """Whether the end of a file's name says that it holds others, or is compressed."""
    return name[name.rfind(".") :].lower() in KNOWN


def unpack(place: str, file: BinaryIO, size: int, limits: Limits) -> Iterator[Found]:
    """Every dump in an open container of so many bytes, which the ledger calls `place`; whatever is broken is noted.

    Names in the ledger are unique. The file must be seekable.
    """
    seen: set[bytes] = set()
    produced = 0
    for found in _unpack(place, place, file, limits, 0):
        name, again = found.name, 1
        while (key := blake2b(name.encode(), digest_size=8).digest()) in seen:
            again += 1
            name = f"{found.name}#{again}"
        seen.add(key)
        if again > 1 and found.note is None:
            found = Found(name, None, Note("duplicate-name", None, f"the same as {found.name}"))
        produced += len(found.data or b"")
        if limits.is_bomb(produced, size):
            yield Found(name, None, Note("bomb", None, f"unpacks to over {limits.ratio} times its {size} bytes"))
            return
        yield found._replace(name=name)


def _unpack(place: str, name: str, stream: BinaryIO, limits: Limits, depth: int) -> Iterator[Found]:
    """The dumps in a stream whose name ends as `name` does."""
    try:
        while _ending(name) in SUFFIXES:
            name, stream = inflated(_long(name), stream, limits)
        members = READERS.get(_ending(name))
        if members is None:
            yield Found(place, slurp(stream, limits.size))
        elif depth > limits.nesting:
            yield Found(
                place, None, Note("nested-too-deep", None, f"at most {limits.nesting} containers in a container")
            )
        else:
            empty = True
            for member in members(stream, limits):
                yield from _inside(place, member, limits, depth)
                empty = False
            if empty:
                yield Found(place, None, Note("empty-container"))
    except Rejected as refusal:
        yield Found(place, None, refusal.note)
    except Exception as error:  # whatever the readers of many formats raise on bytes that somebody made up
        yield Found(place, None, damage(error))


def _inside(place: str, member: Member, limits: Limits, depth: int) -> Iterator[Found]:
    """The dump that a member is, or the dumps that it holds."""
    inner = f"{place}!/{escaped(member.name)}"
    if member.note is not None:
        yield Found(inner, None, member.note, member.record)
    elif member.stream is None:
        yield Found(inner, member.data, None, member.record)
    else:
        yield from _unpack(inner, member.name, member.stream, limits, depth + 1)


def damage(error: Exception) -> Note:
    """What a reader says of bytes that it cannot read, in one line."""
    said = ADDRESS.sub("", str(error).partition("\n")[0])[:200]
    return Note("damaged-container", None, said or type(error).__name__)


def escaped(name: str) -> str:
    """A name that no container's member can be mistaken for."""
    shown = printable(name)
    return shown.replace("!/", "\\x21/") if "!/" in shown else shown


def _long(name: str) -> str:
    for short, long in SHORT.items():
        if name.lower().endswith(short):
            return name[: -len(short)] + long
    return name


def _ending(name: str) -> str:
    """The last suffix of a name, in lower case."""
    return "." + _long(name).lower().rpartition(".")[2]
