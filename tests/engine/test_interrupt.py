"""Ctrl-C and SIGTERM stop every command at once, at any moment; the next run makes what an undisturbed one makes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bench.generate import dumps
from presspack.project.params import Params
from tests.support.projects import REPO, build, contents, environment, parameters, presspack, project, put
from tests.support.terminals import COMMAND, PATIENCE, listens, members, until, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tests find processes in /proc")

MADE = list(dumps(1_400, seed=8))  # more than is worth starting processes for
TRIES = 5
SECONDS = 5  # on an idle machine it takes a tenth of one
WORDS = {
    "stage": ("seeds", "OUT"),
    "parse": ("data/staged", "OUT"),
    "link": ("data/parsed", "OUT"),
    "publish": ("data/parsed", "data/linked", str(REPO / "DATACARD.md"), "OUT"),
    "check": ("seeds",),
}
MADE_BEFORE = {"stage": "data/staged", "parse": "data/parsed", "link": "data/linked", "publish": "dataset"}
DEAF = """
import hashlib
from presspack.engine import progress, signals
with signals.listening(), signals.forced():
    progress.keep(lambda: "all is well")
    hashlib.pbkdf2_hmac("sha256", b"", b"", 1_000_000_000)
"""
Moment = Callable[[int, Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Dumps, and what the four stages make of them when nothing disturbs them."""
    folder = tmp_path_factory.mktemp("made")
    for truth, content in MADE:
        put(folder / "seeds" / truth.path, content)
    build(folder, Params(shards=8, workers=1))
    return folder


def unfinished(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.glob(f".{folder.name}*")] + [path.name for path in folder.glob(".*")]


def stop(words: list[str], folder: Path, number: signal.Signals, moment: Moment, out: Path) -> str | None:
    """Start a command, send its whole group a signal at that moment; what it said, or None if it was too quick."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(words, cwd=folder, env=environment(), start_new_session=True, **pipes)
    if not until(lambda: listens(process.pid) and moment(process.pid, out), process):
        process.communicate(timeout=PATIENCE)
        return None
    start = time.monotonic()
    os.killpg(process.pid, number)
    said, told = process.communicate(timeout=PATIENCE)
    seconds = time.monotonic() - start
    if process.returncode in (0, -number) or said:  # it was done, and on its way out
        return None
    assert process.returncode == 128 + number, told
    assert seconds < SECONDS
    end = time.monotonic() + SECONDS
    while left := members(process.pid):
        assert time.monotonic() < end, left
    assert re.fullmatch(r"presspack: stopped: .*\n", told), told
    return told


def at_once(_: int, out: Path) -> bool:
    return True


def with_workers(process: int, out: Path) -> bool:
    """As soon as there is one worker: others are being started."""
    return len(members(process)) > 1


def half_done(_: int, out: Path) -> bool:
    """Something is kept, or being built."""
    return bool(list(out.glob("0*")) or list(out.glob("[0-9a-f]*")) or list(out.parent.glob(f".{out.name}*")))


def a_little_later(_: int, out: Path) -> bool:
    time.sleep(0.8)
    return True


CASES = [
    pytest.param("stage", 1, "INT", half_done, marks=pytest.mark.slow),
    ("stage", 2, "INT", half_done),
    pytest.param("parse", 1, "INT", half_done, marks=pytest.mark.slow),
    ("parse", 2, "INT", half_done),
    pytest.param("parse", 2, "TERM", with_workers, marks=pytest.mark.slow),
    ("link", 1, "INT", half_done),
    ("publish", 1, "INT", half_done),
    pytest.param("publish", 2, "INT", half_done, marks=pytest.mark.slow),
    pytest.param("check", 1, "INT", a_little_later, marks=pytest.mark.slow),
    ("check", 2, "INT", with_workers),
    ("check", 1, "TERM", at_once),
]


@pytest.mark.parametrize(("name", "workers", "number", "moment"), CASES)
def test_a_stopped_command_leaves_no_process_and_nothing_half_and_the_next_run_completes_it(
    made, tmp_path, monkeypatch, name, workers, number, moment
):
    out = tmp_path / "out"
    parameters(tmp_path, workers=workers, shards=8)
    words = [str(out) if word == "OUT" else word for word in WORDS[name]]
    command = [*COMMAND, name, *words, "--params", str(tmp_path / "params.yaml")]
    for _ in range(TRIES):
        told = stop(command, made, signal.Signals[f"SIG{number}"], moment, out)
        if told is not None:
            break
        shutil.rmtree(out, ignore_errors=True)
    assert told is not None
    if name == "check":
        assert told.endswith("nothing was written; run it again\n") or moment is at_once
        return
    assert not (out / "index.json").exists() and not (out / "SHA256SUMS").exists()
    kept = re.search(r": (\d+) of (\d+) \w+ of .* kept; run it again to go on", told)
    if name == "publish":
        assert told.endswith(f"{out} is as it was; run it again\n")
    elif kept:
        assert 0 < int(kept[1]) <= int(kept[2])
        assert len([path for path in out.iterdir() if not path.name.startswith(".")]) >= int(kept[1])
    else:
        assert re.search(r"none of \d+ \w+ of .* is finished; run it again", told)
    monkeypatch.chdir(made)
    parameters(tmp_path, workers=1, shards=8)
    done = presspack(*command[len(COMMAND) :])
    assert (done.code, done.err) == (0, "")
    assert contents(out) == contents(made / MADE_BEFORE[name])
    assert not unfinished(out)


def test_ctrl_c_at_a_terminal_takes_the_bar_away_and_says_what_is_kept(made, tmp_path):
    parameters(tmp_path, workers=2, shards=8)
    command = [*COMMAND, "parse", "data/staged", "out", "--params", str(tmp_path / "params.yaml")]
    for _ in range(TRIES):
        shutil.rmtree(made / "out", ignore_errors=True)

        def keys(process: int) -> bytes:
            return b"\x03" if half_done(process, made / "out") else b""

        seen = watch(made, command, keys=keys)
        if seen.code not in (0, -signal.SIGINT):
            break
    assert seen.code == 130
    assert re.fullmatch(r"presspack: stopped: (none|\d) of 8 shards of out (is|are) .*\n", seen.left)


def test_work_that_notices_no_signal_is_left(tmp_path):
    started = time.monotonic()
    told = stop([sys.executable, "-c", DEAF], tmp_path, signal.SIGINT, a_little_later, tmp_path)
    assert told == "presspack: stopped: all is well\n"
    assert time.monotonic() - started < PATIENCE


def test_workers_end_with_a_command_that_is_killed(made, tmp_path):
    parameters(tmp_path, workers=2, shards=2)
    command = [*COMMAND, "parse", "data/staged", str(tmp_path / "out"), "--params", str(tmp_path / "params.yaml")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=made, env=environment(), start_new_session=True, **quiet)
    assert until(lambda: len(members(process.pid)) == 3, process)
    process.kill()
    assert process.communicate(timeout=PATIENCE)[1] == ""
    end = time.monotonic() + PATIENCE
    while members(process.pid):
        assert time.monotonic() < end


def test_a_signal_that_is_ignored_from_outside_stays_ignored(made, tmp_path):
    words = [*COMMAND, "check", "seeds", "--format", "json"]
    script = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    out = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", script, *words], cwd=made, start_new_session=True, **out)
    assert until(lambda: listens(process.pid), process)
    os.killpg(process.pid, signal.SIGINT)
    assert "1400 dumps checked" in process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 1


@pytest.mark.slow
def test_ctrl_c_in_dvc_repro_stops_the_stage_which_says_what_is_kept_and_repro_goes_on_from_there(tmp_path):
    some = {truth.path: content for truth, content in MADE[:100]}
    folder = project(tmp_path / "project", some, workers=1, shards=8)
    (folder / ".dvc" / "config.local").write_text("[core]\n    no_scm = true\n")

    def parsing(group: int) -> bool:
        heeding = any("presspack parse" in said and listens(process) for process, said in members(group).items())
        return heeding and (folder / "data" / "parsed").exists()

    for _ in range(TRIES):
        shutil.rmtree(folder / "data", ignore_errors=True)
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        words = ["dvc", "repro", "parse"]
        process = subprocess.Popen(words, cwd=folder, env=environment(), start_new_session=True, **pipes)
        if until(partial(parsing, process.pid), process):
            os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
        if "presspack: stopped" in told:
            break
    assert re.search(r"^presspack: stopped: .* of 8 shards of data/parsed .*run it again", told, re.MULTILINE)
    assert re.search(r"exited with (130|-2)\b", told)  # bash becomes the command; dash waits for it, and dies of Ctrl-C
    assert process.returncode == 255
    assert not members(process.pid)
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert (folder / "data" / "parsed" / "index.json").exists()
    assert not unfinished(folder / "data" / "parsed")
