"""Whether the folder one stands in counts as a project: its schemas/ and layouts/ are code, which would run."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NO_PROJECT = "PRESSPACK_NO_PROJECT"  # in the environment, so that worker processes have it too


def counts() -> bool:
    """Whether code of this folder may run."""
    return NO_PROJECT not in os.environ


def has_schemas() -> bool:
    """Whether the contracts are those of this folder, and not those that presspack ships."""
    return counts() and Path("schemas", "__init__.py").is_file()


@contextmanager
def nowhere() -> Iterator[None]:
    """Meanwhile no code of this folder runs, in this process or in workers that it starts: presspack's contracts count."""
    here = Path.cwd().resolve()
    path = [place for place in sys.path if Path(place).resolve() != here]
    before, sys.path[:] = sys.path[:], path
    os.environ[NO_PROJECT] = "1"
    try:
        yield
    finally:
        sys.path[:] = before
        del os.environ[NO_PROJECT]
