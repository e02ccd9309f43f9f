"""Environments of their own, from the package index, for what must not be installed beside presspack."""

import subprocess
import venv
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
UNREACHED = (
    "Could not find a version",
    "Failed to establish",
    "Connection",
    "Temporary failure",
    "timed out",
    "No matching",
)


@cache
def _lock() -> str:
    return str(REPO / "requirements.lock")


def made(name: str, packages: list[str], places: pytest.TempPathFactory, locked: bool = False) -> Path:
    """The folder of the programs of a new environment with these packages; skips where none can be fetched.

    `locked`: packages that presspack needs as well come in the versions of its lock.
    """
    folder = places.mktemp("environments") / name
    venv.create(folder, with_pip=True)
    words = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *packages,
    ]
    done = subprocess.run([*words, *(["--constraint", _lock()] if locked else [])], capture_output=True, text=True)
    if done.returncode and any(word in done.stderr for word in UNREACHED):
        pytest.skip(f"{name} cannot be fetched from the package index: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return folder / "bin"
