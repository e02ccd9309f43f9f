"""The documents hold: every block of Python in docs/use.md runs on the dataset that ships; pictures show what is said."""

import ast
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.support.projects import BIN, REPO, run
from tests.support.terminals import watch

BLOCK = re.compile(r"^## (?P<title>.+?)$|^```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """The heading under which each block of Python stands, with its number below it, and the block."""
    title, found, counts = "", [], Counter()
    for match in BLOCK.finditer((REPO / "docs" / "use.md").read_text("utf-8")):
        title = match["title"] or title
        if match["code"]:
            counts[title] += 1
            found.append((f"{title} {counts[title]}", match["code"]))
    return found


BLOCKS = dict(blocks())
SAID: dict[str, list[str]] = {}


def said(name: str, home: Path) -> list[str]:
    """What a block prints, in a process of its own; it warns of nothing."""
    if name not in SAID:
        # the cache of `datasets` is elsewhere, and no Hub is asked
        words = (sys.executable, "-W", "error", "-c", BLOCKS[name])
        for _ in range(3):
            done = run(REPO, *words, HF_HOME=str(home), HF_HUB_OFFLINE="1")
            if "terminate called without an active exception" not in done.err:
                break  # streams of `datasets` sometimes end so, when all is printed and a thread is left
        assert done.code == 0, done.err
        SAID[name] = done.out.splitlines()
    return SAID[name]


def rows(config: str) -> list[dict]:
    files = sorted((REPO / "dataset" / config).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_runs_and_prints(name, tmp_path):
    assert said(name, tmp_path)


def test_names_removed_from_pages_are_told_with_their_days(tmp_path):
    found = [(row["page"], name) for row in rows("edits") for name in row["names_removed"]]
    told = [line.partition(" | ") for line in said("Names removed from pages 1", tmp_path)]
    assert [(page, line.split(" ", 2)[2]) for line, _, page in told] == found
    assert "2025-02-09 2025-06-21 Orsolya Denk" in [line for line, _, _ in told]


def test_datasets_filters_and_maps_all_articles(tmp_path):
    dated = [row["published_on"].year for row in rows("articles") if row["published_on"]]
    assert said("datasets 1", tmp_path)[-1] == f"{len(rows('articles'))} {len(dated)} {sorted(set(dated))}"


def test_classes_are_outlets_and_frames_keep_days_and_whole_numbers(tmp_path):
    many = Counter(row["outlet"] for row in rows("articles"))
    parted = sum(many[outlet] for outlet in many if many[outlet] > 1)
    names, train, test = re.fullmatch(r"(\[.*\]) (\d+) (\d+)", said("datasets 3", tmp_path)[-1]).groups()
    assert ast.literal_eval(names) == sorted(outlet for outlet in many if many[outlet] > 1)
    assert int(train) + int(test) == parted
    days = [row["published_on"] for row in rows("articles")]
    latest = max(day.year for day in days if day)
    assert said("pandas 2", tmp_path) == [
        "date32[day][pyarrow] int32[pyarrow]",
        f"datetime64[s] {days.count(None)} {latest}.0",
    ]


def test_streaming_gives_the_first_rows(tmp_path):
    assert said("datasets 4", tmp_path) == [f"{row['date']} {row['teaser'][:60]}" for row in rows("related")[:3]]


def test_polars_pandas_and_duckdb_count_the_same_articles(tmp_path):
    found, dated = (
        Counter(row["outlet"] for row in rows("articles") if row["published_on"] or every) for every in (True, False)
    )
    expected = [(outlet, found[outlet], dated[outlet]) for outlet in sorted(found)]
    for name in ("polars 1", "pandas 1", "DuckDB 1"):
        assert [ast.literal_eval(line) for line in said(name, tmp_path)] == expected


def test_the_loss_by_outlet_and_month_counts_rejected_dumps_where_they_claim_to_be(tmp_path):
    live = [row for row in rows("dumps") if row["outcome"] in ("published", "rejected")]
    found = [ast.literal_eval(line) for line in said("Loss by outlet and month 1", tmp_path)]
    lost = Counter(row["claimed_outlet"] for row in live if row["outcome"] == "rejected")
    assert lost.total() > lost[None] > 0
    for outlet in {row["claimed_outlet"] for row in live}:
        mine = [(many, rejected) for name, _, many, rejected in found if name == outlet]
        assert sum(many for many, _ in mine) == sum(row["claimed_outlet"] == outlet for row in live)
        assert sum(rejected for _, rejected in mine) == lost[outlet]


def test_both_joins_lead_from_each_article_to_all_its_dumps_and_items(tmp_path):
    dumps, related = rows("dumps"), Counter(row["dump"] for row in rows("related"))
    expected = []
    for article in sorted(row["id"] for row in rows("articles")):
        mine = [row for row in dumps if row["article"] == article]
        items = sum(related[dump] for dump in {row["dump"] for row in mine})
        expected.append((article, sorted(row["path"] for row in mine), items))
    for number in (1, 2):
        name = f"From an article to its dumps and related items {number}"
        assert [ast.literal_eval(line) for line in said(name, tmp_path)] == expected
    assert any(len(paths) > 1 for _, paths, _ in expected) and any(items for *_, items in expected)


# --- pictures

PICTURES = REPO / "docs" / "pictures"
FEBRUARY = "seeds/sample/rejected/february-31.txt"


def drawn(svg: Path) -> str:
    """The text of a picture of a terminal without its head, without white space."""
    return "".join("".join(ET.parse(svg).getroot().itertext()).split()).partition("$")[2].removesuffix("…")


def test_every_picture_stands_in_a_document_and_documents_show_no_others():
    shown = set()
    for page in (REPO / "README.md", *(REPO / "docs").glob("*.md")):
        for name in re.findall(r'(?:src|srcset)="([^"]+)"', page.read_text("utf-8")):
            assert (page.parent / name).is_file(), f"{page.name}: {name}"
            shown.add((page.parent / name).resolve())
    assert shown == {path.resolve() for path in PICTURES.iterdir() if path.suffix in (".svg", ".png")}


@pytest.mark.parametrize(
    ("name", "command", "columns"),
    [
        ("check", "presspack check seeds/sample/rejected", 80),
        ("show", f"presspack show {FEBRUARY}", 160),
        ("show-narrow", f"presspack show {FEBRUARY}", 80),
    ],
)
def test_a_picture_of_a_terminal_shows_what_the_command_says_there(name, command, columns):
    seen = watch(REPO, [str(BIN / "presspack"), *command.split()[1:]], columns, CI="1", COLUMNS=str(columns)).left
    for mode in ("light", "dark"):
        picture = drawn(PICTURES / f"{name}-{mode}.svg")
        assert len(picture) > 500
        assert "".join(f"{command}{seen}".split()).startswith(picture)
