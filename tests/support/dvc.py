"""Projects in git and DVC, and their commands."""

import contextlib
import os
import shutil
from pathlib import Path
from unittest import mock

from bench.generate import dumps
from tests.support.projects import REPO, STAGES, Said, presspack, project, run

MADE = list(dumps(30, seed=6, rejected=0.1))


def quiet(folder: Path) -> dict[str, str]:
    """An environment in which DVC and git know of nothing but the project."""
    aside = folder.parent / "aside"
    who = {f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    places = {f"DVC_{name}_DIR": str(aside / name) for name in ("SITE_CACHE", "GLOBAL_CONFIG", "SYSTEM_CONFIG")}
    return {**places, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def command(folder: Path, *words: str) -> Said:
    return run(folder, *words, **quiet(folder))


def inside(folder: Path, *words: str) -> Said:
    """Run a command of presspack in this process: quicker. It must not depend on schemas/ of its own."""
    with contextlib.chdir(folder), mock.patch.dict(os.environ, quiet(folder)):
        return presspack(*words)


def repro(folder: Path) -> Said:
    said = command(folder, "dvc", "repro")
    assert said.code == 0, said.err
    return said


def built(folder: Path) -> None:
    """Leave the project as `dvc repro` does: the stages run in this process, and DVC notes what they made."""
    for name, words in STAGES.items():
        said = inside(folder, name, *words)
        assert said.code == 0, said.err
    said = command(folder, "dvc", "commit", "--force")
    assert said.code == 0, said.err


def commit(folder: Path, message: str) -> None:
    for words in (("add", "--all"), ("commit", "--quiet", "--message", message)):
        said = command(folder, "git", *words)
        assert said.code == 0, said.err


def fresh(folder: Path) -> Path:
    """A project with the made dumps, in git, not built yet."""
    folder.parent.mkdir(exist_ok=True)
    project(folder, {truth.path: content for truth, content in MADE})
    for name in (".gitignore", ".gitattributes"):
        shutil.copy(REPO / name, folder)
    assert command(folder, "git", "init", "--quiet", "--initial-branch", "main").code == 0
    commit(folder, "The dumps")
    return folder
