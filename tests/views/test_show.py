"""`presspack show` finds the dump that is meant, and tells of each of its lines what became of it."""

import gzip
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from rich.cells import cell_len

from presspack.errors import PresspackError
from presspack.project.params import Params
from presspack.project.rules import GOOD
from presspack.views.show import Seen, see
from presspack.views.show.fold import LONGEST, MOST, Gap, folded
from presspack.views.show.terminal import BESIDE, told
from presspack.views.trace import ROLES, Line
from presspack.writing.visible import printable, unprintable
from tests.support.hostile import HOSTILE, SHOWN, TEXTS
from tests.support.projects import REPO, SAMPLE, Said, build, environment, presspack, put

DUMP = "\n".join(GOOD)
PAGE = REPO / "docs" / "show.md"
BAD = DUMP.replace("10/07/2024", "31/02/2024")
SGR = re.compile(r"\x1b\[[0-9;]*m")
OURS = re.compile(r"\x1b\[(0|1|1;4|(1;)?38;5;\d+)m")
ROW = re.compile(r" *(\d+) ([✗! ]) (.{12}|[a-z ,-]+)  (.*)")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def show(*words: object) -> Said:
    return presspack("show", *words)


def seen(text: str) -> Seen:
    return see("-", Params(), lambda size: text.encode()[:size])


def rows(said: str) -> dict[int, tuple[str, str, str]]:
    """Of each line of the dump its sign, its words and its text."""
    matches = (ROW.fullmatch(f"{line:21}") for line in said.splitlines())
    return {int(match[1]): (match[2], match[3].strip(), match[4].strip()) for match in matches if match}


# --- what it says


def test_every_line_of_a_dump_is_there_with_what_became_of_it():
    put(Path("a.txt"), BAD.encode())
    said = show("a.txt")
    assert said.code == 1 and said.err == ""
    found = rows(said.out)
    assert [text for _, _, text in found.values()] == [*GOOD[:3], GOOD[3].replace("10/07", "31/02"), *GOOD[4:]]
    assert [words for _, words, _ in found.values()] == [
        "crawl date", "outlet", "title", "outlet, date", "body", "outlet", *["related"] * 5, "dropped",
    ]  # fmt: skip
    assert [number for number, (sign, _, _) in found.items() if sign == "✗"] == [4]


def test_a_reason_stands_under_its_line_with_a_mark_under_the_value():
    put(Path("a.txt"), BAD.encode())
    lines = show("a.txt").out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  4"))
    assert lines[at + 1].index("^") == lines[at].index("31/02/2024")
    assert lines[at + 1].count("^") == len("31/02/2024")
    assert lines[at + 2].split()[:3] == ["offending", "✗", "invalid-date:"]
    assert "(31/02/2024)" in lines[at + 2]


def test_a_warning_is_told_from_a_reason():
    said = show(SAMPLE / "body" / "byline.txt")
    assert said.code == 0
    assert "published; 2 warnings (undated, untitled)" in said.out
    assert "warning       ! undated: the dump gives no date of publication" in said.out
    assert "offending" not in said.out


def test_the_article_is_told_with_where_each_value_was_read():
    put(Path("a.txt"), DUMP.encode())
    said = show("a.txt").out
    for name, value in (
        ("layout", "page  (told by the shape)"),
        ("outlet", "sample-courier  (lines 2, 4, 6)"),
        ("title", "The Ferry Waits for the Bell  (line 3)"),
        ("published_on", "2024-07-10  (page, line 4)"),
        ("crawled_on", "2024-09-14  (page, line 1)"),
        ("byline", "none"),
        ("language", "en  (told from the body)"),
        ("body", "1 paragraph, 18 words  (line 5)"),
        ("related", "1 item  (line 7)"),
        ("size", f"{len(DUMP)} bytes"),
        ("encoding", "utf-8"),
    ):
        assert f"\n{name:14}{value}\n" in said


@pytest.mark.parametrize("path", sorted((SAMPLE / "rejected").iterdir()), ids=lambda path: path.name)
def test_it_says_of_a_bad_dump_what_check_says(path):
    (dump,) = json.loads(presspack("check", "--format", "json", path).out)["dumps"]
    said = show(path)
    assert said.code == 1
    notes = re.findall(r"^ +(?:offending|warning) +[✗!] ([a-z-]+):|^[✗!] ([a-z-]+):", said.out, re.M)
    assert sorted("".join(slugs) for slugs in notes) == sorted(note["slug"] for note in dump["findings"])


def test_beside_where_the_terminal_is_wide_and_below_where_it_is_not():
    wide, narrow = told(seen(DUMP), BESIDE).splitlines(), told(seen(DUMP), BESIDE - 1).splitlines()
    assert all(" │" in line for line in wide)
    assert any("published " in line and "│ sha256" in line for line in wide)
    assert not any("│" in line for line in narrow)
    assert narrow.index("article") > len(GOOD)


@pytest.mark.parametrize("width", [40, 80, 120, 160, 200])
def test_no_line_is_wider_than_the_terminal_whatever_the_script(width):
    for words in ("word " * 90, "조선중앙통신사 " * 60, "한" * 300, "مرحبا " * 90, "x" * 700, "\u202e" * 70):
        text = DUMP.replace(GOOD[4], words).replace(GOOD[2], words)
        assert max(map(cell_len, told(seen(text), width).splitlines())) <= width


def test_columns_stand_straight_whatever_the_script():
    text = DUMP.replace(GOOD[4], "조선중앙통신사 " * 60).replace(GOOD[2], "e\u0301" * 20)
    lines = told(seen(text), 160).splitlines()
    assert {cell_len(line.partition(" │ ")[0].ljust(0)) for line in lines if " │ " in line} == {96}


def test_colours_are_those_of_the_roles_and_can_be_left_out():
    coloured = told(seen(BAD), 100, colour=True)
    assert SGR.sub("", coloured) == told(seen(BAD), 100)
    assert "\x1b[38;5;28mbody" in coloured and "\x1b[1;38;5;196m" in coloured


@pytest.mark.parametrize(
    ("words", "variables", "coloured"),
    [
        ((), {"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ((), {"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb", "NO_COLOR": ""}, False),
        (("--color", "never"), {"TERM": "xterm-256color", "NO_COLOR": ""}, False),
        (("--color", "always"), {"TERM": "dumb", "NO_COLOR": "1"}, True),
    ],
)
def test_a_terminal_gets_colours_unless_somebody_forbids_them(words, variables, coloured):
    put(Path("a.txt"), DUMP.encode())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from presspack.cli import main; main()", "show", "a.txt", *words]
    process = subprocess.Popen(command, env=environment(COLUMNS="80", **variables), stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 65536):
            said += chunk
    except OSError:  # a terminal whose other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    assert (b"\x1b[" in said) == coloured
    assert b"crawl date" in said


# --- what cannot be read


@pytest.mark.parametrize(
    ("content", "slug", "shown"),
    [
        (b"", "empty-file", "size          0 bytes"),
        (b" \n\t\n", "blank-file", "000000  20 0a 09 0a"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff\0" * 99, "binary", "·PNG········IHDR"),
        (b"Title\nVoil\xc3\xa0\nfoo \xff\xfe\x81", "undecodable", "  3 ✗ dropped       foo \\xff\\xfe\\x81"),
        (b"one\ntwo\0three\n", "nul-bytes", "  2 ✗ dropped       two␀three"),
        (b"Once upon a time.\n", "no-layout", "  1 ✗ dropped       Once upon a time."),
    ],
)
def test_what_is_no_article_shows_what_can_be_shown_and_why(content, slug, shown):
    put(Path("a.txt"), content)
    said = show("a.txt")
    assert said.code == 1 and said.err == ""
    assert (f"✗ {slug}: " in said.out and f"\n{shown}" in "\n" + said.out) or shown in said.out


def test_a_dump_that_is_too_large_is_told_with_its_size_and_its_beginning():
    put(Path("a.txt"), b"Once upon a time" * 100)
    Path("params.yaml").write_text("max_dump_bytes: 1000\n")
    said = show("a.txt")
    assert said.code == 1
    assert "too-large" in said.out and "1,600 bytes" in said.out and "Once upon a time" in said.out


def test_a_dump_of_many_lines_is_folded_and_quick():
    text = "\n".join([*GOOD[:4], *(["Some words of a tale.", "That goes on."] * 50_000), *GOOD[5:]])
    begun = time.perf_counter()
    said = told(seen(text), 80)
    assert time.perf_counter() - begun < 10
    assert len(said.splitlines()) < 200
    assert re.search("… 99,989 lines not shown: 99,989 body …", said)
    assert rows(said)[100_011][1] == "dropped"


def test_a_line_that_is_too_long_is_cut_and_the_rest_is_told():
    said = told(seen(DUMP.replace(GOOD[4], "word " * 100_000)), None)
    assert max(map(len, said.splitlines())) < LONGEST + 100
    assert f"… {500_000 - LONGEST:,} more letters" in said


def test_folding_keeps_what_notes_point_to_with_lines_around_that_are_not_blank():
    lines = [Line(i, "x" if i % 2 else "", ("body",) if i % 2 else ("blank",)) for i in range(1, 100)]
    lines[50] = lines[50]._replace(notes=(("undated", 51, ""),))
    kept = [line.number if isinstance(line, Line) else line for line in folded(lines, 2)]
    assert [number for number in kept if not isinstance(number, Gap)] == list(range(47, 56))
    assert [gap.many for gap in kept if isinstance(gap, Gap)] == [46, 44]
    assert kept[0].said() == "… 46 lines not shown: 23 body, 23 blank …"
    assert sum(1 if isinstance(line, int) else line.many for line in kept) == 99
    assert list(folded(lines)) == lines and len(lines) < MOST


# --- which dump


def packed(path: str, **texts: str) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in texts.items():
            file.writestr(name.replace("_", "."), text)


def test_a_member_of_a_container_is_named_as_check_prints_it():
    packed("crawl.zip", a_txt=BAD, b_txt=DUMP)
    put(
        Path("rows.jsonl.gz"),
        gzip.compress("\n".join(json.dumps({"text": text}) for text in (f"{DUMP} ", BAD)).encode()),
    )
    printed = {
        line.partition(":")[0] for line in presspack("check", "crawl.zip", "rows.jsonl.gz").out.splitlines()[:-1]
    }
    assert printed == {"crawl.zip!/a.txt", "rows.jsonl.gz!/2"}
    for name in printed:
        said = show(name)
        assert said.code == 1 and said.out.startswith(f"{name}\n") and "invalid-date" in said.out
    assert show("crawl.zip!/b.txt").code == 0


def test_a_member_of_a_container_in_a_container_is_named_by_both():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("deep/a.txt", DUMP)
    with zipfile.ZipFile("out.zip", "w") as file:
        file.writestr("in.zip", inner.getvalue())
    assert show("out.zip!/in.zip!/deep/a.txt").code == 0
    assert show("out.zip!/in.zip").out.startswith("out.zip!/in.zip!/deep/a.txt\n")


def test_a_row_is_read_with_what_its_record_says():
    bare = "\n".join(GOOD[4:])
    row = {
        "text": bare,
        "title": "From the row",
        "date": "2024-07-10",
        "url": "https://kcnawatch.org/newstream/1720656000-123456789/x",
    }
    put(Path("rows.jsonl"), json.dumps(row).encode())
    said = show("rows.jsonl!/1")
    assert said.code == 0
    for words in (
        "record title  From the row  (its container)",
        "published_on  2024-07-10  (record)",
        "title         From the row  (record)",
    ):
        assert words in said.out


def test_standard_input_is_a_dump(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(BAD.encode())))
    said = show("-")
    assert said.code == 1 and said.out.startswith("-\nrejected; 1 reason (invalid-date)\n")


def test_a_folder_or_a_container_with_one_dump_is_that_dump():
    put(Path("seeds/deep/a.txt"), DUMP.encode())
    packed("one.zip", a_txt=DUMP)
    put(Path("b.txt.gz"), gzip.compress(DUMP.encode()))
    assert show("seeds").out.startswith("seeds/deep/a.txt\n")
    assert show("one.zip").out.startswith("one.zip!/a.txt\n")
    assert show("b.txt.gz").out.startswith("b.txt.gz\n")


def test_several_dumps_are_refused_with_the_first_of_them():
    packed("many.zip", **{f"{i}_txt": DUMP for i in range(5)})
    for i in range(2):
        put(Path(f"seeds/{i}.txt"), DUMP.encode())
    said = "holds more than one dump: name one, such as"
    assert show("many.zip") == (
        2,
        "",
        f"presspack: many.zip: {said} many.zip!/0.txt, many.zip!/1.txt, many.zip!/2.txt, …\n",
    )
    assert show("seeds") == (2, "", f"presspack: seeds: {said} seeds/0.txt, seeds/1.txt\n")


def test_a_path_of_the_ledger_is_found_below_seeds():
    Path("seeds").mkdir()
    Path("seeds", "a.txt").write_text(DUMP, "utf-8")
    assert show("a.txt") == show("seeds/a.txt")


def test_what_is_not_there_is_told_in_one_line():
    packed("a.zip", a_txt=DUMP)
    Path("empty").mkdir()
    assert show("none.txt") == (2, "", "presspack: none.txt: is not there\n")
    assert show("a.zip!/b.txt") == (2, "", "presspack: a.zip: holds no b.txt, but a.zip!/a.txt\n")
    assert show("empty") == (2, "", "presspack: empty: holds no dump\n")
    assert show("0123abcd").err == (
        "presspack: there is no ledger here to look in, neither in dataset/ nor in data/parsed: name a path\n"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(SAMPLE / "copies", folder / "seeds" / "copies")
    shutil.copytree(SAMPLE / "rejected", folder / "seeds" / "rejected")
    shutil.copy(SAMPLE / "copies" / "bridge-lamps.txt", folder / "seeds" / "again.txt")
    packed(str(folder / "seeds" / "crawl.zip"), a_txt=DUMP)
    (folder / "params.yaml").write_text("max_rejected: 1\n")
    build(folder, Params(shards=2, workers=1, max_rejected=1))
    return folder


def ledger(folder: Path) -> dict[str, dict]:
    import polars as pl

    return {row["path"]: row for row in pl.read_parquet(folder / "dataset" / "dumps" / "*.parquet").to_dicts()}


def test_hex_digits_of_a_dump_or_of_its_article_find_it_in_the_ledger(built, monkeypatch):
    monkeypatch.chdir(built)
    row = ledger(built)["crawl.zip!/a.txt"]
    for digits in (row["dump"], row["dump"][:8], row["dump"][:8].upper(), row["article"], row["article"][:10]):
        said = show(digits)
        assert said.code == 0
        assert said.out.startswith("seeds/crawl.zip!/a.txt\n")
        assert f"published, as article {row['article']}, says the ledger of dataset" in said.out
    rejected = ledger(built)["rejected/february-31.txt"]
    assert show(rejected["dump"][:12]).code == 1


def test_of_equal_bytes_the_published_path_is_shown(built, monkeypatch):
    monkeypatch.chdir(built)
    rows = ledger(built)
    dump = rows["again.txt"]["dump"]
    paths = [path for path, row in rows.items() if row["dump"] == dump]
    assert sorted(paths) == ["again.txt", "copies/bridge-lamps.txt"]
    said = show(dump)
    assert said.out.startswith("seeds/again.txt\n")
    assert f"published, as article {rows['again.txt']['article']}, at 2 paths, says the ledger" in said.out


def test_digits_of_several_dumps_are_refused_with_their_paths(built, monkeypatch):
    monkeypatch.chdir(built)
    rows = ledger(built)
    article = rows["copies/seed-bank-body.txt"]["article"]
    paths = sorted(f"seeds/{path}" for path, row in rows.items() if row["article"] == article)
    assert len(paths) == 2
    said = show(article)
    assert said == (
        2,
        "",
        f"presspack: {article} is of 2 dumps in the ledger of dataset: name one, such as {', '.join(paths)}\n",
    )
    assert show("0" * 12).err == f"presspack: no dump and no article in the ledger of dataset begins with {'0' * 12}\n"


def test_the_newer_ledger_counts(built, monkeypatch):
    folder = built.with_name("newer")
    shutil.copytree(built, folder)
    monkeypatch.chdir(folder)
    digits = ledger(folder)["crawl.zip!/a.txt"]["dump"][:16]
    os.utime("data/parsed/index.json", (4_000_000_000, 4_000_000_000))
    assert "says the ledger of data/parsed" in show(digits).out
    shutil.rmtree("data/parsed")
    assert "says the ledger of dataset" in show(digits).out
    Path("seeds/crawl.zip").unlink()
    assert show(digits).err.startswith(
        "presspack: seeds/crawl.zip!/a.txt is not there, or not as the ledger of dataset has it"
    )


# --- what others wrote


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [None, 80, 160])
def test_a_hostile_dump_is_shown_and_commands_nothing(words, width):
    name = words.replace("/", "_").replace("\x00", "_")[:60]
    put(Path(name), DUMP.replace(GOOD[2], f"[red]{words}[/red]").replace("10/07/2024", words).encode(errors="replace"))
    seen = see(name, Params(), lambda size: b"")
    said = told(seen, width, colour=True)
    assert SHOWN.fullmatch(SGR.sub("", said).replace("\n", ""))
    assert all(OURS.fullmatch(code) for code in SGR.findall(said))
    if width is None:
        assert "[red]" in said


@given(TEXTS)
def test_no_text_moves_the_cursor_or_is_taken_for_style(words):
    said = told(seen(f"[bold]{words}[/bold]\n{DUMP}"), None, colour=True)
    assert SHOWN.fullmatch(SGR.sub("", said).replace("\n", ""))


@given(TEXTS)
def test_a_path_as_it_is_printed_leads_back_to_the_path(text):
    assert unprintable(printable(text)) == text


def test_a_path_may_be_given_as_check_prints_it():
    put(Path("a\x1b[31m\n\"b'\u202e.txt"), BAD.encode())
    printed = presspack("check", ".").out.partition(":")[0]
    assert printed == "a\\x1b[31m\\x0a\"b'\\u202e.txt"
    assert show(printed).out.startswith(f"{printed}\n")
    assert show("a\x1b[31m\n\"b'\u202e.txt").code == 1


@pytest.mark.parametrize("odd", ["\\x00", "a.zip!/\\x00", "x\\U00ffffff", "\\xff"])
def test_a_path_that_cannot_be_is_not_there(odd):
    with pytest.raises(PresspackError, match="is not there"):
        see(odd, Params(), lambda size: b"")


def test_the_help_has_an_example_that_works(monkeypatch):
    monkeypatch.chdir(REPO)
    example = re.search(r"Example: presspack (.*)", presspack("show", "--help").out)
    assert example is not None and presspack(*example[1].split()).code == 1


def test_docs_show_what_the_command_says(monkeypatch):
    monkeypatch.chdir(REPO)
    command, shown = re.findall(
        r"```console\n\$ presspack (.*?)\n```\n\n(?:<picture>.*?</picture>\n\n)?```text\n(.*?)```",
        PAGE.read_text("utf-8"),
        re.S,
    )[0]
    said = presspack(*command.split()).out
    for part in shown.split("  …\n"):
        assert part in said


def test_docs_tell_every_role():
    page = PAGE.read_text("utf-8")
    told = re.findall(r"^\| `([a-z ]+)` \| (.*) \|$", page, re.M)
    assert told == [(role.word, role.meaning) for role in ROLES.values()]
