"""Environments of their own, from the package index, for what must not be installed beside presspack."""

import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

REPO = Path(__file__).parents[2]
EXACT = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*")
BUILT = """
from hatchling.build import build_wheel
print(build_wheel({folder!r}))
"""
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


def wheel(folder: Path) -> Path:
    """presspack of this checkout, built as a wheel in a folder."""
    clone = folder / "clone"
    made_here = {".git", ".venv", "data", "dataset", "report", "tests", "bench"}
    shutil.copytree(
        REPO, clone, ignore=lambda at, names: made_here if at == str(REPO) else {"__pycache__", "tmp", "cache"}
    )
    build = [sys.executable, "-c", BUILT.format(folder=str(folder))]
    done = subprocess.run(build, cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(clone)
    return folder / done.stdout.split()[-1]


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
