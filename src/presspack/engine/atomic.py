"""Atomic replacement of files and folders."""

import ctypes
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2


def put(new: Path, place: Path) -> None:
    """Rename the folder `new` to `place` atomically. What was there before is removed afterwards, never before."""
    sync(new)
    if not place.exists():
        new.rename(place)
    elif _exchange(new, place):
        shutil.rmtree(new)
    else:  # no atomic exchange here: for an instant there is no folder, but never half of one
        old = place.with_name(f".{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
        new.rename(place)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically, where the system can (Linux, most file systems)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return bool(done == 0)


def write(path: Path, text: str) -> None:
    """Write a file atomically: to a temporary file first, renamed once it is on disk."""
    write_all(path, [text])


def write_all(path: Path, parts: Iterable[str]) -> None:
    """Write a file atomically, part by part: all of it is never in memory.

    A link stays one, and the file that it leads to is replaced. A device or a pipe cannot be, and is written to.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        return
    path = path.resolve() if path.is_symlink() else path
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
        _sync(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def sync(folder: Path) -> None:
    """Flush all files of a folder to disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
