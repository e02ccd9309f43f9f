"""A change that is made while a stage works is in what it made, or the stage fails: never a third."""

import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from presspack.engine.store import Store
from presspack.pipeline import inputs
from presspack.reading.dump import Reader
from tests.support.dumps import DUMPS
from tests.support.projects import STAGES, Said, contents, presspack, project

GOOD = sorted(DUMPS.glob("body*.txt"))
SAID = "changed while it was read, and what was made is not of it: run it again"


def add(seeds: Path) -> None:
    shutil.copy(DUMPS / "titled.txt", seeds / "new.txt")


def remove(seeds: Path) -> None:
    (seeds / GOOD[-1].name).unlink()


def edit(seeds: Path) -> None:
    path = seeds / GOOD[0].name
    path.write_bytes(path.read_bytes().replace(b"e", b"i"))


def move(seeds: Path) -> None:
    (seeds / GOOD[0].name).rename(seeds / "moved.txt")


def swap(seeds: Path) -> None:
    """Two files change places: neither size nor time is new."""
    one, two = (seeds / path.name for path in (GOOD[0], GOOD[1]))
    for old, new in ((one, seeds.parent / "x"), (two, one), (seeds.parent / "x", two)):
        old.replace(new)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that one stands in."""
    folder = project(tmp_path / "project", {path.name: path.read_bytes() for path in GOOD})
    monkeypatch.chdir(folder)
    return folder


def run(name: str) -> Said:
    return presspack(name, *STAGES[name])


def meanwhile(owner: type, method: str, at: int, change: Callable[[], object]) -> "mock._patch[Callable[..., object]]":
    """Let a change be made just before the call of a method with this number, from 0 on."""
    calls, real = iter(range(1_000)), getattr(owner, method)

    def called(*given: object, **named: object) -> object:
        if next(calls) == at:
            change()
        return real(*given, **named)

    return mock.patch.object(owner, method, called)


@pytest.mark.parametrize("change", [add, remove, edit, move, swap])
@pytest.mark.parametrize(
    "moment", [(Reader, "take", 0), (Reader, "take", 2), (Reader, "rows", 1), (Store, "finish", 0)]
)
def test_a_dump_that_changes_while_it_is_staged_is_read_or_told(
    here: Path, change: Callable[[Path], None], moment: tuple[type, str, int]
) -> None:
    with meanwhile(*moment, lambda: change(here / "seeds")):
        said = run("stage")
    assert said == (2, "", f"presspack: seeds: {SAID}\n") or said.code == 0 or "changes while it is read" in said.err
    first = contents(here / "data" / "staged") if said.code == 0 else None
    assert run("stage").code == 0
    assert first in (None, contents(here / "data" / "staged"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("parse", "schemas/outlets.yaml"),
        ("link", "withdrawn.yaml"),
        ("link", "params.yaml"),
        ("publish", "DATACARD.md"),
    ],
)
def test_a_file_that_changes_while_a_stage_works_is_told(here: Path, name: str, path: str) -> None:
    for stage, words in STAGES.items():
        if stage == name:
            break
        assert presspack(stage, *words).code == 0

    def change() -> None:
        with (here / path).open("a") as file:
            file.write("\nAnother line.\n" if path.endswith(".md") else "\n# another line\n")

    with mock.patch.object(inputs, "_state", side_effect=_after_first(change, here / path)):
        said = run(name)
    assert said.code == 2
    assert said.err.endswith(f": {SAID}\n")
    assert run(name).code == 0


def _after_first(change: Callable[[], None], path: Path) -> Callable[[Path], bytes]:
    """The real state of an input; once that of the file is taken, the change is made."""
    real, left = inputs._state, [change]

    def state(of: Path) -> bytes:
        told = real(of)
        if left and (of.resolve() == path or of.resolve() in path.parents):
            left.pop()()
        return told

    return state


def test_a_file_that_comes_is_a_change_too(here: Path) -> None:
    for stage in ("stage", "parse"):
        assert run(stage).code == 0
    (here / "withdrawn.yaml").unlink()
    with meanwhile(Store, "finish", 0, lambda: (here / "withdrawn.yaml").write_text("withdrawn: []\n")):
        said = run("link")
    assert said == (2, "", f"presspack: withdrawn.yaml: {SAID}\n")
