"""`presspack history`: what a page said before, found by whatever names it."""

import polars as pl
import pytest

from presspack.dataset import parquet
from presspack.views.history import Told
from presspack.views.history_page import document
from tests.support.projects import REPO, presspack

DATASET = REPO / "dataset"
PATH = "sample/history/gull-rock-june.txt"
PAGE = "sample-courier: 2025-02-03: Keeper Saves the Light on Gull Rock"
OLD, NEW = (
    pl.concat([parquet.read(path) for path in parquet.files(DATASET, "revisions")])
    .filter(page=PAGE)
    .sort("version")["article"]
    .to_list()
)


@pytest.mark.parametrize("what", [PATH, f"seeds/{PATH}", f"./seeds/{PATH}", OLD, NEW, PAGE])
def test_a_page_is_found_by_path_by_id_and_by_its_name(what):
    said = presspack("history", what, DATASET)
    assert (said.code, said.err) == (0, "")
    first, one, two, changed, edit, before, after = said.out.splitlines()
    assert first == f"{PAGE} (sample-courier): 2 texts"
    assert one == f"1  {OLD}  seen on 2025-02-09, 1 dump"
    assert two == f"2  {NEW}  seen on 2025-06-21, 1 dump"
    assert changed == "   changed between 2025-02-09 and 2025-06-21"
    assert edit == "   body 2: changed, name-removed; names gone: Orsolya Denk"
    assert "Orsolya Denk" in before and before.startswith("   - ")
    assert "Orsolya Denk" not in after and after.startswith("   + ")


def test_of_a_page_with_one_text_that_is_said():
    said = presspack("history", "sample/body/byline.txt", DATASET)
    assert said == (0, "one text is known of it, so nothing of what it said before\n", "")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("sample/rejected/february-31.txt", "is rejected (invalid-date): no text of it is published"),
        ("sample/none.txt", "names no article, page or dump"),
        ("0" * 16, "names no article, page or dump"),
        ("https://example.org/none", "names no article, page or dump"),
        ("\x1b[31m", r"\x1b[31m names no article"),
        ("", " names no article, page or dump"),
    ],
)
def test_what_the_dataset_has_not_is_told(what, why):
    said = presspack("history", what, DATASET)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert why in said.err


def test_what_is_withdrawn_is_told_once(tmp_path):
    ledger = {"path": "a.txt", "outcome": "withdrawn", "article": "a" * 16, "page": None, "reasons": ["withdrawn"]}
    (tmp_path / "dumps").mkdir()
    pl.DataFrame([ledger], schema_overrides={"page": pl.String}).write_parquet(tmp_path / parquet.name("dumps", 0, 1))
    said = presspack("history", "a.txt", tmp_path)
    assert said == (2, "", "presspack: a.txt is withdrawn: no text of it is published\n")


def test_a_folder_that_is_no_dataset_is_told(tmp_path):
    said = presspack("history", PATH, tmp_path)
    assert said == (2, "", f"presspack: {tmp_path}: holds no dataset: name the folder that publish wrote\n")


def test_a_url_finds_the_page_and_noise_is_counted_and_a_letter_moves_no_cursor(tmp_path):
    def put(config: str, table: pl.DataFrame) -> None:
        (tmp_path / config).mkdir()
        table.write_parquet(tmp_path / parquet.name(config, 0, 1))

    page = {"page": "example.org/ferry", "outlet": "sample-times"}
    ledger = {"path": "a", "outcome": "published", "article": "a" * 16, "page": page["page"], "reasons": []}
    put("dumps", pl.DataFrame([ledger], schema_overrides={"reasons": pl.List(pl.String)}))
    seen = {"first_seen": None, "last_seen": None, "captures": 2, "changed_after": None, "changed_by": None}
    put("revisions", pl.DataFrame([page | seen | {"version": i, "article": x * 16} for i, x in ((1, "a"), (2, "b"))]))
    both = {"names_removed": ["\x1b[2J"], "names_added": ["Ada"], "old_position": 1, "new_position": None}
    edits = [
        page | both | {"version": 2, "edit": 1, "field": "title", "operation": "removed", "kind": "name-removed", "old": "\x1b[2JGo", "new": None},
        page | both | {"version": 2, "edit": 2, "field": "body", "operation": "changed", "kind": "noise", "old": "“a”", "new": '"a"'},
    ]  # fmt: skip
    put("edits", pl.DataFrame(edits))
    said = presspack("history", "http://www.example.org/ferry/?utm_source=b#top", tmp_path)
    assert said.out.splitlines() == [
        "example.org/ferry (sample-times): 2 texts",
        "1  aaaaaaaaaaaaaaaa  seen on no day that is known, 2 dumps",
        "2  bbbbbbbbbbbbbbbb  seen on no day that is known, 2 dumps",
        "   title 1: removed, name-removed; names gone: \\x1b[2J; names new: Ada",
        "   - \\x1b[2JGo",
        "   1 difference of quotation marks, dashes, spaces and the like",
    ]


def test_the_page_strikes_what_is_gone_and_holds_what_a_text_says_as_text(tmp_path):
    file = tmp_path / "history.html"
    said = presspack("history", PATH, DATASET, "--html", file)
    assert said == (0, f"1 page written to {file}\n", "")
    page = file.read_text("utf-8")
    assert "<del>Orsolya Denk, the</del> keeper" in page and "<ins>The</ins> keeper" in page
    assert "changed between 2025-02-09 and 2025-06-21" in page
    evil = '</p><script>alert("1")</script>\u202e'
    text = {
        "version": 2,
        "article": evil,
        "first_seen": None,
        "last_seen": None,
        "captures": 1,
        "changed_by": evil,
        "changed_after": evil,
    }
    edit = {
        "field": "body", "operation": "changed", "kind": "wording", "old_position": 1, "new_position": 1, "old": evil, "new": evil,
        "old_spans": [2, 5], "new_spans": [0, len(evil)], "names_removed": [evil], "names_added": [],
    }  # fmt: skip
    made = document(evil, [Told(evil, evil, [text], [[edit, edit | {"new": None}]], evil)])
    assert "<script" not in made and "\u202e" not in made
    assert made.count("alert") == 12
