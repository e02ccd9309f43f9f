"""Real terminals and real groups of processes, for the tests of what a person sees and of Ctrl-C."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support.projects import environment

PATIENCE = 60  # seconds: no command here takes as long, unless it hangs
COMMAND = [sys.executable, "-m", "presspack"]
LOGIN = "import os, sys; os.login_tty(0); os.execvp(sys.argv[1], sys.argv[1:])"
STYLE = re.compile(r"\x1b\[[\d;]*m")
ERASE = "\x1b[K\r"


class Seen(NamedTuple):
    """What came to a terminal, and the exit code."""

    code: int
    text: str

    @property
    def bars(self) -> list[str]:
        """Every picture of the bar, without its colours."""
        return [STYLE.sub("", part.rpartition("\r")[2]) for part in self.text.split(ERASE)[:-1]]

    @property
    def left(self) -> str:
        """What can be read at the end."""
        lines = self.text.replace("\r\n", "\n").split("\n")
        return "\n".join(STYLE.sub("", line.rpartition("\r\x1b[2K")[2]) for line in lines)


def watch(
    folder: Path, words: Sequence[str], columns: int = 80, keys: Callable[[int], bytes] = lambda _: b"", **more: str
) -> Seen:
    """Run a command on a terminal of its own; `keys` tells of its process what is typed, as soon as that is something."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    surely = {"TERM": "xterm-256color", "CI": "", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | more
    env = environment(**surely)
    process = subprocess.Popen([sys.executable, "-c", LOGIN, *words], cwd=folder, env=env, stdin=slave)
    os.close(slave)
    os.set_blocking(master, False)
    text, typed, end = b"", b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        over = process.poll() is not None
        try:
            while more_text := os.read(master, 1 << 16):
                text += more_text
        except BlockingIOError:
            pass
        except OSError:  # nobody holds the other end
            break
        if over:
            break
        if not typed and (typed := keys(process.pid)):
            os.write(master, typed)
        time.sleep(0.005)
    os.close(master)
    process.kill()
    return Seen(process.wait(PATIENCE), text.decode())


def members(group: int) -> dict[int, str]:
    """The processes of a group that have not ended, and their commands."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, _, pgid = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(pgid) == group and state != "Z":
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def listens(process: int) -> bool:
    """Whether a process of ours has begun to heed signals: Python alone leaves SIGTERM to the system."""
    try:
        caught = re.search(r"SigCgt:\s*(\w+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return False
    return caught is not None and bool(int(caught[1], 16) >> 14 & 1)


def until(true: Callable[[], object], process: "subprocess.Popen[str]") -> bool:
    """Wait for something; False where the process ended before."""
    end = time.monotonic() + PATIENCE
    while not true():
        if process.poll() is not None or time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True
