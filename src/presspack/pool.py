"""Units of work, one after another or side by side in processes; results come in the order of the units."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import TypeVar

from presspack.errors import PresspackError
from presspack.light import lighten

WORTH = 8 << 20  # bytes of input that take about as long as starting processes
Unit = TypeVar("Unit")
Result = TypeVar("Result")


class Pool:
    """At most `processes` processes, started when there is work that is worth it."""

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes
        self._started: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._started is not None:
            self._started.shutdown(wait=kind is None, cancel_futures=True)

    def run(self, work: Callable[[Unit], Result], units: Sequence[Unit], size: int | None = None) -> Iterator[Result]:
        """Do `work` on every unit; all units together are of `size` bytes, if that is known."""
        if self.processes == 1 or len(units) < 2 or (size is not None and size < WORTH):
            for unit in units:
                yield _one(work, unit)
            return
        try:
            yield from self._executor().map(partial(_one, work), units)
        except BrokenProcessPool:
            message = "a worker was stopped from outside, perhaps for want of memory: set fewer workers or more shards"
            raise PresspackError(message, "params.yaml") from None

    def _executor(self) -> ProcessPoolExecutor:
        if self._started is None:
            # each process is one worker: libraries shall not start threads on every core in all of them
            os.environ.update(POLARS_MAX_THREADS="1", OPENBLAS_NUM_THREADS="1")
            spawn = multiprocessing.get_context("spawn")  # a fork would copy the locks of polars' threads
            self._started = ProcessPoolExecutor(self.processes, mp_context=spawn, initializer=lighten)
        return self._started


def _one(work: Callable[[Unit], Result], unit: Unit) -> Result:
    """One unit without the cyclic garbage collector, which a shard's many rows would start again and again."""
    gc.disable()
    try:
        return work(unit)
    finally:
        gc.collect()
        gc.freeze()  # what is left is modules and caches: the next collection need not look at them
        gc.enable()
