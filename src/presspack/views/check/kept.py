"""Dumps that DVC keeps and git does not see: which `.dvc` file lists them, and what it listed at a revision."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from presspack.engine import git
from presspack.engine.dvc import dvc
from presspack.errors import PresspackError
from presspack.writing.visible import printable


class Kept(NamedTuple):
    """What a `.dvc` file lists: a file, or a folder with all that is in it."""

    by: Path
    path: Path

    def old(self, top: Path, commit: str) -> dict[str, str]:
        """The MD5 of each file that was listed at a commit, by its absolute path.

        Raises PresspackError where DVC cannot say it.
        """
        before = git.ask("show", f"{commit}:{self.by.relative_to(top).as_posix()}", folder=top)
        listed = dict(_outs(self.by, before or b""))
        digest = listed.get(self.path)
        if digest is None:
            return {}
        if not digest.endswith(".dir"):
            return {str(self.path): digest}
        where = self.path.relative_to(top).as_posix()
        words = dvc("list", "--recursive", "--json", "--show-hash", "--rev", commit, ".", where)
        done = subprocess.run(words, cwd=top, capture_output=True)
        if done.returncode:
            why = done.stderr.decode(errors="replace").partition("ERROR: ")[2].partition("\n")[0]
            said = f"DVC cannot tell what it listed at {commit[:12]}: run `dvc pull`, and see that it works here ({printable(why)})"
            raise PresspackError(said, printable(str(self.by)))
        return {f"{self.path}{os.sep}{file['path']}": file["md5"] for file in json.loads(done.stdout)}


def lists(path: Path) -> Kept | None:
    """What the `.dvc` file lists that stands for a path or a folder above it; None for all that DVC does not keep."""
    here = path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name
    for folder in here.parents:
        for by in sorted(folder.glob("*.dvc")):
            for out, _ in _outs(by, by.read_bytes()) if by.is_file() else ():
                if here.is_relative_to(out):
                    return Kept(by, out)
        if (folder / ".git").exists():
            break
    return None


def md5(path: str) -> str:
    """The digest by which DVC lists a file; nothing where it cannot be read, which reading it will tell."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- half the price
            return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    except OSError:
        return ""


def _outs(by: Path, text: bytes) -> Iterator[tuple[Path, str]]:
    """The paths that a `.dvc` file lists, with their digests; none where it is no such file."""
    try:
        said: Any = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    outs = said.get("outs") if isinstance(said, dict) else None
    for out in outs if isinstance(outs, list) else ():
        if isinstance(out, dict) and isinstance(out.get("path"), str):
            yield by.parent / out["path"], str(out.get("md5", ""))
