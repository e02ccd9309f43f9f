"""presspack without its extras makes a project, builds it, and what it builds can be loaded."""

import os
from pathlib import Path

import pytest

from tests.support import environments
from tests.support.dvc import quiet
from tests.support.projects import put, run

EXTRAS = ("fastwarc", "lxml", "lxml_html_clean", "trafilatura", "vl_convert")
WITHOUT = f"""
import sys


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Absent())
"""
LOADED = """
import importlib.util, sys
from datasets import load_dataset
assert not any(importlib.util.find_spec(name) for name in sys.argv[1:])
print(load_dataset("./dataset", split="train")[0]["title"])
"""


def built(folder: Path, **environment: str) -> str:
    """The title of the one article of a new project, built in this folder."""
    env = {**quiet(folder / "corpus"), "HF_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1", **environment}
    for place, words in ((folder, "presspack init corpus"), (folder / "corpus", "dvc repro")):
        said = run(place, *words.split(), **env)
        assert said.code == 0, said.out + said.err
    assert run(folder / "corpus", "git", "diff", "HEAD", "--stat", **env).out == ""
    said = run(folder / "corpus", "python", "-c", LOADED, *environment.get("EXTRAS", "").split(), **env)
    assert said.code == 0, said.err
    return said.out.strip()


def test_a_project_is_built_where_no_extra_can_be_imported(tmp_path: Path) -> None:
    put(tmp_path / "path" / "sitecustomize.py", WITHOUT.encode())
    assert (
        built(tmp_path, PYTHONPATH=str(tmp_path / "path")) == "Winter Ferries to Lethmar Will Wait for the School Bell"
    )


@pytest.mark.slow
def test_a_wheel_in_an_environment_of_its_own_builds_a_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    bin = environments.made("plain", [str(environments.wheel(folder))], tmp_path_factory, locked=True)
    path = os.pathsep.join((str(bin), os.environ["PATH"]))
    title = built(folder, PATH=path, PYTHONPATH="", EXTRAS=" ".join(EXTRAS))
    assert title == "Winter Ferries to Lethmar Will Wait for the School Bell"
