"""What a stage read must be there as it was when the stage ends: DVC notes the hashes of inputs after a stage has run.

Otherwise a dump that is added while `stage` works is in no ledger, and no later run looks for it.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from presspack.errors import PresspackError
from presspack.reading import files

CODE = ("schemas", "layouts", "src/presspack")
"""What every stage reads besides, where a project has it."""


@contextmanager
def steady(*inputs: Path) -> Iterator[None]:
    """Run a stage that reads these files and folders. Raises PresspackError at its end where one is no longer as it was."""
    read = [*inputs, *(path for path in map(Path, CODE) if path.is_dir())]
    before = list(map(_state, read))
    yield
    for path, state in zip(read, before, strict=True):
        if _state(path) != state:
            raise PresspackError("changed while it was read, and what was made is not of it: run it again", path)


def _state(path: Path) -> bytes:
    """A digest of names, sizes and times: the bytes are not read again."""
    told = blake2b(digest_size=16)
    for file in _files(path):
        try:
            info = os.lstat(file)
            told.update(
                f"{file}\0{info.st_mode} {info.st_size} {info.st_mtime_ns} {info.st_ino}\0".encode(
                    errors="surrogateescape"
                )
            )
        except OSError as error:
            told.update(f"{file}\0{error.errno}\0".encode(errors="surrogateescape"))
    return told.digest()


def _files(path: Path) -> Iterable[str]:
    if not path.is_dir():
        return [str(path)]
    return (file for file in files.walk(path) if not file.endswith(".pyc"))  # which Python may write at any time
