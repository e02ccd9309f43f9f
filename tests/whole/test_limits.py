"""What a machine lacks is said in a line, and costs nothing that was there."""

import io
import os
import resource
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from presspack import cli
from presspack.errors import PresspackError, Rejected
from presspack.pipeline.run import link, parse, stage
from presspack.project import contracts
from presspack.project.frames import keep
from presspack.project.params import Params
from presspack.reading import files
from presspack.reading.dump import LINES
from presspack.reading.prose import SIGNED
from presspack.versions.hub_errors import address
from presspack.views.check import rows_of
from presspack.views.check.places import given


@contextmanager
def no_file_above(size):
    """The system refuses every byte of a file behind `size`, as a full disk does."""
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [0, 10, 3_000])
def test_a_table_for_which_there_is_no_room_is_an_error_of_the_disk(tmp_path, size):
    table = pl.DataFrame({"body": [os.urandom(50).hex() for _ in range(200)]})
    with no_file_above(size), pytest.raises(OSError, match="File too large"):
        keep(table, tmp_path / "articles.parquet")


def test_a_full_disk_is_one_line_that_says_what_to_do(monkeypatch, capsys):
    def full():
        raise OSError(28, "No space left on device", "data/parsed")

    monkeypatch.setattr(cli, "app", full)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    said = "presspack: data/parsed: No space left on device: free some space, and run it again; what was there is as it was"
    assert capsys.readouterr().err.splitlines() == [said]


def test_an_output_that_knows_few_letters_gets_the_numbers_of_the_others(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(cli, "app", lambda: sys.stdout.write("été 김\n"))
    cli.main()
    out.flush()
    assert out.buffer.getvalue() == b"\xe9t\xe9 \\uae40\n"


@pytest.mark.parametrize("work", [stage, parse, link])
def test_a_stage_does_not_write_into_what_it_reads(tmp_path, work):
    (tmp_path / "in").mkdir()
    for inside in (tmp_path / "in", tmp_path / "in" / "x"):
        with pytest.raises(PresspackError, match="which is read: name a folder outside of it"):
            work(tmp_path / "in", inside)
    assert not list((tmp_path / "in").iterdir())


def test_modules_in_the_root_of_a_project_do_not_stand_for_those_of_python(tmp_path, monkeypatch):
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "__init__.py").write_text("import tomllib\nMINE = tomllib.loads\n", "utf-8")
    (tmp_path / "schemas" / "more.py").write_text("from schemas import MINE\n", "utf-8")
    (tmp_path / "tomllib.py").write_text("raise SystemExit('not that of Python')\n", "utf-8")
    for name in [name for name in sys.modules if name.partition(".")[0] in ("schemas", "tomllib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.chdir(tmp_path)
    before = list(sys.path)
    try:
        assert contracts.schemas("more").MINE("a = 1") == {"a": 1}
        assert sys.path == before
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "schemas"]:
            del sys.modules[name]


def test_a_link_that_is_put_where_another_led_is_not_followed(tmp_path, monkeypatch):
    dumps, secret = tmp_path / "seeds", tmp_path / "secret.txt"
    dumps.mkdir()
    secret.write_text("not a dump", "utf-8")
    (dumps / "a.txt").symlink_to(dumps / "b.txt")
    (dumps / "b.txt").write_text("a dump", "utf-8")
    follow = files._follow

    def swapped(path, root):
        target = follow(path, root)
        Path(target).unlink()
        Path(target).symlink_to(secret)
        return target

    monkeypatch.setattr(files, "_follow", swapped)
    with pytest.raises(Rejected) as refused:
        files.read(str(dumps / "a.txt"), str(dumps), 100)
    assert refused.value.note.slug == "link-not-followed"


@pytest.mark.parametrize(
    ("endpoint", "shown"),
    [
        ("https://ada:secret@hub.example/x", "https://hub.example/x"),
        ("http://ada:s@cret@hub.example:80", "http://hub.example:80"),
        ("https://hub.example", "https://hub.example"),
    ],
)
def test_the_password_of_a_hub_is_not_shown(endpoint, shown):
    assert address(endpoint) == shown


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_dump_of_very_many_lines_is_refused_before_any_is_read(ends):
    few, many = (next(rows_of(given("a.txt", f"a{ends}".encode() * n), Params())) for n in (LINES, LINES + 1))
    assert few.reason is None
    assert (many.reason, many.detail) == ("too-large", f"{LINES + 1} lines, at most {LINES}")


@pytest.mark.parametrize("letter", ["𝔄", "a", "é"])
def test_a_long_word_is_searched_for_a_name_once(letter):
    assert SIGNED.fullmatch(letter * 20_000 + " x") is None
    assert SIGNED.fullmatch(f"The ferry {letter * 3}. Ada Marlow")[2] == "Ada Marlow"
