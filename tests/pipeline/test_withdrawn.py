"""What withdrawn.yaml names leaves no words behind, only an entry in the ledger; what it cannot mean is told with its line."""

import contextlib
import hashlib
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.errors import PresspackError
from presspack.pipeline.publish import publish
from presspack.project.contracts import demand, schemas
from presspack.project.params import Params
from tests.support.projects import FEW, REPO, Said, parameters, presspack, put, run
from tests.support.published import FILES, change, sign

FERRY = (
    "The ferry of the northern shore has a second deck since Monday, and it carries bicycles and goats without charge."
)
HARBOUR = "The harbour master welcomed it with a short speech about knots."
CLOCK = "The clock of the town hall strikes thirteen at noon, which the council calls an experiment with an open end."
REASON = "A person who is named asked for it"
TITLES = {"Ferry With Goats", "A Clock Strikes Thirteen"}


def page(
    body: str,
    title: str,
    outlet: str = "Sample Times",
    crawled: str = "May 04, 2025",
    related: str = "",
    date: str = "",
) -> bytes:
    """A page; `related` is the title and the first words of another, parted by a bar."""
    name, _, teaser = related.partition("|")
    items = [name, name, teaser, "May 03, 2025", teaser] if related else []
    lines = [
        crawled, f"KCNA {outlet}", title, f"Date: {date or '30/04/2025'} | Source: {outlet} | Read original version at source",
        body, f"More From {outlet}", *items, "More Articles",
    ]  # fmt: skip
    return "\n\n".join(lines).encode()


FIRST = page(f"{FERRY}\n\n{HARBOUR}", "Ferry With Goats")
DUMPS = {
    "a/first.txt": FIRST,
    "a/same-bytes.txt": FIRST,
    "b/later.txt": page(f"{FERRY}\n\n{HARBOUR}", "Ferry With Goats", crawled="May 06, 2025"),
    "c/reprint.txt": page(f"{FERRY} \n\n {HARBOUR}", "Goats Afloat", outlet="Sample Radio (EN)"),
    "d/clock.txt": page(CLOCK, "A Clock Strikes Thirteen", related=f"Other Words|{FERRY[:80]}"),
    "d/gate.txt": page("The gate of the old mill was oiled.", "A Gate", related="Ferry With Goats|Another teaser of it."),
    "d/moss.txt": page("Moss grows on the roof of the mill.", "Moss", related=f"A Clock Strikes Thirteen|{CLOCK[:90]}"),
    "e/broken.txt": page(FERRY, "Ferry With Goats\n\nFerry With Goats", date="31/02/2025"),
}  # fmt: skip
KITES = ["f.jsonl!/3", "f.jsonl!/4"]
SPELT = "https://example.org/%C2%ABF%65rry%20With+Goats%C2%BB"
URL = "https://kcnawatch.org/newstream/1746000000-123456789/{}/"


@pytest.fixture(scope="module")
def parsed(tmp_path_factory) -> Path:
    """A project whose dumps are parsed: some in files, some in a container that knows their URLs."""
    folder = tmp_path_factory.mktemp("parsed")
    for path, content in DUMPS.items():
        put(folder / "seeds" / path, content)
    rows = [
        {"url": URL.format("a-bench-is-mended"), "text": page("A bench was mended in spring.", "A Bench").decode()},
        {
            "url": URL.format("a-bench-is-mended-again"),
            "text": page("A bench was mended.", "A", date="31/02/2025").decode(),
        },
        {"url": "https://example.org/kite", "text": page("A kite flew over the ford.", "A Kite").decode()},
        {
            "url": "http://www.example.org/kite/?utm_source=mail",
            "text": page("A kite flew.", "A Kite", date="31/02/2025").decode(),
        },
        {"url": SPELT, "text": page("Another page.", "A Sail", date="31/02/2025").decode()},
    ]
    put(folder / "seeds" / "f.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    parameters(folder, **FEW, max_rejected=1.0)
    for name, there in (("stage", ("seeds", "data/staged")), ("parse", ("data/staged", "data/parsed"))):
        done = presspack(name, *(folder / part for part in there), "--params", folder / "params.yaml")
        assert done.code == 0, done.err
    return folder


@pytest.fixture
def folder(parsed, tmp_path, monkeypatch) -> Path:
    """A copy of it to build in."""
    shutil.copytree(parsed, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def withdraw(folder: Path, text: str) -> Said:
    """Link with these entries; the text is that of withdrawn.yaml."""
    (folder / "withdrawn.yaml").write_text(text, "utf-8")
    return presspack("link", "data/parsed", "data/linked", "--withdrawn", "withdrawn.yaml")


def entry(kind: str, value: str, reason: str = REASON) -> str:
    return f'withdrawn:\n  - {kind}: "{value}"\n    date: 2026-11-02\n    reason: {reason}\n'


def build(folder: Path, text: str) -> dict[str, pl.DataFrame]:
    """Link with these entries and publish; the tables that come of it, with one row for each, by config."""
    said = withdraw(folder, text)
    assert said.code == 0, said.err
    data = folder / "data"
    publish(data / "parsed", data / "linked", REPO / "DATACARD.md", folder / "dataset", Params(**FEW, max_rejected=1.0))
    done = presspack("verify", folder / "dataset", "--params", folder / "params.yaml")
    assert done.code == 0, done.out
    return {
        c: pl.concat([parquet.read(f) for f in parquet.files(folder / "dataset", c)] or [pl.DataFrame()])
        for c in hub.CONFIGS
    }


def outcomes(dumps: pl.DataFrame) -> dict[str, str]:
    return dict(dumps.select("path", "outcome").iter_rows())


def words(tables: dict[str, pl.DataFrame], *but: str) -> str:
    """All that stands in the tables, in one text without white space; of paths and the like only where not left out."""
    cells = [str(value) for table in tables.values() for row in table.drop(but, strict=False).rows() for value in row]
    return "".join("".join(cells).split()).casefold()


@pytest.fixture(scope="module")
def unwithdrawn(parsed, tmp_path_factory) -> tuple[Path, dict[str, pl.DataFrame]]:
    """What is built where nothing is withdrawn, and its tables."""
    folder = shutil.copytree(parsed, tmp_path_factory.mktemp("unwithdrawn") / "project")
    with contextlib.chdir(folder):
        return folder, build(folder, "withdrawn: []\n")


@pytest.fixture
def whole(folder, unwithdrawn) -> dict[str, pl.DataFrame]:
    """The tables of that build, of which `folder` is a copy."""
    shutil.copytree(unwithdrawn[0], folder, dirs_exist_ok=True)
    return dict(unwithdrawn[1])


def article(tables: dict[str, pl.DataFrame], title: str) -> str:
    found: str = tables["articles"].filter(pl.col("title") == title)["id"].item()
    return found


def test_nothing_is_withdrawn_without_a_file_or_with_an_empty_one(folder, whole):
    for text in ("", "# nothing\n", "withdrawn:\n", (REPO / "withdrawn.yaml").read_text("utf-8")):
        assert {c: t.rows() for c, t in build(folder, text).items()} == {c: t.rows() for c, t in whole.items()}
    (folder / "withdrawn.yaml").unlink()
    assert presspack("link", "data/parsed", "data/linked").code == 0
    assert "withdrawn" not in outcomes(whole["dumps"]).values()


def test_an_article_goes_with_all_its_dumps_their_copies_and_the_same_text_elsewhere(folder, whole):
    tables = build(folder, entry("article", article(whole, "Ferry With Goats")))
    gone = {"a/first.txt", "a/same-bytes.txt", "b/later.txt", "c/reprint.txt"}
    told = outcomes(tables["dumps"])
    assert {path for path, outcome in told.items() if outcome == "withdrawn"} == gone
    assert told.keys() == outcomes(whole["dumps"]).keys()
    assert {p: o for p, o in told.items() if p not in gone} == {
        p: o for p, o in outcomes(whole["dumps"]).items() if p not in gone
    }
    ids = {article(whole, "Ferry With Goats"), article(whole, "Goats Afloat")}
    assert set(tables["articles"]["id"]) == set(whole["articles"]["id"]) - ids
    assert set(tables["dumps"].filter(pl.col("outcome") == "withdrawn")["article"]) == ids


def test_no_words_of_a_withdrawn_article_are_left_in_any_table(folder, whole):
    before, after = words(whole), words(build(folder, entry("article", article(whole, "Ferry With Goats"))))
    for told in ("second deck", "knots", "Ferry With Goats", "Goats Afloat", FERRY[:30], "Another teaser of it"):
        assert "".join(told.split()).casefold() in before
        assert "".join(told.split()).casefold() not in after


def test_what_tells_of_a_withdrawn_article_goes_and_all_else_stays(folder, whole):
    items = build(folder, entry("article", article(whole, "Ferry With Goats")))["related"]
    assert set(whole["related"]["teaser"]) - set(items["teaser"]) == {FERRY[:80], "Another teaser of it."}
    assert items["teaser"].to_list() == [CLOCK[:90]]


def test_a_title_that_may_be_that_of_a_withdrawn_article_is_not_recovered_for_another(folder):
    opening = f"{FERRY} It left at eight, and the band of the harbour played on until it was out of sight,"
    texts = {"a": page(f"{opening} says one.", "The Band Plays"), "b": page(f"{opening} says another.", "", date=" ")}
    texts["c"] = page("Wool is dear this year.", "Wool", related=f"The Band Plays|{opening[:128]}")
    shutil.rmtree(folder / "seeds")
    for name, content in texts.items():
        put(folder / "seeds" / f"{name}.txt", content)
    for name, there in (("stage", ("seeds", "data/staged")), ("parse", ("data/staged", "data/parsed"))):
        assert presspack(name, *there, "--params", "params.yaml").code == 0
    before = build(folder, "withdrawn: []\n")["articles"]
    tables = build(folder, entry("article", before.filter(pl.col("body").str.ends_with("one."))["id"].item()))
    assert sorted(tables["articles"]["title"].to_list(), key=str) == [None, "Wool"]
    assert "band plays" not in words(tables).replace("bandplays", "band plays")


def test_a_tombstone_tells_the_bytes_the_day_and_the_reason_and_nothing_of_the_page(folder, whole):
    tables = build(folder, entry("article", article(whole, "Ferry With Goats")))
    row = tables["dumps"].filter(pl.col("path") == "a/same-bytes.txt").row(0, named=True)
    assert row == {
        "path": "a/same-bytes.txt",
        "dump": hashlib.sha256(FIRST).hexdigest(),
        "size": len(FIRST),
        "encoding": "utf-8",
        "layout": "page",
        "outcome": "withdrawn",
        "article": article(whole, "Ferry With Goats"),
        **dict.fromkeys(
            (
                "duplicate_of",
                "url",
                "page",
                "claimed_outlet",
                "crawled_on",
                "crawl_source",
                "body_line",
                "body_last_line",
            )
        ),
        **{name: [] for name in ("cleaning", "cleaning_counts", "warnings", "warning_lines", "warning_details")},
        "reasons": ["withdrawn"],
        "reason_lines": [None],
        "reason_details": [f"2026-11-02: {REASON}"],
    }


def test_the_details_of_a_rejected_dump_do_not_tell_the_title_of_a_withdrawn_article(folder, whole):
    before = whole["dumps"].filter(pl.col("path") == "e/broken.txt").row(0, named=True)
    assert "Ferry With Goats" in before["reason_details"]
    tables = build(folder, entry("article", article(whole, "Ferry With Goats")))
    after = tables["dumps"].filter(pl.col("path") == "e/broken.txt").row(0, named=True)
    assert after["reasons"] == before["reasons"]
    assert after["reason_details"] == [
        "" if detail == "Ferry With Goats" else detail for detail in before["reason_details"]
    ]


def test_a_dump_goes_alone_where_another_carries_its_article(folder, whole):
    told = whole["articles"].filter(pl.col("title") == "Ferry With Goats").row(0, named=True)
    tables = build(folder, entry("dump", hashlib.sha256(FIRST).hexdigest()))
    gone = tables["dumps"].filter(pl.col("outcome") == "withdrawn")
    assert gone["path"].to_list() == ["a/first.txt", "a/same-bytes.txt"]
    assert gone["article"].to_list() == [None, None]
    left = tables["articles"].filter(pl.col("id") == told["id"]).row(0, named=True)
    assert (told["dumps"], left["dumps"]) == (2, 1)
    assert (str(told["crawled_on"]), str(left["crawled_on"])) == ("2025-05-04", "2025-05-06")
    assert FERRY[:80] in tables["related"]["teaser"].to_list()


def test_the_last_dump_of_an_article_takes_it_along(folder, whole):
    tables = build(folder, entry("dump", hashlib.sha256(DUMPS["d/clock.txt"]).hexdigest()))
    assert set(whole["articles"]["title"]) - set(tables["articles"]["title"]) == {"A Clock Strikes Thirteen"}
    assert "thirteen" not in words(tables)
    assert FERRY[:80] not in tables["related"]["teaser"].to_list()


def test_a_rejected_dump_can_be_withdrawn(folder, whole):
    broken = hashlib.sha256(DUMPS["e/broken.txt"]).hexdigest()
    tables = build(folder, entry("dump", broken))
    assert outcomes(tables["dumps"])["e/broken.txt"] == "withdrawn"
    assert tables["articles"].equals(whole["articles"])


@pytest.mark.parametrize("slug", ["a-bench-is-mended", "a-new-slug"])
def test_a_url_takes_out_the_article_and_every_dump_of_the_page_whatever_its_slug(folder, whole, slug):
    tables = build(folder, entry("url", URL.format(slug)))
    gone = tables["dumps"].filter(pl.col("outcome") == "withdrawn")
    assert gone["reason_details"].to_list() == [[f"2026-11-02: {REASON}"]] * 2
    assert gone["page"].to_list() == ["1746000000-123456789"] * 2
    assert set(whole["articles"]["title"]) - set(tables["articles"]["title"]) == {"A Bench"}
    assert "bench" in words(whole)
    assert "bench" not in words(tables)


def test_a_rejected_dump_of_a_withdrawn_page_keeps_its_outcome_but_not_the_title_in_its_url(folder, whole):
    tables = build(folder, entry("article", article(whole, "A Bench")))
    watched = tables["dumps"].filter(pl.col("page") == "1746000000-123456789")
    assert sorted(watched["outcome"]) == ["rejected", "withdrawn"]
    assert "bench" not in words(tables)


@pytest.mark.parametrize("url", ["https://example.org/kite", "http://www.example.org:80/kite/?fbclid=a#top"])
def test_any_other_url_takes_out_its_page_however_it_is_written(folder, whole, url):
    tables = build(folder, entry("url", url))
    assert set(whole["articles"]["title"]) - set(tables["articles"]["title"]) == {"A Kite"}
    assert set(tables["dumps"].filter(pl.col("path").is_in(KITES))["outcome"]) == {"withdrawn"}
    assert "kite" in words(whole)
    assert "kite" not in words(tables)


def test_a_url_of_another_page_that_spells_the_title_goes_too(folder, whole):
    tables = build(folder, entry("article", article(whole, "Ferry With Goats")))
    assert SPELT in whole["dumps"]["url"].to_list()
    assert SPELT not in tables["dumps"]["url"].to_list()
    assert not tables["dumps"]["page"].str.contains("(?i)goats").any()


def test_a_page_that_no_dump_is_of_is_an_entry_without_a_dump(folder):
    assert withdraw(folder, entry("url", "https://example.org/kites")).code == 2
    assert withdraw(folder, entry("url", "https://example.org/Kite")).code == 2


def test_what_names_a_page_by_its_title_goes_with_the_title(folder, whole):
    assert whole["dumps"].filter(pl.col("path").is_in(KITES))["page"].to_list() == ["example.org/kite"] * 2
    tables = build(folder, entry("article", article(whole, "A Kite")))
    left = tables["dumps"].filter(pl.col("path").is_in(KITES))
    assert sorted(left["outcome"]) == ["rejected", "withdrawn"]
    assert left["page"].to_list() == [None, None]
    assert "kite" not in words(tables)
    forged = pl.when(pl.col("outcome") == "withdrawn").then(pl.lit("example.org/kite")).otherwise("page")
    with pytest.raises(PresspackError, match=r"withdrawn-but-told in 1 of 13 rows"):
        demand(tables["dumps"].with_columns(page=forged), schemas("dumps").Dumps)


def test_an_outlet_takes_out_all_its_articles(folder, whole):
    tables = build(folder, entry("outlet", "sample-radio"))
    assert "sample-radio" in whole["articles"]["outlet"].to_list()
    assert "sample-radio" not in tables["articles"]["outlet"].to_list()
    assert "seconddeck" not in words(tables)


def test_an_outlet_that_is_all_there_is_leaves_nothing_to_publish_and_no_old_dataset(folder, whole):
    said = "holds no article, all are withdrawn: nothing is published, and the old folder is removed"
    assert withdraw(folder, entry("outlet", "sample-times")).code == 0
    done = presspack(
        "publish", "data/parsed", "data/linked", REPO / "DATACARD.md", "dataset", "--params", "params.yaml"
    )
    assert (done.code, done.err) == (2, f"presspack: dataset: {said}\n")
    assert not (folder / "dataset").exists()


def test_of_two_entries_for_one_dump_the_first_is_told(folder, whole):
    ferry = article(whole, "Ferry With Goats")
    both = entry("article", ferry) + entry("outlet", "sample-radio", "Another").removeprefix("withdrawn:\n")
    tables = build(folder, both)
    told = tables["dumps"].filter(pl.col("path") == "c/reprint.txt")["reason_details"].item().to_list()
    assert told == ["2026-11-02: Another"]  # the outlet is named; the reprint of the article only follows
    assert outcomes(tables["dumps"])["a/first.txt"] == "withdrawn"


def test_a_build_with_and_without_workers_withdraws_the_same(folder, whole):
    text = entry("article", article(whole, "Ferry With Goats"))
    one = build(folder, text)
    parameters(folder, shards=5, workers=2, max_rejected=1.0)
    for name, there in (("stage", ("seeds", "data/staged")), ("parse", ("data/staged", "data/parsed"))):
        assert presspack(name, *there, "--params", "params.yaml").code == 0
    assert {c: t.rows() for c, t in build(folder, text).items()} == {c: t.rows() for c, t in one.items()}


def test_a_dataset_without_any_related_item_left_has_no_file_of_them(folder, whole):
    text = entry("article", article(whole, "Ferry With Goats")) + entry(
        "article", article(whole, "A Clock Strikes Thirteen")
    ).removeprefix("withdrawn:\n")
    assert len(build(folder, text)["related"]) == 0
    assert not (folder / "dataset" / "related").exists()


def test_the_card_counts_what_is_withdrawn_and_says_how_to_ask(folder, whole):
    build(folder, entry("article", article(whole, "Ferry With Goats")))
    card = (folder / "dataset" / "README.md").read_text("utf-8")
    assert "| `withdrawn` | 4 | 30.8" in card
    assert "### Takedown\n\nAsk the maintainers" in card


# --- a withdrawn.yaml that is no such file

BAD = {
    "withdrawn: [\n": ":2: not YAML",
    "- article\n": ":1: must hold a list `withdrawn:`",
    "withdraw: []\n": ":1: must hold a list `withdrawn:`",
    "withdrawn: []\nalso: 1\n": ":2: 'also' is no key here",
    "withdrawn: all\n": ":1: must be a list",
    "withdrawn:\n  - all\n": ":2: an entry must be a list of `name: value`",
    entry("article", "0" * 15): ":2: article must be an id of 16 hex digits, in quotes, not '000000000000000'",
    entry("article", "1" * 16).replace('"', ""): ":2: article must be an id of 16 hex digits, in quotes, not 1111",
    entry("dump", "0" * 63): ":2: dump must be a SHA-256 of 64 hex digits",
    entry("url", "kcnawatch.org/x"): ":2: url must be a URL, not 'kcnawatch.org/x'",
    entry("outlet", "sample-herald"): ":2: outlet must be the id of an outlet in schemas/outlets.yaml, not 'sample-herald'",
    entry("title", "A Bench"): ":2: 'title' is no key of an entry: article, dump, url, outlet, date, reason",
    entry("article", "0" * 16) + "    outlet: sample-times\n": ":2: an entry names exactly one of article, dump, url, outlet, not article and outlet",
    "withdrawn:\n  - date: 2026-11-02\n    reason: x\n": ":2: an entry names exactly one of article, dump, url, outlet, not none",
    entry("outlet", "sample-times").replace("2026-11-02", "soon"): ":3: an entry needs a date such as 2026-11-02",
    entry("outlet", "sample-times").replace("2026-11-02", "2026-02-31"): ":3: '2026-02-31' cannot be read as timestamp",
    entry("outlet", "sample-times").replace("    date: 2026-11-02\n", ""): ":2: an entry needs a date",
    entry("outlet", "sample-times", "'  '"): ":4: an entry needs a reason, in words",
    entry("outlet", "sample-times", "[x]"): ":4: an entry needs a reason, in words",
    entry("outlet", "sample-times", "").replace("    reason: \n", ""): ":2: an entry needs a reason, in words",
    entry("outlet", "sample-times") + entry("outlet", "sample-times").removeprefix("withdrawn:\n"): ":5: outlet 'sample-times' stands twice",
    entry("article", "0" * 16): ":2: article '0000000000000000' matches no dump: correct it, or remove the entry",
    entry("dump", "0" * 64): f":2: dump '{'0' * 64}' matches no dump",
    entry("url", "https://example.org/nothing"): ":2: url 'https://example.org/nothing' matches no dump",
    entry("outlet", "sample-ministry"): ":2: outlet 'sample-ministry' matches no dump",
}  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_entries_that_cannot_be_meant_are_told_with_their_line_and_nothing_is_written(folder, text):
    said = withdraw(folder, text)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"presspack: withdrawn.yaml{BAD[text]}"), said.err
    assert not (folder / "data" / "linked" / "index.json").exists()


def test_entries_that_match_nothing_leave_the_linked_tables_as_they_were(folder, whole):
    before = {path: path.read_bytes() for path in (folder / "data" / "linked").rglob("*") if path.is_file()}
    assert withdraw(folder, entry("article", "0" * 16)).code == 2
    assert {path: path.read_bytes() for path in (folder / "data" / "linked").rglob("*") if path.is_file()} == before


# --- verify


@pytest.fixture
def taken(folder, whole) -> Path:
    """A published folder from which an article is withdrawn."""
    build(folder, entry("article", article(whole, "Ferry With Goats")))
    return folder / "dataset"


def faults(dataset: Path) -> str:
    said = presspack("verify", dataset, "--params", REPO / "params.yaml")
    assert said.code == 1, said.err
    return said.out


def test_a_withdrawn_article_that_is_back_is_noticed(taken, whole):
    ids = taken_ids(taken)
    back = (
        whole["articles"]
        .filter(pl.col("id").is_in(ids))
        .with_columns(story="id", story_size=pl.lit(1, pl.Int32), dumps=pl.lit(1, pl.Int32))
    )
    change(taken, "articles", lambda table: pl.concat([table, back]).sort("id"))
    assert "articles" in faults(taken)
    live = whole["dumps"].filter(pl.col("path").is_in(["a/first.txt", "c/reprint.txt"]))
    live = live.with_columns(path=pl.col("path") + "x", dump=pl.col("dump").str.replace("^.{8}", "0" * 8))
    change(taken, "dumps", lambda table: pl.concat([table, live]).sort("path"))
    said = faults(taken)
    assert f"{FILES['articles']}: a withdrawn text, whole or with a letter more, in 2 rows" in said
    assert f"{FILES['dumps']}: what is withdrawn under another path in 2 rows, first a/first.txtx" in said


def taken_ids(dataset: Path) -> list[str]:
    return parquet.read(dataset / FILES["dumps"]).filter(pl.col("outcome") == "withdrawn")["article"].unique().to_list()


def test_a_withdrawn_text_under_another_outlet_is_noticed(taken, whole):
    from presspack.article import identity

    body = whole["articles"].filter(pl.col("title") == "Ferry With Goats")["body"].item()
    other = identity("sample-courier", body)
    back = whole["articles"].filter(pl.col("title") == "Goats Afloat")
    back = back.with_columns(
        id=pl.lit(other), story=pl.lit(other), story_size=pl.lit(1, pl.Int32), outlet=pl.lit("sample-courier")
    )
    row = whole["dumps"].filter(pl.col("path") == "c/reprint.txt")
    row = row.with_columns(path=pl.lit("z"), dump=pl.lit("0" * 64), article=pl.lit(other))
    change(taken, "articles", lambda table: pl.concat([table, back]).sort("id"))
    change(taken, "dumps", lambda table: pl.concat([table, row]).sort("path"))
    said = f"{FILES['articles']}: a withdrawn text, whole or with a letter more, in 1 row, first {other}"
    assert said in faults(taken)


def test_the_bytes_of_a_withdrawn_dump_under_another_path_are_noticed(taken, whole):
    row = whole["dumps"].filter(pl.col("path") == "e/broken.txt")
    row = row.with_columns(path=pl.lit("z"), dump=pl.lit(hashlib.sha256(FIRST).hexdigest()))
    change(taken, "dumps", lambda table: pl.concat([table, row]).sort("path"))
    assert f"{FILES['dumps']}: what is withdrawn under another path in 1 row, first z" in faults(taken)


def test_a_related_item_that_leads_to_a_withdrawn_article_is_noticed(taken):
    ids = taken_ids(taken)
    change(taken, "related", lambda table: table.with_columns(article=pl.lit(ids[0])))
    assert "lead to a withdrawn article" in faults(taken)


def test_a_tombstone_that_tells_more_is_noticed(taken):
    told = pl.when(pl.col("outcome") == "withdrawn").then(pl.lit("https://example.org/ferry-with-goats"))
    change(taken, "dumps", lambda table: table.with_columns(url=told))
    assert "withdrawn-but-told" in faults(taken)


def test_a_tombstone_without_when_and_why_is_noticed(taken):
    none = pl.when(pl.col("outcome") != "withdrawn")
    lists = [none.then(name).otherwise(pl.col(name).list.head(0)).alias(name) for name in ("reasons", "reason_lines", "reason_details")]  # fmt: skip
    change(taken, "dumps", lambda table: table.with_columns(*lists))
    assert "outcome-unexplained" in faults(taken)


def test_a_whole_folder_with_tombstones_passes_after_it_is_signed_anew(taken):
    sign(taken)
    assert presspack("verify", taken, "--params", REPO / "params.yaml").code == 0


def test_the_repository_ships_a_file_without_entries_and_dvc_knows_it():
    assert (REPO / "withdrawn.yaml").read_text("utf-8").endswith("\nwithdrawn: []\n")
    assert "withdrawn.yaml" in (REPO / "dvc.yaml").read_text("utf-8")


def test_an_example_in_the_file_that_ships_is_an_entry(folder, whole):
    lines = (REPO / "withdrawn.yaml").read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("#   - article"))
    example = "withdrawn:\n" + "\n".join(line.removeprefix("# ") for line in lines[start : start + 3])
    ferry = article(whole, "Ferry With Goats")
    assert withdraw(folder, example.replace("0123456789abcdef", ferry)).code == 0


def test_the_command_takes_no_words_of_another_kind(folder):
    assert run(folder, "presspack", "link", "data/parsed", "data/linked", "withdrawn.yaml").code == 2
