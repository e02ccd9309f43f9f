"""Put a finished folder in the place of another in one step."""

import ctypes
import os
import shutil
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2


def put(beside: Path, place: Path) -> None:
    """Rename `beside` to `place`; what stood there before is removed after, never before."""
    sync(beside)
    if not place.exists():
        beside.rename(place)
    elif _exchange(beside, place):
        shutil.rmtree(beside)
    else:  # no such call here: for an instant there is no folder, but never half a one
        old = place.with_name(f".{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
        beside.rename(place)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders, where the system can do it at once (Linux, most file systems)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return bool(done == 0)


def write(path: Path, text: str) -> None:
    """Write a file beside, and rename it when it is on disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, "utf-8", newline="\n")
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


def sync(folder: Path) -> None:
    """See to it that all files of a folder are on disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
