"""The files of a published folder, and SHA256SUMS, which lists them: what is there, and what may be."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from presspack.dataset import card, parquet
from presspack.dataset import configs as hub
from presspack.engine.hashing import file_sha256
from presspack.writing.visible import printable

CHECKSUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S[^\r]*)")


def checksums(dataset: Path) -> str:
    """A line `<sha256>  <path>` for every file, sorted by path, but for the file of checksums itself."""
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*") if path.is_file())
    return "".join(f"{file_sha256(dataset / path)}  {path}\n" for path in paths if path != CHECKSUMS)


def sums(dataset: Path) -> str:
    """The lines of the file of checksums that can be read as such."""
    return "".join(f"{line}\n" for line in _lines(dataset) if LINE.fullmatch(line))


def odd(dataset: Path) -> list[str]:
    """Everything below a folder that is neither a file nor a folder; nothing is opened to tell it."""
    return list(_odd(dataset, dataset))


def faults(dataset: Path) -> list[str]:
    """Everything that the files of a folder, and the lines of its checksums, have against each other."""
    told: dict[str, str] = {}
    before = ""
    for number, line in enumerate(_lines(dataset), 1):
        match = LINE.fullmatch(line)
        if not match:
            return [f"{CHECKSUMS}:{number}: is not `<sha256>  <path>`"]
        if match[2] <= before:
            said = "twice" if match[2] in told else "out of order: lines are sorted by path"
            return [f"{CHECKSUMS}:{number}: names {printable(match[2])} {said}"]
        before, told[match[2]] = match[2], match[1]
    found = {_name(dataset, path): path for path in sorted(dataset.rglob("*"))}
    problems = [
        f"{name}: is an empty folder" for name, path in found.items() if path.is_dir() and not any(path.iterdir())
    ]
    there = {path.relative_to(dataset).as_posix(): path for path in found.values() if path.is_file()}
    there.pop(CHECKSUMS)
    problems += [f"{printable(name)}: is missing" for name in sorted(told.keys() - there.keys())]
    problems += [f"{printable(name)}: is not in {CHECKSUMS}" for name in sorted(there.keys() - told.keys())]
    known = {
        *card.NAMES,
        *(path.relative_to(dataset).as_posix() for config in hub.CONFIGS for path in parquet.files(dataset, config)),
    }
    problems += [f"{printable(name)}: is no file of a dataset" for name in sorted(told.keys() & there.keys() - known)]
    for name in sorted(told.keys() & there.keys()):
        if file_sha256(there[name]) != told[name]:
            problems.append(f"{printable(name)}: is not the file that {CHECKSUMS} names")
    return problems


def _odd(dataset: Path, folder: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name, mode = _name(dataset, Path(entry.path)), entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            yield f"{name}: is a link, and a dataset holds none"
        elif stat.S_ISDIR(mode):
            yield from _odd(dataset, Path(entry.path))
        elif not stat.S_ISREG(mode):
            yield f"{name}: is neither a file nor a folder"


def _name(dataset: Path, path: Path) -> str:
    return printable(path.relative_to(dataset).as_posix())


def _lines(dataset: Path) -> list[str]:
    """The lines, each without the one sign that ends it."""
    return (dataset / CHECKSUMS).read_bytes().decode("utf-8", "replace").removesuffix("\n").split("\n")
