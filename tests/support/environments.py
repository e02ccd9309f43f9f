"""Environments of their own, from the package index, for what must not be installed beside presspack."""

import subprocess
import time
import venv
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

REPO = Path(__file__).parents[2]
UNREACHED = ("connection broken", "Failed to establish", "Temporary failure", "timed out", "Max retries")


def made(name: str, packages: list[str], places: pytest.TempPathFactory, locked: bool = False) -> Path:
    """The folder of the programs of a new environment with these packages; skips where none can be fetched.

    `locked`: packages that presspack needs as well come in the versions of its lock.
    """
    folder = places.mktemp("environments") / name
    venv.create(folder, with_pip=True)
    limits = ["--constraint", str(REPO / "requirements.lock")] if locked else []
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, "--no-compile", *limits, *packages], capture_output=True, text=True)
    if done.returncode and any(word in done.stderr for word in UNREACHED):
        pytest.skip(f"{name} cannot be fetched from the package index: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def wait(address: str, server: subprocess.Popen[Any]) -> None:
    """Until a server that has just been started answers."""
    for _ in range(600):
        try:
            urlopen(address).close()
            return
        except (URLError, ConnectionError):
            assert server.poll() is None, "it has ended"
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
