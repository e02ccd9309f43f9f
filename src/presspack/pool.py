"""Units of work, one after another or side by side in processes; results come in the order of the units."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from presspack.errors import PresspackError

WORTH = 8 << 20  # bytes of input that take about as long as starting processes

Unit = TypeVar("Unit")
Result = TypeVar("Result")


def run(
    work: Callable[[Unit], Result], units: Sequence[Unit], processes: int, size: int | None = None
) -> Iterator[Result]:
    """Do `work` on every unit, in at most `processes` processes; all units together are of `size` bytes, if known."""
    if processes == 1 or len(units) < 2 or (size is not None and size < WORTH):
        for unit in units:
            yield _one(work, unit)
        return
    # each process is one worker: polars shall not start its own threads on every core in all of them
    os.environ["POLARS_MAX_THREADS"] = "1"
    spawn = multiprocessing.get_context("spawn")  # a fork would copy the locks of polars' threads
    with ProcessPoolExecutor(min(processes, len(units)), mp_context=spawn) as pool:
        try:
            yield from pool.map(partial(_one, work), units)
        except BrokenProcessPool:
            message = "a worker was stopped from outside, perhaps for want of memory: set fewer workers or more shards"
            raise PresspackError(message, "params.yaml") from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one(work: Callable[[Unit], Result], unit: Unit) -> Result:
    """One unit without the cyclic garbage collector, which a shard's many rows would start again and again."""
    gc.disable()
    try:
        return work(unit)
    finally:
        gc.enable()
        gc.collect(1)
