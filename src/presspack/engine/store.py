"""A stage's folder: units of finished work, each named by what it was made from, and an index of those that count.

A unit `03-5f0c…` is built beside and renamed when whole; the index is replaced last. So a stage that is stopped at
any moment leaves what it had before, and the next run finds the units that are done already.

A unit of another Python counts as not done: its tables of Unicode decide what is printable or a letter. This is in a
file that .dvcignore lists, not in the name, so that dvc.lock is the same on every Python.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presspack.engine.atomic import put, write
from presspack.errors import PresspackError

INDEX = "index.json"
PYTHON, THIS = ".python", f"{sys.version_info.major}.{sys.version_info.minor}\n"
OURS = re.compile(r"\.?(index\.json|(\d{5}-)?[0-9a-f]{16})(\.\d+)?")


class Store:
    """The finished units of one stage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def units(self) -> dict[int, Path]:
        """The folder of each unit that counts, by its number."""
        return {int(folder.name.partition("-")[0]): folder for folder in self.folders()}

    def folders(self) -> list[Path]:
        """The folder of each unit that counts. Raises PresspackError where the stage never finished."""
        path = self.folder / INDEX
        try:
            return [self.folder / name for name in json.loads(path.read_text("utf-8"))]
        except FileNotFoundError:
            raise PresspackError("holds no finished stage: run `dvc repro`", self.folder) from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise PresspackError(f"is broken ({error!r}): delete {self.folder} and run `dvc repro`", path) from None

    def done(self, name: str) -> bool:
        """Whether a unit of that name is whole, and of this Python."""
        try:
            return (self.folder / name / PYTHON).read_text("utf-8") == THIS
        except FileNotFoundError:
            return False

    def tidy(self) -> None:
        """Remove what was left half built by a run that was stopped."""
        for beside in self.folder.glob(".*.*"):
            if OURS.fullmatch(beside.name):
                shutil.rmtree(beside) if beside.is_dir() else beside.unlink()

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """A folder to build a unit in; it gets its name when all went well."""
        self._claim()
        beside = self.folder / f".{name}.{os.getpid()}"
        shutil.rmtree(beside, ignore_errors=True)  # a killed run may have had the same process id
        beside.mkdir(parents=True)
        try:
            yield beside
            (beside / PYTHON).write_text(THIS, "utf-8")
            put(beside, self.folder / name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def finish(self, names: list[str]) -> None:
        """Let exactly these units count, and remove all others."""
        self._claim()
        self.folder.mkdir(parents=True, exist_ok=True)
        write(self.folder / INDEX, json.dumps(names, indent=1) + "\n")
        for path in self.folder.iterdir():
            if path.name != INDEX and path.name not in names:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _claim(self) -> None:
        """Refuse a folder that holds anything but units: it would be lost."""
        strangers = [path.name for path in self.folder.glob("*") if not OURS.fullmatch(path.name)]
        if strangers:
            raise PresspackError(
                f"holds {min(strangers)}, which is not of this stage: name another folder", self.folder
            )
