"""Units of work, one after another or side by side in processes; results come in the order of the units."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, TypeVar

from presspack.engine import phase, progress
from presspack.engine import signals as stop
from presspack.engine.worker import FAILED, STEP, one
from presspack.errors import PresspackError

WORTH = 8 << 20  # bytes of input that take about as long as starting processes
Unit = TypeVar("Unit")
Result = TypeVar("Result")


class Pool:
    """At most `processes` processes, started when there is work that is worth it."""

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes
        self._started: list[Worker] = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._started:
            worker.end()
        self._started = []

    def run(
        self,
        work: Callable[[Unit], Result],
        units: Sequence[Unit],
        sizes: Sequence[int],
        label: str = "working",
        noun: str = "parts",
    ) -> Iterator[Result]:
        """Do `work` on every unit; `sizes` are the bytes of each. `label` and `noun` tell a person what they are."""
        phase = progress.phase(label, len(units), noun, sum(sizes))
        if self.processes == 1 or len(units) < 2 or sum(sizes) < WORTH:
            for unit, size in zip(units, sizes, strict=True):
                share = progress.Share(phase, size)
                progress.listen(share.step if progress.watched() else None)
                result = one(work, unit)
                progress.listen(None)
                share.end()
                yield result
        else:
            yield from self._side_by_side(work, units, sizes, phase)

    def _side_by_side(
        self, work: Callable[[Unit], Result], units: Sequence[Unit], sizes: Sequence[int], phase: phase.Phase
    ) -> Iterator[Result]:
        """Give each worker a unit, and another when it is done with that."""
        while len(self._started) < min(self.processes, len(units)):
            self._started.append(Worker())
        left = iter(range(len(units)))
        busy: dict[Any, tuple[Worker, int, progress.Share]] = {}
        results: dict[int, Result] = {}

        def give(worker: Worker) -> None:
            if (i := next(left, None)) is not None:
                worker.send((work, units[i]))
                busy[worker.connection] = worker, i, progress.Share(phase, sizes[i])

        for worker in self._started:
            give(worker)
        for i in range(len(units)):
            while i not in results:
                for ready in wait(list(busy)):
                    worker, number, share = busy[ready]
                    kind, said = worker.recv()
                    if kind == STEP:
                        share.step(*said)
                    elif kind == FAILED:
                        raise said
                    else:
                        results[number] = said
                        share.end()
                        del busy[ready]
                        give(worker)
            yield results.pop(i)


class Worker:
    """A process that does what it is sent. It ends with this one, however that ends, and by no signal of a terminal."""

    def __init__(self, threads: bool = False) -> None:
        """With `threads`, libraries may use every core: it works alone."""
        ours, theirs = socket.socketpair()
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; from presspack.engine.worker import main; main({theirs.fileno()})"
        )
        # each process is one worker: libraries shall not start threads on every core in all of them
        single = {} if threads else {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with stop.held():
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=os.environ | single,
            )
            stop.children.add(self._process)
        theirs.close()
        self.connection = Connection(ours.detach())
        self.send(progress.watched())

    def send(self, message: object) -> None:
        """Say something. That it is gone shows in the answer."""
        with suppress(ConnectionError):
            self.connection.send(message)

    def recv(self) -> tuple[str, Any]:
        """What it says. Raises PresspackError where it is gone."""
        try:
            kind, said = self.connection.recv()
        except (EOFError, OSError):
            message = "a worker was stopped from outside, perhaps for want of memory: set fewer workers or more shards"
            raise PresspackError(message, "params.yaml") from None
        return kind, said

    def end(self) -> None:
        """It has no work, or none that is wanted."""
        self.connection.close()
        self._process.kill()
        self._process.wait()
        stop.children.discard(self._process)


def apart(work: Callable[[Unit], Result], unit: Unit) -> Result:
    """Do `work` on one unit in a process of its own, which may go to another folder and import what lies there."""
    worker = Worker(threads=True)
    try:
        worker.send((work, unit))
        kind, said = worker.recv()
        while kind == STEP:
            kind, said = worker.recv()
    finally:
        worker.end()
    if kind == FAILED:
        raise said
    result: Result = said
    return result
