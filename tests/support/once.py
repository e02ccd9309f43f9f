"""What is slow to make is made once in a run, whatever worker asks first; the others wait for it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, filled by `make` once in a run. It is shared: tests change a copy of it."""
    base = places.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = base / name, base / f".{name}.made"
    with FileLock(base / f".{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # half made by a test that failed
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
