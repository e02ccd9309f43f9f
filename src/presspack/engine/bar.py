"""One line on a terminal: how far a phase is, how fast, how long it takes, what is being read. Drawn by a thread."""

import os
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING

from presspack.writing.visible import printable

if TYPE_CHECKING:
    from rich.console import Console

    from presspack.engine.phase import Phase

DELAY = 0.5  # seconds: what is done by then is not worth a bar
EVERY = 0.1  # seconds between two pictures
WINDOW = 15.0  # seconds by which speed is told
LABEL, SHARE, COUNT, SPEED, LEFT = 10, 4, 14, 9, 10  # columns, so that nothing moves but what changes
BAR = 10, 40  # columns at least and at most
CLEAR = b"\r\x1b[2K"
STYLE = re.compile(r"\x1b\[[\d;]*m")


class Bar:
    """The line; `phase` says of what."""

    def __init__(self, phase: "Callable[[], Phase | None]") -> None:
        self._phase = phase
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.drawn = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._pace = Pace()

    def start(self) -> None:
        """Draw from now on, if it goes on for long."""
        self._thread.start()

    def finish(self) -> None:
        """Draw no more."""
        self._over.set()
        self._thread.join()
        self.clear()

    def clear(self) -> None:
        """Take the line away. It never waits for long: a process that is stopped calls it."""
        if self._lock.acquire(timeout=0.1):
            if self.drawn:
                _write(CLEAR)
            self.drawn = False
            self._lock.release()

    def _run(self) -> None:
        if self._over.wait(DELAY):
            return
        from rich.console import Console

        console = Console(file=StringIO(), width=BAR[1], force_terminal=True, legacy_windows=False)
        while not self._over.wait(EVERY):
            with self._lock:
                phase = self._phase()
                if phase is not None and not self._over.is_set():
                    line = self._line(console, phase, os.get_terminal_size(2).columns - 1)
                    _write(f"\r{line}\x1b[K\r".encode(sys.stderr.encoding, "replace"))
                    self.drawn = True

    def _line(self, console: "Console", phase: "Phase", width: int) -> str:
        """What is told of a phase; a full line would make some terminals begin another, so one column is left."""
        from rich.cells import set_cell_size

        speed, left = self._pace.told(phase)
        share = f"{int(100 * phase.done / phase.size)}%" if phase.size else ""
        behind = f" {share:>{SHARE}} {phase.counted():>{COUNT}} {speed:>{SPEED}} {left:>{LEFT}}"
        room = width - LABEL - 1 - len(behind)
        if room < BAR[0]:  # a narrow window: the words, as far as they fit
            return set_cell_size(f"{phase.label}{behind}", width)
        bar = max(BAR[0], min(BAR[1], room // 2))
        name = fitted(printable(phase.now), room - bar - 2)
        return f"{phase.label:{LABEL}} {drawing(console, phase, bar)}{behind}  {name}"


def drawing(console: "Console", phase: "Phase", width: int) -> str:
    """The bar itself, in so many columns."""
    from rich.progress_bar import ProgressBar

    bar = ProgressBar(phase.size or None, phase.done, width, not phase.size, "bright_black", "green", "green", "green")
    with console.capture() as held:
        console.print(bar, end="")
    drawn = held.get()
    plain = STYLE.sub("", drawn)  # without colours there is nothing behind it
    return drawn + " " * (width - len(plain))


class Pace:
    """How fast a phase is, by what it did in the last seconds; told anew once a second, so that it can be read."""

    def __init__(self) -> None:
        self._of: Phase | None = None
        self._seen: deque[tuple[float, int, int]] = deque()
        self._told, self._said = 0.0, ("", "")

    def told(self, phase: "Phase") -> tuple[str, str]:
        """The dumps in a second, and the time left; of work without a known end, the time that it took."""
        now = time.monotonic()
        if phase is not self._of:
            self._of, self._told, self._said = phase, now, ("", "")
            self._seen = deque([(phase.since, 0, 0)])
        if not phase.size:
            return "", clock(now - phase.since)
        if not phase.done:  # processes are being started: that tells nothing of their speed
            self._seen[0], self._told = (now, 0, 0), now
        if now - self._told >= 1:
            self._told = now
            self._seen.append((now, phase.done, phase.many))
            while now - self._seen[0][0] > WINDOW:
                self._seen.popleft()
            start, done, many = self._seen[0]
            speed, seconds = (phase.many - many) / (now - start), now - start
            moved = phase.done - done
            left = clock((phase.size - phase.done) * seconds / moved) + " left" if moved else ""
            self._said = (f"{speed:,.0f}/s" if phase.many else ""), left
        return self._said


def clock(seconds: float) -> str:
    """Seconds as people read them: 0:07, 12:30, 1:02:05."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def fitted(name: str, width: int) -> str:
    """The end of a name, as much of it as fits: letters may be two columns wide."""
    from rich.cells import cell_len

    if cell_len(name) <= width:
        return name
    name = name[-max(0, width) :]
    while name and cell_len(name) > width - 1:
        name = name[1:]
    return f"…{name}" if width > 0 else ""


def _write(data: bytes) -> None:
    sys.stderr.flush()
    os.write(2, data)
