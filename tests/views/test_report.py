"""The report says what is in the dataset: its numbers add up, are the same everywhere, and leave no rule out."""

import csv
import datetime as dt
import json
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median_low

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench.generate import dumps
from presspack.dataset import parquet
from presspack.dataset.card.months import MOST_MONTHS
from presspack.errors import Note
from presspack.project.params import Params
from presspack.views.drift import FEWEST
from presspack.views.report import browser, cases, named, report, tables
from presspack.views.report.cases import Case, in_turns
from presspack.views.report.changes import changes
from presspack.views.report.reading import drift
from presspack.views.report.statistics import Statistics, measure
from presspack.views.report.tables import Tables
from tests.support.dumps import DUMPS
from tests.support.dvc import built as make
from tests.support.dvc import command, commit, fresh
from tests.support.projects import FEW, REPO, SAMPLE, build, contents, parameters, presspack, project, put, run
from tests.support.reports import files, three

MADE = list(dumps(600, seed=5, rejected=0.1))
ONE = (DUMPS / "page-doubled.txt").read_bytes()
BODY = (DUMPS / "body.txt").read_bytes()


def text_of(page: str) -> str:
    """What a reader of the page sees, roughly."""
    bare = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", bare).replace("\u00a0", " "))


def written(folder: Path) -> str:
    """The page of a report that is written anew."""
    report(*files(folder), folder / "report")
    return (folder / "report" / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for truth, content in MADE:
        put(folder / "seeds" / truth.path, content)
    build(folder)
    return folder


@pytest.fixture(scope="module")
def lessened(tmp_path_factory) -> Path:
    """The samples without an outlet and without a dump, which are withdrawn."""
    folder = tmp_path_factory.mktemp("lessened")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    staged = three(folder)
    rejected = tables.read(*files(staged)).ledger.filter(path="sample/rejected/february-31.txt")["dump"][0]
    (folder / "withdrawn.yaml").write_text(
        "withdrawn:\n- {outlet: sample-radio, date: 2026-01-02, reason: asked for}\n"
        f"- {{dump: '{rejected}', date: 2026-01-02, reason: asked for}}\n"
    )
    return three(folder)


FOLDERS = ("sample", "made", "lessened")


@pytest.fixture
def folder(request) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


every = pytest.mark.parametrize("folder", FOLDERS, indirect=True)
published = pytest.mark.parametrize("folder", FOLDERS[:2], indirect=True)


def stats_of(folder: Path) -> Statistics:
    return measure(tables.read(*files(folder)))


# --- statistics


@every
def test_nothing_is_lost_between_two_steps_that_is_not_told(folder):
    stats = stats_of(folder)
    held = tables.read(*files(folder))
    assert stats.steps[0].kept == stats.found == len(held.ledger)
    for before, step in pairwise(stats.steps):
        assert before.kept == step.kept + step.lost
        assert step.lost <= sum(step.why.values())
        assert all(0 < many <= step.lost for many in step.why.values())
    assert stats.steps[-1].kept == stats.total == len(held.articles)
    lost = {step.name: step.lost for step in stats.steps}
    assert lost["decoded"] + lost["parsed"] == stats.outcomes["rejected"]
    assert (lost["distinct"], lost.get("kept", 0)) == (stats.outcomes["duplicate"], stats.outcomes["withdrawn"])


@published
def test_every_number_is_what_the_dataset_says(folder):
    stats = stats_of(folder)
    articles, ledger, related = (
        pl.read_parquet(parquet.files(folder / "dataset", config)).to_dicts()
        for config in ("articles", "dumps", "related")
    )
    live = [row for row in ledger if row["outcome"] == "published"]

    def counted(rows: list[dict], name: str) -> Counter:
        return Counter(row[name] for row in rows)

    assert +Counter(stats.outcomes) == counted(ledger, "outcome")
    assert stats.articles == counted(articles, "outlet")
    assert stats.dates == counted(articles, "date_source")
    assert stats.layouts == counted(ledger, "layout")
    assert stats.encodings == counted(ledger, "encoding")
    for name in ("reasons", "warnings"):
        assert getattr(stats, name) == Counter(rule for row in ledger for rule in set(row[name]))
    assert stats.warned == sum(bool(row["warnings"]) for row in ledger)
    assert stats.titled == sum(row["title"] is not None for row in articles)
    dated = [row for row in articles if row["published_on"]]
    assert stats.dated == len(dated)
    assert stats.months == Counter((row["outlet"], f"{row['published_on']:%Y-%m}") for row in dated)
    assert stats.words == sum(row["words"] for row in articles)
    assert stats.length == median_low(row["words"] for row in articles)
    for outlet, words in stats.lengths.items():
        assert words[2] == median_low(row["words"] for row in articles if row["outlet"] == outlet)
        assert list(words) == sorted(words)
    stories = Counter(row["story"] for row in articles)
    assert stats.stories == Counter(stories.values())
    times = Counter()
    for row in ledger:
        times.update(dict(zip(row["cleaning"], row["cleaning_counts"], strict=True)))
    dumps_of = Counter(rule for row in ledger for rule in row["cleaning"])
    assert stats.cleaned == {rule: (dumps_of[rule], times[rule]) for rule in times}
    items = counted(related, "dump")
    assert stats.per_dump == Counter(items[row["dump"]] for row in live)
    listed = stats.listed.values()
    assert sum(row.items for row in listed) == len(related)
    assert sum(row.leading for row in listed) == sum(row["article"] is not None for row in related)
    assert sum(row.without for row in listed) == sum(not items[row["dump"]] for row in live)
    outlets = {row["id"]: row["outlet"] for row in articles}
    for outlet, row in stats.listed.items():
        own = [items[entry["dump"]] for entry in live if outlets[entry["article"]] == outlet]
        assert (row.dumps, row.items, row.median) == (len(own), sum(own), median_low(own))


def test_the_page_names_the_dataset_and_its_version(sample, tmp_path):
    put(tmp_path / "params.yaml", b"version: 3.2.1\n")
    put(tmp_path / "card.md", b"---\npretty_name: News of <Orlemar>\n---\n# A card\n")
    name = named(tmp_path / "params.yaml", tmp_path / "card.md")
    report(*files(sample), tmp_path, tmp_path / "page.html", name)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<title>News of &lt;Orlemar&gt; 3.2.1: presspack report</title>" in page
    assert re.search(r"<p>News of &lt;Orlemar&gt; 3\.2\.1</p>\s*<h1>What became of", page)
    put(tmp_path / "card.md", b"---\npretty_name: '[fill in: the name]'\n---\n# \xff\n")
    assert named(tmp_path / "params.yaml", tmp_path / "card.md") == "3.2.1"
    assert named(tmp_path / "none.yaml", tmp_path / "none.md") == ""


def test_the_metrics_are_the_numbers_of_the_dataset(sample):
    report(*files(sample), sample / "report")
    said = json.loads((sample / "report" / "metrics.json").read_text())
    assert said["dumps"] == {
        "found": 67, "published": 53, "duplicate": 2, "rejected": 12, "withdrawn": 0,
        "warned": stats_of(sample).warned,
    }  # fmt: skip
    assert said["articles"]["all"] == sum(said["outlets"].values()) == 47
    assert said["reasons"] == stats_of(sample).reasons


def test_what_is_withdrawn_is_counted_and_not_shown(lessened):
    page = written(lessened)
    stats = stats_of(lessened)
    assert stats.outcomes["withdrawn"] == stats.reasons["withdrawn"] > 1
    shown = re.findall(r'<details class="case" data-rules="withdrawn".*?</details>', page, re.S)
    assert shown and all("so nothing of it is shown" in case and "<ol" not in case for case in shown)
    bodies = pl.concat([pl.read_parquet(path) for path in (lessened / "data").glob("parsed/*/articles.parquet")])
    gone = bodies.filter(outlet="sample-radio")
    assert len(gone) > 5
    for text in (*gone["title"].drop_nulls(), *(body[:60] for body in gone["body"])):
        assert text not in page


def test_stages_that_are_of_other_dumps_are_told(sample, made, tmp_path):
    staged, parsed, linked = files(sample)
    said = presspack("report", files(made)[0], parsed, linked, tmp_path / "report")
    assert (said.code, said.out) == (2, "")
    assert "is not of the same dumps as" in said.err and "dvc repro" in said.err
    assert not (tmp_path / "report").exists()
    said = presspack("report", staged, tmp_path / "none", linked, tmp_path / "report")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


# --- the same everywhere


@pytest.mark.slow
def test_workers_shards_order_of_files_time_zone_and_hash_seed_do_not_matter(tmp_path):
    def written_by(name: str, rows: list, shards: int, **environment: str) -> dict[str, bytes]:
        folder = project(tmp_path / name, {}, workers=shards, shards=shards)
        for truth, content in rows:
            put(folder / "seeds" / truth.path, content)
        three(folder, Params(shards=shards))
        said = run(folder, "presspack", "report", **environment)
        assert said.code == 0, said.err
        return contents(folder / "report")

    here = written_by("here", MADE, 1, TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C")
    there = written_by("there", MADE[::-1], 7, TZ="Pacific/Kiritimati", PYTHONHASHSEED="17", POLARS_MAX_THREADS="1")
    assert here == there
    assert {"report.html", "metrics.json", "plots/funnel.csv"} < here.keys()


# --- the dumps that are shown


def cases_in(page: str) -> list[tuple[set[str], int]]:
    """The rules of every dump that is shown, and for how many paths it stands."""
    found = re.findall(r'<details class="case" data-rules="([^"]*)" data-outlet="[^"]*"(?: data-many="(\d+)")?>', page)
    return [(set(rules.split()), int(many or 1)) for rules, many in found]


@pytest.mark.parametrize("budget", [60_000, 200_000, browser.BUDGET])
def test_the_budget_is_kept_every_rule_is_shown_and_the_rest_is_told(made, monkeypatch, budget):
    monkeypatch.setattr(browser, "BUDGET", budget)
    page, stats = written(made), stats_of(made)
    start, end = page.index('<div class="group"'), page.index("</section>", page.index('<div class="group"'))
    assert len(page[start:end].encode()) < budget + 500
    shown = cases_in(page)
    noted = tables.read(*files(made)).ledger.filter(
        (pl.col("reasons").list.len() > 0) | (pl.col("warnings").list.len() > 0)
    )
    many = sum(paths for _, paths in shown)
    assert set().union(*(rules for rules, _ in shown)) == {*stats.reasons, *stats.warnings}
    assert f"{many} of the {len(noted)} dumps with a reason or a warning are shown" in text_of(page)
    assert (many < len(noted)) == (f"{len(noted) - many} others" in text_of(page)) == (budget < browser.LARGEST * 10)


@given(st.dictionaries(st.text("abcdef", min_size=1), st.sets(st.sampled_from("uvwxyz"), min_size=1), max_size=40))
def test_rules_take_turns_until_each_has_shown_all(rules):
    found = {
        key: Case(None, [key], "rejected", tuple(Note(rule) for rule in sorted(own)), (), "")
        for key, own in rules.items()
    }
    order = list(in_turns(found))
    assert sorted(order) == sorted(found)
    every_rule = set().union(*rules.values()) if rules else set()
    assert set().union(*(rules[key] for key in order[: len(every_rule)]), set()) == every_rule
    assert list(in_turns(dict(reversed(found.items())))) == order


def test_a_dump_with_very_long_lines_or_very_many_bytes_is_told_but_not_shown(tmp_path):
    long = ONE.replace(b"Date: 19/01/2026", b"Date: 99/99/2026 " + "\u202e".encode() * 5_000)
    big = BODY.replace(b"More Articles", b"A line of a big dump.\n" * 40_000 + b"More Articles")
    folder = tmp_path
    put(folder / "seeds" / "long.txt", long + b"\n" + b"x" * 3_000 + b"\n" + b"<" * 90_000)
    put(folder / "seeds" / "big.txt", big)
    page = written(three(folder))
    assert "It is too large to be shown here." in page
    assert len(page) < 300_000


# --- empty corners


CORNERS = {
    "one dump, nothing wrong": {"a.txt": ONE},
    "no date": {"a.txt": BODY},
    "two dumps of one article": {"a.txt": ONE, "b.txt": ONE + b"\n", "c.txt": ONE},
    "all rejected": {"a.txt": b"", "b.txt": b"\x00\x01", "c.txt": ONE.replace(b"19/01/2026", b"31/02/2026")},
    "no text at all": {"a.txt": b""},
}


@pytest.mark.parametrize("name", CORNERS)
def test_a_corpus_with_hardly_anything_in_it_has_a_whole_report(tmp_path, name):
    folder = tmp_path
    for path, content in CORNERS[name].items():
        put(folder / "seeds" / path, content)
    page = written(three(folder))
    said = text_of(page)
    assert not re.search(r"\b(nan|None|null|inf)\b", said)
    for title in ("From dumps to articles", "Reasons and warnings", "Articles over time", "Drift over time", "Dumps"):
        assert "<h2 id=" in page and title in said
    for path in (folder / "report" / "plots").glob("*.csv"):
        assert path.read_text().splitlines()[0].count(",") == 1
    expected = {
        "one dump, nothing wrong": ("100.0 % of 1 dump published, as 1 article", "No dump is rejected."),
        "no date": ("No article is dated.",),
        "two dumps of one article": ("100", "3 dumps"),
        "all rejected": ("0.0 % of 3 dumps published, as 0 articles", "No outlet could be compared"),
        "no text at all": ("No dump fits a layout",),
    }[name]
    assert all(words in said for words in expected)


# --- drift


def crawled(month: int, many: int, **other: object) -> list[dict[str, object]]:
    """Published dumps of a month, a little different each."""
    told = {"outlet": "sample-courier", "layout": "page", "language": "en", "warnings": []}
    return [
        told
        | {
            "dump": f"{month:02d}{i:062x}",
            "words": 100 + i % 7,
            "items": 15 + i % 2,
            "crawled_on": dt.date(2024, month, 1 + i % 28),
        }
        | other
        for i in range(many)
    ]


def build_tables(rows: list[dict[str, object]]) -> Tables:
    dumps = pl.DataFrame(rows, schema_overrides={"warnings": pl.List(pl.String), "crawled_on": pl.Date})
    outcome = pl.when(pl.col("outlet").is_null()).then(pl.lit("rejected")).otherwise(pl.lit("published"))
    claims = {"claimed_outlet": pl.lit("sample-courier"), "outcome": outcome}
    ledger = dumps.select("dump", "warnings", "crawled_on", reasons=pl.lit([], pl.List(pl.String)), **claims)
    articles = pl.DataFrame(schema={"published_on": pl.Date})
    return Tables(ledger, articles, dumps.filter(pl.col("outlet").is_not_null()), frozenset(), frozenset())


def test_a_site_that_changed_its_pages_in_the_latest_month_is_seen():
    before = [row for month in (1, 2, 3) for row in crawled(month, 40)]
    found = changes(build_tables(before + crawled(4, 40, warnings=["untitled"], items=0)))
    (outlet,) = found.outlets
    assert (outlet.month, outlet.now, outlet.before) == ("2024-04", 40, 120)
    assert sorted(drift.what for drift in outlet.drifts) == ["related", "untitled"]
    assert "untitled was 0%, is 100%" in text_of(drift(found)).replace(" ,", ",").replace("  ", " ")
    assert "Outlets compared: 1; in 1 of them the latest month of crawls differs" in text_of(drift(found))


def test_a_month_in_which_more_of_an_outlet_is_rejected_is_seen():
    lost = [row | {"dump": f"e{i:063x}"} for i, row in enumerate(crawled(4, 30, outlet=None))]
    (outlet,) = changes(build_tables(crawled(1, 40) + crawled(4, 30) + lost)).outlets
    assert (outlet.now, outlet.before) == (60, 40)
    assert [(drift.what, drift.before, drift.now) for drift in outlet.drifts] == [("rejected", "0%", "50%")]


def test_a_month_like_those_before_is_no_drift():
    found = changes(build_tables([row for month in (1, 2, 3, 4) for row in crawled(month, 40)]))
    assert [outlet.drifts for outlet in found.outlets] == [[]]
    assert "Outlets compared: 1; in none of them" in text_of(drift(found))


def test_what_could_not_be_compared_is_said():
    rows = crawled(1, 40) + crawled(2, 19, warnings=["untitled"])
    rows += crawled(3, 40, outlet="sample-radio")
    rows += [row | {"crawled_on": None, "dump": f"f{i:063x}"} for i, row in enumerate(crawled(5, 7))]
    found = changes(build_tables(rows))
    assert [(outlet.outlet, outlet.enough) for outlet in found.outlets] == [
        ("sample-courier", False), ("sample-radio", False),
    ]  # fmt: skip
    said = text_of(drift(found))
    assert (
        "No outlet could be compared: none of 2 outlets has 20 dumps in its latest month and as many before it." in said
    )
    assert "On neither side, for want of a day of crawl or of an outlet: 7 dumps." in said
    assert "<table" not in drift(found)  # nobody reads thirteen rows that say nothing


# --- the document, the command, and DVC


def test_the_document_tells_every_section_every_plot_and_every_limit(sample):
    document = (REPO / "docs" / "report.md").read_text("utf-8")
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", written(sample))
    assert re.findall(r"^\| ([A-Z][a-z ]+) \| ", document, re.M) == titles
    plots = sorted(path.stem for path in (sample / "report" / "plots").glob("*.csv"))
    assert (
        sorted(re.search(r"The plots are (.*?):\n", document)[1].replace(" and ", ", ").replace("`", "").split(", "))
        == plots
    )
    stages = yaml.safe_load((REPO / "dvc.yaml").read_text("utf-8"))["stages"]
    assert sorted(Path(path).stem for entry in stages["report"]["plots"] for path in entry) == plots
    for limit in (browser.BUDGET, browser.LARGEST, cases.READ):
        assert f"{limit:,}" in document.replace("\n", " ")
    assert f"fewer than {FEWEST} dumps" in document and f"more than {MOST_MONTHS} months" in document


def test_the_command_alone_writes_the_report_of_a_built_project(made, monkeypatch):
    monkeypatch.chdir(made)
    said = presspack("report")
    assert said.code == 0
    assert re.fullmatch(r"600 dumps, \d+ articles, (\d+) of \1 with reasons or warnings shown: report/report\.html \(\d+ kB\)\n", said.out.replace("\u00a0", ""))  # fmt: skip


def test_the_page_alone_can_go_to_a_file_of_any_name(made, tmp_path):
    out = tmp_path / "mine.html"
    assert presspack("report", *files(made), tmp_path / "unused", "--output", out).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.html"]
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")


@every
def test_metrics_and_plots_hold_numbers_and_words_of_ours_so_no_cell_is_a_formula(folder):
    report(*files(folder), folder / "report")
    paths = sorted((folder / "report" / "plots").glob("*.csv"))
    assert len(paths) == 7
    for path in paths:
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            assert len(row) == 2
            assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", cell) for cell in row)

    def words(value: object) -> list[object]:
        if isinstance(value, dict):
            return [*value, *(word for inner in value.values() for word in words(inner))]
        return [value]

    for word in words(json.loads((folder / "report" / "metrics.json").read_text())):
        assert isinstance(word, int) or re.fullmatch(r"[a-z0-9][a-z0-9_-]*", str(word))


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A project in git that is built and committed; then with one more dump and no patience, so that publish fails."""
    folder = fresh(tmp_path_factory.mktemp("report") / "project")
    make(folder)
    commit(folder, "The first build")
    put(folder / "seeds" / "nothing.txt", b"")
    parameters(folder, **FEW, max_rejected=0)
    said = command(folder, "dvc", "repro")
    assert said.code != 0
    assert "max_rejected = 0 allows" in said.err
    assert "or report/report.html, which `presspack report` writes" in said.err
    return folder


def test_where_publish_refuses_the_report_is_there_and_new(built):
    assert "nothing.txt" in (built / "report" / "report.html").read_text("utf-8")
    status = command(built, "git", "status", "--porcelain").out.splitlines()
    assert " M report/metrics.json" in status
    assert not any("report.html" in line or "dataset" in line for line in status)


def test_dvc_shows_the_metrics_and_what_has_moved(built):
    shown = json.loads(command(built, "dvc", "metrics", "show", "--json").out)
    assert shown[""]["data"]["report/metrics.json"]["data"]["dumps"]["found"] == 31
    said = command(built, "dvc", "metrics", "diff")
    assert said.code == 0
    rows = {tuple(line.split()[1:]) for line in said.out.splitlines()[1:]}
    assert ("dumps.found", "30", "31", "1") in rows
    assert ("dumps.rejected", "1", "2", "1") in rows
    assert "reasons.empty-file" in {row[0] for row in rows}


def test_dvc_draws_the_plots_of_both_builds(built):
    assert "index.html" in command(built, "dvc", "plots", "diff").out
    drawn = (built / "dvc_plots" / "index.html").read_text("utf-8")
    assert all(path.name in drawn for path in (built / "report" / "plots").iterdir())
    assert "dvc_plots" not in command(built, "git", "status", "--porcelain").out
    said = command(built, "dvc", "plots", "diff", "--targets", "report/plots/reasons.csv", "--show-vega")
    rows = {(row["reason"], row["dumps"], row["rev"]) for row in json.loads(said.out)["data"]["values"]}
    assert ("empty-file", "1", "workspace") in rows
    assert {revision for _, _, revision in rows} == {"workspace", "HEAD"}
