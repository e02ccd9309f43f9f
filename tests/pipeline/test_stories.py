"""Articles that say the same at the same time make a story; what only looks like one does not."""

import datetime as dt
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import pairs, words
from bench.pages import OUTLETS, Day, Page, Teaser, render
from bench.pairs import Pair, Text, dump
from bench.stories import precision, recall, told
from presspack.engine.store import Store
from presspack.pipeline.link import link, stories
from presspack.pipeline.link.tables import table
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import FEW, SAMPLE, build, contents, put

TIMES, RADIO, COURIER = (
    next(outlet for outlet in OUTLETS if outlet.id == f"sample-{name}") for name in ("times", "radio", "courier")
)
DRAW = random.Random(8).random
LINES = [words.tidy(words.paragraph(DRAW)) for _ in range(5)]

MAY = Day(2024, 5, 4)

Stories = list[set[str]]


def text(date: Day | None = MAY, outlet=TIMES, lines: list[str] = LINES, title: str = "A Bridge") -> Text:
    return Text(outlet, title, date, lines)


@pytest.fixture
def find(tmp_path) -> Callable[..., Stories]:
    """The stories of several articles among these texts, by name."""

    def find(params: Params = Params(**FEW), **texts: Text | Page) -> Stories:  # noqa: B008 -- immutable
        for name, one in texts.items():
            put(tmp_path / "seeds" / name, (render(one) if isinstance(one, Page) else dump(one)).encode())
        articles = run(tmp_path, params)
        dumps = table(tmp_path / "linked", "dumps").join(articles, left_on="article", right_on="id")
        groups = dumps.group_by("story").agg("path")["path"].to_list()
        return sorted((set(group) for group in groups if len(group) > 1), key=sorted)

    return find


def run(folder: Path, params: Params = Params(**FEW)) -> pl.DataFrame:  # noqa: B008
    stage(folder / "seeds", folder / "staged", params)
    parse(folder / "staged", folder / "parsed", params)
    link(folder / "parsed", folder / "linked", params)
    return table(folder / "linked", "articles")


# --- the labelled pairs


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> list[tuple[Pair, bool]]:
    folder = tmp_path_factory.mktemp("pairs")
    shutil.copytree(SAMPLE / "stories", folder / "seeds" / "sample")
    made = pairs.write(folder / "seeds", 16)
    names = [f"sample/{path.name}" for path in sorted((SAMPLE / "stories").iterdir())]
    made += [
        Pair("sample", one, other, one[:13] == other[:13]) for i, one in enumerate(names) for other in names[i + 1 :]
    ]
    return told(made, folder, Params())


def test_precision_and_recall_over_the_labelled_pairs_are_what_the_docs_promise(judged):
    assert len(judged) >= 200
    assert sum(pair.same for pair, _ in judged) >= 100
    assert precision(judged) >= 0.98
    assert recall(judged) >= 0.95


@pytest.mark.parametrize(
    "kind", ["yearly greeting", "yearly greeting, same words", "same title", "shared paragraph", "same event"]
)
def test_what_only_looks_like_a_story_is_none(judged, kind):
    found = [same for pair, same in judged if pair.kind == kind]
    assert len(found) == 16
    assert not any(found)


@pytest.mark.parametrize("kind", ["dateline", "end mark", "quotes", "spaces", "committee", "case", "added", "reworded"])
def test_what_outlets_change_makes_no_other_story(judged, kind):
    found = [same for pair, same in judged if pair.kind == kind]
    assert len(found) == 16
    assert all(found)


def test_the_sample_stories_under_several_outlets_are_told_to_be_stories(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "seeds" / "sample")
    articles = run(tmp_path)
    dumps = (
        table(tmp_path / "linked", "dumps")
        .join(articles, left_on="article", right_on="id")
        .filter(pl.col("story_size") > 1)
    )
    found = {
        frozenset(Path(path).name for path in group) for group in dumps.group_by("story").agg("path")["path"].to_list()
    }
    assert found == {
        frozenset({"flood-gate-courier.txt", "flood-gate-radio.txt", "flood-gate-times.txt"}),
        frozenset({"school-contest-ministry.txt", "school-contest-radio.txt"}),
        frozenset({"gull-rock-february.txt", "gull-rock-june.txt"}),  # two texts of one page
    }


# --- dates and numbers


@pytest.mark.parametrize(("days", "same"), [(0, True), (31, True), (32, False), (365, False)])
def test_the_same_words_are_one_story_if_their_days_are_near(find, days, same):
    other = text(MAY - dt.timedelta(days=days), RADIO)
    assert find(a=text(), b=other) == ([{"a", "b"}] if same else [])


def test_how_near_is_a_parameter(find):
    assert find(Params(story_days=3, **FEW), a=text(), b=text(Day(2024, 5, 8), RADIO)) == []


def test_the_same_words_are_one_story_where_a_day_is_missing(find):
    assert find(a=text(), b=text(None, RADIO)) == [{"a", "b"}]


def test_an_undated_text_of_which_two_years_have_the_words_is_of_neither(find):
    assert find(a=text(), b=text(Day(2023, 5, 4), COURIER), c=text(None, RADIO)) == []


def test_an_undated_text_joins_what_is_told_on_days_that_are_near(find):
    assert find(a=text(), b=text(Day(2024, 5, 20), COURIER), c=text(None, RADIO)) == [{"a", "b", "c"}]


def test_an_undated_text_with_another_number_between_the_same_words_is_another_story(find):
    lines = [*LINES, "It was the 75th anniversary of the bridge."]
    later = [*LINES, "It was the 76th anniversary of the bridge."]
    assert find(a=text(lines=lines), b=text(None, RADIO, later)) == []


def test_a_number_that_is_left_out_makes_no_other_story(find):
    assert find(a=text(lines=[*LINES, "It was the 75th anniversary of the bridge."]), b=text(None, RADIO)) == [
        {"a", "b"}
    ]


def test_a_date_that_a_teaser_gives_tells_stories_apart(find):
    years = {"a": text(), "b": text(None, RADIO), "c": text(Day(2025, 5, 1), COURIER)}
    assert find(**years) == []
    start = LINES[0][:131].rpartition(" ")[0]
    label, day = RADIO.label, Day(2025, 5, 6)
    listing = Page(
        "page",
        label,
        label,
        "Other",
        "07/05/2025",
        day,
        ["Of this no other page says a word."],
        [(Teaser("A Bridge", start, "", ""), day)],
    )
    assert find(**years, d=listing) == [{"b", "c"}]


# --- the tables


def test_a_story_is_named_by_its_smallest_id_and_counts_its_articles(find, tmp_path):
    find(a=text(), b=text(outlet=RADIO), c=text(outlet=COURIER), d=text(lines=LINES[:2], title="Other"))
    articles = table(tmp_path / "linked", "articles")
    shared = articles.filter(pl.col("story_size") > 1)
    assert len(shared) == 3
    assert shared["story"].unique().to_list() == [shared["id"].min()]
    assert articles["story_size"].to_list() == [3 if name in set(shared["id"]) else 1 for name in articles["id"]]


def test_the_pairs_of_a_story_have_their_similarity(find, tmp_path):
    find(a=text(), b=text(outlet=RADIO), c=text(outlet=COURIER, lines=LINES[:4]))
    same = table(tmp_path / "linked", "same_story")
    assert (same["article"] < same["other"]).all()
    assert sorted(same["similarity"] == 1.0) == [False, False, True]
    assert same.filter(pl.col("similarity") < 1)["similarity"].n_unique() == 1
    assert same.equals(same.sort("article", "other"))


def test_no_articles_have_no_stories(tmp_path):
    put(tmp_path / "seeds" / "prose.txt", b"It rained.")
    assert len(run(tmp_path)) == 0
    assert len(table(tmp_path / "linked", "same_story")) == 0


def test_many_texts_of_the_same_words_are_one_story(find):
    """More of them than are compared each with each."""
    many = {f"t{i}": text(Day(2024, 5, 1), OUTLETS[i % 13], [*LINES, f"So said number {'i' * i}."]) for i in range(100)}
    assert find(**many) == [set(many)]


# --- what is done again


def test_one_more_dump_costs_the_signatures_of_one_shard(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "seeds" / "sample")
    params = Params(shards=8, workers=1)
    run(tmp_path, params)
    before = {folder.name: folder.stat().st_ino for folder in Store(tmp_path / "linked").folders()}
    put(tmp_path / "seeds" / "more.txt", dump(text()).encode())
    run(tmp_path, params)
    after = {folder.name: folder.stat().st_ino for folder in Store(tmp_path / "linked").folders()}
    assert len(set(after.items()) - set(before.items())) == 2  # of the shard, and the tables
    assert len(after) == 9


@pytest.mark.parametrize(
    "change", [{"story_threshold": 0.7}, {"story_days": 3}, {"story_words": 3}, {"story_permutations": 64}]
)
def test_a_parameter_of_stories_makes_the_tables_anew_and_signatures_only_where_it_must(tmp_path, change):
    shutil.copytree(SAMPLE / "titled", tmp_path / "seeds")
    run(tmp_path)
    before = [folder.name for folder in Store(tmp_path / "linked").folders()]
    run(tmp_path, Params(**FEW, **change))
    after = [folder.name for folder in Store(tmp_path / "linked").folders()]
    assert before[0] != after[0]
    assert (before[1:] == after[1:]) == ({"story_threshold", "story_days"} >= change.keys())


def test_order_of_files_shards_and_workers_make_no_other_bytes(tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        pairs.write(folder / "seeds", 2)
    (tmp_path / "two" / "seeds" / "00000-a.txt").rename(tmp_path / "two" / "seeds" / "x.txt")
    (tmp_path / "two" / "seeds" / "x.txt").rename(tmp_path / "two" / "seeds" / "00000-a.txt")
    build(folders[0], Params(shards=1, workers=1))
    build(folders[1], Params(shards=7, workers=2))
    assert contents(folders[0] / "dataset") == contents(folders[1] / "dataset")
    assert len(table(folders[0] / "data" / "linked", "same_story")) > 10


# --- components

day = st.sampled_from([stories.UNDATED, 0, 10, 31, 60, 400])
pair = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda both: both[0] < both[1])


@settings(max_examples=200)
@given(st.lists(day, min_size=8, max_size=8), st.lists(pair, unique=True, max_size=12), st.randoms())
def test_components_are_what_the_kept_pairs_connect_in_whatever_order_they_come(days, edges, chance):
    pairs_ = [(one, other, 0.9) for one, other in sorted(edges)]
    roots, kept = stories.components(np.array(days), pairs_, 31)
    assert set(kept) <= set(pairs_)
    assert all(roots[one] == roots[other] for one, other, _ in kept)
    assert all(roots[row] == min(i for i in range(8) if roots[i] == roots[row]) for row in range(8))
    assert all(pair in kept for pair in pairs_ if days[pair[0]] != stories.UNDATED != days[pair[1]])
    shuffled = chance.sample(pairs_, len(pairs_))
    assert stories.components(np.array(days), shuffled, 31) == (roots, kept)
