"""What a page said before, from dumps to the dataset: whatever the order of the dumps, and without a word that is withdrawn."""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.verify import verify
from presspack.engine.pool import Pool
from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import publish
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support import packing
from tests.support.projects import FEW, REPO, put
from tests.support.published import change

MILL = (
    "The old mill of Lethmar was opened again on Sunday, {who}. More than two hundred guests came to see the wheel turn for the "
    "first time since the flood.\n\nThe flour is to be given to the bakers of the island. They have promised a loaf to every "
    "child who can name all parts of the wheel."
)
NAMED, BARE, RHYME = (
    "and Orsolya Denk held the key",
    "and a guest held the key",
    "The band of Quellamy played a march of its own",
)
LANTERN = "A lantern hangs in the tower of Sarrowby, and nobody knows who lights it."
URL = "https://press.example/mill?id=7"


def record(who: str, fetched: str, url: str = URL, title: str = "The Mill") -> dict[str, str]:
    return {
        "url": url,
        "title": title,
        "text": MILL.format(who=who),
        "outlet": "sample-times",
        "date": "2025-02-01",
        "fetched_at": fetched,
    }


RECORDS = [
    record(NAMED, "2025-03-01"),
    record(f"{NAMED} ", "2025-03-09", f"{URL}&utm_source=mail", "The Mill Opens"),
    record(BARE, "2025-06-02", "http://www.press.example/mill/?id=7"),
    record(f"{BARE}. {RHYME}", "2025-07-03"),
    {**record("", "2025-07-03", "https://press.example/lantern"), "text": LANTERN},
]
DATES = {"by": "date", "test": "2025-01-01"}


def build(
    folder: Path, records: list[dict[str, str]], withdrawn: str = "", **params: object
) -> dict[str, pl.DataFrame]:
    """Build a dataset of these records that passes its verification; its tables, with no rows where there is none."""
    put(folder / "seeds" / "mill.jsonl", "".join(json.dumps(row) + "\n" for row in records).encode())
    (folder / "withdrawn.yaml").write_text(withdrawn, "utf-8")
    data, made = folder / "data", Params(**(FEW | params))
    stage(folder / "seeds", data / "staged", made)
    parse(data / "staged", data / "parsed", made)
    link(data / "parsed", data / "linked", made, folder / "withdrawn.yaml")
    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", made)
    found = {config: parquet.files(folder / "dataset", config) for config in hub.CONFIGS}
    return {config: pl.concat(map(parquet.read, files)) if files else pl.DataFrame() for config, files in found.items()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pl.DataFrame]]:
    folder = tmp_path_factory.mktemp("history")
    return folder, build(folder, RECORDS)


def test_a_page_of_one_url_has_its_texts_by_day_and_what_changed(built):
    tables = built[1]
    told = tables["revisions"].select("page", "version", "captures", "changed_after", "changed_by")
    assert [tuple(map(str, row)) for row in told.iter_rows()] == [
        ("press.example/mill?id=7", "1", "2", "None", "None"),
        ("press.example/mill?id=7", "2", "1", "2025-03-09", "2025-06-02"),
        ("press.example/mill?id=7", "3", "1", "2025-06-02", "2025-07-03"),
    ]
    rows = tables["edits"].select("version", "field", "operation", "kind", "names_removed", "names_added").rows()
    assert rows == [
        (2, "body", "changed", "name-removed", ["Orsolya Denk"], []),
        (3, "body", "added", "name-added", [], ["Quellamy"]),
    ]


def test_the_card_counts_pages_and_kinds(built):
    card = (built[0] / "dataset" / "README.md").read_text("utf-8")
    assert (
        "Pages with several texts: 1; known by a heading alone: 0. Their texts: 3; of so many it is known when they came: 2."
        in card
    )
    assert "| `name-removed` |" in card.replace(" ", " ")


def test_the_same_bytes_for_any_order_of_dumps(built, tmp_path):
    build(tmp_path, RECORDS[::-1], shards=3)
    for config in ("revisions", "edits"):
        one, other = (path / "dataset" / parquet.name(config, 0, 1) for path in (built[0], tmp_path))
        assert one.read_bytes() == other.read_bytes()


def test_a_text_that_returns_with_the_same_bytes_is_a_version_of_the_day_on_which_it_returned(tmp_path):
    tables = build(tmp_path, [RECORDS[2], RECORDS[0] | {"fetched_at": "2025-08-01"}, RECORDS[0]])
    told = tables["revisions"].select("version", pl.col("changed_after", "changed_by").cast(pl.String))
    assert told.rows() == [(1, None, None), (2, "2025-03-01", "2025-06-02"), (3, "2025-06-02", "2025-08-01")]
    assert tables["edits"]["names_added"].to_list() == [[], ["Orsolya Denk"]]
    ledger = tables["dumps"].select("path", "outcome", pl.col("crawled_on").cast(pl.String), "crawl_source").rows()
    assert ledger[1:] == [
        ("mill.jsonl!/2", "published", "2025-08-01", "record"),
        ("mill.jsonl!/3", "duplicate", "2025-03-01", "record"),
    ]
    first = tables["articles"].sort("crawled_on")["crawled_on"].cast(pl.String).to_list()
    assert first == ["2025-03-01", "2025-06-02"]  # of both paths of the same bytes the earlier


def test_no_word_of_a_withdrawn_text_is_left_and_the_others_are_counted_anew(built, tmp_path):
    row = built[1]["dumps"].filter(path="mill.jsonl!/4").row(0, named=True)
    entry = f'withdrawn:\n  - dump: "{row["dump"]}"\n    date: 2026-11-02\n    reason: They asked for it.\n'
    tables = build(tmp_path, RECORDS, entry)
    assert tables["revisions"]["version"].to_list() == [1, 2]
    assert tables["edits"]["kind"].to_list() == ["name-removed"]
    for config in ("revisions", "edits"):
        assert "Quellamy" not in str(tables[config].rows())
        assert not any(b"Quellamy" in path.read_bytes() for path in (tmp_path / "dataset" / config).iterdir())


def test_a_text_that_is_withdrawn_from_between_two_others_leaves_them_neighbours(built, tmp_path):
    row = built[1]["dumps"].filter(path="mill.jsonl!/3").row(0, named=True)
    entry = f'withdrawn:\n  - article: "{row["article"]}"\n    date: 2026-11-02\n    reason: They asked for it.\n'
    tables = build(tmp_path, RECORDS, entry)
    assert tables["revisions"]["changed_by"].cast(pl.String).to_list() == [None, "2025-07-03"]
    assert tables["edits"]["names_removed"].to_list() == [["Orsolya Denk"], []]


TITLED = "{title}\nDate: 04/06/2024 | Source: Sample Times | Read original version at source\n{body}\nMore From Sample Times\nMore Articles"
BENCH = TITLED.format(title="A Bench Is Carried Home", body=MILL.format(who=NAMED)).encode()


def asked(name: str, day: int, **answer: Any) -> bytes:
    """What a crawler was given for one URL on a day of June."""
    more = {"WARC-Target-URI": f"https://press.example/{name}", "WARC-Date": f"2024-06-{day:02d}T09:10:11Z"}
    return packing.record(f"{name}-{day}", answer.pop("body", b""), more=more, **answer)


CRAWL = b"".join([
    asked("bench", 5, body=BENCH), asked("bench", 9, status="404 Not Found"), asked("bench", 12, status="410 Gone"),
    asked("lamp", 6, body=TITLED.format(title="A Lantern", body=LANTERN).encode()),
    asked("lamp", 7, status="302 Found", http={"Location": "/"}), asked("nowhere", 8, status="404 Not Found"),
])  # fmt: skip


def test_a_page_that_a_crawl_no_longer_finds_is_gone_and_withdrawn_with_its_text(tmp_path):
    put(tmp_path / "seeds" / "crawl.warc", CRAWL)
    tables = build(tmp_path, RECORDS)
    columns = ("page", "status", "gone_after", "gone_by", "evidence")
    rows = tables["pages"].filter(pl.col("gone_by").is_not_null()).select(pl.col(columns).cast(pl.String)).rows()
    assert rows == [
        ("press.example/bench", "410", "2024-06-05", "2024-06-09", "crawl.warc!/bench-12"),
        ("press.example/lamp", "front-page", "2024-06-06", "2024-06-07", "crawl.warc!/lamp-7"),
    ]
    card = (tmp_path / "dataset" / "README.md").read_text("utf-8")
    assert "with several texts: 1; gone when last asked for: 2." in card
    entry = "withdrawn:\n  - url: https://press.example/bench\n    date: 2026-11-02\n    reason: They asked for it.\n"
    assert "press.example/bench" not in str(build(tmp_path, RECORDS, entry)["pages"].rows())


def test_without_a_page_that_changed_there_is_neither_table_nor_a_word_of_them_in_the_card(tmp_path):
    tables = build(tmp_path, RECORDS[3:])
    assert len(tables["revisions"]) == len(tables["edits"]) == 0
    assert not (tmp_path / "dataset" / "revisions").exists()
    card = (tmp_path / "dataset" / "README.md").read_text("utf-8")
    assert "**History.**" not in card and 'load_dataset("./dataset", "edits"' not in card
    assert verify(tmp_path / "dataset", Pool())[0] == []


def test_an_edit_is_held_back_with_the_later_of_its_texts(tmp_path):
    later = [row | {"date": "2024-12-31"} if row is RECORDS[0] else row for row in RECORDS[:1] + RECORDS[2:]]
    build(tmp_path, later, splits=DATES, story_threshold=1.0)
    places = {
        config: {parquet.split(path) for path in parquet.files(tmp_path / "dataset", config)} for config in hub.CONFIGS
    }
    assert places["articles"] == {"train", "test"}
    assert (places["revisions"], places["edits"]) == ({"train"}, {"test"})


def test_a_row_that_is_taken_out_is_seen_and_so_is_a_whole_table(built, tmp_path):
    dataset = shutil.copytree(built[0] / "dataset", tmp_path / "dataset")
    change(dataset, "edits", lambda table: table[:1])
    said = (
        "edits: nothing of what the rest of the folder gives in 1 row, first press.example/mill?id=7/sample-times/3/1"
    )
    assert said in verify(dataset, Pool())[0]
    shutil.rmtree(dataset / "revisions")
    assert any("revisions" in fault for fault in verify(dataset, Pool())[0])
