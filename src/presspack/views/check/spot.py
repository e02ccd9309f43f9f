"""Where a finding is shown in a repository: the file, and the line of it."""

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from presspack.engine import git
from presspack.errors import Note

ROW = re.compile(r"(.+\.(?:jsonl|ndjson|csv|tsv))!/([0-9]+)", re.I | re.S)  # whose records are named by their line


class Spot(NamedTuple):
    """A file, by its path from the root of the repository, and a line of it, where it has lines of its own."""

    file: str
    line: int | None


def spot(path: str, note: Note) -> Spot:
    """Where to show what is said of a dump: a row of JSON lines or CSV at its line, others of a container at its file."""
    file, _, member = path.partition("!/")
    if row := ROW.fullmatch(path):
        return Spot(from_root(row[1]), int(row[2])) if row[1] == file else Spot(from_root(file), None)
    return Spot(from_root(file), None if member else note.line or 1)


def from_root(path: str) -> str:
    """A path as the repository one stands in has it; as it is where it leads out of it, or there is none."""
    root, here = _root(str(Path.cwd()))
    if not root or (here == root and not path.startswith("/")):
        return path
    whole = os.path.normpath(os.path.join(here, path))  # noqa: PTH118 -- a path of the ledger, not of this machine
    return whole.removeprefix(f"{root}{os.sep}") if whole.startswith(f"{root}{os.sep}") else path


@cache
def _root(folder: str) -> tuple[str, str]:
    """The root of the repository around a folder, or nothing; and the folder."""
    said = git.ask("rev-parse", "--show-toplevel", folder=folder)
    return (os.fsdecode(said).rstrip("\n") if said else ""), os.path.realpath(folder)
