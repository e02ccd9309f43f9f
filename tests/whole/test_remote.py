"""Dumps that are too many for git go to a DVC remote, and come back from it, by the four lines of docs/hub.md."""

import re
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.support.dvc import commit, quiet
from tests.support.environments import made, wait
from tests.support.projects import REPO, SAMPLE, Said, contents, project, run, sums

ADDRESS = "s3://my-bucket/dumps"


def lines() -> list[str]:
    """The lines that the document tells to run, without their comments."""
    block = re.search(r"^## DVC.*?```console\n(.*?)```", (REPO / "docs" / "hub.md").read_text("utf-8"), re.M | re.S)
    assert block
    return [line.split("  #")[0].strip() for line in block[1].splitlines()]


def sh(folder: Path, line: str, path: Path | None = None, **more: str) -> Said:
    """Run a line of the document; programs of `path` come before all others."""
    before = f'PATH="{path}:$PATH"; ' if path else ""
    said = run(folder, "bash", "-c", f"set -e; {before}{line}", **(quiet(folder) | more))
    assert said.code == 0, f"{line}: {said.out}{said.err}"
    return said


@pytest.fixture
def seeded(tmp_path) -> Path:
    """A project in git, with its dumps."""
    folder = project(tmp_path / "project", SAMPLE / "titled")
    for name in (".gitignore", ".gitattributes"):
        shutil.copy(REPO / name, folder)
    sh(folder, "git init --quiet --initial-branch main")
    commit(folder, "The dumps, in git")
    return folder


def round_trip(folder: Path, remote: str, path: Path | None = None, extra: str = "true", **more: str) -> Path:
    """Run the four lines, the last of them in a clone; return the clone."""
    add, *here, there = (line.replace(ADDRESS, remote) for line in lines())
    sh(folder, add)
    sh(folder, extra)
    for line in here:
        sh(folder, line, path, **more)
    assert "seeds/" in (folder / ".gitignore").read_text() or "/seeds" in (folder / ".gitignore").read_text()
    assert not sh(folder, "git ls-files seeds").out
    clone = folder.parent / "clone"
    sh(folder.parent, f"git clone --quiet {folder} {clone}")
    assert not (clone / "seeds").exists()
    sh(clone, there, path, **more)
    assert contents(clone / "seeds") == contents(folder / "seeds")
    return clone


def test_the_document_gives_four_lines():
    assert len(lines()) == 4


@pytest.mark.slow
def test_dumps_go_to_a_folder_and_a_clone_that_pulls_them_builds_the_same_dataset(seeded, tmp_path):
    clone = round_trip(seeded, str(tmp_path / "remote"))
    sh(seeded, "dvc repro")
    assert sums(clone / "dataset") == sums(seeded / "dataset")
    # nothing that the stages make goes to the remote
    held = {path.read_bytes() for path in (tmp_path / "remote").rglob("*") if path.is_file()}
    assert set(contents(seeded / "seeds").values()) <= held
    assert len(held) == len(contents(seeded / "seeds")) + 1  # and the list of them


@pytest.mark.slow
def test_a_dump_that_is_taken_away_goes_from_the_remote_too(seeded, tmp_path):
    add, *here, _ = (line.replace(ADDRESS, str(tmp_path / "remote")) for line in lines())
    for line in (add, *here):
        sh(seeded, line)
    gone = next(path for path in (seeded / "seeds").rglob("*.txt"))
    content = gone.read_bytes()
    gone.unlink()
    forget = re.search(r"`(dvc gc .*?)`", (REPO / "docs" / "hub.md").read_text("utf-8"))
    assert forget
    for line in ("dvc add seeds", here[1], forget[1]):
        sh(seeded, line)
    held = {path.read_bytes() for path in (tmp_path / "remote").rglob("*") if path.is_file()}
    assert content not in held
    assert set(contents(seeded / "seeds").values()) <= held


@pytest.mark.slow
def test_with_dumps_in_git_there_is_nothing_to_push_and_a_dvc_file_among_them_would_be_a_dump(seeded, tmp_path):
    sh(seeded, f"dvc remote add --default store {tmp_path / 'remote'} && dvc repro")
    assert "up to date" in sh(seeded, "dvc push").out
    sh(seeded, "cp -r seeds/titled more && mv more seeds/ && dvc add seeds/more")
    said = run(seeded, "presspack", "check", "seeds", **quiet(seeded))
    assert said.code == 1
    assert "seeds/more.dvc" in said.out and "seeds/.gitignore" in said.out


@pytest.mark.slow
def test_dumps_go_to_an_s3_bucket_and_back(seeded, tmp_path_factory):
    programs = made("s3", ["dvc-s3", "moto[s3]", "flask", "flask-cors"], tmp_path_factory, locked=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("log") / "moto"
    words = [str(programs / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with log.open("w") as file, subprocess.Popen(words, stdout=file, stderr=file) as server:
        try:
            wait(address, server)
            urlopen(Request(f"{address}/bucket", method="PUT")).close()
            keys = {f"AWS_{name}": "any" for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")}
            round_trip(seeded, "s3://bucket/dumps", programs, f"dvc remote modify store endpointurl {address}", **keys)
            with urlopen(f"{address}/bucket?list-type=2") as answer:
                assert answer.read().count(b"<Key>dumps/files/md5/") == len(contents(seeded / "seeds")) + 1
        finally:
            server.terminate()
