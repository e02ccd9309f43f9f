"""Several dumps of one article become one row: what most of them say, from the earliest crawl, and no chance in it."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.article import Record
from presspack.errors import Note, PresspackError
from presspack.pipeline.parse import Parsed, tabulate
from presspack.project.contracts import schemas, split
from presspack.project.outlets import Outlets
from tests.support.dumps import notes
from tests.support.linking import link

Link = Callable[..., tuple[dict[str, Any], dict[str, dict[str, Any]]]]


def page(
    crawled: str = "May 04, 2025",
    title: str | None = "A Bridge Is Painted",
    date: str = "30/04/2025",
    byline: str = "",
    body: str = "",
) -> str:
    """A page, by default crawled four days after its date; its title is on line 5, its date on line 7, its byline on line 13."""
    text = (
        body
        or "The wardens of the lower bridge painted its rail on Wednesday.\n\nIt is green now, as it was before the flood."
    )
    return "\n".join(
        [
            crawled, "", "KCNA Sample Times", "", title or "", "", f"Date: {date} | Source: Sample Times | Read original version at source",
            "", text, "", byline, "", "More From Sample Times", "", "More Articles",
        ]
    )  # fmt: skip


def bare(crawled: str = "May 03, 2025", byline: str = "") -> str:
    """The same article without its header, crawled on the day of its only related item."""
    lines = page(byline=byline).split("\n")
    return "\n".join([*lines[8:-1], "A wren moved house.", crawled, "A wren moved house.", "More Articles"])


@pytest.fixture(scope="session")
def parse(outlets: Outlets, staged: Callable[..., pl.DataFrame]) -> Callable[..., Parsed]:
    """Parse texts by path."""

    def parse(texts: dict[str, str]) -> Parsed:
        return tabulate([staged(texts)], outlets)

    return parse


@pytest.fixture(scope="session")
def linked(parse: Callable[..., Parsed]) -> Link:
    """Parse and link texts called a.txt, b.txt and so on; the one article of them, and the ledger by path."""

    def linked(*texts: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        parsed = parse({f"{'abcdefgh'[i]}.txt": text for i, text in enumerate(texts)})
        assert set(parsed.dumps["outcome"]) == {"published"}
        articles, dumps = link(parsed.articles, parsed.dumps)
        return articles.row(0, named=True) if len(articles) == 1 else {}, {
            row["path"]: row for row in dumps.iter_rows(named=True)
        }

    return linked


def disagreements(ledger: dict[str, dict[str, Any]]) -> dict[str, list[Note]]:
    found = {
        path: [note for note in notes(row, "warning") if note.slug == "copies-disagree"] for path, row in ledger.items()
    }
    return {path: said for path, said in found.items() if said}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


PAGE = "https://kcnawatch.org/newstream/1746100000-123456789/a-bridge"  # of 1 May 2025


@pytest.fixture(scope="session")
def recorded(outlets: Outlets, staged: Callable[..., pl.DataFrame]) -> Callable[..., Any]:
    """Parse and link texts, each with what its container says of it; the articles, and the ledger by path."""

    def recorded(*given: tuple[str, dict[str, str]]) -> tuple[pl.DataFrame, dict[str, dict[str, Any]]]:
        rows = staged({f"{'abcdefgh'[i]}.txt": text for i, (text, _) in enumerate(given)})
        for field in Record._fields:
            rows = rows.with_columns(pl.Series(field, [told.get(field) for _, told in given], pl.String))
        parsed = tabulate([rows], outlets)
        articles, dumps = link(parsed.articles, parsed.dumps)
        return articles, {row["path"]: row for row in dumps.iter_rows(named=True)}

    return recorded


# one dump


def test_an_article_in_one_dump_is_taken_as_it_is(linked: Link) -> None:
    article, ledger = linked(page(byline="Mira Solenne"))
    assert (article["title"], article["published_on"], article["date_source"]) == (
        "A Bridge Is Painted",
        day("2025-04-30"),
        "page",
    )
    assert (article["byline"], article["dumps"], article["story"], article["story_size"]) == (
        "Mira Solenne",
        1,
        article["id"],
        1,
    )
    assert disagreements(ledger) == {}


def test_another_outlet_or_another_body_makes_another_article(parse: Callable[..., Parsed]) -> None:
    other = page(body="The wardens of the lower bridge painted its rail on Thursday, and then went to the fair.")
    parsed = parse({"a": page(), "b": page().replace("Sample Times", "Sample Radio (EN)"), "c": other})
    assert link(parsed.articles, parsed.dumps)[0]["dumps"].to_list() == [1, 1, 1]


# several dumps that agree


def test_equal_values_are_taken_without_a_word(linked: Link) -> None:
    article, ledger = linked(page("May 05, 2025"), page("May 04, 2025"), page("May 06, 2025"))
    assert (article["title"], article["published_on"], article["date_source"]) == (
        "A Bridge Is Painted",
        day("2025-04-30"),
        "page",
    )
    assert (article["crawled_on"], article["crawl_source"], article["dumps"]) == (day("2025-05-04"), "page", 3)
    assert article["dump"] == ledger["b.txt"]["dump"]
    assert disagreements(ledger) == {}


def test_white_space_makes_no_other_article(linked: Link) -> None:
    spaced = (
        page("May 05, 2025").replace("lower bridge", "lower\u00a0 bridge").replace("Wednesday.\n\n", "Wednesday.\n")
    )
    assert linked(page(), spaced)[0]["dumps"] == 2


def test_a_copy_gives_the_title_and_the_date_that_the_earliest_crawl_lacks(linked: Link) -> None:
    article, ledger = linked(page("May 04, 2025"), bare("May 03, 2025"))
    assert (article["title"], article["published_on"], article["date_source"]) == (
        "A Bridge Is Painted",
        day("2025-04-30"),
        "copy",
    )
    assert (article["crawled_on"], article["crawl_source"]) == (day("2025-05-03"), "related")
    assert article["dump"] == ledger["b.txt"]["dump"]
    assert disagreements(ledger) == {}


def test_a_date_of_the_earliest_crawl_itself_is_from_its_page(linked: Link) -> None:
    assert linked(page("May 04, 2025"), bare("May 05, 2025"))[0]["date_source"] == "page"


def test_dumps_without_a_date_make_an_article_without_one(linked: Link) -> None:
    article, ledger = linked(bare("May 03, 2025"), bare("May 04, 2025"))
    assert (article["title"], article["published_on"], article["date_source"]) == (None, None, None)
    assert disagreements(ledger) == {}


def test_a_dump_without_a_crawl_date_comes_last(linked: Link) -> None:
    undated = bare().replace("A wren moved house.\nMay 03, 2025\nA wren moved house.\n", "")
    article, ledger = linked(undated, page())
    assert (article["dump"], article["crawled_on"]) == (ledger["b.txt"]["dump"], day("2025-05-04"))


def test_of_one_crawl_day_the_smaller_digest_comes_first(linked: Link) -> None:
    article, ledger = linked(page(), page() + "\n", page() + "\n\n")
    assert article["dump"] == min(str(row["dump"]) for row in ledger.values())


# several dumps that do not agree


@pytest.mark.parametrize(
    ("field", "change", "line", "values"),
    [
        ("title", {"title": "A Rail Is Painted"}, 5, ("A Bridge Is Painted", "A Rail Is Painted")),
        ("published_on", {"date": "29/04/2025"}, 7, ("2025-04-30", "2025-04-29")),
        ("byline", {"byline": "Anselm Corvay"}, 13, ("Mira Solenne", "Anselm Corvay")),
        ("credit", {"byline": "KCNA"}, 13, ("Sample Radio", "KCNA")),
    ],
)
def test_a_tie_gives_no_value_and_is_told_on_every_dump_with_its_line(
    field: str, change: dict[str, str], line: int, values: tuple[str, str], linked: Link
) -> None:
    byline = {"byline": "Mira Solenne", "credit": "Sample Radio"}.get(field, "")
    article, ledger = linked(page("May 04, 2025", byline=byline), page("May 05, 2025", **{"byline": byline} | change))
    assert article[field] is None
    assert article["dumps"] == 2
    one, two = values
    assert disagreements(ledger) == {
        "a.txt": [Note("copies-disagree", line, f"{field} is {one}; {two} in b.txt")],
        "b.txt": [Note("copies-disagree", line, f"{field} is {two}; {one} in a.txt")],
    }
    if field == "published_on":
        assert article["date_source"] is None


def test_what_most_dumps_say_is_taken_and_the_disagreement_is_told_on_each(linked: Link) -> None:
    article, ledger = linked(
        page("May 04, 2025", title="A Rail Is Painted"),
        page("May 05, 2025"),
        page("May 06, 2025"),
        page("May 07, 2025", title=None),
    )
    assert article["title"] == "A Bridge Is Painted"
    told = disagreements(ledger)
    assert list(told) == ["a.txt", "b.txt", "c.txt"]
    assert told["a.txt"] == [Note("copies-disagree", 5, "title is A Rail Is Painted; A Bridge Is Painted in b.txt")]
    assert told["b.txt"] == [Note("copies-disagree", 5, "title is A Bridge Is Painted; A Rail Is Painted in a.txt")]


@pytest.mark.parametrize("many", [30, 60])
def test_a_disagreement_lists_ten_other_values_each_with_one_path_however_many_copies_there_are(
    many: int, parse: Callable[..., Parsed]
) -> None:
    titles = [f"Title {i // 2:02}" for i in range(many)]
    parsed = parse({f"{i:02}": page(f"May {1 + i % 28:02}, 2026", title=title) for i, title in enumerate(titles)})
    _, ledger = link(parsed.articles, parsed.dumps)
    for row in ledger.iter_rows(named=True):
        own, *others = notes(row, "warning")[0].detail.split("; ")
        assert own == f"title is {titles[int(row['path'])]}"
        assert others.pop() == f"and {many // 2 - 11} more"
        assert len({other.partition(" in ")[0] for other in others} - {own.removeprefix("title is ")}) == 10
        assert all(titles[int(path)] == title for title, _, path in (other.partition(" in ") for other in others))


def test_a_date_that_most_dumps_give_is_a_copy_s_where_the_first_says_otherwise(linked: Link) -> None:
    article, _ = linked(page("May 04, 2025", date="29/04/2025"), page("May 05, 2025"), page("May 06, 2025"))
    assert (article["published_on"], article["date_source"]) == (day("2025-04-30"), "copy")


def test_two_disagreements_are_both_told(linked: Link) -> None:
    article, ledger = linked(page("May 04, 2025"), page("May 05, 2025", title="A Rail Is Painted", date="29/04/2025"))
    assert (article["title"], article["published_on"]) == (None, None)
    assert [note.line for note in disagreements(ledger)["a.txt"]] == [5, 7]


def test_a_date_after_another_dump_had_the_article_is_not_taken_and_is_told(linked: Link) -> None:
    article, ledger = linked(page("May 03, 2025", date=""), page("June 10, 2025", date="05/05/2025"))
    assert (article["published_on"], article["date_source"]) == (None, None)
    assert disagreements(ledger) == {
        "b.txt": [
            Note("copies-disagree", 7, "published_on is 2025-05-05; a dump crawled before that day has the article")
        ]
    }


def test_a_date_one_day_after_that_is_taken(linked: Link) -> None:
    article, ledger = linked(page("May 03, 2025", date=""), page("June 10, 2025", date="04/05/2025"))
    assert (article["published_on"], article["date_source"]) == (day("2025-05-04"), "copy")
    assert disagreements(ledger) == {}


def test_related_items_do_not_say_how_late_a_crawl_can_have_been(linked: Link) -> None:
    article, ledger = linked(bare("May 03, 2025"), page("June 10, 2025", date="05/05/2025"))
    assert (article["published_on"], article["date_source"]) == (day("2025-05-05"), "copy")
    assert disagreements(ledger) == {}


def test_a_date_that_is_too_late_does_not_outvote_one_that_is_not(linked: Link) -> None:
    late = [page(f"June {i}, 2025", date="05/05/2025") for i in (10, 11)]
    article, ledger = linked(page("May 03, 2025", date=""), *late, page("June 12, 2025"))
    assert (article["published_on"], article["date_source"]) == (day("2025-04-30"), "copy")
    assert list(disagreements(ledger)) == ["b.txt", "c.txt", "d.txt"]


def test_a_page_that_had_the_article_bounds_its_date_though_another_dump_was_crawled_before(linked: Link) -> None:
    article, ledger = linked(
        bare("May 03, 2025"), page("May 10, 2025", date=""), page("June 10, 2025", date="01/06/2025")
    )
    assert article["published_on"] is None
    assert list(disagreements(ledger)) == ["c.txt"]


def test_a_page_crawled_at_the_end_of_time_does_not_stop_the_build(linked: Link) -> None:
    assert linked(page("December 31, 9999"), page("December 31, 9999") + "\n")[0]["dumps"] == 2


# the ledger


def test_a_disagreement_is_told_on_the_published_path_and_not_on_its_duplicate(parse: Callable[..., Parsed]) -> None:
    parsed = parse({"a": page(), "b": page(), "c": page("May 05, 2025", title="A Rail Is Painted")})
    articles, ledger = link(parsed.articles, parsed.dumps)
    assert articles["dumps"].to_list() == [2]
    told = {row["path"]: (row["outcome"], row["warnings"]) for row in ledger.iter_rows(named=True)}
    assert told == {
        "a": ("published", ["copies-disagree"]),
        "b": ("duplicate", []),
        "c": ("published", ["copies-disagree"]),
    }


def test_earlier_warnings_are_kept(linked: Link) -> None:
    _, ledger = linked(
        page("May 04, 2025").replace("More Articles", ""), page("May 05, 2025", title="A Rail Is Painted")
    )
    assert [note.slug for note in notes(ledger["a.txt"], "warning")] == ["copies-disagree", "no-end-mark"]


def test_a_ledger_and_articles_that_do_not_belong_together_are_refused(parse: Callable[..., Parsed]) -> None:
    one, two = parse({"a": page()}), parse({"a": page().replace("green", "blue")})
    with pytest.raises(PresspackError, match="articles and ledger do not agree"):
        link(one.articles, two.dumps)
    with pytest.raises(PresspackError, match="articles and ledger do not agree"):
        link(one.articles.clear(), one.dumps)


def test_no_articles_are_linked_to_none(parse: Callable[..., Parsed]) -> None:
    parsed = parse({"a": "It rained."})
    articles, ledger = link(parsed.articles, parsed.dumps)
    assert len(articles) == 0
    assert ledger.equals(parsed.dumps)


@pytest.fixture(scope="session")
def many(parse: Callable[..., Parsed], dumps: dict[str, str]) -> Parsed:
    """Some articles of one dump and some of several, that agree and that do not; a duplicate, a rejection."""
    texts = {f"fixture-{name}": text for name, text in dumps.items()}
    texts |= {
        "same": dumps["body"],
        "prose": "It rained.",
        "bare": bare(),
        "late": page("June 10, 2025", date="05/05/2025"),
    }
    texts |= {
        f"page-{i}": page(f"May 0{i}, 2025", title=f"Title {i % 2}", date=f"0{1 + i % 3}/04/2025") for i in range(1, 6)
    }
    green = [page(f"May 0{i}, 2025").replace("green", "blue") for i in range(1, 4)]
    return parse(texts | {f"blue-{i}": text for i, text in enumerate(green)})


def test_rows_are_conserved(many: Parsed) -> None:
    articles, ledger = link(many.articles, many.dumps)
    assert articles["dumps"].sum() == len(many.articles) == (many.dumps["outcome"] == "published").sum()
    assert articles["id"].to_list() == sorted(set(many.articles["id"]))
    assert ledger.drop("warnings", "warning_lines", "warning_details").equals(
        many.dumps.drop("warnings", "warning_lines", "warning_details")
    )
    assert split(articles, schemas("linked").Linked).notes == []
    assert max(articles["dumps"]) == 7


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter(seed: int, many: Parsed) -> None:
    shuffled = random.Random(seed).sample(range(len(many.articles)), len(many.articles))
    places = random.Random(seed + 1).sample(range(len(many.dumps)), len(many.dumps))
    articles, ledger = link(many.articles[shuffled], many.dumps[places])
    expected = link(many.articles, many.dumps)
    assert articles.equals(expected[0])
    assert ledger.equals(expected[1])


# what containers say


@pytest.mark.parametrize(
    ("better", "record", "on", "source"),
    [
        (bare(), {"date": "2025-04-30"}, "2025-04-30", "copy"),
        (page(), {}, "2025-04-30", "copy"),
        (bare("May 02, 2025"), {"date": "2025-04-30"}, "2025-04-30", "record"),
    ],
)
def test_any_other_day_is_better_than_that_of_a_url(
    better: str, record: dict[str, str], on: str, source: str, recorded: Callable[..., Any]
) -> None:
    given = [(bare("May 03, 2025"), {"url": PAGE}), (better.replace("A wren", "A robin"), record)]
    for dumps in (given, given[::-1]):
        articles, ledger = recorded(*dumps)
        article = articles.row(0, named=True)
        assert (len(articles), article["published_on"], article["date_source"]) == (1, day(on), source)
        assert disagreements(ledger) == {}


def test_two_urls_give_a_url_s_day(recorded: Callable[..., Any]) -> None:
    articles, _ = recorded((bare(), {"url": PAGE}), (bare("May 05, 2025"), {"url": PAGE}))
    assert articles.select("published_on", "date_source").row(0) == (day("2025-05-01"), "url")


def changes(ledger: dict[str, dict[str, Any]]) -> dict[str, Note]:
    return {path: note for path, row in ledger.items() for note in notes(row, "warning") if note.slug == "page-changed"}


def test_dumps_of_one_page_with_another_text_are_told(recorded: Callable[..., Any]) -> None:
    other = page(body="The wardens of the lower bridge painted its rail.\n\nIt is blue now.")
    articles, ledger = recorded((page(), {"url": PAGE}), (other, {"url": PAGE + "?again"}), (bare(), {"url": PAGE}))
    assert len(articles) == 2
    ids = {path: row["article"] for path, row in ledger.items()}
    assert changes(ledger) == {
        "a.txt": Note("page-changed", 9, f"{ids['b.txt']} in b.txt"),
        "b.txt": Note("page-changed", 9, f"{ids['a.txt']} in a.txt"),
        "c.txt": Note("page-changed", 1, f"{ids['b.txt']} in b.txt"),
    }


def test_a_page_of_any_site_that_changes_is_told_and_a_front_page_is_none(recorded: Callable[..., Any]) -> None:
    other = page(body="The wardens of the lower bridge painted its rail.\n\nIt is blue now.")
    one, again = "https://press.example/bridge?id=7", "http://www.press.example/bridge/?id=7&utm_source=mail"
    assert sorted(changes(recorded((page(), {"url": one}), (other, {"url": again}))[1])) == ["a.txt", "b.txt"]
    assert changes(recorded((page(), {"url": one}), (other, {"url": one.replace("7", "8")}))[1]) == {}
    front = "https://press.example/"
    assert changes(recorded((page(), {"url": front}), (other, {"url": front}))[1]) == {}


def test_dumps_of_one_page_with_one_text_of_two_pages_and_of_two_outlets_are_no_change(
    recorded: Callable[..., Any],
) -> None:
    other = page(body="The wardens of the lower bridge painted its rail.\n\nIt is blue now.")
    second = PAGE.replace("123456789", "123456780")
    assert changes(recorded((page(), {"url": PAGE}), (bare(), {"url": PAGE}))[1]) == {}
    assert changes(recorded((page(), {"url": PAGE}), (other, {"url": second}))[1]) == {}
    assert changes(recorded((page(), {}), (other, {}))[1]) == {}
    elsewhere = other.replace("Sample Times", "Sample Courier (En)")
    assert changes(recorded((page(), {"url": PAGE}), (elsewhere, {"url": PAGE}))[1]) == {}
