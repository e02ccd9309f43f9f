"""Contracts: a good table passes, a table that breaks one promise does not, and says which."""

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors
from polars.testing import assert_frame_equal

from presspack.dataset import history
from presspack.dataset.history import edits
from presspack.errors import Note, PresspackError
from presspack.pipeline.parse import tabulate
from presspack.project import contracts
from presspack.project.contracts import Split, _asked, demand, schemas, split
from presspack.project.frames import by_name, frame, types
from presspack.project.outlets import Outlets
from presspack.project.rules import REASONS
from tests.support.dumps import DUMPS
from tests.support.linking import link

ROOT = Path(__file__).parents[2]
CONTRACTS = sorted({path.stem for path in ROOT.glob("schemas/*.py")} - {"__init__", "article"})

Tables = dict[str, pl.DataFrame]
S, I32, I64, F64, D = pl.String(), pl.Int32(), pl.Int64(), pl.Float64(), pl.Date()


def contract(name: str) -> Any:
    return getattr(schemas(name), name.title().replace("_", ""))


@pytest.fixture(scope="module")
def tables(dumps: dict[str, str], outlets: Outlets, staged: Callable[..., pl.DataFrame]) -> Tables:
    """One good table for every contract, from pages of KCNA Watch, a duplicate and three rejected dumps."""
    names = ("body", "legacy", "page-doubled", "page-single", "titled")
    texts: dict[str, str | bytes] = {f"{name}.txt": dumps[name] for name in names}
    texts |= {"copy.txt": dumps["body"], "empty.txt": b"", "prose.txt": "It rained.", "nul.txt": b"one\n\0"}
    rows = staged(texts)
    parsed = tabulate([rows], outlets)
    linked, ledger = link(parsed.articles, parsed.dumps)
    published = linked.join(parsed.articles.select("dump", "body"), on="dump")
    published = history.added(published, ledger, pl.DataFrame(schema=types(contract("revisions"))))
    published = published.select(schemas("published").ORDER)
    shown = linked.select("outlet", article="id").head(2).sort("article").with_columns(page=pl.lit("x.example/7"))
    days = pl.date(2025, 5, pl.int_range(1, 3))
    versions = shown.select(
        "page",
        pl.lit("url").alias("page_source"),
        pl.lit("sample-times").alias("outlet"),
        pl.int_range(1, 3, dtype=I32).alias("version"),
        "article",
        days.alias("first_seen"),
        days.alias("last_seen"),
        pl.lit(1, I32).alias("captures"),
        pl.Series("changed_after", [None, dt.date(2025, 5, 1)]),
        pl.Series("changed_by", [None, dt.date(2025, 5, 2)]),
    )
    old, new = (
        edits.Text(None, None, None, f"The mill is {word}. It rains.") for word in ("open", "shut, and all go home")
    )
    told = [
        ("x.example/7", "sample-times", 2, i, *edit) for i, edit in enumerate([*edits.differences(old, new)] * 2, 1)
    ]
    changes = frame(by_name(list(types(schemas("edits").Edits)), told), schemas("edits").Edits)
    day = dt.date(2025, 5, 1)
    there = [
        (f"x.example/{i}", "url", "sample-times", 1, day, day, None, None, "200", day, "a.txt", None, None)
        for i in (7, 8)
    ]
    there = frame(by_name(list(types(schemas("pages").Pages)), there), schemas("pages").Pages)
    return {
        "staged": rows, "parsed": parsed.articles, "related": parsed.related, "linked": linked, "published": published, "dumps": ledger,
        "same_story": pl.DataFrame({"article": ["0" * 16, "0" * 16], "other": ["1" * 16, "2" * 16], "similarity": [0.75, 1.0]}),
        "revisions": versions, "edits": changes, "pages": there,
    }  # fmt: skip


def first(column: str, value: Any, kind: Any) -> pl.Expr:
    """A column with another first value."""
    return pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value, kind)).otherwise(pl.col(column)).alias(column)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_good_table_passes_whole(name: str, tables: Tables) -> None:
    table = tables[name]
    assert len(table) >= 2
    parted = split(table, contract(name))
    assert parted.kept.equals(table)
    assert (len(parted.rejected), parted.notes) == (0, [])
    assert demand(table, contract(name)) is table
    assert _asked(table, contract(name)) == []  # and pandera is not asked


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_empty_table_passes(name: str, tables: Tables) -> None:
    assert len(split(tables[name].clear(), contract(name)).kept) == 0


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_table_of_one_row_passes(name: str, tables: Tables) -> None:
    assert len(split(tables[name][:1], contract(name)).kept) == 1


def test_every_contract_is_tested_here(tables: Tables) -> None:
    assert sorted(tables) == CONTRACTS


# one promise broken: the dump is rejected


@pytest.mark.parametrize("name", ["parsed", "linked", "published"])
@pytest.mark.parametrize(
    ("column", "value", "kind", "slug"),
    [
        ("outlet", "nobody", S, "unknown-outlet"),
        ("published_on", dt.date(1850, 1, 1), D, "date-before-founding"),
        ("published_on", dt.date(2150, 1, 1), D, "date-after-crawl"),
    ],
)
def test_a_row_that_breaks_one_promise_is_rejected_for_it(
    name: str, column: str, value: Any, kind: Any, slug: str, tables: Tables
) -> None:
    rows = tables[name].filter(pl.col("title").str.starts_with("Pear") | pl.col("title").str.starts_with("Tide"))
    parted = split(rows.with_columns(first(column, value, kind)), contract(name))
    line = rows[f"{column}_line"][0] if name == "parsed" else None
    assert parted.notes == [[Note(slug, line, str(value))]]
    assert parted.kept.equals(rows[1:])
    assert parted.rejected.drop(column).equals(rows[:1].drop(column))


@pytest.mark.parametrize("name", ["parsed", "published"])
@pytest.mark.parametrize("body", ["", "* * *", "--\n\n!?", " "])
def test_a_body_without_a_word_is_rejected(name: str, body: str, tables: Tables) -> None:
    parted = split(tables[name].with_columns(first("body", body, S)), contract(name))
    line = tables[name]["body_line"][0] if name == "parsed" else None
    assert parted.notes == [[Note("empty-body", line, body)]]


def test_a_row_that_breaks_several_promises_has_all_its_reasons(tables: Tables) -> None:
    rows = tables["parsed"].filter(pl.col("title").str.starts_with("Pear"))
    broken = rows.with_columns(body=pl.lit("..."), published_on=pl.date(1850, 1, 1))
    (notes,) = split(broken, contract("parsed")).notes
    assert sorted(notes) == [Note("date-before-founding", 6, "1850-01-01"), Note("empty-body", 10, "...")]


@pytest.mark.parametrize(
    ("source", "days", "kept"), [("page", 0, 1), ("page", 1, 1), ("page", 2, 0), ("related", 2, 1)]
)
def test_a_date_may_be_one_day_after_the_crawl_that_its_page_prints(
    source: str, days: int, kept: int, tables: Tables
) -> None:
    rows = tables["parsed"].filter(pl.col("crawl_source") == source)[:1]
    day = pl.col("crawled_on") + pl.duration(days=days)
    late = rows.with_columns(published_on=day, date_source=pl.lit("page"))
    assert len(split(late, contract("parsed")).kept) == kept


# one promise broken: the table is wrong

BROKEN: list[tuple[str, str, Any, Any, str]] = [
    ("staged", "path", None, S, "not_nullable"),
    ("staged", "path", "body.txt", S, "field_uniqueness"),
    ("staged", "dump", "abc", S, "str_matches"),
    ("staged", "size", -1, I64, "greater_than_or_equal_to"),
    ("staged", "line", 0, I32, "greater_than_or_equal_to"),
    ("staged", "reason", "empty-file", S, "text-or-reason"),
    ("staged", "text", None, S, "text-or-reason"),
    ("parsed", "id", "XYZ", S, "str_matches"),
    ("parsed", "id", None, S, "not_nullable"),
    ("parsed", "dump", None, S, "not_nullable"),
    ("parsed", "dump", "0" * 63, S, "str_matches"),
    ("parsed", "outlet", None, S, "not_nullable"),
    ("parsed", "body", None, S, "not_nullable"),
    ("parsed", "title", " ", S, "str_matches"),
    ("parsed", "language", "English", S, "str_matches"),
    ("parsed", "date_source", "guess", S, "isin"),
    ("parsed", "crawl_source", "clock", S, "isin"),
    ("parsed", "paragraphs", -1, I32, "greater_than_or_equal_to"),
    ("parsed", "words", None, I32, "not_nullable"),
    ("parsed", "layout", None, S, "not_nullable"),
    ("parsed", "outlet_line", 0, I32, "greater_than_or_equal_to"),
    ("parsed", "body_line", None, I32, "not_nullable"),
    ("related", "dump", None, S, "not_nullable"),
    ("related", "position", 0, I32, "greater_than_or_equal_to"),
    ("related", "outlet", "nobody", S, "isin"),
    ("related", "title", "", S, "str_matches"),
    ("related", "teaser", "\n", S, "str_matches"),
    ("related", "teaser", None, S, "not_nullable"),
    ("related", "date", None, D, "not_nullable"),
    ("related", "line", 0, I32, "greater_than_or_equal_to"),
    ("related", "article", "abc", S, "str_matches"),
    ("linked", "dump", "abc", S, "str_matches"),
    ("linked", "story", "abc", S, "str_matches"),
    ("linked", "story_size", 0, I32, "greater_than_or_equal_to"),
    ("linked", "dumps", 0, I32, "greater_than_or_equal_to"),
    ("same_story", "article", "abc", S, "str_matches"),
    ("same_story", "other", None, S, "not_nullable"),
    ("same_story", "other", "0" * 16, S, "pair-out-of-order"),
    ("same_story", "similarity", 0.0, F64, "greater_than"),
    ("same_story", "similarity", 1.5, F64, "less_than_or_equal_to"),
    ("revisions", "page", " ", S, "str_matches"),
    ("revisions", "page_source", "guess", S, "isin"),
    ("revisions", "version", 0, I32, "greater_than_or_equal_to"),
    ("revisions", "article", "abc", S, "str_matches"),
    ("revisions", "captures", 0, I32, "greater_than_or_equal_to"),
    ("revisions", "last_seen", None, D, "days-out-of-order"),
    ("edits", "version", 1, I32, "greater_than_or_equal_to"),
    ("edits", "field", "credit", S, "isin"),
    ("edits", "operation", "cut", S, "isin"),
    ("edits", "kind", "guess", S, "isin"),
    ("edits", "old", None, S, "edit-unexplained"),
    ("edits", "names_added", None, pl.List(S), "not_nullable"),
    ("pages", "page", " ", S, "str_matches"),
    ("pages", "page_source", "guess", S, "isin"),
    ("pages", "outlet", "nobody", S, "isin"),
    ("pages", "versions", -1, I32, "greater_than_or_equal_to"),
    ("pages", "status", "deleted", S, "isin"),
    ("pages", "evidence", None, S, "not_nullable"),
    ("pages", "gone_by", dt.date(2025, 5, 2), D, "loss-unexplained"),
    ("published", "story", None, S, "not_nullable"),
    ("published", "story_size", 0, I32, "greater_than_or_equal_to"),
    ("published", "versions", 0, I32, "greater_than_or_equal_to"),
    ("published", "latest", False, pl.Boolean(), "versions-unexplained"),
    ("published", "published_from", dt.date(2150, 1, 1), D, "bounds-unexplained"),
    ("published", "published_to", dt.date(1850, 1, 1), D, "bounds-unexplained"),
    ("published", "bounds", ["guess"], pl.List(S), "bounds-unexplained"),
    ("published", "dumps", 0, I32, "greater_than_or_equal_to"),
    ("published", "body", None, S, "not_nullable"),
    ("published", "date_source", "guess", S, "isin"),
    ("dumps", "path", None, S, "not_nullable"),
    ("dumps", "path", "body.txt", S, "field_uniqueness"),
    ("dumps", "dump", "abc", S, "str_matches"),
    ("dumps", "size", -1, I64, "greater_than_or_equal_to"),
    ("dumps", "article", "abc", S, "str_matches"),
    ("dumps", "article", None, S, "outcome-unexplained"),
    ("dumps", "duplicate_of", "body.txt", S, "outcome-unexplained"),
    ("dumps", "outcome", "rejected", S, "outcome-unexplained"),
    ("dumps", "outcome", "withdrawn", S, "outcome-unexplained"),
    ("dumps", "outcome", None, S, "not_nullable"),
    ("dumps", "reasons", ["empty-body"], pl.List(S), "outcome-unexplained"),
    ("dumps", "warnings", ["odd"], pl.List(S), "unknown-slug"),
    ("dumps", "warnings", None, pl.List(S), "not_nullable"),
    ("dumps", "warning_lines", [1, 2, 3], pl.List(I32), "unknown-slug"),
    ("dumps", "warning_details", [], pl.List(S), "unknown-slug"),
]


@pytest.mark.parametrize(("name", "column", "value", "kind", "slug"), BROKEN, ids=lambda value: str(value)[:24])
def test_a_table_that_breaks_one_promise_is_refused(
    name: str, column: str, value: Any, kind: Any, slug: str, tables: Tables
) -> None:
    table = tables[name]
    if name in ("staged", "dumps"):  # `body.txt` has two warnings; only another path can be made equal to it
        order = ["page-single.txt", "body.txt"] if column == "path" else ["body.txt", "page-single.txt"]
        table = pl.concat([table.filter(pl.col("path") == path) for path in order])
    if name == "parsed":
        table = table.sort(pl.col("layout") != "page", "id")  # a page has both dates
    with pytest.raises(PresspackError) as caught:
        split(table.with_columns(first(column, value, kind)), contract(name))
    message = str(caught.value)
    assert message.startswith(f"{contract(name).__name__}.")
    assert slug in message
    assert re.search(r"in \d+ of \d+ rows, first ", message)


def test_a_reason_that_nobody_knows_is_refused_in_a_staged_table(tables: Tables) -> None:
    rejected = tables["staged"].filter(pl.col("reason") == "empty-file").with_columns(reason=pl.lit("felt-wrong"))
    with pytest.raises(PresspackError, match=r"Staged\.reason: isin"):
        split(rejected, contract("staged"))


@pytest.mark.parametrize("name", ["parsed", "linked", "published"])
@pytest.mark.parametrize("column", ["published_on", "date_source", "crawled_on", "crawl_source"])
def test_a_date_without_its_source_or_a_source_without_its_date_is_refused(
    name: str, column: str, tables: Tables
) -> None:
    dated = tables[name].filter(pl.col("published_on").is_not_null() & pl.col("crawled_on").is_not_null())
    with pytest.raises(PresspackError, match="source-without-date in 1 of"):
        split(dated.with_columns(first(column, None, dated.schema[column])), contract(name))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("staged", "field_uniqueness"),
        ("parsed", "field_uniqueness"),
        ("linked", "id-not-unique"),
        ("published", "id-not-unique"),
        ("dumps", "field_uniqueness"),
        ("related", "multiple_fields_uniqueness"),
        ("same_story", "multiple_fields_uniqueness"),
        ("revisions", "multiple_fields_uniqueness"),
        ("edits", "multiple_fields_uniqueness"),
        ("pages", "field_uniqueness"),
    ],
)
def test_a_row_that_stands_twice_is_refused(name: str, slug: str, tables: Tables) -> None:
    with pytest.raises(PresspackError, match=f"{slug} in [12] of"):
        split(pl.concat([tables[name], tables[name][:1]]), contract(name))


# structure


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_missing_column_is_refused_with_its_name(name: str, tables: Tables) -> None:
    for column in tables[name].columns:
        with pytest.raises(PresspackError, match=rf"columns or types are not the contract's: .*'{column}'"):
            split(tables[name].drop(column), contract(name))


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_column_of_another_type_is_refused_with_its_name(name: str, tables: Tables) -> None:
    for column in tables[name].columns:
        with pytest.raises(PresspackError, match=rf"columns or types are not the contract's: .*'{column}'"):
            split(tables[name].with_columns(pl.lit(dt.time(1)).alias(column)), contract(name))


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_column_too_many_is_refused_with_its_name(name: str, tables: Tables) -> None:
    with pytest.raises(PresspackError, match="'colour'"):
        split(tables[name].with_columns(colour=pl.lit("green")), contract(name))


@pytest.mark.parametrize(
    "name", ["staged", "parsed", "related", "linked", "dumps", "same_story", "revisions", "edits", "pages"]
)
def test_columns_in_another_order_are_refused(name: str, tables: Tables) -> None:
    with pytest.raises(PresspackError, match="order"):
        split(tables[name].select(reversed(tables[name].columns)), contract(name))


def test_a_demand_refuses_what_a_split_would_part(tables: Tables) -> None:
    with pytest.raises(PresspackError) as caught:
        demand(tables["parsed"].with_columns(first("outlet", "nobody", S)), contract("parsed"))
    row = tables["parsed"]["id"][0]
    assert str(caught.value) == f"Parsed: 1 of 5 rows break the contract, first unknown-outlet (nobody), of {row}"


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_check_of_a_contract_has_a_slug_of_its_own(name: str) -> None:
    named = [
        check.error for column in contract(name).to_schema().columns.values() for check in column.checks if check.error
    ]
    slugs = [slug for slug in named if re.fullmatch("[a-z-]+", slug)]
    assert len(slugs) == len(set(slugs))


# splitting conserves rows

FOUNDED = {
    "sample-courier": dt.date(1950, 3, 1),
    "sample-times": dt.date(1965, 9, 1),
    "sample-ministry": None,
    "nobody": None,
}
DAYS = [
    None,
    dt.date(1, 1, 1),
    dt.date(1950, 3, 1),
    dt.date(1965, 8, 31),
    dt.date(2024, 5, 4),
    dt.date(2024, 5, 5),
    dt.date(2024, 5, 6),
]
DAYS += [dt.date(9999, 12, 31)]
BODIES = ["A word.", "", "...", "1", "ü", "배", "!\n\n?", "a\n\nb"]
row = st.fixed_dictionaries(
    {
        "outlet": st.sampled_from(sorted(FOUNDED)),
        "published_on": st.sampled_from(DAYS),
        "crawled_on": st.sampled_from(DAYS[:-1]),
        "crawl_source": st.sampled_from(["page", "related"]),
        "body": st.sampled_from(BODIES),
    }
)


def broken(values: dict[str, Any]) -> set[str]:
    """What is wrong with a row, told without the contract."""
    founded, published, crawled = FOUNDED[values["outlet"]], values["published_on"], values["crawled_on"]
    return {
        slug
        for slug, wrong in {
            "unknown-outlet": values["outlet"] == "nobody",
            "date-before-founding": published is not None and founded is not None and published < founded,
            "date-after-crawl": published is not None
            and crawled is not None
            and values["crawl_source"] == "page"
            and published > crawled + dt.timedelta(days=1),
            "empty-body": "body" in values and not any(char.isalnum() for char in values["body"]),
        }.items()
        if wrong
    }


@pytest.mark.parametrize("name", ["parsed", "linked", "published"])
@settings(max_examples=12, phases=[Phase.generate])  # to shrink a table takes minutes
@given(rows=st.lists(row, max_size=12))
def test_splitting_conserves_rows_and_kept_rows_pass_again(
    name: str, rows: list[dict[str, Any]], tables: Tables
) -> None:
    model = contract(name)
    good = tables[name].columns
    rows = [{key: value for key, value in values.items() if key in good} for values in rows]
    base = tables[name][:1].to_dicts()[0]
    filled = [
        base | values | {
            "id": f"{i:016x}", "dump": f"{i:064x}",
            "date_source": None if values["published_on"] is None else "copy",
            "crawl_source": None if values["crawled_on"] is None else values["crawl_source"],
        }
        for i, values in enumerate(rows)
    ]  # fmt: skip
    table = pl.DataFrame(filled, schema=tables[name].schema)
    parted = split(table, model)
    assert len(parted.kept) + len(parted.rejected) == len(table)
    assert pl.concat([parted.kept, parted.rejected]).sort("id").equals(table)
    wrong = [slugs for slugs in map(broken, rows) if slugs]
    assert [{note.slug for note in notes} for notes in parted.notes] == wrong
    assert all(note.slug in REASONS for notes in parted.notes for note in notes)
    assert demand(parted.kept, model) is parted.kept
    # and rejected rows are rejected again, for the same reasons
    assert split(parted.rejected, model).notes == parted.notes


# all checks in one query


def told(table: pl.DataFrame, model: Any, alone: bool) -> Split | str:
    """How a contract parts a table, or why it cannot; with `alone` by pandera alone."""
    with mock.patch.object(contracts, "_asked", return_value=None) if alone else contextlib.nullcontext():
        try:
            return split(table, model)
        except (PresspackError, NotImplementedError) as error:
            return str(error)


@pytest.mark.parametrize("name", CONTRACTS)
@settings(max_examples=10)
@given(data=st.data())
def test_the_one_query_says_what_pandera_says(name: str, tables: Tables, data: st.DataObject) -> None:
    table = tables[name]
    for _ in range(data.draw(st.integers(0, 2))):
        column = data.draw(st.sampled_from(table.columns))
        values = st.sampled_from([None, *table[column].to_list()])
        if table[column].dtype == pl.String:
            values |= st.sampled_from(["", " ", "abc", "0" * 16, "0" * 64, "page", "nobody"])
        table = table.with_columns(first(column, data.draw(values), table[column].dtype))
    one, other = (told(table, contract(name), alone) for alone in (False, True))
    if isinstance(one, Split) and isinstance(other, Split):
        assert one.notes == other.notes
        assert_frame_equal(one.kept, other.kept)
        assert_frame_equal(one.rejected, other.rejected)
    else:
        assert one == other


def cells(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key or "*") > 0)


class Twins(pa.DataFrameModel):
    """Two columns that stand once together."""

    a: int
    b: int = pa.Field(nullable=True)

    class Config:
        """Pandera's."""

        unique = ("a", "b")
        ordered = True


ODD: dict[str, tuple[Any, list[Any], bool]] = {
    "no check": (pa.Column(int), [1, 0], True),
    "not a number": (pa.Column(float), [1.0, float("nan")], False),
    "not a number, nullable": (pa.Column(float, nullable=True), [1.0, float("nan")], True),
    "null where none may be": (pa.Column(int), [1, None], False),
    "twice": (pa.Column(int, unique=True), [1, 1], False),
    "a row at a time": (pa.Column(int, pa.Check(lambda value: value > 0, element_wise=True)), [1, 0], False),
    "a row at a time, held": (pa.Column(int, pa.Check(lambda value: value > 0, element_wise=True)), [1, 2], True),
    "one bool for all": (pa.Column(int, pa.Check(lambda data: False)), [1, 2], False),
    "one bool for all, held": (pa.Column(int, pa.Check(lambda data: True)), [1, 2], True),
    "null is refused": (pa.Column(int, pa.Check(cells, ignore_na=False), nullable=True), [1, None], False),
    "null is left out": (pa.Column(int, pa.Check(cells), nullable=True), [1, None], True),
    "a check that raises": (pa.Column(int, pa.Check(lambda data: 1 / 0)), [1, 2], False),
    "a default fills the gap": (pa.Column(int, default=1), [1, None], True),
    "a check with pandera's name": (pa.Column(int, pa.Check.isin([1, 2], name="mine")), [1, 3], False),
}


@pytest.mark.parametrize("name", ODD)
def test_checks_of_every_form_hold_or_not_as_pandera_says(name: str) -> None:
    column, values, holds = ODD[name]
    schema = pa.DataFrameSchema({"a": column})
    model: Any = SimpleNamespace(to_schema=lambda: schema)
    table = pl.DataFrame({"a": values})
    asked = _asked(table, model)
    try:
        schema.validate(table, lazy=True)
        kept = True
    except SchemaErrors:
        kept = False
    assert kept is holds
    assert asked is None or (asked == []) is kept


def one_for_all(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.lit(value=False).alias("held"))


def test_a_check_that_tells_one_row_for_all_is_left_to_pandera_also_beside_one_that_tells_each() -> None:
    each, whole = pa.Check(cells, error="empty-body"), pa.Check(one_for_all, error="empty-body")
    schema = pa.DataFrameSchema({"a": pa.Column(int, [each, whole])})
    assert _asked(pl.DataFrame({"a": [1, 0, 2]}), SimpleNamespace(to_schema=lambda: schema)) is None  # type: ignore[arg-type]


def test_columns_that_stand_once_together_are_asked_together() -> None:
    assert _asked(pl.DataFrame({"a": [1, 1], "b": [1, None]}), Twins) == []
    assert _asked(pl.DataFrame({"a": [1, 1], "b": [1, 1]}), Twins) is None
    assert _asked(pl.DataFrame({"b": [1, 2], "a": [1, 1]}), Twins) is None


# the project one stands in


def presspack(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    command = Path(sysconfig.get_path("scripts"), "presspack")
    return subprocess.run(
        [command, *arguments],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with its own contracts and one dump."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(DUMPS / "legacy.txt", tmp_path)
    (tmp_path / "params.yaml").touch()
    return tmp_path


def test_validation_cannot_be_switched_off_from_outside() -> None:
    code = """
import polars as pl
from presspack.project.contracts import demand, schemas
from presspack.project.frames import types
contract = schemas("related").Related
row = {"dump": "abc", "position": 0, "outlet": "nobody", "title": "", "teaser": "", "date": None, "line": 0, "article": ""}
demand(pl.DataFrame([row], schema=types(contract)), contract)
"""
    environment = os.environ | {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "presspack.errors.PresspackError: Related." in done.stderr


def test_the_outlets_of_the_project_one_stands_in_are_used(project: Path) -> None:
    dump = project / "legacy.txt"
    dump.write_text(dump.read_text("utf-8").replace("Sample Courier (En)", "Valley Post"), "utf-8")
    assert "legacy.txt:3: unknown-outlet" in presspack(project, "check", "legacy.txt").stdout
    with (project / "schemas" / "outlets.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: valley-post\n    label: Valley Post\n    language: en\n")
    done = presspack(project, "check", "legacy.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 dump checked: 0 with problems, 0 with warnings\n", "")


def test_a_contract_that_is_no_python_is_refused_with_its_file_and_line(project: Path) -> None:
    file = project / "schemas" / "article.py"
    lines = file.read_text("utf-8").split("\n")
    lines[11] = "class Article(:"
    file.write_text("\n".join(lines), "utf-8")
    done = presspack(project, "check", "legacy.txt")
    assert done.returncode == 2
    assert "presspack: schemas/article.py:12: the contract cannot be imported: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_contract_that_fails_as_it_is_imported_is_refused_with_its_file_and_line(project: Path) -> None:
    file = project / "schemas" / "dumps.py"
    lines = file.read_text("utf-8").split("\n")
    lines.insert(8, "nothing / 0")
    file.write_text("\n".join(lines), "utf-8")
    done = presspack(project, "check", "legacy.txt")
    assert done.returncode == 2
    assert (
        "presspack: schemas/dumps.py:9: the contract cannot be imported: name 'nothing' is not defined" in done.stderr
    )


def test_a_registry_that_is_missing_is_refused_with_its_path(project: Path) -> None:
    (project / "schemas" / "outlets.yaml").unlink()
    done = presspack(project, "check", "legacy.txt")
    assert done.returncode == 2
    assert "presspack: schemas/outlets.yaml: cannot be read" in done.stderr


def test_a_registry_that_is_broken_is_refused_with_its_line(project: Path) -> None:
    file = project / "schemas" / "outlets.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("label: Sogwang", "lable: Sogwang"), "utf-8")
    line = text[: text.index("label: Sogwang")].count("\n") + 1
    done = presspack(project, "check", "legacy.txt")
    assert done.returncode == 2
    assert f"presspack: schemas/outlets.yaml:{line}: 'lable' is no field of an outlet" in done.stderr
