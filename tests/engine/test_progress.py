"""Long work shows on a terminal how far it is, says with --verbose what it did, and else nothing but its sentence."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from bench.generate import dumps
from presspack.engine.bar import clock, fitted
from tests.support.projects import FEW, SAMPLE, parameters, presspack, put, run
from tests.support.terminals import COMMAND, watch

LONG = ("stage", "parse", "link", "publish", "verify", "card", "check", "diff", "push")
DRAWN = """
import sys, time
from presspack.engine import bar, progress
bar.DELAY, bar.EVERY = {delay}, 0.01
begin = progress.phase
def phase(*words):
    "Wait for the first picture, however busy the machine is."
    found = begin(*words)
    while {delay} == 0 and progress.drawn() and not progress._shown.bar.drawn:
        time.sleep(0.01)
    return found
progress.phase = phase
"""
AT_ONCE = f"""{DRAWN}
from presspack.cli import main
try:
    main()
finally:
    print("rich" in sys.modules)
"""
HOSTILE = "a\x1b]0;title\x07\u202e漢字" + "漢字" * 60 + "\n\r[red]b[/red].txt"
NAMED = f"""{DRAWN.format(delay=0)}
with progress.shown(bar=True):
    begin("reading", 3, "parts", 300).now = {HOSTILE!r}
    while not progress._shown.bar.drawn:
        time.sleep(0.01)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with so many dumps that processes are worth starting, staged."""
    folder = tmp_path_factory.mktemp("made")
    for truth, content in dumps(1_400, seed=4):
        put(folder / "seeds" / truth.path, content)
    parameters(folder, workers=2, shards=16)
    assert run(folder, *COMMAND, "stage", "seeds", "staged", "--quiet") == (0, "", "")
    return folder


@pytest.fixture
def few(tmp_path) -> Path:
    """A folder with few dumps."""
    shutil.copytree(SAMPLE / "titled", tmp_path / "seeds")
    parameters(tmp_path, **FEW)
    return tmp_path


@pytest.mark.parametrize(("columns", "workers"), [(80, 2), pytest.param(160, 1, marks=pytest.mark.slow)])
def test_long_work_draws_a_bar_on_a_terminal_and_takes_it_away_before_its_sentence(made, tmp_path, columns, workers):
    parameters(tmp_path, workers=workers, shards=16)
    params = str(tmp_path / "params.yaml")
    words = [sys.executable, "-c", AT_ONCE.format(delay=0), "parse", "staged", str(tmp_path / "parsed")]
    seen = watch(made, [*words, "--params", params], columns)
    assert seen.code == 0
    shares = [int(share) for bar in seen.bars if (share := "".join(re.findall(r"^parsing .* (\d+)%", bar)))]
    assert len(set(shares)) > 2
    assert shares == sorted(shares)
    assert any(re.search(r" [\d,]+ dumps .* \S+\.txt$", bar) for bar in seen.bars)
    assert max(map(len, seen.bars)) < columns
    assert len({bar.index("%") for bar in seen.bars if "%" in bar}) == 1
    assert seen.left.startswith("1400 dumps parsed: ")
    assert seen.left.endswith("shards there already\nTrue\n")


def test_without_a_terminal_nothing_is_drawn_however_long_it_takes(few):
    said = run(few, sys.executable, "-c", AT_ONCE.format(delay=0), "stage", "seeds", "staged", TERM="xterm", CI="")
    assert said == (0, "3 dumps staged, of 3 files; 0 of 1 part there already\nFalse\n", "")


def test_workers_count_every_dump_and_without_a_terminal_verbose_is_lines_alone(made, tmp_path):
    said = run(made, *COMMAND, "parse", "staged", str(tmp_path / "parsed"), "-v")
    parsing, units, counting = said.err.splitlines()
    assert re.fullmatch(r"presspack: parsing: \d+\.\d s, 1,400 dumps, 16 shards", parsing)
    assert units == "presspack: 16 shards made anew, 0 reused"
    assert counting.startswith("presspack: counting: ")


def test_what_takes_no_time_draws_nothing_and_loads_nothing_to_draw_with(few):
    seen = watch(few, [sys.executable, "-c", AT_ONCE.format(delay=60), "stage", "seeds", "staged"])
    assert seen.text == "3 dumps staged, of 3 files; 0 of 1 part there already\r\nFalse\r\n"


@pytest.mark.parametrize(
    ("options", "variables", "drawn"),
    [((), {}, True), (("-q",), {}, False), ((), {"TERM": "dumb"}, False), ((), {"CI": "true"}, False)],
)
def test_nothing_is_drawn_where_it_is_not_wanted(few, options, variables, drawn):
    words = [sys.executable, "-c", AT_ONCE.format(delay=0), "stage", "seeds", "staged", *options]
    seen = watch(few, words, **variables)
    assert bool(seen.bars) is drawn
    assert seen.left.endswith(f"{drawn}\n")
    assert ("3 dumps staged" in seen.left) is (not options)


def test_verbose_says_line_by_line_what_was_done_and_what_was_there_already(few):
    said = run(few, *COMMAND, "stage", "seeds", "staged", "--verbose")
    assert said.out == "3 dumps staged, of 3 files; 0 of 1 part there already\n"
    lines = re.sub(r"\d+\.\d s", "0.0 s", said.err).splitlines()
    assert lines == [
        "presspack: finding: 0.0 s",
        "presspack: reading: 0.0 s, 3 dumps, 1 parts",
        "presspack: 1 parts made anew, 0 reused",
    ]
    said = run(few, *COMMAND, "stage", "seeds", "staged", "-v")
    assert said.err.endswith("presspack: 0 parts made anew, 1 reused\n")


def test_quiet_leaves_out_the_sum_of_a_check_and_not_what_is_wrong(few, monkeypatch):
    monkeypatch.chdir(few)
    put(few / "seeds" / "empty.txt", b"")
    loud, quiet = presspack("check", "seeds"), presspack("check", "seeds", "--quiet")
    assert loud.code == quiet.code == 1
    *found, summed = loud.out.splitlines()
    assert "1 with problems" in summed
    assert quiet.out.splitlines() == found
    assert "empty-file" in quiet.out
    assert presspack("check", "seeds", "--quiet", "--output-file", "report.txt") == (1, "", "")


@pytest.mark.parametrize("name", LONG)
def test_every_long_command_can_be_quiet_or_verbose_but_not_both(tmp_path, monkeypatch, name):
    said = presspack(name, "--help").out
    assert re.search(r"-q,? .*--quiet|--quiet,? .*-q", said)
    assert re.search(r"-v,? .*--verbose|--verbose,? .*-v", said)
    monkeypatch.chdir(tmp_path)
    parameters(tmp_path, **FEW)
    words = {"stage": 2, "parse": 2, "link": 2, "publish": 4, "check": 1, "diff": 2, "push": 1, "verify": 1}
    said = presspack(name, *["a/b"] * words.get(name, 0), "-q", "-v")
    assert (said.code, said.err) == (2, "presspack: --quiet and --verbose do not go together: leave one out\n")


@pytest.mark.parametrize("columns", [20, 50, 80, 160])
def test_a_name_in_the_bar_is_shown_as_text_and_cut_to_the_window(tmp_path, columns):
    from rich.cells import cell_len

    seen = watch(tmp_path, [sys.executable, "-c", NAMED], columns)
    assert seen.bars
    assert all(cell_len(bar) < columns and bar.isprintable() for bar in seen.bars)
    assert ("[red]b[/red].txt" in seen.bars[-1]) is (columns == 160)


def test_a_name_is_cut_at_its_beginning_by_the_columns_that_its_letters_take():
    assert fitted("folder/a.txt", 12) == "folder/a.txt"
    assert fitted("folder/a.txt", 6) == "…a.txt"
    assert fitted("漢字漢字", 6) == "…漢字"
    assert fitted("a.txt", 0) == ""


def test_seconds_are_told_as_people_read_them():
    assert [clock(seconds) for seconds in (0.4, 67, 750.2, 3725)] == ["0:00", "1:07", "12:30", "1:02:05"]
