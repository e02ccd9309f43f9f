"""`presspack check` says of every dump what the build would say, where, and harms no terminal and no workflow."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from presspack.dataset import parquet
from presspack.project.params import Params
from presspack.project.rules import REASONS
from tests.support.projects import FEW, REPO, SAMPLE, Said, build, presspack, put

GOOD = SAMPLE / "page" / "lifeboat.txt"
UNDATED = SAMPLE / "body" / "byline.txt"
BAD = SAMPLE / "rejected" / "february-31.txt"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
COMMAND = re.compile(r"::(error|warning) file=([^,:]*),line=(\d+),title=([a-z-]+)::(.*)")


def check(*words: object) -> Said:
    return presspack("check", *words, "--params", REPO / "params.yaml")


@pytest.fixture
def dump(tmp_path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        put(tmp_path / name, content)
        return tmp_path / name

    return write


# --- what it says


@pytest.mark.parametrize(("most", "code"), [("0", 1), ("0.2", 1), ("0.25", 0), ("1", 0)])
def test_the_share_that_may_be_rejected_is_counted_as_a_build_counts_it(dump, tmp_path, most, code):
    for name, path in {"bad.txt": BAD, "a.txt": GOOD, "b.txt": UNDATED, "c.txt": GOOD}.items():
        dump(f"seeds/{name}", path.read_bytes())
    dump("seeds/.DS_Store", b"no dump")
    said = check(tmp_path / "seeds", "--max-rejected", most)
    assert said.code == code
    assert f"1 of 4 rejected (max_rejected {most})" in said.out
    assert check(tmp_path / "seeds", "--max-rejected", "1", "--strict").code == 1
    assert check(tmp_path / "seeds", "--max-rejected", "1.5").code == 2


def test_what_is_no_article_is_told_and_fails_no_check(dump, tmp_path):
    path = dump("good.txt", page())
    for name in (".DS_Store", "crawl.dvc", "mill.png"):
        put(path.parent / name, b"One.")
    said = check(path.parent)
    assert said.code == 0
    assert f"{path.parent}/crawl.dvc:1: warning: not-a-dump: " in said.out
    assert said.out.splitlines()[-1] == "4 dumps checked: 0 with problems, 1 with warnings, 3 set aside as no article"
    put(path.parent / "bad.txt", b"One.")  # the bytes of what is set aside
    said = check(path.parent)
    assert said.code == 1
    assert f"{path.parent}/bad.txt:1: no-layout: " in said.out


def test_rows_of_a_table_are_told_in_their_order(dump, tmp_path):
    dump("rows.csv", ("outlet,title,text\n" + "Nobody,x,y\n" * 11).encode())
    said = json.loads(check(tmp_path / "rows.csv", "--format", "json").out)
    assert [one["path"].rpartition("/")[2] for one in said["dumps"]] == [str(row) for row in range(2, 13)]


def test_without_a_path_the_seeds_are_checked_and_the_dataset_is_verified(dump, tmp_path, monkeypatch):
    dump("seeds/a.txt", GOOD.read_bytes())
    build(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert check().out.endswith("1 dump checked: 0 with problems, 0 with warnings\n")
    assert presspack("verify", "--params", REPO / "params.yaml").code == 0


def test_dumps_that_a_dataset_has_already_are_counted(dump, tmp_path):
    for path in (GOOD, BAD):
        dump(f"seeds/{path.name}", path.read_bytes())
    build(tmp_path, Params(**FEW, max_rejected=1))
    dump("seeds/again.txt", GOOD.read_bytes())
    dump("seeds/new.txt", UNDATED.read_bytes())
    said = json.loads(check(tmp_path / "seeds", "--against", tmp_path / "dataset", "--format", "json").out)
    known = {Path(one["path"]).name: one["in_dataset"] for one in said["dumps"]}
    assert known == {GOOD.name: True, BAD.name: True, "again.txt": True, "new.txt": False}
    alone = json.loads(check(tmp_path / "seeds", "--format", "json").out)
    assert {one["in_dataset"] for one in alone["dumps"]} == {None}
    assert "3 in the dataset's ledger already" in check(tmp_path / "seeds", "--against", tmp_path / "dataset").out


def test_of_a_good_dump_nothing_is_said_but_that_it_was_checked():
    assert check(GOOD) == (0, "1 dump checked: 0 with problems, 0 with warnings\n", "")


def test_a_bad_dump_fails_with_its_reason_its_line_and_its_value():
    said = check(BAD)
    assert said.code == 1
    assert said.out.splitlines() == [
        f"{BAD}:6: invalid-date: {REASONS['invalid-date']} (31/02/2024)",
        "1 dump checked: 1 with problems, 0 with warnings",
    ]


def test_a_bad_dump_among_good_ones_fails_the_check():
    said = check(GOOD, BAD)
    assert said.code == 1
    assert [line.split(":")[0] for line in said.out.splitlines()[:-1]] == [str(BAD)]
    assert said.out.splitlines()[-1] == "2 dumps checked: 1 with problems, 0 with warnings"


def test_a_folder_is_checked_with_all_that_is_below_it():
    said = check(SAMPLE.parent)
    assert said.code == 1
    many = sum(path.is_file() for path in SAMPLE.rglob("*")) + 4  # records of a crawl
    assert said.out.splitlines()[-1].startswith(f"{many} dumps checked: 12 with problems, ")


def test_a_path_named_twice_is_checked_once():
    last = check(GOOD, GOOD.parent, GOOD).out.splitlines()[-1]
    assert last.startswith(f"{len(list(GOOD.parent.iterdir()))} dumps checked: ")


def rejected() -> dict[str, list[list[Any]]]:
    truth = json.loads((REPO / "tests" / "sample_expected.json").read_text("utf-8"))
    return {
        path: row["reasons"]
        for path, row in truth.items()
        if isinstance(row, dict) and row.get("outcome") == "rejected"
    }


@pytest.mark.parametrize("path", rejected())
def test_every_reason_stands_on_a_line_of_its_own_that_an_editor_can_open(path):
    said = check(SAMPLE.parent / path)
    start = re.escape(str(SAMPLE.parent / path))
    places = [re.fullmatch(rf"{start}:(\d+): (?:warning: )?([a-z-]+): .+", line) for line in said.out.splitlines()[:-1]]
    assert all(places)
    reasons = [[place[2], int(place[1])] for place in places if place and place[2] in REASONS]
    assert (said.code, reasons) == (1, [[slug, line or 1] for slug, line in rejected()[path]])


def test_the_same_bytes_twice_are_told_as_a_duplicate_and_are_no_problem(dump):
    first, second = dump("a.txt", GOOD.read_bytes()), dump("b.txt", GOOD.read_bytes())
    said = check(second, first)
    assert said.code == 0
    assert f"{second}: duplicate: holds the bytes of {first}" in said.out.splitlines()


def test_what_it_says_is_what_the_build_does(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "seeds")
    build(tmp_path, Params(max_rejected=1, **FEW))
    ledger = parquet.read(parquet.files(tmp_path / "dataset", "dumps")[0])
    refused = ledger.filter(outcome="rejected").select("path", "reasons", "reason_lines").rows()
    lines = check(tmp_path / "seeds").out.splitlines()
    for path, slugs, numbers in refused:
        told = [line.removeprefix(f"{tmp_path}/seeds/{path}") for line in lines if f"/{path}:" in line]
        wanted = [f":{number or 1}: {slug}: " for slug, number in zip(slugs, numbers, strict=True)]
        reasons = [line for line in told if ": warning: " not in line]
        assert [line[: len(start)] for line, start in zip(reasons, wanted, strict=True)] == wanted
    assert lines[-1].startswith(f"{ledger.height} dumps checked: {len(refused)} with problems, ")
    assert sum(": duplicate: " in line for line in lines) == ledger.filter(outcome="duplicate").height


# --- exit codes


def test_a_warning_fails_only_a_strict_check():
    assert check(UNDATED).code == 0
    assert check("--strict", UNDATED).code == 1


def test_a_warning_is_told_as_one_unless_it_fails_the_check():
    plain, strict = check(UNDATED).out, check("--strict", UNDATED).out
    assert re.search(r"txt:\d+: warning: untitled: ", plain)
    assert re.search(r"txt:\d+: untitled: ", strict)
    assert "warning" not in strict.splitlines()[0]


def test_a_dump_that_only_lacks_its_end_passes_even_a_strict_check():
    said = check("--strict", SAMPLE / "page" / "cut-off.txt")
    assert said.code == 0
    assert "warning: no-end-mark" in said.out


@pytest.mark.parametrize("others", [(), (GOOD,), (BAD,)])
def test_a_path_that_is_not_there_is_no_dump_with_a_fault(tmp_path, others):
    said = check(*others, tmp_path / "none.txt")
    assert said == (2, "", f"presspack: {tmp_path / 'none.txt'}: is not there\n")


def test_a_check_without_paths_does_not_pass_where_there_are_no_seeds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check() == (2, "", "presspack: seeds: is not there\n")


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "away").symlink_to(GOOD)
    said = check(tmp_path)
    assert said.code == 1
    assert [line.removeprefix(f"{tmp_path}/").split(": ")[:2] for line in said.out.splitlines()[:-1]] == [
        ["away:1", "link-not-followed"],
        ["loop:1", "link-not-followed"],
        ["pipe:1", "not-a-file"],
    ]


# --- workflow commands


def commands(said: Said) -> list[tuple[str, ...]]:
    """The workflow commands of what was said; nothing else may stand on standard output."""
    found = [COMMAND.fullmatch(line) for line in said.out.splitlines()]
    assert all(found), said.out
    return [match.groups() for match in found if match]


def test_a_workflow_gets_an_error_for_every_reason_at_its_line():
    said = check("--format", "github", BAD)
    assert said.code == 1
    path = str(BAD.relative_to(REPO))
    message = f"{path}:6: invalid-date: {REASONS['invalid-date']} (31/02/2024)"
    assert commands(said) == [("error", path, "6", "invalid-date", message)]
    assert said.err == "1 dump checked: 1 with problems, 0 with warnings\n"


def test_a_workflow_gets_nothing_for_a_good_dump():
    assert check("--format", "github", GOOD)[:2] == (0, "")


def test_a_workflow_gets_warnings_which_a_strict_check_makes_errors():
    assert {kind for kind, *_ in commands(check("--format", "github", UNDATED))} == {"warning"}
    assert {kind for kind, *_ in commands(check("--format", "github", "--strict", UNDATED))} == {"error"}


def test_a_reason_without_a_line_points_to_the_first():
    assert commands(check("--format", "github", SAMPLE / "rejected" / "empty.txt"))[0][2] == "1"


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("100%.txt", "100%25.txt"),
        ("a,line=9.txt", "a%2Cline=9.txt"),
        ("a::b.txt", "a%3A%3Ab.txt"),
        ("a\n::error::b.txt", "a\\x0a%3A%3Aerror%3A%3Ab.txt"),
        ("a\r.txt", "a\\x0d.txt"),
        ("%0A.txt", "%250A.txt"),
        ("jardín.txt", "jardín.txt"),
        ("two words.txt", "two words.txt"),
    ],
)
def test_no_path_writes_a_workflow_command_of_its_own(dump, tmp_path, name, escaped):
    dump(name, b"")
    ((kind, file, *_),) = commands(check("--format", "github", tmp_path))
    assert (kind, file.removeprefix(f"{tmp_path}/")) == ("error", escaped)


def page(*, label: str = "Sample Times", more: str = "", date: str = "30/11/2024", end: str = "") -> bytes:
    """A `page` dump that says hostile things."""
    source = f"Date: {date} | Source: {label} | Read original version at source"
    lines = ["January 20, 2026Jan 20, 2026", f"KCNA {label}", "A title", *([more] if more else []), source]
    return "\n\n".join(
        [*lines, "A body of a few words.", f"More From {label}", "More Articles", *([end] if end else [])]
    ).encode()


HOSTILE = {
    "escape codes": "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "workflow command": "x::error file=a::owned",
    "group": "::add-mask::x%0A::error::y",
    "eight-bit codes": "\x9b31mred\x9d0;owned\x9c",
    "backspaces": "good\b\b\b\bevil",
    "line separators": "a\u2028::error::b\u2029c\x85::error::d\x0b::error::e\x0c::error::f\x1c::error::g",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", ["label", "more", "date", "end"])
@pytest.mark.parametrize("form", ["text", "github"])
def test_no_line_of_a_dump_reaches_a_terminal_or_a_workflow_raw(dump, name, field, form):
    path = dump("hostile.txt", page(**{field: HOSTILE[name]}))
    said = check("--format", form, path)
    assert not CONTROL.search(said.out.replace("\n", ""))
    lines = said.out.split("\n")[:-1]
    if form == "github":
        assert lines
        assert all(COMMAND.fullmatch(line) and line.split("file=")[1].startswith(str(path)) for line in lines)
    else:
        assert all(line.startswith(f"{path}:") for line in lines[:-1])


def test_a_path_with_escape_codes_does_not_reach_the_terminal_raw(dump, tmp_path):
    dump("\x1b[31mred\x9b.txt", b"")
    said = check(tmp_path)
    assert not CONTROL.search(said.out.replace("\n", ""))
    assert "\\x1b[31mred\\u009b.txt:1: empty-file" in said.out
    said = check(tmp_path / "\x1b[31m")
    assert said.code == 2
    assert "\x1b" not in said.err


def test_a_line_of_a_megabyte_is_told_in_short(dump):
    said = check(dump("long.txt", page(date="9" * 1_000_000)))
    assert said.code == 1
    assert max(map(len, said.out.splitlines())) < 500


# --- what docs/check.md shows

SHOWN = re.compile(r"```console\n\$ presspack (.*)\n([^…]*?)```")
DOCS = (REPO / "docs" / "check.md").read_text("utf-8")


@pytest.mark.parametrize(("words", "shown"), SHOWN.findall(DOCS))
def test_the_page_on_check_shows_what_is_said(monkeypatch, words, shown):
    monkeypatch.chdir(REPO)
    assert presspack(*words.split()).out == shown


def test_the_page_on_check_names_every_option():
    options = set(re.findall(r"--[a-z-]+", presspack("check", "--help").out)) - {"--help", "--params"}
    assert options <= set(re.findall(r"--[a-z-]+", DOCS))
