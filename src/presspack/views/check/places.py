"""What is checked: files, folders, globs, standard input, or just what git says is new below them."""

import glob
import os
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from presspack.engine import git
from presspack.errors import PresspackError
from presspack.reading import files
from presspack.reading.containers import escaped
from presspack.views.check import kept
from presspack.writing import visible

STDIN = "-"
HISTORY = "the history that is here does not reach so far; fetch more of it (fetch-depth: 0 in a workflow)"


class Place(NamedTuple):
    """One file to check: where it is, its name in what is said, and the folder that its links may not leave."""

    path: str
    name: str
    root: str
    data: bytes | None = None
    """Of standard input: all that came."""


def named(paths: Sequence[str], since: str | None = None) -> list[Place]:
    """Every file under these paths, once; with `since`, those that are new or changed after that revision.

    Raises PresspackError for a path that is not there or holds no file, and where nobody can tell what is new.
    """
    found: dict[str, Place] = {}
    changed = cache(partial(_changed, since)) if since is not None else None
    for path in paths:
        here = list(_under(path))
        if not here:
            raise PresspackError(
                f"holds no dump: {_pull(path) or 'copy some in, or name another folder'}", _shown(path)
            )
        if changed is not None:
            here = _new(path, here, changed(_folder(path)))
        found |= {place.name: place for place in here}
    return list(found.values())


def given(name: str, data: bytes) -> Place:
    """Standard input as a dump of this name; whatever the name ends in, it is one dump."""
    return Place(STDIN, escaped(name), str(Path.cwd()), data)


def _new(path: str, places: Sequence[Place], changes: "Changes") -> list[Place]:
    """Those of the files under a path that are new or changed, as git or DVC tells."""
    by_dvc = kept.lists(Path(_fixed(path)))
    if by_dvc is not None and by_dvc.by.is_relative_to(changes.top):
        old = by_dvc.old(changes.top, changes.base)
        return [place for place in places if old.get(file := _absolute(place.path)) != kept.md5(file)]
    new = [place for place in places if _absolute(place.path) in changes.files]
    if not new and not any(_absolute(place.path) in changes.known for place in places):
        raise PresspackError(
            "git ignores all of it, and cannot tell what is new: leave --changed-since out", _shown(path)
        )
    return new


def _pull(path: str) -> str:
    """What to do where DVC has a path that is not here."""
    by_dvc = kept.lists(Path(_fixed(path)))
    return f"DVC has it ({_shown(by_dvc.by.name)}), run `dvc pull`" if by_dvc else ""


def _fixed(path: str) -> str:
    """A path, or the folder above the first part of it that is a pattern."""
    if os.path.lexists(path) or not glob.has_magic(path):
        return path
    parts = Path(path).parts
    return str(Path(*parts[: next(i for i, part in enumerate(parts) if glob.has_magic(part))]))


def _shown(path: str) -> str:
    return visible.printable(path)


def _under(path: str) -> Iterator[Place]:
    here = Path(path)
    if here.is_dir():
        root = str(here.resolve())
        for file in files.walk(here):
            yield Place(file, escaped(file.removeprefix("./")), root)
    elif os.path.lexists(path):
        yield Place(path, escaped(str(here)), str(here.parent.resolve()))
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True, include_hidden=True))  # noqa: PTH207 -- takes absolute ones too
        if not matches:
            said = ": ".join(filter(None, ("no path is of that pattern", _pull(path))))
            raise PresspackError(said, _shown(path))
        for match in matches:
            yield from _under(match)
    else:
        raise PresspackError(": ".join(filter(None, ("is not there", _pull(path)))), _shown(path))


def _folder(path: str) -> str:
    """The folder from which git is asked about a path."""
    here = Path(path)
    return str(here if here.is_dir() else here.parent if here.parent.is_dir() else Path())


def _absolute(path: str) -> str:
    """Where a file is, by way of no link but itself."""
    here = Path(path)
    return str(here.parent.resolve() / here.name)


class Changes(NamedTuple):
    """What git says of the files around a folder."""

    top: Path
    base: str
    files: set[str]
    known: set[str]


def _changed(revision: str, folder: str) -> Changes:
    """The files around a folder that differ from where this branch left `revision`, or that git does not know yet."""
    shown = visible.printable(revision)

    def asked(*words: str, said: str = "git does not know what is new here") -> list[str]:
        printed = git.run(*words, folder=folder, said=said)
        return [os.fsdecode(part) for part in printed.removesuffix(b"\n").split(b"\0") if part]

    (top,) = asked("rev-parse", "--show-toplevel")
    unknown = f"git knows no revision {shown!r}: {HISTORY}"
    (commit,) = asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", said=unknown)
    (base,) = asked("merge-base", commit, "HEAD", said=f"{shown!r} and HEAD have no common commit: {HISTORY}")
    changed = asked("diff", "--name-only", "-z", "--no-relative", "--no-renames", "--diff-filter=d", base, "--", top)
    new = asked("ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", top)
    known = asked("ls-files", "-z", "--full-name", "--", top)
    root = Path(top).resolve()
    return Changes(root, base, *({f"{root}{os.sep}{name}" for name in names} for names in (changed + new, known)))
