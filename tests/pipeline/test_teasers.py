"""A teaser that is the beginning of a body dates and names its article; what could be otherwise says nothing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generate import write
from bench.pages import Day, Page, Teaser, render
from presspack.dataset import parquet
from presspack.dataset.verify import verify
from presspack.engine.pool import Pool
from presspack.pipeline.link import evidence, link, teasers
from presspack.pipeline.link.tables import table, tables
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.contracts import schemas
from presspack.project.params import Params
from tests.support.projects import FEW, build, put

LABEL, OTHER = "Sample Times", "Sample Radio (EN)"
BODY = [
    "The keepers of the tide mill have counted every plank of the old wheel and of the sluice, and have found that nine of them are new.",
    "Nobody could say who had put them there, or when, or why they were of cherry wood.",
]
START = " ".join(BODY)[:126]
NAMED = "Nine New Planks"
DAY = Day(2025, 5, 4)
CRAWL = Day(2025, 5, 10)


class Found(NamedTuple):
    """The article of the body, what the related items lead to, and what `link` says."""

    title: str | None
    date: dt.date | None
    source: str | None
    leads: list[str]
    said: str


def listing(
    teaser: str = START, date: Day = DAY, title: str = NAMED, label: str = LABEL, layout: str = "page", of: str = "x"
) -> str:
    """A page about something else, which lists the teaser."""
    lines = [f"Of {of} no other page says a word, and nobody has asked for one."]
    return render(
        Page(layout, label, label, "Other", "10/05/2025", CRAWL, lines, [(Teaser(title, teaser, "", ""), date)])
    )


def bare(lines: list[str] = BODY, label: str = LABEL) -> str:
    """The article without header, hence without title and date."""
    return render(Page("body", label, label, None, "", CRAWL, lines, []))


def page(date: str = "04/05/2025", title: str | None = "Planks", crawl: Day = CRAWL, lines: list[str] = BODY) -> str:
    """The article with its header."""
    return render(Page("page", LABEL, LABEL, title, date, crawl, lines, []))


@pytest.fixture
def found(tmp_path) -> Callable[..., Found]:
    """Link an article and other dumps."""

    def found(article: str, *others: str) -> Found:
        for i, text in enumerate((article, *others)):
            put(tmp_path / "seeds" / f"{i}.txt", text.encode())
        stage(tmp_path / "seeds", tmp_path / "staged", Params(**FEW))
        parse(tmp_path / "staged", tmp_path / "parsed", Params(**FEW))
        said = link(tmp_path / "parsed", tmp_path / "linked", Params(**FEW))
        articles, dumps = tables(tmp_path / "linked")
        name = dumps.filter(path="0.txt")["article"][0]
        row = articles.filter(id=name).row(0, named=True)
        leads = table(tmp_path / "linked", "leads").filter(article=name)["teaser"].to_list()
        return Found(row["title"], row["published_on"], row["date_source"], leads, said.rpartition("; ")[2])

    return found


NOTHING = (None, None, None, [])


def test_a_teaser_that_begins_the_body_gives_title_and_date(found):
    assert found(bare(), listing()) == (
        NAMED,
        DAY,
        "teaser",
        [START],
        "teasers lead to 1 article, date 1 and name 1, and are unsure of 0",
    )


@pytest.mark.parametrize(
    "teaser",
    [START[:-3], START.replace("new. Nobody", "new.Nobody"), START.replace("The keepers", "The  keepers"), BODY[0]],
    ids=["cut inside a word", "glued", "spaced", "a paragraph"],
)
def test_white_space_and_the_place_of_the_cut_do_not_matter(found, teaser):
    assert found(bare(), listing(teaser))[:3] == (NAMED, DAY, "teaser")


def test_a_list_without_titles_gives_the_date(found):
    assert found(bare(), listing(layout="body"))[:3] == (None, DAY, "teaser")


def test_what_the_article_has_is_kept_and_the_item_leads_to_it(found):
    assert found(page("05/05/2025"), listing())[:4] == ("Planks", Day(2025, 5, 5), "page", [START])


def test_a_page_without_title_gets_the_title_alone(found):
    assert found(page(title=None), listing())[:4] == (NAMED, DAY, "page", [START])


@pytest.mark.parametrize(
    "other",
    [
        listing(label=OTHER),
        listing(START[:100]),
        listing("Yet " + START[:120]),
        listing(START[:-9] + " 12 are new"),
    ],
    ids=["another outlet", "short", "not the beginning", "other words"],
)
def test_another_outlet_too_few_characters_or_other_words_say_nothing(found, other):
    told = found(bare(), other)
    assert told[:4] == NOTHING
    assert told.said.endswith("unsure of 0")


def test_a_teaser_of_two_bodies_gives_nothing_and_is_counted(found):
    told = found(bare(), listing(), bare([*BODY, "It still turns."]))
    assert told[:4] == NOTHING
    assert told.said == "teasers lead to 0 articles, date 0 and name 0, and are unsure of 2"


@pytest.mark.parametrize(
    "other", [listing(date=Day(2025, 5, 5), of="y"), listing(title="Ten", of="y")], ids=["day", "title"]
)
def test_teasers_that_disagree_on_an_article_give_nothing_and_are_counted(found, other):
    told = found(bare(), listing(), other)
    assert told[:4] == NOTHING
    assert told.said.endswith("unsure of 1")


def test_teasers_that_agree_are_one(found):
    assert found(bare(), listing(), listing(of="y"), listing(START[:110], of="z"))[:3] == (NAMED, DAY, "teaser")


def test_an_item_of_another_year_does_not_lead_to_the_article(found):
    assert found(page("04/05/2023", title=None), listing())[:4] == (None, Day(2023, 5, 4), "page", [])


def test_an_item_of_the_years_of_two_bodies_leads_to_the_one_of_its_own(found):
    other = page("04/05/2023", lines=[*BODY, "It still turns."])
    assert found(page(title=None), listing(), other)[:4] == (NAMED, DAY, "page", [START])


def test_an_item_of_a_day_after_the_article_was_crawled_is_not_the_article(found):
    assert found(page("", crawl=Day(2025, 5, 2)), listing())[:3] == ("Planks", None, None)
    assert found(page("", crawl=Day(2025, 5, 3)), listing())[:3] == ("Planks", DAY, "teaser")


def test_an_item_from_before_the_outlet_was_founded_is_not_taken(found):
    assert found(bare(), listing(date=Day(1960, 1, 1)))[:4] == NOTHING


@pytest.mark.parametrize("many", [50, 100])
def test_what_is_looked_at_grows_as_the_articles_where_thousands_have_one_opening_formula(many, monkeypatch):
    """As do the teasers: each of another day, and each may be of every article."""
    opening, seen = "x" * 135, []
    days = [DAY - dt.timedelta(days=i) for i in range(many)]
    none = {"published_on": pl.lit(None, pl.Date), "crawl_source": pl.lit("related"), "crawled_on": pl.lit(CRAWL)}
    known = pl.DataFrame({"id": [f"{i:016x}" for i in range(many)]}).with_columns(
        outlet=pl.lit("sample-times"), start=pl.lit(opening[:130]), **none
    )
    items = evidence.long(
        pl.DataFrame({"date": days, "title": [f"Title {i}" for i in range(many)]}).with_columns(
            outlet=pl.lit("sample-times"), teaser=pl.lit(opening[:125])
        )
    )
    real = pl.DataFrame.join
    monkeypatch.setattr(pl.DataFrame, "join", lambda *args, **kw: seen.append(real(*args, **kw)) or seen[-1])
    told = teasers.tell(items, known)
    assert seen
    assert max(map(len, seen)) == many  # not many * many
    assert (len(told.said), len(told.leads), told.ambiguous) == (0, 0, many)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_teasers_say_is_what_each_held_against_each_would_say(chance):
    outlets, near = list(schemas("article").FOUNDED)[:2], dt.timedelta(days=3)
    openings = ["a" * 92, "a" * 95 + "b" * 40, "c" * 100]
    some = [DAY + dt.timedelta(days=i) for i in range(-5, 6)]
    known = [
        (f"{i:016x}", chance.choice(outlets), (chance.choice(openings) + chance.choice("yz"))[:130],
         chance.choice([None, *some]), chance.choice([None, *some]), chance.choice([None, "page", "related"]))
        for i in range(chance.randrange(7))
    ]  # fmt: skip
    items = {
        (chance.choice(outlets), chance.choice(openings)[: chance.choice([90, 92, 120])], chance.choice(some), title)
        for title in chance.choices([None, "One", "Two"], k=chance.randrange(9))
    }
    met = [
        (article, item)
        for article in known
        for item in items
        if article[1] == item[0]
        and article[2].startswith(item[1])
        and (article[3] is None or abs(article[3] - item[2]) <= near)
        and (article[4] is None or article[5] != "page" or item[2] <= article[4] + dt.timedelta(days=1))
    ]
    sure = {
        (article[0], item[2])
        for article, item in met
        if {one[0] for one, other in met if other[:3] == item[:3]} == {article[0]}
        and len({other[2] for one, other in met if one == article}) == 1
        and len({other[3] for one, other in met if one == article} - {None}) <= 1
    }
    columns = {"id": pl.String, "outlet": pl.String, "start": pl.String, "published_on": pl.Date, "crawled_on": pl.Date}
    told = teasers.tell(
        evidence.long(
            pl.DataFrame(
                list(items),
                {"outlet": pl.String, "teaser": pl.String, "date": pl.Date, "title": pl.String},
                orient="row",
            )
        ),
        pl.DataFrame(known, columns | {"crawl_source": pl.String}, orient="row"),
    )
    assert set(told.said.select("id", "day").iter_rows()) == sure
    assert set(told.leads.select("article", "date").iter_rows()) == sure


# --- generated dumps


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, list[Any]]:
    folder = tmp_path_factory.mktemp("made")
    truths = write(folder / "seeds", 1200, seed=5, listed=0.1)
    build(folder)
    return folder, truths


def test_what_teasers_give_generated_articles_is_true(made):
    folder, truths = made
    articles, _ = tables(folder / "data" / "linked")
    given = articles.filter(date_source="teaser")
    assert len(given) > 50
    said = {(item.title, item.date) for truth in truths for item in truth.related}
    assert all((row["title"], row["published_on"]) in said for row in given.to_dicts())


def test_related_items_have_the_article_that_they_lead_to(made):
    folder, truths = made
    related = pl.concat(map(parquet.read, parquet.files(folder / "dataset", "related"))).filter(
        pl.col("article").is_not_null()
    )
    bodies = {truth.article: " ".join(truth.body.split()) for truth in truths}
    assert related["article"].n_unique() > 50
    assert all(bodies[row["article"]].startswith(row["teaser"]) for row in related.to_dicts())
    assert verify(folder / "dataset", Pool())[0] == []
