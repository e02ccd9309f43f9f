"""The want-list: what pages list and a dataset has not, counted, in one order, safe to print."""

import csv
import datetime as dt
import io
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.article import identity
from presspack.errors import PresspackError
from presspack.views.missing import missing
from presspack.views.missing.formats import lines
from tests.support.projects import REPO, build, presspack

REAL = REPO.parent / "shared" / "seeds"
DAY = dt.date(2025, 6, 1)
TABLES: dict[str, dict[str, Any]] = {
    "related": {"dump": pl.String, "outlet": pl.String, "title": pl.String, "teaser": pl.String, "date": pl.Date,
                "article": pl.String},
    "dumps": {"dump": pl.String, "outcome": pl.String, "article": pl.String},
    "articles": {"id": pl.String, "crawled_on": pl.Date, "dumps": pl.Int32},
}  # fmt: skip


def item(dump: str = "p1", title: str | None = "A Bridge", teaser: str = "It opens.", **more: Any) -> dict[str, Any]:
    return {
        "dump": dump,
        "outlet": "sample-times",
        "title": title,
        "teaser": teaser,
        "date": DAY,
        "article": None,
    } | more


def page(dump: str, day: dt.date | None = None, copies: int = 1, outcome: str = "published") -> dict[str, Any]:
    return {
        "dump": dump,
        "outcome": outcome,
        "article": f"a-{dump}",
        "id": f"a-{dump}",
        "crawled_on": day,
        "dumps": copies,
    }


def written(folder: Path, items: list[dict[str, Any]], pages: list[dict[str, Any]], files: int = 1) -> Path:
    """As much of a dataset as the want-list is read from, its items in so many files."""
    rows = {"related": items, "dumps": pages, "articles": [one for one in pages if one["outcome"] == "published"]}
    for config, columns in TABLES.items():
        (folder / config).mkdir(parents=True)
        extra = {"url": pl.String} if any("url" in row for row in rows[config]) else {}
        many = files if config == "related" else 1
        for i in range(many):
            table = pl.DataFrame(rows[config][i::many], columns | extra)
            table.write_parquet(folder / config / f"train-{i:05d}-of-{many:05d}.parquet")
    return folder


def only(dataset: Path) -> dict[str, Any]:
    (row,) = missing(dataset).items.rows(named=True)
    return row


# --- what is listed


def test_an_item_is_listed_once_with_its_pages_and_their_first_and_last_day(tmp_path):
    days = [dt.date(2025, 6, 3), dt.date(2025, 6, 2), None]
    pages = [page(f"p{i}", day) for i, day in enumerate(days)]
    row = only(written(tmp_path, [item(f"p{i}") for i in range(3)], pages))
    assert (row["pages"], row["first_listed"], row["last_listed"]) == (3, days[1], days[0])


def test_a_page_that_lists_an_item_twice_counts_once(tmp_path):
    assert only(written(tmp_path, [item(), item()], [page("p1")]))["pages"] == 1


def test_no_day_is_given_where_no_page_has_one_or_it_may_be_that_of_a_copy(tmp_path):
    row = only(written(tmp_path, [item("p1"), item("p2")], [page("p1"), page("p2", DAY, copies=2)]))
    assert (row["pages"], row["first_listed"], row["last_listed"]) == (2, None, None)


def test_an_item_that_leads_to_an_article_anywhere_is_not_missing(tmp_path):
    found = missing(written(tmp_path, [item("p1"), item("p2", article="a-p1")], [page("p1"), page("p2")]))
    assert (len(found.items), found.listed) == (0, 1)
    assert list(lines(found, "text")) == ["1 item listed: 0 missing"]
    assert presspack("missing", tmp_path, "--format", "urls") == (0, "", "")


@pytest.mark.parametrize(
    "other",
    [{"title": "A bridge"}, {"title": None}, {"teaser": "It opens"}, {"date": DAY + dt.timedelta(1)},
     {"outlet": "sample-radio"}],
)  # fmt: skip
def test_items_that_are_only_alike_stay_apart(tmp_path, other):
    found = missing(written(tmp_path, [item("p1"), item("p2", **other)], [page("p1"), page("p2")]))
    assert found.items["pages"].to_list() == [1, 1]


def test_what_is_listed_most_comes_first(tmp_path):
    items = [item("p1", "B"), item("p1", "C"), item("p2", "C"), item("p1", "A"), item("p1", None)]
    found = missing(written(tmp_path, items, [page("p1"), page("p2")]))
    assert found.items["title"].to_list() == ["C", "A", "B", None]


def test_nothing_that_is_withdrawn_is_listed(tmp_path):
    text = "The whole of a text."
    gone = {**page("p2", outcome="withdrawn"), "article": identity("sample-times", text)}
    items = [item(), item(teaser=text), item(title=text), item("p2", "Of its page"),
             item(title="Leads to it", article=gone["article"])]  # fmt: skip
    dataset = written(tmp_path, items, [page("p1"), gone])
    assert missing(dataset).items["title"].to_list() == ["A Bridge"]


ITEMS = st.lists(
    st.builds(
        item,
        dump=st.sampled_from(["p0", "p1", "p2", "p3"]),
        title=st.sampled_from([None, "A", "B"]),
        teaser=st.sampled_from(["One.", "Two."]),
        article=st.sampled_from([None, None, None, "a-p1"]),
    ),
    min_size=1,
    max_size=12,
)
PAGES = [page("p0", DAY), page("p1", DAY + dt.timedelta(2)), page("p2"), page("p3", DAY, copies=2)]


@given(items=ITEMS, data=st.data(), files=st.integers(1, 3))
def test_the_order_of_pages_dumps_and_files_gives_the_same_list(items, data, files):
    shuffled, pages = data.draw(st.permutations(items)), data.draw(st.permutations(PAGES))
    with tempfile.TemporaryDirectory() as folder:
        one = missing(written(Path(folder, "one"), items, PAGES))
        other = missing(written(Path(folder, "other"), shuffled, pages, files))
    assert one.items.equals(other.items) and one.listed == other.listed
    for name in ("text", "csv", "json"):
        assert list(lines(one, name)) == list(lines(other, name))


@given(items=ITEMS)
def test_what_is_listed_is_what_a_plain_count_gives(items):
    listing: dict[tuple[Any, ...], set[str]] = {}
    held = set()
    for row in items:
        key = (row["outlet"], row["title"], row["date"], row["teaser"])
        listing.setdefault(key, set()).add(row["dump"])
        held |= {key} if row["article"] else set()
    with tempfile.TemporaryDirectory() as folder:
        found = missing(written(Path(folder, "one"), items, PAGES))
    counts = {tuple(row[:4]): row[4] for row in found.items.iter_rows()}
    assert counts == {key: len(pages) for key, pages in listing.items() if key not in held}
    assert found.listed == len(listing)


# --- how it is printed

HOSTILE = "=HYPERLINK(1)\n\x1b[2J\u202e,\"'"


def test_no_cell_is_a_formula_and_no_sign_of_a_title_commands_a_terminal(tmp_path):
    dataset = written(tmp_path, [item(title=HOSTILE, teaser=" +1")], [page("p1")])
    said = presspack("missing", dataset, "--format", "csv").out
    assert "\x1b" not in said and "\u202e" not in said and said.count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(said))
    assert row["title"] == "'=HYPERLINK(1)␊␛[2J‹U+202E›,\"'"
    assert row["teaser"] == "' +1"
    text = presspack("missing", dataset).out
    assert "\x1b" not in text and text.count("\n") == 3
    assert json.loads(presspack("missing", dataset, "--format", "json").out)["items"][0]["title"] == HOSTILE


def test_json_has_every_field_and_null_where_nothing_is_known(tmp_path):
    dataset = written(tmp_path, [item(title=None), item("p2", "B")], [page("p1"), page("p2", DAY)])
    said = json.loads(presspack("missing", dataset, "--format", "json").out)
    assert {name: said[name] for name in ("version", "listed", "missing")} == {"version": 1, "listed": 2, "missing": 2}
    assert said["items"][1] == {
        "outlet": "sample-times", "title": None, "date": "2025-06-01", "teaser": "It opens.", "pages": 1,
        "first_listed": None, "last_listed": None,
    }  # fmt: skip


def test_urls_say_that_there_are_none_and_what_to_do(tmp_path):
    dataset = written(tmp_path, [item()], [page("p1")])
    said = presspack("missing", dataset, "--format", "urls")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "no related item has a URL, so none can be printed: use --format csv" in said.err


def test_only_urls_are_printed_and_what_has_none_is_counted(tmp_path):
    urls = ["https://example.org/a", None, "javascript:1", "https://example.org/a\nb"]
    dataset = written(tmp_path, [item(title=f"T{i}", url=url) for i, url in enumerate(urls)], [page("p1")])
    said = presspack("missing", dataset, "--format", "urls")
    assert (said.code, said.out) == (0, "https://example.org/a\n")
    assert said.err == "presspack: left out, for they have no URL: 3 items; --format csv lists all\n"


@pytest.mark.parametrize("name", ["text", "csv", "json"])
def test_a_file_holds_what_would_be_printed(tmp_path, name):
    printed = presspack("missing", REPO / "dataset", "--format", name).out
    said = presspack("missing", REPO / "dataset", "--format", name, "--output-file", tmp_path / "list")
    assert (tmp_path / "list").read_text("utf-8") == printed
    assert said == (0, f"{tmp_path / 'list'}: 164 of 167 items missing\n", "")


# --- what is no list


def refused(words: str, *asked: object) -> None:
    said = presspack("missing", *asked)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert words in said.err


def test_a_folder_that_is_no_dataset_is_named(tmp_path, monkeypatch):
    refused("holds no dataset: name the folder that publish wrote", tmp_path)
    refused("holds no dataset", tmp_path / "none")
    monkeypatch.chdir(tmp_path)
    refused("dataset: holds no dataset")


def test_a_dataset_without_related_items_says_so(tmp_path):
    dataset = written(tmp_path, [], [page("p1")])
    refused("lists no related items: its table `related` is empty", dataset)
    shutil.rmtree(dataset / "related")
    refused("lists no related items: no page of it shows any", dataset)


def test_a_file_that_is_no_parquet_or_lacks_a_column_is_one_line(tmp_path):
    dataset = written(tmp_path, [item()], [page("p1")])
    path = dataset / "related" / "train-00000-of-00001.parquet"
    pl.read_parquet(path).drop("teaser").write_parquet(path)
    refused("run presspack verify", dataset)
    path.write_bytes(b"no table")
    refused("run presspack verify", dataset)
    with pytest.raises(PresspackError):
        missing(dataset)


# --- real dumps, and the page that shows it


def test_the_real_dumps_have_90_rows_of_89_items_with_87_leads_and_hold_none(tmp_path):
    if not REAL.is_dir():
        pytest.skip("the real dumps are not here: they are no part of the repository")
    (tmp_path / "seeds").mkdir()
    for path in REAL.glob("*.txt"):
        shutil.copy(path, tmp_path / "seeds")
    build(tmp_path)
    rows = pl.read_parquet(tmp_path / "dataset" / "related" / "*.parquet")
    found = missing(tmp_path / "dataset")
    assert (len(rows), found.listed, len(found.items), found.items["teaser"].n_unique()) == (90, 89, 89, 87)
    assert found.items["pages"].to_list() == [1] * 89  # one page lists two items that print the same
    first, last = found.items["date"].min(), found.items["date"].max()
    assert (f"{first:%Y-%m}", f"{last:%Y-%m}") == ("2025-06", "2026-03")


GUIDE = (REPO / "docs" / "missing.md").read_text("utf-8")


@pytest.mark.parametrize(("words", "shown"), re.findall(r"```console\n\$ presspack (.*)\n(.*?)```", GUIDE, re.DOTALL))
def test_the_page_on_missing_shows_what_is_said(monkeypatch, words, shown):
    monkeypatch.chdir(REPO)
    said = presspack(*words.split())
    parts = shown.split("…\n")
    assert (said.out + said.err).startswith(parts[0]) and (said.out + said.err).endswith(parts[-1])


def test_the_page_on_missing_names_every_option():
    options = set(re.findall(r"--[a-z-]+", presspack("missing", "--help").out)) - {"--help"}
    assert options <= set(re.findall(r"--[a-z-]+", GUIDE))
