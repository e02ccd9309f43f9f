"""What a stage's result depends on beside its input: its code, the contracts, the registers, the libraries."""

import ast
import hashlib
import sys
from functools import cache
from pathlib import Path

from presspack.engine.hashing import digest
from presspack.errors import PresspackError
from presspack.project.contracts import schemas
from presspack.project.libraries import LIBRARIES, installed


@cache
def code(stage: str, *contracts: str, registers: bool = True) -> str:
    """A digest of all that a stage makes its rows with: code, contracts, libraries, Python; outlets, reasons and
    whatever else lies beside the contracts, if the stage may read these registers.

    The code is the stage's module and every module of ours that it imports, itself or through others; so an edited
    layout counts for `parse` and not for `stage`.
    """
    folders = {"presspack": Path(__file__).parents[1], "schemas": Path(schemas().__file__).parent}
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
