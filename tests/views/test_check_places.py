"""What is checked: files, folders, patterns, containers, standard input, and what git says is new."""

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from presspack.project.params import Params
from presspack.project.rules import GOOD
from presspack.views.check import LARGE, LEAST, check, findings, places, rows_of
from presspack.views.check.finding import natural
from presspack.views.check.settings import Settings
from tests.support.dvc import quiet
from tests.support.projects import REPO, SAMPLE, Said, presspack, put

DUMP = "\n".join(GOOD)
BAD = DUMP.replace("10/07/2024", "31/02/2024")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(said: Said) -> set[str]:
    """The paths of the dumps that were rejected."""
    return {line.split(":")[0] for line in said.out.splitlines()[:-1]}


def bad(*names: str) -> None:
    for name in names:
        put(Path(name), f"{BAD} {name}".encode())


def test_a_pattern_in_quotes_is_expanded():
    bad("seeds/a.txt", "seeds/deep/b.txt", "seeds/deep/c.html", "other/d.txt")
    assert paths(presspack("check", "seeds/**/*.txt")) == {"seeds/a.txt", "seeds/deep/b.txt"}
    assert paths(presspack("check", "s*/[ab].txt")) == {"seeds/a.txt"}
    assert presspack("check", "seeds/**").out.splitlines()[-1].startswith("3 dumps checked")


def test_a_file_whose_name_is_a_pattern_is_meant_by_its_name():
    bad("a[1].txt", "a1.txt")
    assert paths(presspack("check", "a[1].txt")) == {"a[1].txt"}


def test_a_pattern_that_nothing_fits_is_told():
    assert presspack("check", "none/*.txt") == (2, "", "presspack: none/*.txt: no path is of that pattern\n")


def test_the_dumps_in_containers_are_checked():
    with zipfile.ZipFile("crawl.zip", "w") as file:
        file.writestr("2024/a.txt", BAD)
        file.writestr("2024/b.txt", DUMP)
    put(Path("rows.jsonl.gz"), gzip.compress(json.dumps({"text": BAD}).encode() + b"\nbroken\n"))
    said = presspack("check", "crawl.zip", "rows.jsonl.gz")
    assert [line.split(": ")[:2] for line in said.out.splitlines()[:-1]] == [
        ["crawl.zip!/2024/a.txt:4", "invalid-date"],
        ["rows.jsonl.gz!/1:4", "invalid-date"],
        ["rows.jsonl.gz!/2:2", "broken-record"],
    ]
    assert said.out.splitlines()[-1].startswith("4 dumps checked: 3 with problems")


# --- standard input


def stdin(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_one_dump_is_read_from_standard_input(monkeypatch):
    stdin(monkeypatch, BAD.encode())
    said = presspack("check", "-")
    assert (said.code, said.out.splitlines()[0][:18]) == (1, "-:4: invalid-date:")
    stdin(monkeypatch, DUMP.encode())
    assert presspack("check", "-").code == 0


def test_standard_input_has_the_name_that_it_is_given_and_is_one_dump_whatever_that_is(monkeypatch):
    stdin(monkeypatch, BAD.encode())
    assert paths(presspack("check", "-", "--stdin-filename", "seeds/new.zip")) == {"seeds/new.zip"}


def test_standard_input_without_end_is_read_up_to_the_limit(monkeypatch):
    put(Path("params.yaml"), b"max_dump_bytes: 1000\n")
    stdin(monkeypatch, b"x" * 1_000_000)
    assert "-:1: too-large: " in presspack("check", "-").out
    assert sys.stdin.buffer.tell() == 1001


def test_standard_input_and_files_are_checked_together(monkeypatch):
    bad("a.txt")
    stdin(monkeypatch, BAD.encode())
    assert paths(presspack("check", "a.txt", "-")) == {"a.txt", "-"}


# --- side by side


def test_many_processes_and_units_say_what_one_call_says(here):
    for number in range(2 * LEAST + 10):
        text = BAD if number % 5 == 0 else DUMP
        put(here / "many" / f"{number:05d}.txt", f"{text}\n{number // 2}".encode())
    row = json.dumps({"text": DUMP + " " * 5_000}).encode()
    put(here / "many" / "large.jsonl", b"\n".join([row] * (LARGE // 5_000)))
    found = places.named(["many"])
    alone, beside = (check(found, Params(workers=many), Settings()) for many in (1, 2))
    assert alone == beside
    whole = findings([row for place in found for row in rows_of(place, Params())], False)
    assert alone == sorted(whole, key=lambda finding: natural(finding.path))


def test_of_equal_bytes_in_several_units_the_first_path_counts(here):
    for number in range(LEAST + 1):
        put(here / "many" / f"{number:05d}.txt", f"{DUMP}\n{number}".encode())
    put(here / "many" / "zzz.txt", f"{DUMP}\n0".encode())
    put(here / "many" / "yyy.txt", b"")
    put(here / "many" / "00000-empty.txt", b"")
    found = {Path(finding.path).name: finding for finding in check(places.named(["many"]), Params(), Settings())}
    assert (found["zzz.txt"].outcome, found["zzz.txt"].duplicate_of) == ("duplicate", "many/00000.txt")
    assert found["zzz.txt"].warnings == ()
    assert [found[name].outcome for name in ("yyy.txt", "00000-empty.txt")] == ["rejected", "rejected"]


# --- git


def git(*words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(here) -> Path:
    git("init", "-q", "-b", "main")
    bad("seeds/old.txt", "seeds/moved.txt", "seeds/edited.txt", "seeds/gone.txt", "other/a.txt", "seeds/jardín \n.txt")
    put(here / ".gitignore", b"ignored.txt\n")
    git("add", "-A")
    git("commit", "-qm", "first")
    return here


def test_just_what_is_new_or_changed_is_checked(repository):
    assert presspack("check", "seeds", "--changed-since", "HEAD") == (
        0,
        "0 dumps checked: none is new or changed since HEAD\n",
        "",
    )
    git("mv", "seeds/moved.txt", "seeds/renamed.txt")
    bad("seeds/committed.txt")
    git("add", "seeds/committed.txt")
    git("commit", "-qm", "second")
    put(repository / "seeds" / "edited.txt", BAD.encode())
    (repository / "seeds" / "gone.txt").unlink()
    bad("seeds/staged.txt", "seeds/untracked ü\t.txt", "seeds/ignored.txt", "other/b.txt")
    git("add", "seeds/staged.txt")
    said = presspack("check", "seeds", "--changed-since", "HEAD~1")
    names = ("renamed", "committed", "edited", "staged", "untracked ü\\x09")
    assert paths(said) == {f"seeds/{name}.txt" for name in names}


@pytest.mark.parametrize("diff", ["relative", "renames", "noprefix", "mnemonicPrefix"])
def test_what_a_person_set_in_git_changes_nothing(repository, monkeypatch, diff):
    bad("seeds/new.txt")
    git("add", "-A")
    git("config", f"diff.{diff}", "true")
    monkeypatch.chdir(repository / "seeds")
    assert paths(presspack("check", ".", "--changed-since", "HEAD")) == {"new.txt"}
    assert paths(presspack("check", repository / "seeds", "--changed-since", "HEAD")) == {f"{repository}/seeds/new.txt"}


def test_what_the_other_branch_changed_meanwhile_is_not_new(repository):
    git("checkout", "-qb", "mine")
    bad("seeds/mine.txt")
    git("add", "-A")
    git("commit", "-qm", "mine")
    git("checkout", "-q", "main")
    put(repository / "seeds" / "old.txt", BAD.encode())
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "mine")
    assert paths(presspack("check", "seeds", "--changed-since", "main")) == {"seeds/mine.txt"}


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-x", "HEAD:seeds", "\x1b[31m", ""])
def test_a_revision_that_git_does_not_know_is_told(repository, revision):
    said = presspack("check", "seeds", f"--changed-since={revision}")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("presspack: git knows no revision") and "\x1b" not in said.err


def test_a_history_without_a_common_commit_is_told(repository):
    git("checkout", "-q", "--orphan", "alone")
    git("commit", "-qm", "alone")
    said = presspack("check", "seeds", "--changed-since", "main")
    assert said.code == 2
    assert "have no common commit" in said.err and "fetch-depth: 0" in said.err


def test_a_folder_that_is_in_no_repository_is_told(here, monkeypatch):
    bad("seeds/a.txt")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    said = presspack("check", "seeds", "--changed-since", "HEAD")
    assert said.code == 2
    assert said.err.startswith("presspack: git does not know what is new here: fatal: not a git repository")


def test_a_machine_without_git_is_told(here, monkeypatch):
    bad("seeds/a.txt")
    monkeypatch.setenv("PATH", "")
    said = presspack("check", "seeds", "--changed-since", "HEAD")
    assert said == (2, "", "presspack: git is not installed\n")


# --- nothing to look at, and dumps that DVC keeps


def test_a_check_that_looked_at_nothing_is_not_green(repository):
    (repository / "empty" / "deeper").mkdir(parents=True)
    for more in ((), ("--changed-since", "HEAD")):
        said = presspack("check", "empty", *more)
        assert said == (2, "", "presspack: empty: holds no dump: copy some in, or name another folder\n")


def test_a_folder_that_git_ignores_is_not_taken_for_unchanged(repository):
    bad("raw/a.txt")
    put(repository / ".gitignore", b"/raw\n")
    said = presspack("check", "raw", "--changed-since", "HEAD")
    assert said.code == 2
    assert said.err.startswith("presspack: raw: git ignores all of it, and cannot tell what is new")
    assert presspack("check", "raw").code == 1


@pytest.mark.parametrize("asked", ["seeds", "seeds/new", "seeds/new/a.txt", "seeds/**/*.txt"])
def test_dumps_that_dvc_lists_and_that_are_not_here_are_to_be_pulled(here, asked):
    put(here / "seeds.dvc", b"outs:\n- md5: 0123.dir\n  path: seeds\n")
    said = presspack("check", asked)
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(": DVC has it (seeds.dvc), run `dvc pull`\n")
    (here / "seeds").mkdir()
    assert "run `dvc pull`" in presspack("check", asked).err


def test_a_file_of_dvc_that_is_none_lists_nothing(here):
    for content in (b"outs: 5", b"[", b"\xff", b"outs: [5, {path: 7}]"):
        put(here / "seeds.dvc", content)
        assert presspack("check", "seeds") == (2, "", "presspack: seeds: is not there\n")


def test_a_file_that_dvc_keeps_is_new_where_the_revision_lists_other_bytes(repository):
    def keep(data: bytes) -> None:
        put(repository / "crawl.txt", data)
        digest = hashlib.md5(data).hexdigest()
        put(repository / "crawl.txt.dvc", f"outs:\n- md5: {digest}\n  path: crawl.txt\n".encode())

    put(repository / ".gitignore", b"/crawl.txt\n")
    keep(BAD.encode())
    assert paths(presspack("check", "crawl.txt", "--changed-since", "HEAD")) == {"crawl.txt"}
    git("add", "-A")
    git("commit", "-qm", "kept")
    assert presspack("check", "crawl.txt", "--changed-since", "HEAD").out.startswith("0 dumps checked: none is new")
    keep(f"{BAD} again".encode())
    assert paths(presspack("check", "crawl.txt", "--changed-since", "HEAD")) == {"crawl.txt"}


@pytest.mark.slow
def test_of_a_folder_that_dvc_keeps_what_the_revision_does_not_list_is_new(repository, monkeypatch):
    for name, value in quiet(repository).items():
        monkeypatch.setenv(name, value)

    def dvc(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "dvc", *words], check=True, capture_output=True)

    git("rm", "-rq", "--cached", "seeds")
    dvc("init", "--quiet")
    dvc("add", "--quiet", "seeds")
    git("add", "-A")
    git("commit", "-qm", "kept")
    assert presspack("check", "seeds", "--changed-since", "HEAD").out.startswith("0 dumps checked: none is new")
    bad("seeds/deep/new.txt")
    put(repository / "seeds" / "edited.txt", f"{BAD} edited".encode())
    assert paths(presspack("check", "seeds", "--changed-since", "HEAD")) == {"seeds/deep/new.txt", "seeds/edited.txt"}
    shutil.rmtree(repository / ".dvc" / "cache")
    shutil.rmtree(repository.parent / "aside")  # DVC remembers what it read
    said = presspack("check", "seeds", "--changed-since", "HEAD")
    assert (said.code, said.out) == (2, "")
    assert "seeds.dvc: DVC cannot tell what it listed at " in said.err and "run `dvc pull`" in said.err


# --- the start


def test_one_dump_is_checked_without_the_libraries_that_it_does_not_need():
    script = (
        "import sys; from presspack.cli import main\n"
        f"sys.argv = ['presspack', 'check', {str(SAMPLE / 'page' / 'lifeboat.txt')!r}]\n"
        "try: main()\n"
        "except SystemExit as stop: assert stop.code == 0\n"
        "print(*({'pandas', 'hypothesis', 'requests', 'datasets', 'dvc', 'scipy', 'trafilatura'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPO, capture_output=True, text=True)
    assert (done.stdout.splitlines()[-1:], done.stderr) == ([""], "")


@pytest.mark.slow
def test_the_texts_of_a_large_container_are_not_all_in_memory_at_once(here):
    with gzip.open("crawl.jsonl.gz", "wt", compresslevel=1) as file:
        for number in range(400):
            file.write(json.dumps({"text": f"{DUMP}\n{number} {'x' * 1_000_000}"}) + "\n")
    script = (
        "import re, sys; from presspack.cli import main\n"
        "sys.argv = ['presspack', 'check', 'crawl.jsonl.gz']\n"
        "try: main()\n"  # ru_maxrss would count what the process held that started this one
        "except SystemExit: print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) >> 10)"
    )
    put(Path("params.yaml"), b"max_ratio: 10000\n")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "400 dumps checked: 0 with problems" in done.stdout, done.stderr
    assert (
        int(done.stdout.splitlines()[-1]) < 500
    )  # MB; the texts are 400, and the libraries 140, or 175 on Python 3.13
