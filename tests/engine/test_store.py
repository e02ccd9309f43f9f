"""A stage's folder keeps what is whole, and nothing else."""

from pathlib import Path

import pytest

from presspack.engine import store
from presspack.engine.store import Store

NAME = "00001-0123456789abcdef"


def build(folder: Path, text: str) -> None:
    with Store(folder).building(NAME) as unit:
        (unit / "table").write_text(text)


def test_a_unit_of_another_python_is_built_again_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "THIS", "3.9.0\n")
        build(tmp_path, "old")
        assert Store(tmp_path).done(NAME)
    assert not Store(tmp_path).done(NAME)
    build(tmp_path, "new")
    assert Store(tmp_path).done(NAME)
    assert (tmp_path / NAME / "table").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_unit_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    build(tmp_path, "old")
    with pytest.raises(OSError, match="full"), Store(tmp_path).building(NAME):
        raise OSError("the disk is full")
    assert (tmp_path / NAME / "table").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
