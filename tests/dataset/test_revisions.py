"""The texts of a page stand by day, whatever the order of its dumps, and a change is told only where it is known."""

import datetime as dt
from itertools import groupby, pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.history.revisions import Version, tell, versions
from presspack.errors import PresspackError
from presspack.project.contracts import demand, schemas

MAY = dt.date(2025, 5, 1)


def day(number: int) -> dt.date:
    return MAY + dt.timedelta(days=number)


def told(*captures: tuple[str, int | None]) -> list[tuple[str, list[int], int, tuple[int | None, int | None]]]:
    """The versions: text, days, captures and change, with days as numbers."""

    def number(of: dt.date | None) -> int | None:
        return None if of is None else (of - MAY).days

    found = versions((text, None if of is None else day(of)) for text, of in captures)
    return [
        (version.article, [(of - MAY).days for of in version.days], version.captures, (number(version.changed[0]), number(version.changed[1])))
        for version in found
    ]  # fmt: skip


NONE = (None, None)


def test_a_page_that_changes_has_two_versions_and_the_change_is_between_the_days():
    assert told(("a", 1), ("b", 9), ("a", 4), ("b", 12)) == [("a", [1, 4], 2, NONE), ("b", [9, 12], 2, (4, 9))]


def test_a_text_that_returns_is_a_version_of_its_own():
    assert told(("a", 1), ("b", 2), ("a", 3)) == [("a", [1], 1, NONE), ("b", [2], 1, (1, 2)), ("a", [3], 1, (2, 3))]


def test_two_texts_of_the_first_day_have_no_order():
    assert told(("b", 1), ("a", 1)) == [("a", [1], 1, NONE), ("b", [1], 1, NONE)]


def test_two_texts_of_one_day_change_as_seldom_as_they_can():
    assert told(("b", 1), ("a", 2), ("b", 2), ("a", 3)) == [("b", [1, 2], 2, NONE), ("a", [2, 3], 2, (1, 2))]


def test_two_new_texts_of_one_day_and_what_follows_them_tell_of_no_change():
    changes = [version[3] for version in told(("a", 1), ("b", 2), ("c", 2), ("d", 3), ("e", 4))]
    assert changes == [NONE, NONE, NONE, NONE, (3, 4)]


def test_a_text_without_a_day_comes_last_and_a_copy_without_a_day_is_counted_with_the_first():
    assert told(("z", None), ("a", 1), ("b", 2), ("a", None), ("y", None)) == [
        ("a", [1], 2, NONE), ("b", [2], 1, (1, 2)), ("y", [], 1, NONE), ("z", [], 1, NONE),
    ]  # fmt: skip


CAPTURES = st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(0, 6)), min_size=1, max_size=14)


@given(st.data(), CAPTURES)
def test_versions_do_not_depend_on_the_order_of_captures_and_count_each_once(data, captures):
    found = told(*captures)
    assert told(*data.draw(st.permutations(captures))) == found
    assert sum(version[2] for version in found) == len(captures)
    assert {version[0] for version in found} == {text for text, _ in captures}
    assert all(one[0] != other[0] for one, other in pairwise(found))


@given(st.lists(st.sampled_from("ab"), min_size=30, max_size=30), st.lists(st.integers(0, 29), min_size=1, max_size=12))
def test_a_change_that_is_told_happened_and_within_its_days(history, moments):
    """`history` is what the page says at each third of a day; a crawl sees what it says then."""
    found = versions((history[moment], day(moment // 3)) for moment in moments)
    for before, version in pairwise(found):
        after, by = version.changed
        if after is None or by is None:
            continue
        said = [text for text, _ in groupby(history[(after - MAY).days * 3 : (by - MAY).days * 3 + 3])]
        assert (before.article, version.article) in pairwise(said)


# which dumps are of one page


def article(name: str, title: str | None = "A Bench", on: int | None = 0, **more: object) -> dict[str, object]:
    return {
        "id": name * 16, "outlet": "sample-times", "title": title, "published_on": None if on is None else day(on),
        "date_source": None if on is None else "page", "story": "a" * 16, **more,
    }  # fmt: skip


def dump(name: str, on: int | None, page: str | None = None, **more: object) -> dict[str, object]:
    source = None if on is None else "page"
    bytes_of = f"{name}{on if page is None else page}"
    return {"outcome": "published", "dump": bytes_of, "path": bytes_of, "page": page, "article": name * 16, "crawled_on": None if on is None else day(on), "crawl_source": source, **more}  # fmt: skip


def table(dumps: list[dict[str, object]], *articles: dict[str, object]) -> list[tuple[object, ...]]:
    kinds = {
        "crawled_on": pl.Date,
        "published_on": pl.Date,
        "page": pl.String,
        "title": pl.String,
        "date_source": pl.String,
    }
    frames = [
        pl.DataFrame(rows, schema_overrides={k: v for k, v in kinds.items() if k in rows[0]})
        for rows in (dumps, list(articles))
    ]
    assert tell(frames[0].reverse(), frames[1].reverse()).equals(tell(*frames))
    rows = tell(*frames).select("page", "page_source", "version", "article").iter_rows()
    return [(*row[:3], row[3][0]) for row in rows]


def test_dumps_of_one_url_are_of_one_page_whatever_their_titles():
    dumps = [dump("a", 1, "x.example/7"), dump("b", 2, "x.example/7"), dump("c", 3, "x.example/8")]
    found = table(dumps, article("a"), article("b", "Another"), article("c", story="b" * 16))
    assert found == [("x.example/7", "url", 1, "a"), ("x.example/7", "url", 2, "b")]


def test_a_page_that_two_outlets_claim_is_a_page_of_each():
    dumps = [dump(name, on, "x.example/7") for on, name in enumerate("abcd")]
    found = table(dumps, article("a"), article("b"), *(article(name, outlet="sample-radio") for name in "cd"))
    assert [row[2:] for row in found] == [(1, "c"), (2, "d"), (1, "a"), (2, "b")]


HEADING = "sample-times: 2025-05-01: A Bench"


def test_without_a_url_a_heading_names_the_page():
    dumps = [dump("a", 1), dump("b", 2)]
    assert table(dumps, article("a"), article("b")) == [(HEADING, "heading", 1, "a"), (HEADING, "heading", 2, "b")]


@pytest.mark.parametrize(
    ("more", "page"),
    [
        ({"title": "Another"}, None),
        ({"title": None}, None),
        ({"on": 1}, None),
        ({"on": None}, None),
        ({"date_source": "url"}, None),
        ({"date_source": "teaser"}, None),
        ({"outlet": "sample-radio"}, None),
        ({"story": "b" * 16}, None),
        ({}, "x.example/7"),
    ],
)
def test_a_heading_names_no_page_where_anything_differs_or_is_not_printed_or_a_url_is_known(more, page):
    assert table([dump("a", 1), dump("b", 2, page)], article("a"), article("b", **more)) == []


def test_a_heading_that_two_stories_share_names_no_page():
    articles = [article("a"), article("b"), article("c", story="b" * 16)]
    assert table([dump("a", 1), dump("b", 2), dump("c", 3)], *articles) == []


def test_a_crawl_that_related_items_date_orders_nothing():
    dumps = pl.DataFrame([dump("a", 1, "x.example/7"), dump("b", 2, "x.example/7", crawl_source="related")])
    found = tell(dumps, pl.DataFrame([article("a"), article("b")]))
    assert found.select("first_seen", "changed_by").rows() == [(day(1), None), (None, None)]


def test_what_is_rejected_is_no_capture():
    dumps = [dump("a", 1, "x.example/7"), dump("b", 2, "x.example/7", outcome="rejected")]
    assert table(dumps, article("a"), article("b")) == []


def test_the_bytes_of_another_dump_are_a_capture_if_they_were_seen_on_another_day():
    page = "x.example/7"
    again = [dump("a", on, page, outcome="duplicate") for on in (1, 3, None)]
    dumps = pl.DataFrame([dump("a", 1, page), dump("b", 2, page), *again])
    found = tell(dumps, pl.DataFrame([article("a"), article("b")]))
    assert found.select("article", "captures", "first_seen").rows() == [
        ("a" * 16, 1, day(1)), ("b" * 16, 1, day(2)), ("a" * 16, 1, day(3)),
    ]  # fmt: skip


def test_ten_thousand_captures_of_one_page_that_alternates_are_as_many_versions():
    found = versions(("ab"[i % 2], day(i)) for i in range(10_000))
    assert len(found) == 10_000
    assert found[-1] == Version("b", [day(9_999)], 1, (day(9_998), day(9_999)))


def test_a_change_that_ends_before_it_begins_breaks_the_contract():
    rows = tell(
        pl.DataFrame([dump("a", 1, "x.example/7"), dump("b", 2, "x.example/7")]),
        pl.DataFrame([article("a"), article("b")]),
    )
    for column, value in (("changed_after", day(5)), ("changed_by", None), ("last_seen", day(0)), ("first_seen", None)):
        broken = rows.with_columns(pl.when(version=2).then(pl.lit(value, pl.Date)).otherwise(column).alias(column))
        with pytest.raises(PresspackError, match="days-out-of-order in 1 of 2"):
            demand(broken, schemas("revisions").Revisions)
