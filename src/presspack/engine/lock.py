"""One command at a time writes in a folder: two would take each other's half-made files for their own."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from presspack.errors import PresspackError

HELD = re.compile(r"\d+: FLOCK +\S+ +WRITE (\d+) \w+:\w+:(\d+) ")


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Hold the folder that `output` is written into, until the command ends or dies: no file is left behind.

    Raises PresspackError where another command holds it. A file system without locks is not held.
    """
    folder = output.absolute().parent
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = (
                f"another command is writing here{_holder(os.fstat(handle).st_ino)}: wait until it is done, or stop it"
            )
            raise PresspackError(said, output) from None
        except OSError:  # as some network file systems say
            pass
        yield
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):  # where the command wrote nothing, it leaves nothing
                folder.rmdir()


def _holder(inode: int) -> str:
    """The process that holds a folder, where the system tells it."""
    try:
        locks = Path("/proc/locks").read_text("ascii")
    except OSError:
        return ""
    return next((f" (process {found[1]})" for found in HELD.finditer(locks) if int(found[2]) == inode), "")
