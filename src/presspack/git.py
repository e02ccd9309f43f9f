"""Git, asked as a program: what it prints, or why it did not do it."""

import subprocess
from pathlib import Path

from presspack.errors import PresspackError
from presspack.files import printable


def ask(*words: str) -> bytes | None:
    """What a git command prints; nothing where it fails, or where there is no git."""
    try:
        return run(*words)
    except PresspackError:
        return None


def run(*words: str, folder: str | Path = ".", said: str = "") -> bytes:
    """What a git command prints. Raises PresspackError where it fails: what is `said` of it, and git's last line."""
    try:
        done = subprocess.run(("git", "-C", str(folder), *words), capture_output=True)
    except FileNotFoundError:
        raise PresspackError("git is not installed") from None
    if done.returncode:
        why = (done.stderr or done.stdout).decode(errors="replace").strip().rpartition("\n")[2]
        said = said or f"git {words[0]} failed"
        raise PresspackError(f"{said}: {printable(why)}" if why else said)
    return done.stdout
