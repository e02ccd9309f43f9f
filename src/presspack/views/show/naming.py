"""Which dump is meant: by its path, as a member of a container, from standard input, or by hex digits in the ledger."""

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from presspack.engine import hashing
from presspack.errors import PresspackError
from presspack.project.params import Params
from presspack.reading import files
from presspack.reading.containers import escaped, is_container
from presspack.reading.dump import Reader, Row, Taken
from presspack.views.check.places import STDIN
from presspack.views.show.lookup import Entry, entries
from presspack.writing.visible import printable, unprintable

MEMBER = "!/"
HEX = re.compile(r"[0-9a-fA-F]{8,64}")
FIRST = 3  # dumps that are named where one must be chosen
SEEDS = Path("seeds")


class Named(NamedTuple):
    """A dump: its row, its bytes (the first ones of a large file), and what the ledger says of it."""

    row: Row
    data: bytes = b""
    beside: str = ""


def named(asked: str, params: Params, stdin: Callable[[int], bytes]) -> Named:
    """The dump that is meant. Raises PresspackError where it is none, or one of several."""
    if asked == STDIN:
        data = stdin(params.max_dump_bytes + 1)
        taken = Taken(STDIN, STDIN, hashing.sha256(data), len(data), data)
        (row,) = Reader(str(Path.cwd()), params.limits).rows(taken)
        return Named(row, data)
    found = _at(asked, params) or _at(f"{SEEDS}/{asked}", params)  # as the ledger has its paths
    if found is None and HEX.fullmatch(asked):
        return _in_ledger(asked.lower(), params)
    if found is None:
        raise PresspackError("is not there", printable(asked))
    return found


def _at(asked: str, params: Params) -> Named | None:
    """The dump at a path, or at the member of a container; both may be written as `check` prints them."""
    for path in _spellings(asked):
        if os.path.lexists(path):
            return _one(path, params)
    for cut in (match.start() for match in re.finditer(MEMBER, asked)):
        for path in _spellings(asked[:cut]):
            if is_container(str(path)) and path.is_file():
                return _member(path, asked[cut + len(MEMBER) :], params)
    return None


def _spellings(path: str) -> list[Path]:
    """The path as it is written, and as it would be if escapes in it were meant."""
    return [Path(spelt) for spelt in (path, unprintable(path)) if "\0" not in spelt]


def _one(path: Path, params: Params) -> Named:
    """The only dump at a path that is there."""
    if path.is_dir():
        below = list(islice(files.walk(path), FIRST + 1))
        if len(below) == 1:
            return _one(Path(below[0]), params)
        raise _several(path, [escaped(file.removeprefix("./")) for file in below])
    if not is_container(str(path)):
        reader = Reader(str(path.parent.resolve()), params.limits)
        taken = reader.take(str(path), escaped(str(path)))
        rows = list(reader.rows(taken))
        if len(rows) > 1:
            raise _several(path, [row.path for row in rows])
        return Named(rows[0], taken.data or _head(path))
    inside = list(islice(_inside(path, params), FIRST + 1))
    if len(inside) == 1:
        return inside[0]
    raise _several(path, [found.row.path for found in inside])


def _member(path: Path, member: str, params: Params) -> Named:
    """The dump of this name in a container; or the only one in a container in it."""
    wanted = {f"{escaped(str(path))}{MEMBER}{name}" for name in (member, printable(member))}
    deeper = tuple(f"{name}{MEMBER}" for name in wanted)
    inner: list[Named] = []
    for found in _inside(path, params):
        if found.row.path in wanted:
            return found
        if found.row.path.startswith(deeper):
            inner.append(found)
            if len(inner) > FIRST:
                break
    if not inner:
        first = [found.row.path for found in islice(_inside(path, params), FIRST)]
        raise PresspackError(f"holds no {printable(member)}, but {_listed(first)}", escaped(str(path)))
    if len(inner) > 1:
        raise _several(path, [found.row.path for found in inner])
    return inner[0]


def _inside(path: Path, params: Params) -> Iterator[Named]:
    """Every dump in a container."""
    reader = Reader(str(path.parent.resolve()), params.limits)
    for found in reader.unpacked(str(path), escaped(str(path))):
        for row in reader.rows_of(found, escaped(str(path))):
            yield Named(row, found.data or b"")


def _head(path: Path) -> bytes:
    """The first bytes of a file that is too large to be read; none of what is no file."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(1 << 10)


def _several(path: Path, names: list[str]) -> PresspackError:
    """What to say where one of several dumps must be named."""
    if not names:
        return PresspackError("holds no dump", escaped(str(path)))
    return PresspackError(f"holds more than one dump: name one, such as {_listed(names)}", escaped(str(path)))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:FIRST]) + (", …" if len(names) > FIRST else "")


def _in_ledger(digits: str, params: Params) -> Named:
    """The dump of which the ledger holds such a digest, or an article of such an id."""
    where, found = entries(digits)
    if not found:
        raise PresspackError(f"no dump and no article in the ledger of {where} begins with {digits}")
    dumps = {entry.dump for entry in found}
    if len(dumps) > 1:
        paths = [f"{SEEDS}/{entry.path}" for entry in {entry.dump: entry for entry in reversed(found)}.values()]
        said = f"{digits} is of {len(dumps)} dumps in the ledger of {where}"
        raise PresspackError(f"{said}: name one, such as {_listed(sorted(paths))}")
    for entry in found:
        read = _at(f"{SEEDS}/{entry.path}", params)
        if read is not None and read.row.dump == entry.dump:
            return read._replace(beside=_told(entry, where, len(found)))
    raise PresspackError(
        f"{SEEDS}/{found[0].path} is not there, or not as the ledger of {where} has it: run `dvc repro`"
    )


def _told(entry: Entry, where: Path, paths: int) -> str:
    """What the ledger says of a dump."""
    others = f", at {paths} paths" if paths > 1 else ""
    carries = f", as article {entry.article}" if entry.article else ""
    return f"{entry.outcome}{carries}{others}, says the ledger of {where}"
