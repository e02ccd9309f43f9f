"""Splits are made by whole stories, as params.yaml says, and the card and `verify` hold them to it."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench import pairs
from bench.generate import write
from presspack.dataset import configs as hub
from presspack.dataset import parquet, splits
from presspack.dataset.card import content_digest
from presspack.dataset.verify import verify
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.pipeline import publish
from presspack.pipeline.link import link
from presspack.pipeline.link.tables import tables
from presspack.project import split_rule
from presspack.project.params import Params, load
from tests.support.projects import FEW, REPO, SAMPLE, build, contents, presspack, redo_checksums, run

DATE = {"by": "date", "validation": "2022-01-01", "test": "2024-07-01"}
SHARE = {"by": "share", "validation": 0.2, "test": 0.1, "seed": 7}

LOAD = """
import json, sys
from datasets import load_dataset
told = {config: {split: len(rows) for split, rows in load_dataset(sys.argv[1], config).items()}
        for config in ("articles", "related", "dumps", "same_story", "revisions", "edits", "pages")}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory) -> Path:
    """Generated dumps with stories under several outlets, up to `link`."""
    folder = tmp_path_factory.mktemp("linked")
    write(folder / "seeds", 300, seed=2, listed=0.1)
    pairs.write(folder / "seeds" / "pairs", 6)
    shutil.copytree(SAMPLE / "history", folder / "seeds" / "history")
    build(folder)
    return folder


@pytest.fixture(scope="module", params=["date", "share"])
def made(linked, tmp_path_factory, request) -> tuple[Path, split_rule.Rule]:
    rule = DATE if request.param == "date" else SHARE
    folder = tmp_path_factory.mktemp("made")
    return build_again(linked, folder, rule), rule


def build_again(linked: Path, folder: Path, rule: split_rule.Rule) -> Path:
    data = linked / "data"
    params = Params(splits=rule, **FEW)
    publish.publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", params)
    return folder / "dataset"


def rows(dataset: Path, config: str) -> pl.DataFrame:
    """The rows of a config, each with its split."""
    return pl.concat(
        [parquet.read(path).with_columns(split=pl.lit(parquet.split(path))) for path in parquet.files(dataset, config)]
    )


# --- what is published


def test_no_story_stands_in_two_splits(made):
    articles = rows(made[0], "articles")
    assert set(articles["split"]) == set(split_rule.NAMES)
    assert (articles["story_size"] > 1).sum() > 50
    assert articles.group_by("story").agg(pl.col("split").n_unique())["split"].max() == 1


def test_nothing_is_lost_or_told_twice_by_parting(made, linked):
    for config in hub.CONFIGS:
        whole = rows(linked / "dataset", config).drop("split")
        parted = rows(made[0], config).drop("split")
        assert parted.sort(pl.all()).equals(whole.sort(pl.all())) if config != "dumps" else parted.equals(whole)


def test_by_date_nothing_that_is_later_stands_in_train(linked, tmp_path):
    articles = rows(build_again(linked, tmp_path, DATE), "articles")
    validation, test = (dt.date.fromisoformat(DATE[name]) for name in ("validation", "test"))
    last = dict(articles.group_by("split").agg(pl.col("published_on").max()).iter_rows())
    assert last["train"] < validation
    assert validation <= last["validation"] < test
    alone = articles.filter(pl.col("story_size") == 1)
    assert alone.filter(split="test")["published_on"].min() >= test
    assert set(alone.filter(pl.col("published_on").is_null())["split"]) == {"train"}


def test_by_share_about_so_many_stories_are_held_back_and_the_seed_says_which(linked, tmp_path):
    one = rows(build_again(linked, tmp_path / "one", SHARE), "articles").unique("story")
    two = rows(build_again(linked, tmp_path / "two", SHARE | {"seed": 8}), "articles").unique("story")
    shares = {split: many / len(one) for split, many in one["split"].value_counts().iter_rows()}
    assert abs(shares["validation"] - 0.2) < 0.06
    assert abs(shares["test"] - 0.1) < 0.05
    assert set(one.filter(split="test")["story"]) != set(two.filter(split="test")["story"])


def test_related_items_stand_where_the_article_of_their_page_does(made):
    place = dict(rows(made[0], "articles").select("id", "split").iter_rows())
    article = dict(rows(made[0], "dumps").filter(outcome="published").select("dump", "article").iter_rows())
    related = rows(made[0], "related")
    assert related["split"].n_unique() == 3
    assert all(place[article[dump]] == split for dump, split in related.select("dump", "split").iter_rows())


def test_the_ledger_the_pairs_and_the_revisions_are_whole(made):
    assert {
        split for name in ("dumps", "same_story", "revisions", "pages") for split in rows(made[0], name)["split"]
    } == {"train"}


def test_an_edit_stands_where_the_later_of_its_articles_does(made):
    place = dict(rows(made[0], "articles").select("id", "split").iter_rows())
    texts = [place[article] for article in rows(made[0], "revisions")["article"]]
    assert set(rows(made[0], "edits")["split"]) == {max(texts, key=split_rule.NAMES.index)}


def test_every_split_loads(made, tmp_path):
    said = run(tmp_path, "python", "-c", LOAD, str(made[0]), HF_HOME=str(tmp_path), HF_HUB_OFFLINE="1")
    assert said.code == 0, said.err
    for config, counts in yaml.safe_load(said.out).items():
        assert counts == dict(rows(made[0], config)["split"].value_counts().iter_rows())


def test_the_card_says_how_the_splits_were_made_and_counts_them(made):
    text = (made[0] / "README.md").read_text("utf-8")
    assert yaml.safe_load(text.split("---\n")[1])["splits"] == made[1]
    block = text.split("<!-- measured: splits -->")[1].split("<!-- end")[0]
    assert split_rule.said(made[1]) in block
    for split, many in rows(made[0], "articles")["split"].value_counts().iter_rows():
        assert f"| `{split}` | {many} |" in block


def test_the_same_splits_are_the_same_bytes(made, linked, tmp_path):
    assert contents(build_again(linked, tmp_path, made[1])) == contents(made[0])


def test_a_rule_that_leaves_nothing_to_train_with_is_refused(tmp_path):
    shutil.copytree(SAMPLE / "titled", tmp_path / "seeds")
    with pytest.raises(PresspackError, match="leaves no article to train with: choose later days"):
        build(tmp_path, Params(splits={"by": "date", "test": "1990-01-01"}, **FEW))
    assert not (tmp_path / "dataset").exists()


# --- verify


@pytest.fixture
def dataset(linked, tmp_path) -> Path:
    return build_again(linked, tmp_path, SHARE)


def sign(dataset: Path) -> None:
    redo_checksums(dataset)
    digest = content_digest((dataset / "SHA256SUMS").read_text())
    text = (dataset / "README.md").read_text("utf-8")
    start = text.index("content-sha256:") + 15
    (dataset / "README.md").write_text(text.replace(text[start : start + 64], digest), "utf-8")
    redo_checksums(dataset)


def move(dataset: Path, config: str, chosen: Callable[[pl.DataFrame], pl.Expr]) -> list[str]:
    """Move some rows of `train` to `test`; what verify says."""
    table = rows(dataset, config)
    held = chosen(table.filter(split="train")) & (pl.col("split") == "train")
    moved = table.with_columns(split=pl.when(held).then(pl.lit("test")).otherwise("split"))
    for path in parquet.files(dataset, config):
        part = moved.filter(split=parquet.split(path)).drop("split")
        part = part.sort("id") if config == "articles" else part.sort("dump", "position")
        parquet.write(part, parquet.schema(config), path)
    sign(dataset)
    return verify(dataset, Pool())[0]


def test_a_story_in_two_splits_is_noticed(dataset):
    one = move(dataset, "articles", lambda train: pl.col("id") == train.filter(pl.col("story_size") > 1)["id"][0])
    assert any(fault.startswith("articles: 1 stories stand in two splits, first ") for fault in one)


def test_a_story_in_another_split_than_the_rule_gives_it_is_noticed(dataset):
    articles = rows(dataset, "articles").filter(split="train")
    chosen = articles.filter(pl.col("story_size") == 1, ~pl.col("id").is_in(_pages(dataset)))["id"][0]
    faults = move(dataset, "articles", lambda _: pl.col("id") == chosen)
    assert len(faults) == 1
    assert faults[0].endswith("the articles are not parted as splits in the head says")


def _pages(dataset: Path) -> list[str]:
    """The articles whose pages list related items."""
    return rows(dataset, "related").join(rows(dataset, "dumps"), on="dump")["article_right"].to_list()


def test_related_items_in_another_split_than_their_article_are_noticed(dataset):
    faults = move(dataset, "related", lambda train: pl.col("dump") == train["dump"][0])
    assert any(fault.startswith("related: 1 dumps stand in another split than their article") for fault in faults)


@pytest.mark.parametrize(
    ("old", "new"),
    [("seed: 7", "seed: 8"), ("by: share", "by: chance"), ("\nsplits:\n", "\nhalves:\n"), ("test: 0.1", "test: 0.4")],
)
def test_another_rule_in_the_head_is_noticed_with_its_line(dataset, old, new):
    text = (dataset / "README.md").read_text("utf-8")
    assert old in text
    (dataset / "README.md").write_text(text.replace(old, new, 1), "utf-8")
    redo_checksums(dataset)
    (fault,) = verify(dataset, Pool())[0]
    assert fault.endswith("the articles are not parted as splits in the head says")
    assert fault.startswith("README.md:")


def test_a_story_that_the_pairs_do_not_make_is_noticed(dataset):
    path = parquet.files(dataset, "same_story")[0]
    parquet.write(parquet.read(path)[1:], parquet.schema("same_story"), path)
    sign(dataset)
    assert any("have not the story that same_story gives them" in fault for fault in verify(dataset, Pool())[0])


def test_a_story_size_that_is_wrong_is_noticed(dataset):
    path = parquet.files(dataset, "articles")[0]
    table = parquet.read(path).with_columns(story_size=pl.lit(1, pl.Int32))
    parquet.write(table, parquet.schema("articles"), path)
    sign(dataset)
    assert "articles: story_size is not the number of articles of a story" in verify(dataset, Pool())[0]


# --- articles without a date


def cut(linked: Path, folder: Path, undated: str) -> Path:
    """The dataset cut by date, linked again; what is not linked is that of all tests."""
    data, rule = linked / "data", DATE | {"undated": undated}
    shutil.copytree(data / "linked", folder / "linked")
    params = Params(splits=rule, **FEW)
    link(data / "parsed", folder / "linked", params)
    publish.publish(data / "parsed", folder / "linked", REPO / "DATACARD.md", folder / "dataset", params)
    return folder / "dataset"


def test_undated_articles_are_left_out_and_the_ledger_says_so_of_each_of_their_dumps(linked, tmp_path):
    dataset = cut(linked, tmp_path, "drop")
    before = tables(linked / "data" / "linked")
    undated = before[0].filter(pl.col("published_on").is_null())["id"].to_list()
    assert undated
    articles, ledger = rows(dataset, "articles"), rows(dataset, "dumps")
    assert set(articles["id"]) == set(before[0]["id"]) - set(undated)
    assert articles.filter(split="train")["published_on"].max() < dt.date(2022, 1, 1)
    lost = before[1].filter(pl.col("article").is_in(undated))["path"].to_list()
    told = ledger.filter(pl.col("reasons").list.contains("no-date"))
    assert told["path"].to_list() == lost
    assert set(told["outcome"]) == {"rejected"}
    assert not set(rows(dataset, "related")["dump"]) & set(told["dump"])
    assert "each article of `train` is of an earlier day" in (dataset / "README.md").read_text("utf-8")


def test_a_build_that_wants_every_date_names_an_article_without_one_and_keeps_the_old_dataset(linked, dataset):
    old = contents(dataset)
    with pytest.raises(
        PresspackError, match=r"\d+ articles without a date, first [0-9a-f]{16}, and splits\.undated is error"
    ):
        build_again(linked, dataset.parent, DATE | {"undated": "error"})
    assert contents(dataset) == old


def test_undated_articles_that_were_not_linked_away_are_not_published_as_dropped(linked, tmp_path):
    with pytest.raises(PresspackError, match="link again with these params"):
        build_again(linked, tmp_path, DATE | {"undated": "drop"})


def test_a_card_that_claims_to_have_dropped_what_is_there_is_noticed(linked, tmp_path):
    dataset = build_again(linked, tmp_path, DATE)
    text = (dataset / "README.md").read_text("utf-8")
    (dataset / "README.md").write_text(text.replace("\n  by: date\n", "\n  by: date\n  undated: drop\n", 1), "utf-8")
    redo_checksums(dataset)
    (fault,) = verify(dataset, Pool())[0]
    assert fault.endswith("the articles are not parted as splits in the head says")


@pytest.mark.parametrize("undated", ["train", "drop", "error"])
def test_what_becomes_of_undated_articles_is_told_in_words(undated):
    said = split_rule.said(DATE | {"undated": undated})
    assert ("may be of any day" in said) is (undated == "train")
    assert ("are left out" in said) is (undated == "drop")
    assert ("Every article has a date" in said) is (undated == "error")


# --- the rule


@pytest.mark.parametrize(
    "rule",
    [
        "none",
        "{by: date, test: '2025-07-01'}",
        "{by: date, validation: '2025-01-01', test: '2025-07-01'}",
        "{by: share, validation: 0.05}",
        "{by: share, validation: 0.05, test: 0.05, seed: 7}",
    ],
)
def test_a_rule_that_holds_is_taken(rule, tmp_path):
    (tmp_path / "params.yaml").write_text(f"splits: {rule}\n")
    assert load(tmp_path / "params.yaml").splits == yaml.safe_load(rule)


@pytest.mark.parametrize(
    ("rule", "line", "said"),
    [
        ("half", 2, "splits must be `none`, or"),
        ("", 2, "splits must be `none`, or"),
        ("\n  test: 0.1", 2, "splits must be `none`, or"),
        ("\n  by: chance\n  test: 0.1", 3, "splits.by must be date or share, not 'chance'"),
        ("\n  by: date", 2, "splits must be `none`, or"),
        (
            "\n  by: date\n  test: tomorrow",
            4,
            "splits.test must be a day in quotation marks, such as '2025-07-01', not 'tomorrow'",
        ),
        ("\n  by: date\n  test: 0.1", 4, "splits.test must be a day in quotation marks, such as '2025-07-01', not 0.1"),
        ("\n  by: date\n  test: 2025-07-01", 4, "splits.test must be a day in quotation marks"),
        (
            "\n  by: date\n  test: '2025-01-01'\n  validation: '2025-07-01'",
            4,
            "splits.test must be a day after that of validation",
        ),
        (
            "\n  by: date\n  test: '2025-01-01'\n  seed: 7",
            5,
            "splits.seed must be one of by, test, validation, undated where it is by date",
        ),
        (
            "\n  by: date\n  test: '2025-07-01'\n  undated: keep",
            5,
            "splits.undated must be one of train, drop, error, not",
        ),
        ("\n  by: share\n  tset: 0.1", 4, "splits.tset must be one of by, seed, test, validation"),
        ("\n  by: share\n  test: 1", 4, "splits.test must be a share above 0 and below 1, not 1"),
        ("\n  by: share\n  test: 0.0", 4, "splits.test must be a share"),
        ("\n  by: share\n  test: .nan", 4, "splits.test must be a share"),
        ("\n  by: share\n  test: 2025-01-01", 4, "splits.test must be a share"),
        (
            "\n  by: share\n  validation: 0.5\n  test: 0.5",
            5,
            "splits.test must be a share that leaves something to train with",
        ),
        ("\n  by: share\n  test: 0.5\n  seed: -1", 5, "splits.seed must be a whole number, 0 or more, not -1"),
        ("\n  by: share\n  test: 0.5\n  seed: two", 5, "splits.seed must be a whole number"),
        ("\n  by: share\n  test: 0.5\n  seed: true", 5, "splits.seed must be a whole number"),
    ],
)
def test_a_broken_rule_is_refused_with_its_line(rule, line, said, tmp_path):
    (tmp_path / "params.yaml").write_text(f"shards: 2\nsplits: {rule}\n")
    with pytest.raises(PresspackError) as caught:
        load(tmp_path / "params.yaml")
    assert caught.value.message.startswith(said)
    assert caught.value.line == line


day = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1))


@given(
    st.dictionaries(st.integers(0, 2**64 - 1).map("{:016x}".format), day, max_size=20), st.sampled_from([DATE, SHARE])
)
def test_a_story_goes_where_it_goes_whatever_else_there_is(held: dict[str, Any], rule):
    table = pl.DataFrame({"story": list(held), "last": list(held.values())}, {"story": pl.String(), "last": pl.Date()})
    found = splits.assign(table, rule)
    assert set(found) <= set(split_rule.NAMES)
    alone = [splits.assign(table[i : i + 1], rule)[0] for i in range(len(table))]
    assert found.to_list() == alone
    whole = splits.assign(table, split_rule.NONE)
    assert (whole.to_list(), whole.dtype) == ([split_rule.TRAIN] * len(table), found.dtype)


def test_the_command_line_takes_the_rule_of_params_yaml(linked, tmp_path):
    (tmp_path / "params.yaml").write_text("splits: {by: share, test: 0.5}\nworkers: 1\n")
    data = linked / "data"
    words = ("publish", data / "parsed", data / "linked", REPO / "DATACARD.md", tmp_path / "dataset")
    assert presspack(*words, "--params", tmp_path / "params.yaml").code == 0
    assert {parquet.split(path) for path in parquet.files(tmp_path / "dataset", "articles")} == {"train", "test"}
    assert presspack("verify", tmp_path / "dataset").code == 0
