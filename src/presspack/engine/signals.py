"""Ctrl-C and SIGTERM: the work stops at once, no process is left behind, and one line says what is kept.

All output is built beside and renamed, so the work can be left at any moment; it gets a little time to tidy up.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from presspack.engine import progress
from presspack.writing.visible import printable

GRACE = 0.4  # seconds; a library that computes meanwhile does not notice a signal before it is done
SIGNALS = (signal.SIGINT, signal.SIGTERM)

children: set["subprocess.Popen[bytes]"] = set()
"""The processes that work for this one. They ignore both signals, and end with it."""


class Stopped(BaseException):
    """A person, or a program, wants this process to end."""


class _State:
    number = 0
    """The signal that came, if any."""
    held = forced = False
    leaving = threading.Lock()


@contextmanager
def listening() -> Iterator[None]:
    """Leave this process when a signal comes; afterwards the system ends it, with no word."""
    heard = {number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN}  # nohup ignores
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reading, heard), daemon=True).start()
    try:
        for number in heard:
            signal.signal(number, _unwind)
        yield
    except BaseException:  # a stopped library, or a broken pipe to a process, may raise anything
        if not _State.number:
            raise
    finally:
        _State.held = True
        for number in heard:
            signal.signal(number, signal.SIG_DFL)
        if _State.number:
            _leave()
        _State.held = False
        signal.set_wakeup_fd(-1)
        os.close(writing)


@contextmanager
def forced() -> Iterator[None]:
    """Work that may be left as it stands, when it does not stop by itself."""
    _State.forced = True
    try:
        yield
    finally:
        _State.forced = False


@contextmanager
def held() -> Iterator[None]:
    """A signal waits until this is done; a process that is started here never gets one."""
    _State.held = True
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        _State.held = False
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if _State.number:
            raise Stopped


def _unwind(number: int, _: object) -> None:
    """Let all that is open be closed; another signal changes nothing."""
    if not _State.number:
        _State.number = number
        sys.unraisablehook = lambda _: None  # Stopped may come up where nobody can catch it
        if not _State.held:
            raise Stopped


def _watch(reading: int, heard: set[signal.Signals]) -> None:
    """Kill the workers as soon as a signal comes, and leave even if the main thread does not notice it."""
    while came := os.read(reading, 1):
        if came[0] in heard:
            _kill()
            if _State.forced:
                time.sleep(GRACE)
                _State.number = came[0]
                _leave()
    os.close(reading)


def _kill() -> None:
    for child in list(children):
        child.kill()


def _leave() -> NoReturn:
    _State.leaving.acquire()  # who comes second waits for the end
    _kill()
    progress.clear()
    with suppress(Exception):
        kept = printable(progress.kept())
        os.write(2, f"presspack: stopped{f': {kept}' if kept else ''}\n".encode(errors="replace"))
        sys.stdout.flush()
    os._exit(128 + _State.number)
