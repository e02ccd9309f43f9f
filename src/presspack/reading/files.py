"""The files under a folder: every path, with what stands in the way of reading it."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presspack.engine.hashing import sha256
from presspack.errors import PresspackError, Rejected
from presspack.reading.ignored import Ignored
from presspack.writing.visible import printable

READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


def walk(root: Path) -> Iterator[str]:
    """Every path below `root` that is no folder, in an order that depends on names alone; links are paths too.

    What DVC hides is left out: it would stay in the dataset after it is gone.
    """
    if not root.is_dir():
        raise PresspackError("is no folder: name the one that holds the dumps", printable(str(root)))
    folders, ignored = [str(root)], Ignored(root)
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise PresspackError(f"cannot be listed ({error.strerror})", printable(error.filename)) from None
        if folder != str(root):
            ignored.entered(folder)
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if ignored.hides(entry.path, folder=is_folder):
                continue
            if is_folder:
                folders.append(entry.path)
            else:
                yield entry.path


def read(path: str, root: str, limit: int) -> tuple[bytes | None, str, int]:
    """The bytes of a file (None if above `limit`), their SHA-256 and their number.

    Raises Rejected for what is no readable file, and for a link that leads out of `root` or to a folder.
    """
    with opened(path, root) as (handle, size):
        if size > limit:
            with os.fdopen(handle, "rb", closefd=False) as file:
                return None, hashlib.file_digest(file, "sha256").hexdigest(), size
        data = _all(handle, size)
    return data, sha256(data), len(data)


def size(path: str) -> int:
    """The number of a file's bytes; 0 where it cannot be told yet, since reading it will say why."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 -- half the price
    except OSError:
        return 0


@contextmanager
def opened(path: str, root: str) -> Iterator[tuple[int, int]]:
    """A file, open to be read, and its number of bytes. Raises Rejected as `read` does."""
    try:
        handle = _open(path, root)
        try:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode):
                raise Rejected("not-a-file", None, stat.filemode(info.st_mode))
            yield handle, info.st_size
        finally:
            os.close(handle)
    except OSError as error:
        raise Rejected("unreadable", None, error.strerror or str(error)) from None


def _open(path: str, root: str) -> int:
    """Open a file without waiting for a pipe; a link only where it may be followed."""
    try:
        return os.open(path, READ | os.O_NOFOLLOW)
    except OSError:
        if not stat.S_ISLNK(os.lstat(path).st_mode):
            raise
    target = _follow(path, root)
    try:
        return os.open(target, READ | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise Rejected("link-not-followed", None, "it changes while it is read") from None


def _all(handle: int, size: int) -> bytes:
    """Every byte of an open file that is said to be of this size."""
    data = os.read(handle, size + 1)
    if len(data) != size:  # one read gives all of a file, unless it grows, shrinks or is very large
        while more := os.read(handle, 1 << 20):
            data += more
    return data


def _follow(path: str, root: str) -> str:
    """Where a link leads. Raises Rejected where it may not be followed."""
    try:
        target = os.path.realpath(path, strict=True)
    except OSError as error:
        raise Rejected("link-not-followed", None, error.strerror or str(error)) from None
    if os.path.commonpath([target, root]) != root:
        raise Rejected("link-not-followed", None, "it leads out of the folder of dumps")
    if Path(target).is_dir():
        raise Rejected("link-not-followed", None, "it leads to a folder, which is read in its own place")
    return target
