"""The rooms of src/presspack stay apart: .importlinter holds, and would be heard."""

import ast
import shutil
from pathlib import Path

import pytest

from presspack.dataset.configs import CONFIGS
from presspack.project.rules import RULES
from presspack.reading.layouts import LAYOUTS
from presspack.views import FORMATS
from tests.support.projects import BIN, REPO, Said, run

LARGEST = 20  # modules in one folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its contract, to plant imports in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(REPO / "src" / "presspack", folder / "presspack", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPO / ".importlinter", folder)
    return folder


def lint(folder: Path) -> Said:
    return run(folder, str(BIN / "lint-imports"), "--no-cache", PYTHONPATH=str(folder))


def test_the_rooms_import_only_what_is_below_them(house: Path) -> None:
    said = lint(house)
    assert said.code == 0, said.out


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("reading/dates.py", "from presspack.pipeline import stage"),
        ("engine/store.py", "from presspack.project import params"),
        ("views/rules.py", "from presspack.views import check"),
    ],
)
def test_an_import_from_a_room_above_is_an_error(house: Path, module: str, planted: str) -> None:
    file = house / "presspack" / module
    before = file.read_text("utf-8")
    file.write_text(f"{before}\n{planted}\n", "utf-8")
    said = lint(house)
    file.write_text(before, "utf-8")
    assert said.code == 1
    assert f"presspack.{module.removesuffix('.py').replace('/', '.')} -> {planted.split()[1]}" in said.out


def test_a_room_that_has_no_floor_is_an_error(house: Path) -> None:
    room = house / "presspack" / "attic.py"
    room.write_text('"""A room that nobody gave a floor."""\n', "utf-8")
    said = lint(house)
    room.unlink()
    assert said.code == 1
    assert "attic" in said.out


def test_no_folder_has_more_modules_than_a_reader_can_keep_in_mind() -> None:
    folders = {path.parent for path in (REPO / "src" / "presspack").rglob("*.py")}
    assert {str(f.relative_to(REPO)): n for f in folders if (n := len(list(f.glob("*.py")))) > LARGEST} == {}


def test_configs_layouts_rules_and_formats_are_each_listed_once() -> None:
    known = [set(CONFIGS), {layout.name for layout in LAYOUTS}, set(RULES), set(FORMATS)]
    listed = set()
    for path in (REPO / "src" / "presspack").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                held = {item.value for item in node.elts if isinstance(item, ast.Constant)}
                listed |= {(path.name, tuple(held & names)) for names in known if 2 * len(held & names) > len(names)}
    assert {name for name, _ in listed} == {"__init__.py"}  # the formats of check, in views
    assert [set(names) for _, names in listed] == [set(FORMATS)]
