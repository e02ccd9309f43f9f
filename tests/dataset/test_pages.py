"""What became of each page: what was seen and listed, and a loss only where it is later than all of that."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.dataset.history import pages, revisions
from presspack.errors import PresspackError
from presspack.project.contracts import demand, schemas
from presspack.project.frames import by_name, frame, types

MAY = dt.date(2025, 5, 1)
URL = "x.example/7"
OLD = MAY - dt.timedelta(days=100)
LEDGER = ("path", "dump", "outcome", "page", "article", "crawled_on", "crawl_source", "reasons", "reason_details")


def day(number: int | None) -> dt.date | None:
    return None if number is None else MAY + dt.timedelta(days=number)


def seen(path: str, on: int | None, page: str | None = URL, article: str = "a") -> tuple[Any, ...]:
    """A dump that is published."""
    return path, path, "published", page, article * 16, day(on), None if on is None else "page", [], []


def asked(path: str, on: int, answer: str = "404", page: str = URL) -> tuple[Any, ...]:
    """A record of a crawl that has no page."""
    return path, None, "rejected", page, None, day(on), "record", ["moved-or-gone"], [f"{answer}, {day(on)}"]


def listed(path: str, *titles: str, on: int = 0) -> list[tuple[Any, ...]]:
    """What a page lists: items by title, all of one day."""
    return [(path, i, "sample-times", title, day(on), f"{title} begins", None) for i, title in enumerate(titles, 1)]


ARTICLES = pl.DataFrame({
    "id": ["a" * 16, "b" * 16], "outlet": ["sample-times"] * 2, "title": ["A Bench", "A Kite"], "published_on": [OLD, OLD],
    "date_source": ["page"] * 2, "story": ["a" * 16, "b" * 16],
})  # fmt: skip


def tell(dumps: list[tuple[Any, ...]], lists: list[tuple[Any, ...]] = []) -> dict[str, dict[str, Any]]:  # noqa: B006
    """The rows of `Pages` by page."""
    kinds = types(schemas("dumps").Dumps)
    ledger = pl.DataFrame(dumps, {name: kinds[name] for name in LEDGER}, orient="row")
    related = types(schemas("related").Related)
    items = pl.DataFrame(lists, {name: related[name] for name in pages.LISTED}, orient="row")
    parts = [items[i::2].sort("position") for i in range(2)]
    found = pages.tell(ledger, ARTICLES, revisions.tell(ledger, ARTICLES), parts)
    assert pages.tell(ledger.reverse(), ARTICLES.reverse(), revisions.tell(ledger, ARTICLES), parts[::-1]).equals(found)
    return {row["page"]: row for row in found.iter_rows(named=True)}


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("status", "status_on", "evidence", "gone_after", "gone_by"))


def test_a_page_that_is_not_there_when_it_is_asked_for_is_gone_between_two_days():
    rows = tell([seen("1", 1), seen("2", 4), asked("3", 9), asked("4", 12, "410")])
    assert told(rows[URL]) == ("410", day(12), "4", day(4), day(9))
    assert (rows[URL]["versions"], rows[URL]["first_seen"], rows[URL]["last_seen"]) == (1, day(1), day(4))


@pytest.mark.parametrize("on", [9, 12])
def test_a_page_that_is_there_again_or_on_the_same_day_is_not_gone(on):
    assert told(tell([seen("1", 1), asked("2", 9), seen("3", on)])[URL]) == ("200", day(on), "3", None, None)


def test_what_leads_to_the_front_page_is_gone_and_what_leads_elsewhere_or_fails_is_not():
    assert told(tell([seen("1", 1), asked("2", 9, "302 to the front page")])[URL])[0] == "front-page"
    assert told(tell([seen("1", 1), asked("2", 9, "301"), asked("3", 9, "304")])[URL])[0] == "200"


def test_what_was_never_seen_or_listed_is_no_page_and_without_a_day_no_loss_is_told():
    assert tell([asked("1", 9)]) == {}
    assert told(tell([seen("1", None), asked("2", 9)])[URL]) == ("200", None, "1", None, None)


def test_a_page_with_two_texts_has_two_versions():
    assert tell([seen("1", 1), seen("2", 2, article="b")])[URL]["versions"] == 2


BENCH = f"sample-times: {OLD}: A Bench"
HEADED = "sample-times: 2025-05-01: "


def test_a_list_names_a_page_by_its_heading_and_an_article_of_that_heading_by_its_own_page():
    items = [(*listed("1", "A Bench")[0][:4], OLD, "A bench", None), *listed("1", "A Lamp")[0:1]]
    items[1] = ("1", 2, *items[1][2:])
    rows = tell([seen("1", 3, article="b"), seen("2", 1, "x.example/8")], items)
    assert rows.keys() == {URL, "x.example/8", f"{HEADED}A Lamp"}
    assert told(rows["x.example/8"])[:3] == ("listed", day(3), "1")
    assert (rows[f"{HEADED}A Lamp"]["versions"], rows[f"{HEADED}A Lamp"]["first_listed"]) == (0, day(3))


LISTS = [seen("1", 1), seen("2", 5, "x.example/8", "b"), seen("3", 7, "x.example/8", "b")]


def test_a_page_is_delisted_where_a_later_list_has_its_neighbours_next_to_each_other():
    rows = tell(LISTS, [*listed("1", "K", "L", "M"), *listed("2", "K", "M"), *listed("3", "K", "M", "N")])
    assert told(rows[f"{HEADED}L"]) == ("delisted", day(7), "3", day(1), day(5))
    assert {rows[f"{HEADED}{title}"]["status"] for title in "KMN"} == {"listed"}


@pytest.mark.parametrize("later", [["K", "X", "M"], ["M", "K"], ["K"], ["M"], ["K", "L", "M"]])
def test_a_page_is_not_delisted_where_its_neighbours_are_apart_or_gone_too(later):
    rows = tell(LISTS[:2], [*listed("1", "K", "L", "M"), *listed("2", *later)])
    assert rows[f"{HEADED}L"]["status"] == "listed"


def test_a_list_of_a_page_of_the_same_days_shows_nothing_since_it_does_not_list_itself():
    near = ARTICLES.with_columns(published_on=pl.lit(MAY), title=pl.lit(None, pl.String))
    ledger = pl.DataFrame(LISTS[:2], {name: types(schemas("dumps").Dumps)[name] for name in LEDGER}, orient="row")
    rows = [*listed("1", "K", "L", "M"), *listed("2", "K", "M")]
    items = pl.DataFrame(rows, {name: types(schemas("related").Related)[name] for name in pages.LISTED}, orient="row")
    assert "delisted" not in pages.tell(ledger, near, revisions.tell(ledger, near), [items])["status"]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=1, max_size=8))
def test_a_loss_is_told_only_after_the_page_was_there_last(history):
    dumps = [seen(str(i), on) if there else asked(str(i), on) for i, (there, on) in enumerate(history)]
    last = max((on for there, on in history if there), default=None)
    rows = tell(dumps)
    if last is None:
        assert rows == {}
        return
    lost = [on for there, on in history if not there and on > last]
    wanted = ("404", day(max(lost)), day(last), day(min(lost))) if lost else ("200", day(last), None, None)
    status, on, _, after, by = told(rows[URL])
    assert (status, on, after, by) == wanted


def test_a_loss_without_an_interval_breaks_the_contract():
    row = tell([seen("1", 1), asked("2", 9)])[URL]
    contract = schemas("pages").Pages
    for name, value in (("gone_by", None), ("gone_after", day(9)), ("status", "200"), ("first_seen", day(2))):
        broken = frame(by_name(list(types(contract)), [tuple((row | {name: value}).values())]), contract)
        with pytest.raises(PresspackError, match="loss-unexplained in 1 of 1"):
            demand(broken, contract)
