"""DVC, as a program: presspack has it as an extra, and imports nothing of it."""

import sys
from importlib.util import find_spec

from presspack.errors import PresspackError

MISSING = "DVC is not installed: run `pip install 'presspack[build]'`"


def installed() -> bool:
    """Whether this environment has DVC."""
    return find_spec("dvc") is not None


def dvc(*words: str) -> tuple[str, ...]:
    """The command line that runs DVC of this environment. Raises PresspackError where it has none."""
    if not installed():
        raise PresspackError(MISSING)
    return (sys.executable, "-m", "dvc", *words)
