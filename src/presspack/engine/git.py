"""Git, asked as a program: what it prints, or why it did not do it."""

import os
import subprocess
from pathlib import Path

from presspack.errors import PresspackError
from presspack.writing.visible import printable

HERE = Path()
PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")  # a hook of git sets them, for its repository


def ask(*words: str, folder: str | Path = HERE, own: bool = True) -> bytes | None:
    """What a git command prints; nothing where it fails, or where there is no git."""
    try:
        return run(*words, folder=folder, own=own)
    except PresspackError:
        return None


def run(*words: str, folder: str | Path = HERE, own: bool = True, said: str = "") -> bytes:
    """What a git command prints. Raises PresspackError where it fails: what is `said` of it, and git's last line.

    Without `own`, it is another repository than that whose hook may have started this process.
    """
    env = {name: value for name, value in os.environ.items() if own or name not in PLACES}
    try:
        done = subprocess.run(("git", *words), cwd=folder, env=env, capture_output=True)
    except FileNotFoundError:
        raise PresspackError("git is not installed") from None
    if done.returncode:
        why = (done.stderr or done.stdout).decode(errors="replace").strip().rpartition("\n")[2]
        said = said or f"git {words[0]} failed"
        raise PresspackError(f"{said}: {printable(why)}" if why else said)
    return done.stdout
