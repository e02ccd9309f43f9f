"""Put a finished folder in the place of another in one step."""

import ctypes
import os
import shutil
from pathlib import Path

from presspack.store import sync

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
