"""What long work tells of itself: a bar on a terminal, plain lines with --verbose, what is kept when it is stopped.

The stages name their phases here, and count what they have done; where nobody looks, that costs next to nothing.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from presspack.engine.phase import Phase
from presspack.writing.visible import printable

if TYPE_CHECKING:
    from presspack.engine.bar import Bar

EVERY = 0.1  # seconds between two messages of a worker


@dataclass
class _State:
    phase: Phase | None = None
    bar: "Bar | None" = None
    verbose: bool = False
    kept: Callable[[], str] = lambda: "nothing was done; run it again"
    finished: int = 0
    """Units that are kept."""
    sink: Callable[[int, int, str], None] | None = None


_shown = _State()


class Share:
    """What one unit has of the size of all."""

    def __init__(self, phase: Phase, size: int) -> None:
        self._phase, self._left = phase, size

    def step(self, size: int, many: int, now: str) -> None:
        """Some of it is done."""
        size = min(size, self._left)
        self._left -= size
        self._phase.done += size
        self._phase.many += many
        self._phase.now = now or self._phase.now

    def end(self) -> None:
        """All of it is done."""
        self.step(self._left, 0, "")
        self._phase.finished += 1
        _shown.finished += 1


def phase(label: str, units: int = 0, noun: str = "", size: int = 0) -> Phase:
    """Begin the next part of the work."""
    _close()
    _shown.phase = Phase(label, units, noun, size)
    return _shown.phase


def rest() -> None:
    """End the phase: what comes now tells of itself, or needs no time."""
    _close()
    _shown.phase = None
    clear()


def step(size: int, many: int, now: str) -> None:
    """So many bytes more are done, with so many dumps, of what has this name."""
    if _shown.sink is not None:
        _shown.sink(size, many, now)


def note(text: str) -> None:
    """End the phase, and say something that --verbose tells."""
    rest()
    _line(text)


def keep(kept: Callable[[], str]) -> None:
    """Name what would be left if the work were stopped now."""
    _shown.kept = kept


def kept() -> str:
    """What is left of work that is stopped."""
    return _shown.kept()


def units(noun: str, total: int, reused: int = 0) -> None:
    """Name the units of the next phase, which are kept if the work is stopped; some were there before."""
    _shown.finished = reused

    def said() -> str:
        many = _shown.finished
        if not many:
            return f"none of {total} {noun} is finished; run it again"
        return f"{many} of {total} {noun} {'are' if many > 1 else 'is'} kept; run it again to go on"

    keep(said)


@contextmanager
def shown(verbose: bool = False, bar: bool = False) -> Iterator[None]:
    """Show what is done meanwhile."""
    _shown.verbose = verbose
    if bar:
        from presspack.engine.bar import Bar

        _shown.bar = Bar(lambda: _shown.phase)
        _shown.bar.start()
    try:
        yield
        _close()
    finally:
        if _shown.bar is not None:
            _shown.bar.finish()
        _shown.phase, _shown.bar, _shown.verbose = None, None, False


def terminal() -> bool:
    """Whether a bar can be drawn, and somebody may look at it."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")


def clear() -> None:
    """Take the bar away, until it is drawn again."""
    if _shown.bar is not None:
        _shown.bar.clear()


def drawn() -> bool:
    """Whether there is a bar."""
    return _shown.bar is not None


def watched() -> bool:
    """Whether it is of any use to say what is done."""
    return _shown.bar is not None or _shown.verbose


def listen(sink: Callable[[int, int, str], None] | None) -> None:
    """Give what `step` says to `sink`."""
    _shown.sink = sink


class Relay:
    """Sends what `step` says to another process, now and then."""

    def __init__(self, send: Callable[[tuple[int, int, str]], None]) -> None:
        self._send, self._last = send, time.monotonic()
        self._size = self._many = 0
        self._now = ""

    def step(self, size: int, many: int, now: str) -> None:
        """Some of a unit is done."""
        self._size += size
        self._many += many
        self._now = now
        if time.monotonic() - self._last > EVERY:
            self.flush()

    def flush(self) -> None:
        """Send what was not sent yet."""
        self._send((self._size, self._many, self._now))
        self._size = self._many = 0
        self._last = time.monotonic()


def _close() -> None:
    """Tell of the phase that is done."""
    if (done := _shown.phase) is not None and _shown.verbose:
        what = [done.counted()] if done.units and done.many else []
        what += [f"{done.units:,} {done.noun}"] if done.units else []
        _line(", ".join([f"{done.label}: {time.monotonic() - done.since:.1f} s", *what]))


def _line(text: str) -> None:
    if _shown.verbose:
        clear()
        sys.stderr.write(f"presspack: {printable(text)}\n")
        sys.stderr.flush()
