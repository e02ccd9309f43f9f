"""A stage's folder: finished units of work, each named by a digest of its input, and an index of the current ones.

A unit `00003-5f0c…` is built in a temporary folder and renamed when complete; the index is replaced last. So a stage
that is stopped at any moment leaves its previous output, and the next run reuses the units that are done.

A unit of another Python counts as not done: its tables of Unicode decide what is printable or a letter. This is in a
file that .dvcignore lists, not in the name, so that dvc.lock is the same on every Python.
"""

import json
import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presspack.engine.atomic import put, write
from presspack.errors import PresspackError

INDEX = "index.json"
PYTHON, THIS = ".python", f"{platform.python_version()}\n"
OURS = re.compile(r"\.?(index\.json|(\d{5}-)?[0-9a-f]{16})(\.\d+)?")


class Store:
    """The finished units of one stage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def units(self) -> dict[int, Path]:
        """The folder of each current unit, by its number."""
        return {int(folder.name.partition("-")[0]): folder for folder in self.folders()}

    def folders(self) -> list[Path]:
        """The folder of each current unit. Raises PresspackError if the stage never finished."""
        path = self.folder / INDEX
        try:
            return [self.folder / name for name in json.loads(path.read_text("utf-8"))]
        except FileNotFoundError:
            raise PresspackError("holds no finished stage: run `dvc repro`", self.folder) from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise PresspackError(f"is broken ({error!r}): delete {self.folder} and run `dvc repro`", path) from None

    def done(self, name: str) -> bool:
        """Whether a unit of that name is complete, and of this Python."""
        try:
            return (self.folder / name / PYTHON).read_text("utf-8") == THIS
        except FileNotFoundError:
            return False

    def tidy(self) -> None:
        """Remove what a stopped run left half built."""
        for temporary in self.folder.glob(".*.*"):
            if OURS.fullmatch(temporary.name):
                shutil.rmtree(temporary) if temporary.is_dir() else temporary.unlink()

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """A temporary folder to build a unit in; it gets its name on success."""
        self._claim()
        temporary = self.folder / f".{name}.{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)  # a killed run may have had the same process id
        temporary.mkdir(parents=True)
        try:
            yield temporary
            (temporary / PYTHON).write_text(THIS, "utf-8")
            put(temporary, self.folder / name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def finish(self, names: list[str]) -> None:
        """Make exactly these units current, and remove all others."""
        self._claim()
        self.folder.mkdir(parents=True, exist_ok=True)
        write(self.folder / INDEX, json.dumps(names, indent=1) + "\n")
        for path in self.folder.iterdir():
            if path.name != INDEX and path.name not in names:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _claim(self) -> None:
        """Refuse a folder that contains anything but units: it would be lost."""
        strangers = [path.name for path in self.folder.glob("*") if not OURS.fullmatch(path.name)]
        if strangers:
            raise PresspackError(
                f"holds {min(strangers)}, which is not of this stage: name another folder", self.folder
            )
