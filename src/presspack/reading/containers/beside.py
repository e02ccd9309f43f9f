"""What stands beside a page in an archive and tells of it: `a.json` or `a.meta` of `a.txt`, as in a folder."""

import io
import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from presspack.article import Record
from presspack.errors import Note, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member, damage
from presspack.reading.containers.rows import record_of
from presspack.reading.containers.streams import forward

PAGES = (".txt", ".html", ".htm", ".xhtml")  # of which a file beside it may tell
SIDES = (".json", ".meta")
LONGEST = 1 << 16  # bytes of what tells of a page
MOST_HELD = 1 << 23  # bytes of what waits for its page


def stem(name: str) -> str:
    """What the names of a page and of what tells of it have in common: `a` of `a.txt`, `a.json` and `a.txt.json`."""
    for endings in (SIDES, PAGES):
        name = next((name[: -len(end)] for end in endings if name.lower().endswith(end)), name)
    return name


def is_side(name: str) -> bool:
    """Whether a name is that of something that may tell of a page."""
    return name.lower().endswith(SIDES)


def names(page: str) -> list[str]:
    """Names of what may tell of a page; the first that is an object of JSON counts."""
    root = next((page[: -len(end)] for end in PAGES if page.lower().endswith(end)), page)
    return [f"{each}{end}" for each in dict.fromkeys((root, page)) for end in SIDES]


def described(said: object, limits: Limits) -> Record:
    """What an object of JSON says of a page."""
    if not isinstance(said, dict):
        return Record()
    columns = limits.choose(list(said))
    return record_of({field: said[name] for field, name in columns.items()})


def with_records(members: Iterator[Member], limits: Limits) -> Iterator[Member]:
    """Members, each page with what was said of it before it came; what tells of no page is a member as any other."""
    held: dict[str, bytes] = {}
    size = 0  # of what is held
    pages: set[bytes] = set()
    for member in members:
        if member.stream is None:
            yield member
        elif is_side(member.name):
            yield from _hold(member, held, pages)
            size += len(held.get(member.name, b""))
            while size > MOST_HELD:
                first = next(iter(held))
                size -= len(held[first])
                yield _let_go(held, first)
        else:
            sides = [name for name in names(member.name) if name in held] if stem(member.name) != member.name else []
            objects = {name: said for name in sides if (said := _object(held[name])) is not None}
            for name in sides:
                if name in objects or name.lower().endswith(".meta"):
                    size -= len(held.pop(name))
                    yield Member(name, note=Note("not-a-dump", None, f"it describes {member.name}"))
            pages.add(_key(member.name))
            yield member._replace(record=described(next(iter(objects.values()), None), limits))
    for name in list(held):
        yield _let_go(held, name)


def _hold(member: Member, held: dict[str, bytes], pages: set[bytes]) -> Iterator[Member]:
    """Keep a member that may tell of a page to come; one that is too large, or comes too late, is read as any other."""
    assert member.stream is not None  # the caller looked
    try:
        data = member.stream.read(LONGEST + 1)
    except Rejected as refusal:
        yield Member(member.name, note=refusal.note)
    except MemoryError:
        raise
    except Exception as error:  # of one member; the others may be whole
        yield Member(member.name, note=damage(error))
    else:
        if len(data) <= LONGEST and _key(member.name) in pages and _object(data) is not None:
            said = "it describes a page that stands before it in the archive, and was read without it: put it first"
            yield Member(member.name, note=Note("no-text", None, said))
        elif len(data) <= LONGEST:
            held[member.name] = data
        else:
            yield member._replace(stream=forward(_Again(data, member.stream)))


def _key(name: str) -> bytes:
    """What stands for the stem of a name: a large archive has many long names."""
    return blake2b(stem(name).encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _let_go(held: dict[str, bytes], name: str) -> Member:
    return Member(name, io.BytesIO(held.pop(name)))


def _object(data: bytes) -> dict[str, object] | None:
    """The one object of JSON that some bytes are."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


class _Again:
    """A stream whose beginning was read before."""

    def __init__(self, begun: bytes, stream: Any) -> None:
        self._begun, self._stream = begun, stream

    def read(self, size: int) -> bytes:
        found, self._begun = self._begun[:size], self._begun[size:]
        return found or bytes(self._stream.read(size))
