"""Parsing a table of staged dumps: every path gets its entry, every good dump its row, whatever the order."""

import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.article import identity
from presspack.errors import Note
from presspack.pipeline.parse import Parsed, parse, tabulate
from presspack.pipeline.shards import table
from presspack.pipeline.stage import stage
from presspack.project.contracts import schemas, split
from presspack.project.outlets import Outlets
from presspack.project.params import Params
from presspack.project.rules import REASONS, WARNINGS
from presspack.reading.dump import Row
from tests.support.dumps import DUMPS, notes

Stage = Callable[..., pl.DataFrame]
Texts = dict[str, str | bytes]

# those that are told by their text alone
FIXTURES = {
    path.stem: path.read_bytes().decode()
    for path in sorted(DUMPS.glob("*.txt"))
    if '"url"' not in path.with_suffix(".json").read_text("utf-8")
}
LEGACY, BODY = FIXTURES["legacy"], FIXTURES["body"]
OLD = LEGACY.replace("12/06/2019", "31/12/1919")


@pytest.fixture(scope="session")
def mixed() -> Texts:
    """Dumps with every outcome."""
    texts: Texts = {f"good/{name}.txt": text for name, text in FIXTURES.items()}
    texts |= {f"again/{name}.txt": text for name, text in FIXTURES.items() if name != "body"}
    texts |= {"bad/empty.txt": b"", "bad/blank.txt": " \n", "bad/nul.txt": "a\0"}
    texts |= {"bad/prose.txt": "It rained.", "bad/prose-2.txt": "It rained.", "bad/old.txt": OLD, "bad/old-2.txt": OLD}
    return texts | {"bad/date.txt": LEGACY.replace("12/06/2019", "31/02/2019"), "crlf.txt": BODY.replace("\n", "\r\n")}


def by_path(parsed: Parsed) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in parsed.dumps.iter_rows(named=True)}


def same(one: Parsed, other: Parsed) -> bool:
    return (
        one.articles.equals(other.articles)
        and one.related.sort("dump", "position").equals(other.related.sort("dump", "position"))
        and one.dumps.equals(other.dumps)
    )


def test_every_path_has_its_outcome(mixed: Texts, outlets: Outlets, staged: Stage) -> None:
    ledger = by_path(tabulate([staged(mixed)], outlets))
    assert sorted(ledger) == sorted(mixed)
    for path, row in ledger.items():
        name = path.removesuffix(".txt").split("/")[-1]
        if path.startswith("bad/"):
            assert (row["outcome"], row["article"]) == ("rejected", None)
        elif path.startswith("good/") and name != "body":  # `again/` comes before `good/`
            assert (row["outcome"], row["duplicate_of"]) == ("duplicate", f"again/{name}.txt")
        else:
            assert (row["outcome"], row["duplicate_of"]) == ("published", None)


def test_every_good_dump_has_one_row(mixed: Texts, outlets: Outlets, staged: Stage) -> None:
    parsed = tabulate([staged(mixed)], outlets)
    published = parsed.dumps.filter(pl.col("outcome") == "published")
    assert parsed.articles.sort("dump").select("dump", "id").equals(published.select("dump", id="article").sort("dump"))
    assert parsed.articles["id"].is_sorted()
    # the same article with other line ends is another dump of it
    assert parsed.articles["id"].n_unique() == len(parsed.articles) - 1
    assert split(parsed.articles, schemas("parsed").Parsed).notes == []


def test_a_row_holds_what_the_reader_read(outlets: Outlets, staged: Stage) -> None:
    row = tabulate([staged({"one.txt": FIXTURES["page-doubled"]})], outlets).articles.row(0, named=True)
    assert row["dump"] == hashlib.sha256(FIXTURES["page-doubled"].encode()).hexdigest()
    assert row["id"] == identity("sample-courier", row["body"])
    assert (row["outlet"], row["outlet_line"], row["layout"], row["language"]) == ("sample-courier", 2, "page", "en")
    assert (str(row["published_on"]), row["date_source"], row["published_on_line"]) == ("2026-01-19", "page", 6)
    assert (str(row["crawled_on"]), row["crawl_source"], row["crawled_on_line"]) == ("2026-01-20", "page", 1)
    assert (row["byline"], row["byline_line"], row["credit"], row["credit_line"]) == (
        "Anselm Corvay",
        18,
        "Sample Courier",
        20,
    )
    assert (row["paragraphs"], row["words"], row["body_line"], row["body_last_line"]) == (4, 52, 10, 16)


def test_a_dump_without_a_date_names_no_source(outlets: Outlets, staged: Stage) -> None:
    row = tabulate([staged({"one.txt": BODY})], outlets).articles.row(0, named=True)
    assert (row["published_on"], row["date_source"], row["title"]) == (None, None, None)


def test_related_items_are_numbered_from_one_in_their_order(outlets: Outlets, staged: Stage) -> None:
    related = tabulate([staged({"one.txt": BODY, "two.txt": FIXTURES["page-doubled"]})], outlets).related.sort(
        "outlet", "position"
    )
    assert related.select("outlet", "position", "line", pl.col("date").cast(str)).rows() == [
        ("sample-courier", 1, 24, "2026-01-21"), ("sample-courier", 2, 34, "2026-01-17"),
        ("sample-times", 1, 5, "2023-06-02"), ("sample-times", 2, 8, "2023-06-05"), ("sample-times", 3, 11, "2023-05-30"),
    ]  # fmt: skip
    assert related["article"].null_count() == 5


def test_a_refused_dump_lists_no_related_items(outlets: Outlets, staged: Stage) -> None:
    early = BODY.replace("Sample Times", "Sample Kettle")
    late = FIXTURES["page-single"].replace("03/03/2024", "03/04/2024")
    parsed = tabulate([staged({"by-reader.txt": early, "by-contract.txt": late})], outlets)
    assert set(parsed.dumps["outcome"]) == {"rejected"}
    assert (len(parsed.articles), len(parsed.related)) == (0, 0)


def test_the_ledger_names_the_layout_of_a_refused_dump_where_it_has_one(
    mixed: Texts, outlets: Outlets, staged: Stage
) -> None:
    rows = by_path(tabulate([staged(mixed)], outlets))
    assert [rows[f"bad/{name}.txt"]["layout"] for name in ("date", "old", "prose", "empty")] == [
        "legacy",
        "legacy",
        None,
        None,
    ]


def test_the_reason_of_a_file_without_text_is_handed_on(outlets: Outlets, staged: Stage) -> None:
    rows = staged({"one.txt": b"", "two.txt": "one\n\0"})
    nothing = {"dump": pl.lit(None, pl.String), "size": pl.lit(None, pl.Int64)}
    gone = rows[:1].with_columns(
        path=pl.lit("gone"), reason=pl.lit("unreadable"), detail=pl.lit("No such file"), **nothing
    )
    ledger = by_path(tabulate([pl.concat([rows, gone])], outlets))
    assert notes(ledger["one.txt"], "reason") == [Note("empty-file")]
    assert notes(ledger["two.txt"], "reason") == [Note("nul-bytes", 2)]
    assert notes(ledger["gone"], "reason") == [Note("unreadable", None, "No such file")]
    assert (ledger["gone"]["dump"], ledger["gone"]["size"]) == (None, None)


def test_each_of_two_paths_of_a_refused_dump_has_all_its_reasons(mixed: Texts, outlets: Outlets, staged: Stage) -> None:
    rows = by_path(tabulate([staged(mixed)], outlets))
    for one, two, slug in (("old", "old-2", "date-before-founding"), ("prose", "prose-2", "no-layout")):
        found = notes(rows[f"bad/{one}.txt"], "reason")
        assert [note.slug for note in found] == [slug]
        assert notes(rows[f"bad/{two}.txt"], "reason") == found


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_rows_and_the_size_of_batches_do_not_matter(
    seed: int, mixed: Texts, outlets: Outlets, staged: Stage
) -> None:
    rows = staged(mixed)
    expected = tabulate([rows], outlets)
    dice = random.Random(seed)
    shuffled = rows[dice.sample(range(len(rows)), len(rows))]
    size = dice.randint(1, len(rows))
    assert same(tabulate(list(shuffled.iter_slices(size)), outlets), expected)


def test_other_dumps_do_not_change_what_is_said_of_one(mixed: Texts, outlets: Outlets, staged: Stage) -> None:
    together = by_path(tabulate([staged(mixed)], outlets))
    for path in ("good/body.txt", "bad/old.txt", "crlf.txt"):
        assert by_path(tabulate([staged({path: mixed[path]})], outlets))[path] == together[path]


def test_printing_an_article_and_parsing_it_again_gives_the_article(outlets: Outlets, staged: Stage) -> None:
    first = tabulate([staged(FIXTURES)], outlets).articles
    texts = {row["dump"]: printed(row, outlets) for row in first.iter_rows(named=True)}
    second = tabulate([staged(texts)], outlets).articles
    values = ["id", "outlet", "title", "body", "language", "published_on", "byline", "credit", "paragraphs", "words"]
    assert second.select(values).equals(first.select(values))


def printed(row: dict[str, Any], outlets: Outlets) -> str:
    """An article as a titled page, or as a body where it has neither title nor date."""
    label, title, date = outlets.by_id[row["outlet"]].label, row["title"], row["published_on"]
    head = [title] if title else []
    if title or date:
        head.append(f"Date: {date:%d/%m/%Y} | Source: {label} |" if date else f"Date: | Source: {label} |")
    signed = [name for name in (row["byline"], row["credit"]) if name]
    return "\n".join([*head, *row["body"].split("\n\n"), *signed, f"More From {label}", "More Articles"])


def test_a_thousand_torn_dumps_are_all_accounted_for(outlets: Outlets, staged: Stage) -> None:
    dice = random.Random(20240229)
    lines = [line for text in FIXTURES.values() for line in text.split("\n")]
    texts: Texts = {}
    for i in range(1000):
        torn = dice.choice(list(FIXTURES.values())).split("\n")
        for _ in range(dice.randint(1, 3)):
            a, b = dice.randrange(len(torn)), dice.randrange(len(torn))
            match dice.randrange(5):
                case 0 if len(torn) > 1:
                    del torn[a]
                case 1:
                    torn.insert(b, torn[a])
                case 2:
                    torn[a], torn[b] = torn[b], torn[a]
                case 3:
                    torn[a] = torn[a][: dice.randint(0, len(torn[a]))]
                case _:
                    torn[a] = dice.choice(lines)
        texts[f"{i:04d}.txt"] = "\n".join(torn)
    parsed = tabulate([staged(texts)], outlets)
    assert parsed.dumps["path"].to_list() == sorted(texts)
    assert parsed.dumps["outcome"].n_unique() == 3
    for row in parsed.dumps.iter_rows(named=True):
        count = str(texts[row["path"]]).count("\n") + 1
        for kind, known in (("reason", REASONS), ("warning", WARNINGS)):
            for note in notes(row, kind):
                assert note.slug in known
                assert note.line is None or 1 <= note.line <= count
        assert (row["outcome"] == "rejected") == bool(row["reasons"])


def test_hostile_text_is_kept_as_text(outlets: Outlets, staged: Stage) -> None:
    hostile = "$(reboot) `id` {{ 7 * 7 }} <script>alert(1)</script> ' OR 1=1; -- \x1b[31m | ../../etc %s {0}"
    text = LEGACY.replace("Stone Steps Swept Before the Harvest Walk", hostile).replace(
        "At the last", hostile + "\nAt the last"
    )
    row = tabulate([staged({"one.txt": text})], outlets).articles.row(0, named=True)
    hostile = hostile.replace("\x1b", "")  # no reader sees it
    assert row["title"] == hostile
    assert row["body"].split("\n\n")[1] == hostile


def test_the_sentence_of_parse_says_how_often_each_rule_changed_something(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in ("body-trailer", "page-artefacts"):
        shutil.copy(DUMPS / f"{name}.txt", folder)
    stage(folder, tmp_path / "staged", Params(shards=1, workers=1))
    said = parse(tmp_path / "staged", tmp_path / "parsed", Params(shards=1, workers=1))
    assert said.startswith("2 dumps parsed: 2 published; cleaned: nbsp 9, entities 8, punctuation 8, ordinal 3, ")
    assert "broken-paragraph 2" in said and "unit 1" in said
    assert (
        parse(tmp_path / "staged", tmp_path / "parsed", Params(shards=1, workers=1)).split("; ")[1]
        == said.split("; ")[1]
    )


ODD = ["\u200b", "&#8203;", "\u00ad", " ", "", "\x00", "\n", "[Juche113.1.2.]", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00",
       "0001-01-01", "9999-12-31", "99999999999999", "-1", "1e9", "http://[", "https://courier.example/\ud7ff", "*", "- ", "\u202e"]  # fmt: skip
SAID = st.none() | st.sampled_from(ODD) | st.text(max_size=12) | st.lists(st.sampled_from(ODD), max_size=3).map("".join)
RECORD = st.fixed_dictionaries(dict.fromkeys(("url", "title", "date", "fetched_at", "byline"), SAID))


@given(
    records=st.lists(RECORD, min_size=1, max_size=6), outlet=st.sampled_from(["sample-courier", "sample-times", None])
)
def test_whatever_a_record_says_it_is_an_article_or_a_rejection(
    records: list[dict[str, Any]], outlet: str | None, outlets: Outlets
) -> None:
    body = "The pear growers met at noon.\n\nThey went home at dusk, and the mill turned."
    rows = []
    for i, record in enumerate(records):
        text = f"{body} {i}".encode()
        rows.append(
            Row(f"{i}.txt", hashlib.sha256(text).hexdigest(), len(text), "utf-8", text, outlet=outlet, **record)
        )
    parsed = tabulate([pl.DataFrame(pl.from_arrow(table(rows)))], outlets)
    assert sorted(parsed.dumps["path"]) == [row.path for row in rows]
    assert set(parsed.dumps["outcome"]) <= {"published", "rejected"}
