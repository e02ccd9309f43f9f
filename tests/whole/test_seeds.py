"""Every field of the dumps we know by heart is what a careful reader finds."""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from presspack.engine.store import Store
from presspack.pipeline import link
from presspack.pipeline.link import tables
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.contracts import schemas
from presspack.project.params import Params
from tests.support.projects import FEW, REPO, SAMPLE

REAL = REPO.parent / "shared" / "seeds"
OWN = (
    "title",
    "published_on",
    "crawled_on",
    "crawl_source",
    "byline",
    "credit",
    "language",
    "layout",
    "outlet",
    "paragraphs",
)

Row = dict[str, Any]


class Tables(NamedTuple):
    """What stands in the tables, by path: the ledger, the article as the dump shows it, and the article as linked."""

    ledger: dict[str, Row]
    shown: dict[str, Row]
    linked: dict[str, Row]
    related: dict[str, pl.DataFrame]
    articles: int


def read(seeds: Path, data: Path) -> Tables:
    stage(seeds, data / "staged", Params(**FEW))
    parse(data / "staged", data / "parsed", Params(**FEW))
    link.link(data / "parsed", data / "linked")
    units = Store(data / "parsed").units().values()
    parsed = {row["dump"]: row for folder in units for row in pl.read_parquet(folder / "articles.parquet").to_dicts()}
    related = pl.concat([pl.read_parquet(folder / "related.parquet") for folder in units]).sort("dump", "position")
    rows, dumps = tables.tables(data / "linked")
    articles = {row["id"]: row for row in rows.to_dicts()}
    ledger = {row["path"]: row for row in dumps.to_dicts()}
    live = {path: row for path, row in ledger.items() if row["outcome"] == "published"}
    return Tables(
        ledger,
        {path: parsed[row["dump"]] for path, row in live.items()},
        {path: articles[row["article"]] for path, row in live.items()},
        {path: related.filter(dump=row["dump"]) for path, row in live.items()},
        len(articles),
    )


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Tables:
    if not REAL.is_dir():
        pytest.skip("the real dumps are not here: they are no part of the repository")
    folder = tmp_path_factory.mktemp("real")
    (folder / "seeds").mkdir()
    for path in REAL.glob("*.txt"):
        shutil.copy(path, folder / "seeds")
    return read(folder / "seeds", folder / "data")


@pytest.fixture(scope="module")
def real_truth() -> Row:
    if not REAL.is_dir():
        pytest.skip("the real dumps are not here: they are no part of the repository")
    return json.loads((REAL / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Tables:
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    return read(folder / "seeds", folder / "data")


@pytest.fixture(scope="module")
def sample_truth() -> Row:
    return json.loads((REPO / "tests" / "sample_expected.json").read_text("utf-8"))


def dumps(truth: Row) -> dict[str, Row]:
    return {path: row for path, row in truth.items() if not path.startswith("_")}


def plain(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)


def text_and_items(wanted: Row, body: str, related: pl.DataFrame) -> Row:
    """What the tables say where the truth gives a beginning, an end or a number."""
    found = {
        "body_starts": " ".join(body.split())[: len(wanted["body_starts"])],
        "body_ends": body[-len(wanted["body_ends"]) :],
        "related": len(related),
        "related_with_title": related["title"].count(),
        "related_newest": plain(related["date"].max()),
        "related_oldest": plain(related["date"].min()),
    }
    return {name: value for name, value in found.items() if name in wanted}


def test_every_field_of_the_real_dumps_is_what_a_careful_reader_finds(real, real_truth):
    wanted = dumps(real_truth)
    assert real.ledger.keys() == wanted.keys()
    for path, row in wanted.items():
        body = real.shown[path]["body"]
        found = text_and_items(row, body, real.related[path])
        found |= {
            name: plain(real.linked[path].get(name, real.shown[path].get(name))) for name in row.keys() - found.keys()
        }
        found["outlet"] = schemas().OUTLETS.by_id[real.linked[path]["outlet"]].label
        assert found == row, path


def test_the_real_dumps_add_up(real, real_truth):
    outcomes = [row["outcome"] for row in real.ledger.values()]
    dated = sum(row["published_on"] is not None for row in real.linked.values())
    assert {
        "dumps": len(outcomes),
        **{outcome: outcomes.count(outcome) for outcome in ("published", "rejected", "duplicate")},
        "articles": real.articles,
        "dated": dated,
        "undated": real.articles - dated,
        "related": sum(map(len, real.related.values())),
    } == real_truth["_totals"]


def test_every_field_of_the_sample_dumps_is_what_they_were_written_to_show(sample, sample_truth):
    wanted = {path: row for path, row in dumps(sample_truth).items() if row["outcome"] == "published"}
    assert sample.shown.keys() == wanted.keys()
    for path, row in wanted.items():
        found = text_and_items(row, sample.shown[path]["body"], sample.related[path])
        found |= {name: plain(sample.shown[path][name]) for name in OWN}
        # what copies say of each other is more than one dump can show
        found["warnings"] = sorted(set(sample.ledger[path]["warnings"]) - {"copies-disagree"})
        found["outcome"] = sample.ledger[path]["outcome"]
        assert found == {**row, "warnings": sorted(row["warnings"])}, path


def test_every_sample_dump_has_the_outcome_it_was_written_for_with_all_reasons_and_their_lines(sample, sample_truth):
    def told(row: Row) -> Row:
        reasons = [list(pair) for pair in zip(row["reasons"], row["reason_lines"], strict=True)]
        return {"outcome": row["outcome"], "duplicate_of": row["duplicate_of"], "reasons": reasons}

    nothing = {"duplicate_of": None, "reasons": []}
    assert {path: told(row) for path, row in sample.ledger.items()} == {
        path: nothing | {name: row[name] for name in row.keys() & {"outcome", *nothing}}
        for path, row in dumps(sample_truth).items()
    }


def test_the_sample_dumps_of_one_article_become_one_row(sample, sample_truth):
    groups: dict[str, list[str]] = {}
    for path, row in sample.linked.items():
        groups.setdefault(row["id"], []).append(path)
    several = sorted(sorted(paths) for paths in groups.values() if len(paths) > 1)
    assert several == sample_truth["_articles"]
    assert {path: sample.linked[path]["dumps"] for paths in several for path in paths} == {
        path: len(paths) for paths in several for path in paths
    }


def test_the_sample_dumps_add_up(sample, sample_truth):
    outcomes = [row["outcome"] for row in sample.ledger.values()]
    counts = {outcome: outcomes.count(outcome) for outcome in ("published", "duplicate", "rejected")}
    assert {"dumps": len(outcomes), **counts, "articles": sample.articles} == sample_truth["_totals"]
