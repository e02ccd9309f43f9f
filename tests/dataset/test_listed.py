"""How many listed articles are held: counted once each, with an interval that is Wilson's, and none of a few."""

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.card.coverage import listed
from presspack.dataset.facts import Facts
from presspack.dataset.listed import FEWEST, Z, counted, distinct, wilson
from presspack.project.contracts import schemas

ROW = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([None, "T", "U"]), st.sampled_from([None, "x"]))


def table(rows: list[tuple[str, str | None, str | None]]) -> pl.DataFrame:
    columns = {"outlet": pl.String, "title": pl.String, "article": pl.String}
    return pl.DataFrame(rows, columns, orient="row").with_columns(date=dt.date(2025, 1, 1), teaser=pl.lit("Words."))


@given(rows=st.lists(ROW, max_size=12), data=st.data(), cut=st.integers(0, 12))
def test_each_item_counts_once_whatever_file_and_order_it_is_listed_in(rows, data, cut):
    shuffled = data.draw(st.permutations(rows))
    found = counted([distinct(table(shuffled[:cut])), distinct(table(shuffled[cut:]))])
    held = {row[:2] for row in rows if row[2]}
    assert found == {
        outlet: (len({row[:2] for row in rows if row[0] == outlet}), sum(item[0] == outlet for item in held))
        for outlet in sorted({row[0] for row in rows})
    }


@given(many=st.integers(1, 10_000), data=st.data())
def test_the_ends_of_the_interval_are_where_wilsons_equation_holds(many, data):
    held = data.draw(st.integers(0, many))
    share = Fraction(held, many)
    low, high = wilson(held, many)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        assert (float(share) - end) ** 2 == pytest.approx(Z * Z * end * (1 - end) / many, abs=1e-9)


def test_the_interval_is_that_of_a_textbook():
    assert wilson(10, 20) == pytest.approx((0.2993, 0.7007), abs=5e-5)
    assert wilson(0, 45)[0] == 0 and wilson(45, 45)[1] == 1


def test_no_share_is_told_of_fewer_items_than_are_enough():
    one, other = list(schemas().OUTLETS.by_id)[:2]
    rows = listed(Facts(listed={one: (FEWEST - 1, 5), other: (FEWEST, 15)})).splitlines()
    assert rows[2].startswith(f"| `{other}` | 30 | 15 | 50.0") and "33.2–66.8" in rows[2]
    assert rows[3] == f"| `{one}` | 29 | 5 | too few to say | – |"


def test_where_nothing_is_listed_the_card_says_so():
    assert listed(Facts()) == "No page of this build lists related items."
