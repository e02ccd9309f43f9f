"""The pre-commit hook and the GitHub Action do what their users would see."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from tests.support.projects import BIN, PARTS, REPO, SAMPLE, Said, environment, put

BAD, GOOD = SAMPLE / "rejected" / "february-31.txt", SAMPLE / "page" / "lifeboat.txt"
INVALID = re.compile(r"seeds/new/bad\.txt:6: invalid-date: .* \(31/02/2024\)")
PACKAGE = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
    "action.yml",
    ".gitignore",
    ".gitattributes",
    "docs",
    "seeds",
)


def run(folder: Path, *words: object, **more: str) -> Said:
    done = subprocess.run([*map(str, words)], cwd=folder, env=environment(**more), capture_output=True, text=True)
    return Said(done.returncode, done.stdout, done.stderr)


def git(folder: Path, *words: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    said = run(folder, "git", *settings, *words)
    assert said.code == 0, said.err
    return said.out.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """This repository as it lies, in one commit, as somebody would name it in a `repo:` line."""
    folder = tmp_path_factory.mktemp("presspack")
    for part in (*PACKAGE, *PARTS):
        if (REPO / part).is_dir():
            shutil.copytree(REPO / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "tmp", "cache"))
        else:
            shutil.copy(REPO / part, folder / part)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return folder


@pytest.fixture
def dumps(tmp_path) -> Path:
    """A repository of somebody else's dumps, one commit old, with a good and a bad one to come."""
    folder = tmp_path / "dumps"
    put(folder / "seeds" / "old.txt", BAD.read_bytes())
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "old")
    put(folder / "seeds" / "new" / "good.txt", GOOD.read_bytes())
    put(folder / "seeds" / "new" / "bad.txt", BAD.read_bytes() + b"\n")
    return folder


# --- pre-commit


@pytest.fixture(scope="module")
def precommit(tmp_path_factory) -> Path:
    """pre-commit from PyPI, in a place of its own."""
    folder = tmp_path_factory.mktemp("pre-commit")
    venv.create(folder, with_pip=True)
    pip = folder / "bin" / "pip"
    said = run(folder, pip, "install", "--quiet", "--disable-pip-version-check", "--retries", "0", "pre-commit")
    if said.code:
        pytest.skip(f"pre-commit cannot be had from PyPI: {said.err.strip().splitlines()[-1]}")
    return folder / "bin" / "pre-commit"


@pytest.mark.slow
def test_the_hook_stops_a_commit_with_a_bad_dump_and_lets_a_good_one_through(tmp_path, precommit, repository, dumps):
    hook = {"repo": str(repository), "rev": git(repository, "rev-parse", "HEAD"), "hooks": [{"id": "presspack-check"}]}
    (dumps / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hook]}))
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PYTHONPATH": ""}
    assert run(dumps, precommit, "install", **home).code == 0
    git(dumps, "add", "-A")
    said = run(dumps, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-m", "new", **home)
    told = said.out + said.err
    assert said.code == 1, told
    assert INVALID.search(told)
    assert "2 dumps checked: 1 with problems" in told
    assert "seeds/old.txt" not in told
    git(dumps, "rm", "-q", "--cached", "seeds/new/bad.txt")
    (dumps / "seeds" / "new" / "bad.txt").unlink()
    said = run(dumps, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-m", "new", **home)
    assert said.code == 0, said.err
    assert re.search(r"presspack check\.+Passed", said.out + said.err)


# --- the action

ACTION = yaml.safe_load((REPO / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


def values(step: dict, repository: Path, inputs: dict[str, str]) -> dict[str, str]:
    """The environment of a step, its expressions filled in as a runner does."""
    known = {f"inputs.{name}": inputs.get(name, given["default"]) for name, given in ACTION["inputs"].items()}
    known["github.action_path"] = str(repository)
    fill = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
    return {name: fill.sub(lambda match: known[match[1]], value) for name, value in step["env"].items()}


def act(name: str, folder: Path, repository: Path, path: str = "", /, **inputs: str) -> Said:
    """One step of the action, run as a runner runs it."""
    step = STEPS[name]
    given = values(step, repository, {key.replace("_", "-"): value for key, value in inputs.items()})
    more = {"PATH": path, "PYTHONPATH": ""} if path else {}
    where = folder / inputs.get("working_directory", ".")
    assert step["working-directory"] == "${{ inputs.working-directory }}"
    return run(where, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], **given, **more)


def test_no_input_of_the_action_is_written_into_a_script():
    assert all("${{" not in step["run"] for step in STEPS.values())
    used = re.findall(r"inputs\.([\w-]+)", (REPO / "action.yml").read_text("utf-8"))
    assert set(used) == set(ACTION["inputs"])


@pytest.mark.slow
def test_the_action_installs_presspack_and_checks_the_dumps(tmp_path, repository, dumps):
    venv.create(tmp_path / "venv", with_pip=True)
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    ours = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "ours.pth").write_text(ours)  # what presspack needs is there already; it itself is installed anew
    path = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    (dumps / "requirements.txt").write_text("# presspack comes from the action\n")
    quick = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_DEPS": "1", "PIP_FORCE_REINSTALL": "1"}
    step = STEPS["Install presspack"]
    said = run(dumps, "bash", "-ec", step["run"], **values(step, repository, {}), **quick, PATH=path, PYTHONPATH="")
    assert said.code == 0, said.err
    assert (tmp_path / "venv" / "bin" / "presspack").is_file()
    said = act("Check the dumps", dumps, repository, path, paths="seeds/new")
    assert said.code == 1, said.err
    assert said.out.startswith("::error file=seeds/new/bad.txt,line=6,title=invalid-date::")


@pytest.mark.slow
def test_the_action_takes_every_input(tmp_path, repository, dumps):
    said = act("Check the dumps", dumps, repository, paths="seeds", changed_since="HEAD")
    assert said.out.count("::error") == 1 and "file=seeds/new/bad.txt" in said.out
    said = act("Check the dumps", dumps, repository, paths="seeds/*/good.txt\n\nseeds/old.txt\n")
    assert said.err.splitlines()[-1] == "2 dumps checked: 1 with problems, 0 with warnings"
    assert act("Check the dumps", dumps, repository, max_rejected="0.7").code == 0
    assert "none.yaml" in act("Check the dumps", dumps, repository, params="none.yaml").err
    assert act("Check the dumps", dumps, repository, ignore="invalid-date").code == 0
    assert act("Check the dumps", dumps, repository, select="undated").code == 0
    shutil.copy(SAMPLE / "body" / "byline.txt", dumps / "seeds" / "new")
    assert act("Check the dumps", dumps, repository, paths="seeds/new/byline.txt").code == 0
    assert act("Check the dumps", dumps, repository, paths="seeds/new/byline.txt", strict="true").code == 1
    assert "holds no dataset" in act("Check the dumps", dumps, repository, against="seeds").err


def test_one_run_of_the_action_annotates_writes_reports_and_counts_in_the_folder_of_the_project(
    tmp_path, repository, dumps, monkeypatch
):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    reports = "sarif:found.sarif\n\njunit:found.xml\n"
    said = act("Check the dumps", tmp_path, repository, working_directory="dumps", output=reports)
    assert (said.code, said.out.count("::error ")) == (1, 2), said.err
    (sarif,) = json.loads((dumps / "found.sarif").read_text())["runs"]
    assert len(sarif["results"]) == 2
    assert (dumps / "found.xml").read_text().startswith("<?xml")
    counts = (tmp_path / "outputs").read_text()
    assert counts == "dumps=3\npublished=1\nrejected=2\nerrors=2\nwarnings=0\n"
    names = re.findall(r"^\w+", counts, re.MULTILINE)
    given = {name: output["value"] for name, output in ACTION["outputs"].items()}
    assert given == {name: f"${{{{ steps.check.outputs.{name} }}}}" for name in names}
    assert STEPS["Check the dumps"]["id"] == "check"


@pytest.mark.parametrize(
    ("pins", "installed"),
    [
        (None, ["{source}[build]"]),
        ("polars==2.1.0  # presspack reads with it\n", ["--requirement", "requirements.txt", "{source}[build]"]),
        ("# presspack is in no index\n", ["--requirement", "requirements.txt", "{source}[build]"]),
        ("presspack[build] @ git+https://example.org/presspack@v0.1.0\n", ["--requirement", "requirements.txt"]),
        ("./presspack-0.1.0-py3-none-any.whl\n", ["--requirement", "requirements.txt"]),
    ],
)
def test_the_action_installs_what_the_project_pins_and_itself_where_the_project_names_no_presspack(
    tmp_path, repository, dumps, pins, installed
):
    if pins is not None:
        (dumps / "requirements.txt").write_text(pins)
    python = tmp_path / "bin" / "python"
    put(python, b'#!/bin/sh\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    said = act("Install presspack", dumps, repository, path, extras="build")
    options = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    assert said.out.splitlines() == [*options, *(word.format(source=repository) for word in installed)], said.err


def test_pip_keeps_what_it_fetched_under_the_pins_of_the_project():
    given = next(step["with"] for step in ACTION["runs"]["steps"] if "uses" in step)
    assert given["cache-dependency-path"] == "${{ inputs.working-directory }}/requirements.txt"
    assert "hashFiles(format('{0}/requirements.txt', inputs.working-directory))" in given["cache"]


@pytest.mark.parametrize(
    "name",
    ["paths", "changed-since", "against", "select", "ignore", "strict", "max-rejected", "params", "output"],
)
def test_an_input_that_is_a_command_is_run_by_nobody(dumps, repository, name):
    hostile = '"; touch owned; $(touch owned) `touch owned` ${{ x }} & touch owned #'
    act("Check the dumps", dumps, repository, **{"paths": "seeds", name: hostile})
    assert not (dumps / "owned").exists()
