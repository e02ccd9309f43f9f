"""A process that works for another: it reads units from a connection, and answers with results, until that is closed."""

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from presspack.engine import progress
from presspack.engine.imports import lighten

STEP, DONE, FAILED = "step", "done", "failed"
Unit = TypeVar("Unit")
Result = TypeVar("Result")


def main(handle: int) -> None:
    """Work until nobody is there to work for."""
    connection = Connection(handle)
    lighten()
    try:
        relay = progress.Relay(lambda said: connection.send((STEP, said)))
        if connection.recv():
            progress.listen(relay.step)
        while True:
            _answer(connection, relay)
    except (EOFError, ConnectionError):
        os._exit(0)


def _answer(connection: Connection, relay: progress.Relay) -> None:
    """Do one unit, and send what came of it."""
    try:
        work, unit = connection.recv()
        result = one(work, unit)
        relay.flush()
        connection.send((DONE, result))
    except (EOFError, ConnectionError):
        raise
    except Exception as error:
        told = "".join(traceback.format_exception(error))
        error.add_note(f"in a worker:\n{told}")
        try:
            connection.send((FAILED, pickle.loads(pickle.dumps(error))))
        except Exception:  # not every exception survives that
            connection.send((FAILED, RuntimeError(told)))


def one(work: Callable[[Unit], Result], unit: Unit) -> Result:
    """One unit without the cyclic garbage collector, which a shard's many rows would start again and again."""
    gc.disable()
    try:
        return work(unit)
    finally:
        gc.collect()
        gc.freeze()  # what is left is modules and caches: the next collection need not look at them
        gc.enable()
