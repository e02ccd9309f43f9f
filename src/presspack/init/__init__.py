"""`init`: a new project in a git and DVC repository, built beside and put in place when it is whole."""

import os
import shlex
import shutil
from functools import partial
from pathlib import Path

from presspack.engine import git
from presspack.engine.atomic import sync
from presspack.engine.dvc import MISSING, installed
from presspack.errors import PresspackError
from presspack.init.template import files
from presspack.writing.visible import printable

OURS = ".git"  # of a repository that was just made or cloned, and is empty but for this


def init(folder: Path) -> str:
    """Make a project of `folder`, which is not there yet or is empty; return what was made and what comes next.

    Inside a git repository it becomes a part of that. Raises PresspackError, and leaves nothing, where it cannot.
    """
    target = folder.resolve()
    _demand_empty(target, folder)
    if shutil.which("git") is None:
        raise PresspackError("git is not installed, and a project needs it: install it, and try again")
    top = _top(target if target.is_dir() else target.parent)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        held = files(printable(target.name), top is None or top == target)
        for name, content in held.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        said = _commit(beside) if top is None else f"git: a part of {printable(str(top))}; add and commit it there"
        sync(beside)
        _put(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    shown = printable(str(folder))
    lacking = "" if installed() else f"\n{MISSING}"
    return f"{shown}: a project of {len(held)} files\n{said}\nnext: cd {shlex.quote(shown)}, then dvc repro{lacking}"


def _demand_empty(target: Path, folder: Path) -> None:
    shown = printable(str(folder))
    try:
        str(target).encode()
    except UnicodeEncodeError:
        raise PresspackError("its path is not UTF-8, and DVC runs in no such folder: name another", shown) from None
    if target.is_dir():
        strangers = [path.name for path in target.iterdir() if path.name != OURS]
        if strangers:
            raise PresspackError(f"is not empty, it holds {printable(min(strangers))}: name a new folder", shown)
    elif target.exists():
        raise PresspackError("is a file: name a new folder", shown)
    elif not target.parent.is_dir():
        raise PresspackError("the folder above it is not there: make it first", shown)


def _put(beside: Path, target: Path) -> None:
    """Give the project its name; or, where there is an empty folder of that name, move all into it."""
    if not target.exists():
        beside.rename(target)
        return
    moved: list[Path] = []
    try:
        for path in sorted(beside.iterdir()):
            moved.append(path.rename(target / path.name))
    except BaseException:
        for path in moved:
            path.rename(beside / path.name)
        raise


def _top(folder: Path) -> Path | None:
    """The root of the git repository around a folder, if there is one."""
    said = git.ask("rev-parse", "--show-toplevel", folder=folder, own=False)
    return None if said is None else Path(os.fsdecode(said).rstrip("\n")).resolve()


def _commit(folder: Path) -> str:
    """A repository with all files in its first commit; they are only staged where git does not know who commits."""
    run, ask = partial(git.run, folder=folder, own=False), partial(git.ask, folder=folder, own=False)
    run("init", "--quiet")
    run("symbolic-ref", "HEAD", "refs/heads/main")  # `--initial-branch` is unknown to git before 2.28
    run("add", "--all", "--force")  # a global list of ignored files is not for these
    staged = 'all is staged, and nothing committed yet: `git commit -m "A new corpus"`'
    if ask("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT") is None:
        return f"git: does not know who you are (`git config --global user.name …`, the same with user.email); {staged}"
    try:
        run("commit", "--quiet", "--message", "A new corpus")
    except PresspackError as error:
        return f"{error}; {staged}"
    return "git: one commit, on main"
