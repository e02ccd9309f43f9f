"""presspack alone reads, checks and loads; where DVC is needed, one line says how to get it; with it, a wheel builds."""

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from presspack.engine import dvc
from presspack.errors import PresspackError
from presspack.init import init
from tests.support import environments
from tests.support.dvc import quiet
from tests.support.projects import REPO, run

SAID = "presspack: DVC is not installed: run `pip install 'presspack[build]'`\n"
LOADED = 'import presspack; print(presspack.load("dataset", split="train")[0]["title"])'
TITLE = "Winter Ferries to Lethmar Will Wait for the School Bell"


def test_what_needs_dvc_says_in_one_line_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dvc, "find_spec", lambda name: None)
    with pytest.raises(PresspackError, match=r"^DVC is not installed: run `pip install 'presspack\[build\]'`$"):
        dvc.dvc("repro")


def test_dvc_is_no_part_of_the_tool_alone_and_html_and_warc_are() -> None:
    said = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[<>=]", one)[0] for one in said["dependencies"]}
    assert {"fastwarc", "lxml", "trafilatura"} < names
    assert "dvc" not in names
    assert [one.partition(">")[0] for one in said["optional-dependencies"]["build"]] == ["dvc"]


def test_only_one_module_runs_dvc() -> None:
    runs = [path.name for path in (REPO / "src").rglob("*.py") if '"-m", "dvc"' in path.read_text("utf-8")]
    assert runs == ["dvc.py"]


@pytest.mark.parametrize("lock", ["requirements.lock", "docs.lock"])
def test_the_lock_names_exact_versions_and_no_address(lock) -> None:
    lines = (REPO / lock).read_text("utf-8").splitlines()
    odd = [line for line in lines if not line.startswith("#") and not environments.EXACT.fullmatch(line)]
    assert odd == []


def test_a_new_project_says_that_dvc_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dvc, "find_spec", lambda name: None)
    assert init(tmp_path / "corpus").endswith(f"then dvc repro\n{SAID.removeprefix('presspack: ').strip()}")
    monkeypatch.undo()
    assert init(tmp_path / "other").endswith("then dvc repro")


@pytest.mark.slow
def test_a_wheel_alone_checks_and_loads_and_with_its_extra_builds(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    wheel = environments.wheel(folder)
    bin = environments.made("plain", [str(wheel)], tmp_path_factory, locked=True)
    path = os.pathsep.join((str(bin), "/usr/bin", "/bin"))
    env = {**quiet(folder / "corpus"), "HF_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1"}
    env |= {"PATH": path, "PYTHONPATH": ""}
    corpus = folder / "corpus"
    said = run(folder, "presspack", "init", "corpus", **env)
    assert said.code == 0 and said.out.endswith(SAID.removeprefix("presspack: ")), said
    found = run(corpus, "presspack", "check", "seeds", "--format", "json", **env)
    assert [dump["outcome"] for dump in json.loads(found.out)["dumps"]] == ["published"]
    assert run(corpus, "presspack", "show", "seeds/example/ferry-timetable.txt", **env).code == 0
    assert run(corpus, "presspack", "explain", "no-layout", **env).code == 0
    for name in ("page-saved.html", "trafilatura.html"):
        assert run(REPO, "presspack", "check", str(REPO / "tests" / "dumps" / name), **env).code == 0
    assert list((bin.parent / "lib").glob("python*/site-packages/dvc")) == []

    done = run(folder, "python", "-m", "pip", "--quiet", "install", "presspack[build]", **env)
    assert done.code == 0, done.err  # pip takes the copy that is installed: none is on an index
    assert run(corpus, "dvc", "repro", **env).code == 0
    assert run(corpus, "git", "diff", "HEAD", "--stat", **env).out == ""
    assert run(corpus, "presspack", "verify", **env).code == 0
    assert run(corpus, "python", "-c", LOADED, **env).out.strip() == TITLE
