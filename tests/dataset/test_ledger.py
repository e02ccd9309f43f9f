"""The ledger: every path has its entry, once, and what is said of it is in order; else the stage fails."""

import random
from collections.abc import Callable, Iterable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.ledger import Verdict, close, counts, enter, tidy, warn
from presspack.errors import Note, PresspackError
from presspack.project.contracts import demand, schemas
from presspack.project.rules import WARNINGS
from tests.support.dumps import notes

Stage = Callable[..., pl.DataFrame]

ID = "0123456789abcdef"


def by_path(ledger: pl.DataFrame) -> dict[str, dict[str, object]]:
    return {row["path"]: row for row in ledger.iter_rows(named=True)}


@pytest.fixture
def paths(staged: Stage) -> pl.DataFrame:
    """Three paths of one dump, a dump that is refused, and a file without text."""
    return staged({"c.txt": "good", "a.txt": "good", "b.txt": "good", "bad.txt": "bad", "empty.txt": b""})


@pytest.fixture
def ledger(paths: pl.DataFrame) -> pl.DataFrame:
    good, bad = (paths.filter(pl.col("path") == path)["dump"].item() for path in ("a.txt", "bad.txt"))
    verdicts = {
        good: Verdict("body", [], [Note("untitled"), Note("no-end-mark", 9, "x"), Note("undated", 2)]),
        bad: Verdict("page", [Note("invalid-date", 6, "31/02/2024"), Note("empty-body", 3, "")], [Note("untitled")]),
    }
    return enter(paths, verdicts, {good: ID})


def test_of_equal_bytes_the_first_path_is_published_and_the_others_are_duplicates(ledger: pl.DataFrame) -> None:
    said = [(row["path"], row["outcome"], row["duplicate_of"], row["article"]) for row in ledger.iter_rows(named=True)]
    assert said == [
        ("a.txt", "published", None, ID),
        ("b.txt", "duplicate", "a.txt", ID),
        ("bad.txt", "rejected", None, None),
        ("c.txt", "duplicate", "a.txt", ID),
        ("empty.txt", "rejected", None, None),
    ]


def test_reasons_and_warnings_stand_in_the_order_of_their_lines(ledger: pl.DataFrame) -> None:
    rows = by_path(ledger)
    assert notes(rows["bad.txt"], "reason") == [Note("empty-body", 3, ""), Note("invalid-date", 6, "31/02/2024")]
    assert notes(rows["a.txt"], "warning") == [Note("untitled"), Note("undated", 2), Note("no-end-mark", 9, "x")]


def test_a_file_without_text_has_its_reason_and_no_layout(ledger: pl.DataFrame) -> None:
    row = by_path(ledger)["empty.txt"]
    assert (notes(row, "reason"), row["layout"], row["encoding"], row["size"]) == ([Note("empty-file")], None, None, 0)


def test_what_is_set_aside_by_its_name_takes_no_other_path_of_the_same_bytes_along(paths: pl.DataFrame) -> None:
    reason = pl.when(pl.col("path") == "a.txt").then(pl.lit("not-a-dump")).otherwise("reason")
    good = paths["dump"][paths["path"].to_list().index("b.txt")]
    bad = paths["dump"][paths["path"].to_list().index("bad.txt")]
    verdicts = {good: Verdict("body", [], [Note("untitled")]), bad: Verdict("page", [Note("empty-body", 3)])}
    rows = by_path(enter(paths.with_columns(reason=reason), verdicts, {good: ID}))
    assert [rows[name]["outcome"] for name in ("a.txt", "b.txt", "c.txt")] == ["rejected", "published", "duplicate"]
    assert [rows["a.txt"][name] for name in ("article", "layout", "duplicate_of", "warnings")] == [None, None, None, []]
    assert (rows["b.txt"]["duplicate_of"], rows["c.txt"]["duplicate_of"]) == (None, "b.txt")


def test_a_duplicate_repeats_no_warning(ledger: pl.DataFrame) -> None:
    assert notes(by_path(ledger)["b.txt"], "warning") == []


def test_a_refused_dump_is_refused_at_each_of_its_paths(staged: Stage) -> None:
    rows = staged({"one.txt": "bad", "two.txt": "bad"})
    entered = enter(rows, {rows["dump"][0]: Verdict("page", [Note("empty-body", 1)])}, {})
    assert [(row["outcome"], row["duplicate_of"]) for row in entered.iter_rows(named=True)] == [("rejected", None)] * 2


def test_a_dump_that_nothing_is_said_of_is_named(paths: pl.DataFrame) -> None:
    good = paths.filter(pl.col("path") == "a.txt")["dump"].item()
    with pytest.raises(PresspackError, match=r"^bad\.txt is unaccounted for after parsing$"):
        enter(paths, {good: Verdict("body")}, {good: ID})


def test_a_reason_that_nobody_knows_is_refused(staged: Stage) -> None:
    rows = staged({"one.txt": "bad"})
    with pytest.raises(PresspackError, match="unknown-slug"):
        enter(rows, {rows["dump"][0]: Verdict("page", [Note("felt-wrong", 1)])}, {})


def test_paths_without_a_digest_are_not_taken_for_duplicates(staged: Stage) -> None:
    gone = {"dump": None, "size": None, "reason": "unreadable", "text": None, "encoding": None}
    rows = staged({"one.txt": "a", "two.txt": "b"}).with_columns(
        pl.lit(v, pl.Int64 if k == "size" else pl.String).alias(k) for k, v in gone.items()
    )
    entered = enter(rows, {}, {})
    assert entered["outcome"].to_list() == ["rejected", "rejected"]
    assert entered["duplicate_of"].null_count() == 2


# warnings that come later


def test_a_later_warning_joins_those_of_the_published_path_alone(ledger: pl.DataFrame) -> None:
    dump = str(by_path(ledger)["a.txt"]["dump"])
    warned = warn(ledger, {dump: [Note("copies-disagree", 4, "title")]})
    assert [note.slug for note in notes(by_path(warned)["a.txt"], "warning")] == [
        "untitled",
        "undated",
        "copies-disagree",
        "no-end-mark",
    ]
    others = pl.col("path") != "a.txt"
    assert warned.filter(others).equals(ledger.filter(others))
    assert warned["path"].to_list() == ledger["path"].to_list()


def test_no_later_warning_changes_nothing(ledger: pl.DataFrame) -> None:
    assert warn(ledger, {}).equals(ledger)


def test_a_later_warning_that_nobody_knows_is_refused_by_the_contract(ledger: pl.DataFrame) -> None:
    with pytest.raises(PresspackError, match="unknown-slug"):
        demand(warn(ledger, {str(by_path(ledger)["a.txt"]["dump"]): [Note("felt-wrong")]}), schemas("dumps").Dumps)


# closing

paths_in = st.lists(st.text("abc/", min_size=1, max_size=3), max_size=8)


@given(found=paths_in, seed=st.integers(0, 99))
def test_a_ledger_with_the_same_paths_closes_in_any_order(found: list[str], seed: int) -> None:
    close(found, random.Random(seed).sample(found, len(found)), "parsing")


@given(found=paths_in, kept=paths_in)
def test_a_ledger_closes_for_no_other_paths(found: list[str], kept: list[str]) -> None:
    if sorted(found) == sorted(kept):
        close(found, kept, "parsing")
    else:
        with pytest.raises(PresspackError, match="unaccounted for after parsing"):
            close(found, kept, "parsing")


@pytest.mark.parametrize(
    ("found", "kept", "message"),
    [
        (["a", "b"], ["a"], "1 dumps are unaccounted for after linking: b"),
        (["a"], ["a", "a"], "1 dumps are unaccounted for after linking: a"),
        (["a"], ["b"], "2 dumps are unaccounted for after linking: a, b"),
        (
            map(str, range(10, 30)),
            [],
            f"20 dumps are unaccounted for after linking: {', '.join(map(str, range(10, 20)))} and 10 more",
        ),
    ],
)
def test_a_ledger_that_does_not_close_names_the_paths(found: Iterable[str], kept: Iterable[str], message: str) -> None:
    with pytest.raises(PresspackError) as caught:
        close(found, kept, "linking")
    assert str(caught.value) == message


# order


@given(
    said=st.lists(
        st.builds(
            Note, st.sampled_from(sorted(WARNINGS)), st.one_of(st.none(), st.integers(1, 5)), st.text(max_size=2)
        ),
        max_size=9,
    ),
    seed=st.integers(0, 99),
)
def test_notes_are_in_order_and_none_is_said_twice(said: list[Note], seed: int) -> None:
    tidied = tidy(said)
    assert tidy(tidied) == tidied
    assert {note[:2] for note in tidied} == {note[:2] for note in said}
    assert len({note[:2] for note in tidied}) == len(tidied)
    assert [note.line or 0 for note in tidied] == sorted(note.line or 0 for note in tidied)
    shuffled = tidy(random.Random(seed).sample(said, len(said)))
    assert [note[:2] for note in shuffled] == [note[:2] for note in tidied]


def test_outcomes_are_counted_in_their_order() -> None:
    assert counts(["rejected", "published", "duplicate", "published"]) == "2 published, 1 duplicate, 1 rejected"
    assert counts([]) == ""


def test_a_contract_of_an_older_presspack_is_refused_with_the_columns_that_it_lacks(paths, monkeypatch) -> None:
    from presspack.dataset import ledger as module

    monkeypatch.setattr(module, "types", lambda contract: [name for name in module.COLUMNS if name != "claimed_outlet"])
    with pytest.raises(PresspackError, match="has no claimed_outlet, which this presspack fills"):
        enter(paths, {}, {})
