"""What holds several dumps, or one compressed: every record in it, one after another, and nothing unpacked to disk.

The end of a name says what a file is: `crawl.jsonl.zst` is Zstandard around JSON lines. A dump inside is called
`crawl.zip!/2024/a.txt`, `crawl.jsonl.zst!/17` (its line), `crawl.warc.gz!/<record id>`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, BinaryIO

from presspack.article import Record
from presspack.errors import Note, PresspackError, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.archives import tar_members, zip_members
from presspack.reading.containers.beside import with_records
from presspack.reading.containers.member import Found, Member, damage
from presspack.reading.containers.rows import csv_members, json_members, json_value_members
from presspack.reading.containers.streams import SUFFIXES, inflated, slurp, utf8
from presspack.reading.containers.tables import arrow_members, parquet_members
from presspack.reading.containers.warc import warc_members
from presspack.reading.ignored import no_dump
from presspack.writing.visible import printable

__all__ = ["Found", "Limits", "is_container", "unpack"]

SHORT = {".tgz": ".tar.gz", ".taz": ".tar.gz", ".txz": ".tar.xz", ".tlz": ".tar.lzma", ".tzst": ".tar.zst"}
SHORT |= dict.fromkeys((".tbz", ".tbz2", ".tz2", ".tb2"), ".tar.bz2")
NAMED: dict[str, Callable[[BinaryIO, Limits], Iterator[Member]]] = {
    ".zip": zip_members,
    ".wacz": zip_members,
    ".tar": tar_members,
    ".warc": warc_members,
}
NUMBERED: dict[str, Callable[[BinaryIO, Limits], Iterator[Member]]] = {
    ".jsonl": json_members,
    ".ndjson": json_members,
    ".json": json_value_members,
    ".csv": csv_members,
    ".tsv": csv_members,
    ".parquet": parquet_members,
    ".arrow": arrow_members,
    ".feather": arrow_members,
}
BEHIND = Note("damaged-container", None, "bytes stand behind the end of the stream, which are not read")
CRAWL = re.compile(r"archive/|.*\.(?:warc(?:\.\w+)?|wacz)$", re.I | re.S)  # in a .wacz
ROW = 512  # bytes that a record counts at least: one without a text has its row in the ledger too
TEXTS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
FOLDERS = (".zip", ".wacz", ".tar")  # whose members are files
PAIRED = (".zip", ".tar")  # where one of them may tell of another
READERS = NAMED | NUMBERED
KNOWN = READERS.keys() | SUFFIXES.keys() | SHORT.keys()


def is_container(name: str) -> bool:
    """Whether the end of a file's name says that it holds others, or is compressed."""
    return name[name.rfind(".") :].lower() in KNOWN


def unpack(place: str, file: BinaryIO, size: int, limits: Limits) -> Iterator[Found]:
    """Every dump in an open container of so many bytes, which the ledger calls `place`; whatever is broken is noted.

    Names in the ledger are unique. The file must be seekable.
    """
    if not size:
        yield Found(place, None, Note("empty-file"))
        return
    produced = 0
    for found in _unpack(place, place, file, limits, 0):
        too_large = found.note is not None and found.note.slug == "too-large"
        produced += limits.size if too_large else max(len(found.data or b""), ROW)
        if limits.is_bomb(produced, size):
            yield Found(place, None, Note("bomb", None, f"unpacks to over {limits.ratio} times its {size} bytes"))
            return
        yield found


def _unpack(place: str, name: str, stream: BinaryIO, limits: Limits, depth: int) -> Iterator[Found]:
    """The dumps in a stream whose name ends as `name` does; what is wrong with the whole is said at `place`, once."""
    try:
        wrappings: list[Any] = []
        while _ending(name) in SUFFIXES and len(wrappings) <= limits.nesting:
            name, stream, opened = inflated(_long(name), stream, limits)
            wrappings.append(opened)
        ending = _ending(name)
        if len(wrappings) > limits.nesting + 1 or (depth > limits.nesting and ending in READERS) or ending in SUFFIXES:
            raise Rejected("nested-too-deep", None, f"at most {limits.nesting} containers in a container")
        if ending not in READERS:
            yield Found(place, slurp(stream, limits.size))
            if any(wrapping.behind for wrapping in wrappings):
                yield Found(rf"{place}!/\#2", None, BEHIND)
            return
        members = READERS[ending](utf8(stream) if ending in TEXTS else stream, limits)
        empty = True
        if ending in NAMED:
            members = _distinct(members)
        for member in with_records(members, limits) if ending in PAIRED else members:
            if ending in FOLDERS and (aside := no_dump(member.name) or _of_package(ending, member.name)):
                member = Member(member.name, note=aside)
            yield from _inside(f"{place}!/{member.name}", member, limits, depth)
            empty = False
        if any(wrapping.behind for wrapping in wrappings):
            yield Found(place, None, BEHIND)
        elif empty:
            raise Rejected("empty-container")
    except MemoryError:
        raise PresspackError("too little memory to read it: lower max_dump_bytes", place) from None
    except PresspackError:
        raise
    except Rejected as refusal:
        yield Found(place, None, refusal.note)
    except Exception as error:  # whatever the readers of many formats raise on bytes that somebody made up
        yield Found(place, None, damage(error))


def _of_package(ending: str, name: str) -> Note | None:
    """Why a member of a `.wacz` is no dump: beside the crawl it holds indexes, and the text of pages a second time."""
    if ending != ".wacz" or CRAWL.match(name):
        return None
    return Note("not-a-dump", None, "it tells of the crawl in archive/")


def _inside(place: str, member: Member, limits: Limits, depth: int) -> Iterator[Found]:
    """The dump that a member is, or the dumps that it holds."""
    if member.note is not None:
        yield Found(place, None, member.note, member.record)
    elif member.stream is None:
        yield Found(place, member.data, None, member.record, member.charset)
    else:
        for found in _unpack(place, member.name, member.stream, limits, depth + 1):
            yield found if member.record == Record() else found._replace(record=member.record)


def _distinct(members: Iterator[Member]) -> Iterator[Member]:
    r"""Members under names that are printable and differ; a name that comes again is `\#2`, which no other can be."""
    seen: Counter[bytes] = Counter()
    for member in members:
        name = escaped(member.name)
        key = blake2b(name.encode(), digest_size=8).digest()  # a large archive has many long names
        seen[key] += 1
        if seen[key] > 1:
            member = Member(rf"{name}\#{seen[key]}", note=Note("duplicate-name", None, f"the same as {name}"))
        yield member._replace(name=name) if seen[key] == 1 else member


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
