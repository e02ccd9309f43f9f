"""Scratch projects for the tests of the whole: what a clone holds, with dumps of the test's own choice."""

import contextlib
import functools
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import typer.main

from presspack import cli
from presspack.engine import signals as stop
from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import publish
from presspack.pipeline.stage import stage
from presspack.project.params import Params

REPO = Path(__file__).parents[2]
SAMPLE = REPO / "seeds" / "sample"
PARTS = ("params.yaml", "dvc.yaml", "withdrawn.yaml", "schemas", "src", "DATACARD.md", ".dvc", ".dvcignore")
BIN = Path(sys.executable).parent
FEW: dict[str, Any] = {"shards": 2, "workers": 1}
STAGES = {
    "stage": ("seeds", "data/staged"),
    "parse": ("data/staged", "data/parsed"),
    "link": ("data/parsed", "data/linked"),
    "report": ("data/staged", "data/parsed", "data/linked", "report"),
    "publish": ("data/parsed", "data/linked", "DATACARD.md", "dataset"),
}


class Said(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def project(folder: Path, dumps: Mapping[str, bytes] | Path, **params: object) -> Path:
    """A scratch project with these dumps, by path below seeds/, or with a copy of this folder of dumps."""
    folder.mkdir(exist_ok=True)
    local = shutil.ignore_patterns("__pycache__", "tmp", "cache", "config.local")
    for part in PARTS:
        source = REPO / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=local)
        else:
            shutil.copy(source, folder / part)
    if isinstance(dumps, Path):
        shutil.copytree(dumps, folder / "seeds" / dumps.name)
    else:
        for name, content in dumps.items():
            put(folder / "seeds" / name, content)
    parameters(folder, **(FEW | params))
    return folder


def parameters(folder: Path, **params: object) -> None:
    """Write params.yaml with these values, and the defaults for all others, which DVC wants to see there."""
    values = asdict(Params()) | params
    (folder / "params.yaml").write_text("".join(f"{name}: {value}\n" for name, value in values.items()))


def put(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: the tools beside this Python come first on PATH."""
    return os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "120"} | more


def run(folder: Path, *words: str, **more: str) -> Said:
    """Run a command in a project, as a process of its own."""
    done = subprocess.run(words, cwd=folder, env=environment(**more), capture_output=True, text=True)
    return Said(done.returncode, done.stdout, done.stderr)


COMMAND = functools.cache(typer.main.get_command)
"""Made once: a process of its own makes it once too."""


def presspack(*words: object) -> Said:
    """Run a command of presspack in this process: quicker, with the contracts of the repository."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    before = {number: signal.getsignal(number) for number in stop.SIGNALS}
    with (
        mock.patch.object(sys, "argv", ["presspack", *map(str, words)]),
        mock.patch.object(typer.main, "get_command", COMMAND),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:  # a command leaves them to the system, for it is the last that a process does
            for number, handler in before.items():
                signal.signal(number, handler)
    return Said(code, out.getvalue(), err.getvalue())


def build(folder: Path, params: Params | None = None) -> None:
    """Run the four stages on `folder`/seeds, in this process."""
    params = params or Params(**FEW)
    data = folder / "data"
    stage(folder / "seeds", data / "staged", params)
    parse(data / "staged", data / "parsed", params)
    link(data / "parsed", data / "linked", params)
    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", params)


def sums(dataset: Path) -> str:
    """The checksums of a published folder, computed anew: all that two builds must have in common."""
    files = sorted(path for path in dataset.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(dataset)}\n" for path in files)


def redo_checksums(dataset: Path) -> None:
    """Let SHA256SUMS agree with a folder that a test has changed."""
    (dataset / "SHA256SUMS").write_text(sums(dataset))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in walk(folder)}


def walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, but for modules that Python has compiled."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "__pycache__")
