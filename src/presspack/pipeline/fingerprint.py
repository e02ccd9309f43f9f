"""What a stage's result depends on besides its input: code, contracts, registers, libraries."""

import ast
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

from presspack.engine.hashing import digest, file_sha256
from presspack.errors import PresspackError
from presspack.project.contracts import schemas
from presspack.project.libraries import LIBRARIES, installed

LAYOUTS = "layouts"  # of the project, as reading/own.py finds them


@cache
def code(stage: str, *contracts: str, registers: bool = True) -> str:
    """A digest of the code, contracts and libraries that a stage makes its rows with; with `registers`, also of
    outlets, reasons, every other file of schemas/ that is not Python, and the project's layouts.

    It counts each module of ours that runs when the stage is imported, so an edited layout changes `parse` and not
    `stage`. It is the same on every Python: `Store` keeps apart what two of them made.
    """
    roots = {"presspack": Path(__file__).parents[1], "schemas": Path(schemas().__file__).parent}
    files = _modules({f"presspack.{stage}", *(f"schemas.{name}" for name in contracts)}, roots)
    if registers:
        files |= _registers(roots["schemas"]) | {str(path): path for path in sorted(Path(LAYOUTS).rglob("*.py"))}
    contents = [(name, file_sha256(file)) for name, file in sorted(files.items())]
    return digest(contents, [installed(name) for name in LIBRARIES])


def _modules(names: set[str], roots: dict[str, Path]) -> dict[str, Path]:
    """Every module below the roots that runs when those of these names are imported, and its file."""
    found: dict[str, Path] = {}
    while names:
        name = names.pop()
        file = _file(name, roots)
        if file is not None and name not in found:
            found[name] = file
            names |= {name.rpartition(".")[0], *_imported(name, file)}
    return found


def _file(name: str, roots: dict[str, Path]) -> Path | None:
    """The file of a module; None where the name is not that of a module below the roots."""
    root, *parts = name.split(".")
    if root not in roots:
        return None
    place = roots[root].joinpath(*parts)
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return file if file.is_file() else None


def _imported(name: str, file: Path) -> set[str]:
    """The full names of all that a module imports, be they modules or what is in them."""
    try:
        tree = ast.parse(file.read_bytes())
    except SyntaxError as error:
        raise PresspackError(f"the contract cannot be imported: {error.msg}", file, error.lineno) from None
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    typed = {node for part in ast.walk(tree) if _is_for_types(part) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if node in typed:
            continue
        if isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def _is_for_types(node: ast.AST) -> bool:
    """Whether what is below a node is read by checkers of types alone, and never runs."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _registers(folder: Path) -> dict[str, Path]:
    """Every file below a folder that is not Python, by its path there."""
    return {
        str(path.relative_to(folder)): path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith(".")
    }
